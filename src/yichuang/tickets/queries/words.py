"""Why a ticket is next, and why more people are before it: words from the very numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from ..models import Ticket
from ..rules import AHEAD
from .lines import Ahead


def why_called(why: dict[str, Any]) -> str:
    """For worker and citizen. `why` is what the statement chose by (services/choosing.py)."""
    if not why:
        return ""
    if why["tier"] == 0:
        fronts = {
            "returned": _("当天回来的，不用重排。"),
            "transferred": _("从别的窗口转来，排在最前。"),
            "urgent": _("经批准加急，排在最前。"),
        }
        return fronts.get(why["front"], _("排在最前。"))
    waited = _("重新计时后等了 %(m)s 分钟。") if why.get("anew") else _("等了 %(m)s 分钟。")
    minutes = waited % {"m": int(why["minutes"])}
    if why["tier"] == 1:
        return _("优先号。") + minutes
    if why["tier"] == 2:
        return _("补材料、取件，排在前面。") + minutes
    if why["ahead_waited"]:
        return _("上一个是优先号，这次轮到其他号。") + minutes
    if why["head_start"]:
        return _("老年人提前 %(m)s 分钟。") % {"m": why["head_start"]} + minutes
    if why["queues"] > 1:
        return minutes + _("在 %(n)s 个队里最该叫。") % {"n": why["queues"]}
    if why.get("plain"):
        return minutes + _("按号码顺序轮到。")
    return minutes + _("队里能叫的号中等得最久。")


def why_waiting(ticket: Ticket, told: Ahead) -> str:
    """Whatever may make the number of people rise; '' when nothing needs a reason."""
    said = []
    if not ticket.arrived_at:
        said.append(_("还没有确认到场，轮到时会先跳过。"))
    said += _own_place(ticket, told)
    anew = ticket.counts_from > ticket.issued_at
    if told.later and anew:
        said.append(_("其中 %(n)s 位比您晚取号。") % {"n": told.later})
    elif told.later:
        text = _("其中 %(n)s 位比您晚取号：老年人、优先或补材料取件的。")
        said.append(text % {"n": told.later})
    if told.moved:
        text = _("其中 %(n)s 位后来排到前面：过号或暂离回来、往后排、转来、加急或换了事项。")
        said.append(text % {"n": told.moved})
    if not told.counters:
        said.append(_("现在没有窗口办这个队，无法估计时间。"))
    return "".join(said)


def _own_place(ticket: Ticket, told: Ahead) -> Iterator[str]:
    """What happened to this ticket itself."""
    if told.calls_left:
        text = _("过号或往后排过，要等本队再叫 %(n)s 个号；没有别人等就马上叫。")
        yield text % {"n": told.calls_left}
    if ticket.counts_from > ticket.issued_at:
        yield _("不是第一次过号或往后排，等候时间重新算。")
    yield from _out_of_number_order(ticket, told)
    if told.turns and not ticket.front_at and ticket.tier in AHEAD:
        yield _("优先号和普通号轮流叫，前面可能先叫普通号。")


def _out_of_number_order(ticket: Ticket, told: Ahead) -> Iterator[str]:
    """It may have come to another queue, where others were before it all the time."""
    if ticket.in_line or told.calls_left:
        return
    if ticket.front_at and told.people:
        yield _("排在最前的不止您一位，按先后叫。")
    elif ticket.skipped_at:
        yield _("往后排过或换了事项，现在按取号时间排。")
    elif not ticket.front_at:
        yield _("换了事项，在新的队里按取号时间排。")
