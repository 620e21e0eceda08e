"""Why a ticket is next, and why more people are before it: words from the very numbers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


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
    minutes = _("等了 %(m)s 分钟。") % {"m": int(why["minutes"])}
    if why["tier"] == 1:
        return _("优先号。") + minutes
    if why["tier"] == 2:
        return _("补材料、取件，排在前面。") + minutes
    if why["ahead_waited"]:
        return _("上一个是优先号，这次轮到普通号。") + minutes
    if why["head_start"]:
        return _("老年人提前 %(m)s 分钟。") % {"m": why["head_start"]} + minutes
    if why["queues"] > 1:
        return minutes + _("在 %(n)s 个队里最该叫。") % {"n": why["queues"]}
    return minutes + _("队里最早的号。")


def why_waiting(later: int, arrived: bool, counters: int) -> str:
    """'' when nothing needs a reason."""
    said = []
    if not arrived:
        said.append(_("还没有确认到场，轮到时会先跳过。"))
    if later:
        said.append(
            ngettext(
                "其中 %(n)s 位比您晚取号：老年人、优先、转来或回来的。",
                "其中 %(n)s 位比您晚取号：老年人、优先、转来或回来的。",
                later,
            )
            % {"n": later}
        )
    if not counters:
        said.append(_("现在没有窗口办这个队，无法估计时间。"))
    return "".join(said)
