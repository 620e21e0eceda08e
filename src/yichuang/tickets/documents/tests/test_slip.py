from io import BytesIO

from PIL import Image

from yichuang.kit.documents.fonts import font_set, wheel_folder
from yichuang.tickets.documents.slip import SlipData, slip_png

WHOLE = SlipData(
    hall="清河区政务服务大厅",
    number="A036",
    item="居民身份证到期换领",
    taken_at="2026年11月23日 14:05",
    url="http://127.0.0.1:8000/t/9xKq2L0aVbYw7PzM3nRtEg/",
    ahead=2,
    wait_low=4,
    wait_high=9,
    zone="二楼东区",
    direction="上扶梯右转，离 3–6 号窗口近",
    ready=["旧居民身份证：原件，窗口核验后交回"],
    passed_rule="号还留着。到导办台说一声。",
)
LEAST = SlipData(hall="练习大厅", number="A1000", item="综合咨询", taken_at="今天", url="http://x/")


def height(data: SlipData) -> int:
    image = Image.open(BytesIO(slip_png(data).data))
    assert image.width == 576
    return image.height


def test_slip_png_is_as_wide_as_the_paper_and_no_longer_than_it_must() -> None:
    assert height(LEAST) < height(WHOLE) < 1400


def test_slip_png_of_a_reprint_says_so() -> None:
    assert height(WHOLE | {"reprint": True}) > height(WHOLE)


def test_slip_png_without_a_glyph_tells_and_prints() -> None:
    made = slip_png(LEAST | {"item": "𫚈事项"}, fonts=font_set((wheel_folder(),)))
    assert made.missing == ("𫚈",)
