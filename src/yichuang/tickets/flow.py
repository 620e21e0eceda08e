"""The life of a ticket (domain.md §5): states, and the table of what leads where.

'holder' is whoever holds the ticket's secret, or staff and machines that may act for them.
'transfer' rests nowhere: the ticket waits again, first in line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.kit.flow import Flow, T

from .permissions import BRING_BACK, CHANGE, CLOSE_DAY, MARK_URGENT, SERVE

if TYPE_CHECKING:
    from .models import Ticket

WAITING, CALLED, SERVING, HELD = "waiting", "called", "serving", "held"
PASSED, SENT_AWAY = "passed", "sent_away"
DONE, CANCELLED, EXPIRED = "done", "cancelled", "expired"

STATES = {
    WAITING: gettext_lazy("等候"),
    CALLED: gettext_lazy("已叫号"),
    SERVING: gettext_lazy("办理中"),
    HELD: gettext_lazy("挂起"),
    PASSED: gettext_lazy("过号"),
    SENT_AWAY: gettext_lazy("暂离"),
    DONE: gettext_lazy("已办结"),
    CANCELLED: gettext_lazy("已取消"),
    EXPIRED: gettext_lazy("已失效"),
}
ENDED = (DONE, CANCELLED, EXPIRED)
LIVE = tuple(s for s in STATES if s not in ENDED)
AT_COUNTER = (CALLED, SERVING)
KEPT = (CALLED, SERVING, HELD)  # at the change of day, as waiting ones who have arrived


def _not_arrived_yet(ticket: Ticket) -> str | None:
    return _("这个号已经确认到场。") if ticket.arrived_at else None


def _never_arrived(ticket: Ticket) -> str | None:
    return _("人已到大厅，号不会失效。") if ticket.arrived_at else None


def _staying(action: str, permission: str, *states: str) -> list[T]:
    """The action changes something else than the state."""
    return [T(action, (state,), state, permission) for state in states]


FLOW = Flow(
    "ticket",
    WAITING,
    [
        T("arrive", (WAITING,), WAITING, "holder", guard=_not_arrived_yet),
        T("call", (WAITING,), CALLED, SERVE),
        T("recall", (CALLED,), CALLED, SERVE),
        T("start", (CALLED,), SERVING, SERVE),
        T("pass", (CALLED,), PASSED, SERVE),
        T("requeue", (PASSED,), WAITING, BRING_BACK),
        T("postpone", (WAITING, CALLED), WAITING, "holder"),
        T("hold", (SERVING,), HELD, SERVE),
        T("resume", (HELD,), SERVING, SERVE),
        T("transfer", (SERVING,), WAITING, SERVE, needs_reason=True),
        T("send-away", (SERVING,), SENT_AWAY, SERVE),
        T("return", (SENT_AWAY,), WAITING, BRING_BACK),
        *_staying("change-item", CHANGE, WAITING, CALLED, SERVING, HELD),
        *_staying("add-matter", CHANGE, WAITING, CALLED, SERVING, HELD),
        *_staying("answer", "holder", *LIVE),
        T("urgent", (WAITING,), WAITING, MARK_URGENT, needs_reason=True),
        T("finish", (SERVING,), DONE, SERVE),
        T("cancel", (WAITING,), CANCELLED, "holder"),
        T("expire", (WAITING,), EXPIRED, CLOSE_DAY, guard=_never_arrived),
        T("expire", (PASSED, SENT_AWAY), EXPIRED, CLOSE_DAY),
    ],
    STATES,
)
