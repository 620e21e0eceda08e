"""Against the simulator, over a real socket."""

import socket
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageDraw

from yichuang.devices.drivers import DeviceFailed
from yichuang.devices.models import Printer
from yichuang.devices.queries import printer_for
from yichuang.devices.services import check_printer, print_raster
from yichuang.devices.simulator import Simulator
from yichuang.places.models import Hall, Zone


def picture(width: int = 576, height: int = 1300) -> Image.Image:
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    draw.ellipse((20, 30, width - 40, height - 50), fill=0)
    draw.line((0, 0, width - 1, height - 1), fill=255, width=9)
    return image.point(lambda level: 255 if level > 127 else 0)


def png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def at(port: int, **more: object) -> Printer:
    return Printer(host="127.0.0.1", port=port, **more)


def test_print_raster_brings_every_dot_to_the_paper() -> None:
    image = picture()
    with Simulator() as simulator:
        print_raster(at(simulator.port), png(image))
        assert simulator.wait_for(1)
        assert simulator.unknown == []
    printed = simulator.slips[0].convert("L")
    assert printed.size == image.size
    assert ImageChops.difference(printed, image).getbbox() is None


def test_print_raster_with_transparency_is_black_on_white() -> None:
    image = Image.new("RGBA", (576, 40), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((0, 0, 99, 39), fill=(0, 0, 0, 255))
    with Simulator() as simulator:
        print_raster(at(simulator.port), png(image))
        assert simulator.wait_for(1)
    assert simulator.slips[0].getpixel((5, 5)) == 0
    assert simulator.slips[0].getpixel((300, 5)) != 0


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"paper": False}, "paper_out"),
        ({"cover_open": True}, "cover_open"),
        ({"paper_lines": 200}, "paper_out"),
    ],
)
def test_print_raster_when_the_printer_cannot_fails_with_its_reason(
    fault: dict[str, object], code: str
) -> None:
    with Simulator() as simulator:
        for name, value in fault.items():
            setattr(simulator, name, value)
        with pytest.raises(DeviceFailed) as failed:
            print_raster(at(simulator.port), png(picture()))
    assert failed.value.code == code


def test_print_raster_without_an_answer_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yichuang.devices.escpos.TIMEOUT", 0.2)
    with Simulator() as simulator:
        simulator.silent = True
        with pytest.raises(DeviceFailed, match="no_answer"):
            print_raster(at(simulator.port), png(picture()))
    assert simulator.slips == []


def test_check_printer_that_is_not_there_or_off_fails() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(DeviceFailed, match="unreachable"):
        check_printer(at(port))
    with Simulator() as simulator:
        check_printer(at(simulator.port))
        with pytest.raises(DeviceFailed, match="offline"):
            check_printer(at(simulator.port, enabled=False))
        with pytest.raises(DeviceFailed, match="no_driver"):
            check_printer(at(simulator.port, driver="other"))


@pytest.mark.parametrize("bad", [b"", b"GIF89a", png(picture(600, 200))])
def test_print_raster_of_what_is_no_slip_is_refused_unsent(bad: bytes) -> None:
    with Simulator() as simulator, pytest.raises(DeviceFailed, match="bad_picture"):
        print_raster(at(simulator.port), bad)
    assert simulator.slips == []


@pytest.mark.django_db
def test_printer_for_prefers_the_machines_own_and_never_anothers() -> None:
    hall = Hall.objects.create(code="lianxi", name="练习大厅")
    zone = Zone.objects.create(hall=hall, code="a", name="A 区", floor="一楼")
    assert printer_for(hall.id) is None
    made = {
        name: Printer.objects.create(hall=hall, name=name, host="127.0.0.1", **more)
        for name, more in {
            "大厅": {},
            "A 区": {"zone": zone},
            "取号机": {"machine": "kiosk1"},
            "停用": {"machine": "kiosk2", "enabled": False},
        }.items()
    }
    assert printer_for(hall.id, machine="kiosk1", zone_id=zone.id) == made["取号机"]
    assert printer_for(hall.id, machine="kiosk2", zone_id=zone.id) == made["A 区"]
    assert printer_for(hall.id, machine="kiosk2") == made["大厅"]
