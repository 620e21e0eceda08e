"""The queue ticket on paper (domain.md §5): what stands on it, and its picture.

It is outside every number series and no Document row: its QR opens the ticket itself.
"""

from pathlib import Path
from typing import Any, NotRequired, TypedDict, cast

from django.utils.translation import gettext_noop

from yichuang.kit.documents.fonts import FontSet
from yichuang.kit.documents.typesetting import Typeset, png

TEMPLATE = Path(__file__).with_name("slip.typ")
WORDS = {
    "reprint": gettext_noop("补打　以最新一张为准"),
    "yours": gettext_noop("您的号"),
    "ahead": gettext_noop("前面最多"),
    "people": gettext_noop("%(n)s 人"),
    "wait": gettext_noop("大约再等"),
    "minutes": gettext_noop("%(n)s 分钟"),
    "wait_here": gettext_noop("请到这里等"),
    "ready": gettext_noop("先准备好"),
    "scan": gettext_noop("手机扫码看进度"),
    "scan_hint": gettext_noop("前面几人、去几号窗口，都能看到。"),
    "passed": gettext_noop("过号了怎么办"),
}


class SlipData(TypedDict):
    """All text is in the citizen's words; only `number` and `hall` must be there."""

    hall: str
    number: str  # 'A036'
    item: str
    taken_at: str  # in the hall's zone: '2026年11月23日 14:05'
    url: str  # the QR: the page of this ticket, by its public id; never its secrets
    purpose: NotRequired[str]  # '咨询', where it is not a plain application
    lane: NotRequired[str]  # '优先'
    ahead: NotRequired[int | None]  # told as 'at most'
    wait_low: NotRequired[int | None]
    wait_high: NotRequired[int | None]
    zone: NotRequired[str]  # '二楼东区'
    direction: NotRequired[str]  # '上扶梯右转，离 3–6 号窗口近'
    ready: NotRequired[list[str]]
    passed_rule: NotRequired[str]
    scan_hint: NotRequired[str]
    foot: NotRequired[str]  # '咨询 12345'
    reprint: NotRequired[bool]


def slip_png(data: SlipData, *, width_px: int = 576, fonts: FontSet | None = None) -> Typeset:
    """576 px is 72 mm at 203 dpi, what an 80 mm printer prints."""
    content = cast(dict[str, Any], data)
    return png(TEMPLATE, content, words=WORDS, width_px=width_px, fonts=fonts)
