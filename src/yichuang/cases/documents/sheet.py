"""The one-time sheet (domain.md §3, §8): told without application, outside every series."""

from pathlib import Path
from typing import Any, Literal, NotRequired, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yichuang.kit.documents.kinds import Kind, declare_kind

Mark = Literal["have", "bring", "missing", "free", "perhaps"]


class SheetMaterial(TypedDict):
    name: str
    mark: Mark  # received · to bring · was missing · need not be handed in · depends on a question
    how: NotRequired[str]  # '原件，看过就还' · '复印件 1 份'
    why: NotRequired[str]  # legal basis or condition
    note: NotRequired[str]  # '为什么缺：过期': the reason of the gap, what replaces it


class SheetParty(TypedDict):
    party: str  # '申请人'; '' where there is only one
    materials: list[SheetMaterial]


class SheetScenario(TypedDict):
    question: str
    answer: str


class SheetData(TypedDict):
    """Holds no name and no number of a person: it lies about in copies."""

    hall: str
    department: str
    item: str
    told_at: str  # in the hall's zone: '2026年11月23日 14:05'
    parties: list[SheetParty]
    scenarios: NotRequired[list[SheetScenario]]
    stops: NotRequired[list[str]]  # a stop takes the place of the list
    missing_count: NotRequired[int | None]  # for certain
    perhaps_count: NotRequired[int | None]  # depends on a question that is open
    conditions: NotRequired[list[str]]
    flow: NotRequired[list[str]]
    facts: NotRequired[list[list[str]]]  # [['多久办好', '15 个工作日内'], ['费用', '20 元']]
    place: NotRequired[str]  # '二楼东区 3 号窗口'
    address: NotRequired[str]
    hours: NotRequired[str]  # '周一至周五 09:00–12:00；节假日休息'
    phone: NotRequired[str]
    phone_of: NotRequired[str]  # '公安局', or the hall
    told_by: NotRequired[str]  # staff number, never a name


def _shown(content: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("事项"), content["item"]),
        (_("告知时间"), content["told_at"]),
        (_("材料"), "、".join(m["name"] for p in content["parties"] for m in p["materials"])),
    ]


WORDS = {
    # The marks of materials, by their codes.
    "have": gettext_noop("已收"),
    "bring": gettext_noop("要带"),
    "missing": gettext_noop("缺"),
    "free": gettext_noop("免交"),
    "perhaps": gettext_noop("看情况"),
    "why": gettext_noop("为什么要：%(text)s"),
    "still_missing": gettext_noop("还差 %(n)s 样"),
    "come_straight": gettext_noop("带齐后直接来，不用再问"),
    "perhaps_more": gettext_noop("另有 %(n)s 样看情况，办前先问"),
    "stop": gettext_noop("现在不用办"),
    "scenario": gettext_noop("您的情形"),
    "materials": gettext_noop("材料"),
    "whose": gettext_noop("%(party)s 的"),
    "conditions": gettext_noop("什么人能办"),
    "flow": gettext_noop("怎么办"),
    "facts": gettext_noop("时限和费用"),
    "where": gettext_noop("去哪里、什么时候"),
    "ask": gettext_noop("咨询电话 %(phone)s"),
    "ask_of": gettext_noop("咨询电话（%(who)s）：%(phone)s"),
    "scan": gettext_noop("扫码存手机、验真伪"),
    "scan_above": gettext_noop("扫右上角的码，可存在手机、可验真伪。验证码 %(code)s"),
    "code_label": gettext_noop("验证码"),
    "told_at": gettext_noop("告知时间：%(at)s"),
    "told_by": gettext_noop("告知人：%(who)s"),
    "no_receipt": gettext_noop("本单不收取材料，不算受理。"),
}
SHEET = declare_kind(
    Kind(
        code="sheet",
        name=gettext_noop("一次性告知单"),
        template=Path(__file__).with_name("sheet.typ"),
        papers=("80mm", "a4"),
        shown=_shown,
        words=WORDS,
    )
)
