"""What happens to cases, each with a sentence for people and words for its data. No personal
value is in their data."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as _

from yichuang.kit.events import About, Detail, Names, declare
from yichuang.kit.events.details import (
    count,
    counts,
    day_words,
    flag,
    named,
    one_of,
    plain,
    word,
)

from .flow import STATES
from .rules import REQUIREMENT_STATES

_CASE = About("case")
_ITEM = {"item": named(_("事项"), "item_code")}
_HANDLED_IN = {"here": gettext_lazy("本平台"), "elsewhere": gettext_lazy("外部系统")}
_REGIMES = {
    "licence": gettext_lazy("行政许可，逾期不告知视为受理"),
    "on_the_spot": gettext_lazy("当场受理"),
    "local": gettext_lazy("按当地规定"),
    "none": gettext_lazy("没有规定"),
}
_STARTS = {
    "received": gettext_lazy("收到材料"),
    "submitted": gettext_lazy("交申请表"),
    "accepted": gettext_lazy("受理"),
    "window_end": gettext_lazy("受理期结束"),
}


def _reasons() -> Mapping[str, Any]:
    from .queries.finding import REVEAL_REASONS

    return REVEAL_REASONS


def _clock(value: Mapping[str, Any], _names: Names) -> str:
    """How its time runs: until when it must be accepted, and from when the promise counts."""
    told = [word(_REGIMES, value["regime"])]
    if value["accept_by"]:
        told.append(gettext("%(day)s前受理") % {"day": day_words(value["accept_by"])})
    told.append(gettext("承诺从%(start)s算") % {"start": word(_STARTS, value["promise_from"])})
    return gettext("，").join(told)


def _case(
    name: str, text: str, data: Mapping[str, Detail] | None = None, *, access: bool = False
) -> str:
    return declare(name, text, about=_CASE, data=data, access=access)


_NUMBERED = {**_ITEM, "number": plain(_("办件编号"))}
_LINES = count(_("材料"), _("项"))

OPENED = _case(
    "case.opened",
    _("窗口登记了一件办件"),
    {
        **_ITEM,
        "handled_in": one_of(_("在哪里办"), lambda: _HANDLED_IN),
        "lines": _LINES,
    },
)
ANSWERED = _case(
    "case.answered",
    _("办件的情形或事实改了，材料清单重算"),
    {
        "lines": _LINES,
        "unanswered": count(_("还没答"), _("题")),
        "retired": count(_("不再要"), _("项")),
    },
)
MARKED = _case(
    "case.marked",
    _("窗口核对了办件的材料"),
    {
        "states": counts(_("核对"), lambda: REQUIREMENT_STATES),
        "gaps": count(_("还缺"), _("项")),
    },
)
PARTY_REGISTERED = _case(
    "case.party_registered",
    _("登记了办件的当事人"),
    {
        "role": named(_("身份"), "party"),
        "parties": count(_("共登记"), _("方")),
    },
)
OUTSIDE_NUMBER_SET = _case(
    "case.outside_number_set",
    _("记下了外部系统的编号"),
    {"given": flag(_("编号"), _("已填"), _("已清空"))},
)
RECEIVED = _case(
    "case.received",
    _("材料收下了，出了收件凭证，开始计时"),
    {
        **_NUMBERED,
        "clock": Detail(_("时限"), _clock),
    },
)
COMPLETED = _case("case.completed", _("即办件当场受理、决定并发出结果"), _NUMBERED)
WITHDRAWN = _case(
    "case.withdrawn", _("申请人撤回了办件"), {"was": one_of(_("撤回前"), lambda: STATES)}
)
SHEET_TOLD = declare(
    "sheet.told",
    _("开了一张一次性告知单"),
    about=About("document"),
    data={
        **_ITEM,
        "gaps": count(_("还缺"), _("项")),
        "stops": count(_("不能办的情形"), _("个")),
    },
)

# Reading is recorded in the stream of its own.
READ = _case("case.read", _("查看了办件里的当事人"), access=True)
REVEALED = _case(
    "case.revealed",
    _("写明原因，查看了完整的号码"),
    {
        "reason": one_of(_("原因"), _reasons),
        "party": named(_("谁的"), "party"),
    },
    access=True,
)
HISTORY_READ = declare(
    "case.history_read",
    _("查看了本部门以前的办件"),
    about=About("department"),
    data={"cases": count(_("看到"), _("件"))},
    access=True,
)
