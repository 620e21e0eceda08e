"""The receipt of materials (domain.md §3, §8): papers are kept, the clock runs. Numbered."""

from pathlib import Path
from typing import Any, NotRequired, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yichuang.kit.documents.kinds import Kind, declare_kind

from ..permissions import READ


class ReceiptMaterial(TypedDict):
    name: str
    form: str  # 原件, 复印件, 电子件, 表单
    copies: int
    party: NotRequired[str]
    note: NotRequired[str]  # '看过原件，已退还'


class ReceiptData(TypedDict):
    """Names stand in full on the paper; numbers and phones are passed masked."""

    hall: str
    department: str  # in whose name it is issued, and whose series it has
    item: str
    applicant: str
    identity: str  # masked, with its type
    case_number: str
    received_at: str  # '2026年11月23日 14:05'
    date: str  # '2026年11月23日', beside the seal
    materials: list[ReceiptMaterial]
    dates: NotRequired[list[list[str]]]  # [['最迟告知是否受理', '2026年11月30日'], …]
    notes: NotRequired[list[str]]
    agent: NotRequired[str]
    phone: NotRequired[str]
    e_service: NotRequired[bool | None]  # None: both boxes stay empty
    e_service_to: NotRequired[str]
    received_by: NotRequired[str]  # staff number
    copies: NotRequired[str]


def _masked(name: str) -> str:
    return name[:1] + "*" * max(1, min(len(name) - 1, 4))


def _shown(content: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("事项"), content["item"]),
        (_("申请人"), _masked(content["applicant"])),
        (_("收到时间"), content["received_at"]),
        (_("材料"), _("%(n)s 份") % {"n": sum(m["copies"] for m in content["materials"])}),
    ]


WORDS = {
    "code": gettext_noop("验证码 %(code)s"),
    "received": gettext_noop("您 %(at)s 提交的“%(item)s”申请材料，我们收到了。"),
    "case_number": gettext_noop("办件编号"),
    "identity": gettext_noop("申请人证件"),
    "agent": gettext_noop("代理人"),
    "phone": gettext_noop("联系电话"),
    "column": gettext_noop("序号"),
    "name": gettext_noop("材料名称"),
    "party": gettext_noop("当事方"),
    "form": gettext_noop("形式"),
    "copies": gettext_noop("份数"),
    "note": gettext_noop("备注"),
    "e_service": gettext_noop("电子送达"),
    "e_service_means": gettext_noop("同意后，文书发到手机即为送达；不同意的，来窗口领取或邮寄。"),
    "agreed": gettext_noop("同意"),
    "agreed_to": gettext_noop("同意，送达到 %(to)s"),
    "not_agreed": gettext_noop("不同意"),
    "two_copies": gettext_noop("本凭证一式两份，申请人和收件部门各存一份。"),
    "taken_by": gettext_noop("收件人：%(who)s"),
}
RECEIPT = declare_kind(
    Kind(
        code="receipt",
        name=gettext_noop("申请材料接收凭证"),
        template=Path(__file__).with_name("receipt.typ"),
        papers=("a4",),
        series_mark="收",
        reader=READ,
        shown=_shown,
        words=WORDS,
    )
)
