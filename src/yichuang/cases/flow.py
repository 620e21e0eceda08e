"""States of a case and who may move it. Later verbs add rows here (domain.md §4)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.kit.flow import Flow, T

from .permissions import RECEIVE

STATES = {
    "draft": gettext_lazy("登记中"),
    "received": gettext_lazy("已收件"),
    "accepted": gettext_lazy("已受理"),
    "decided": gettext_lazy("已决定"),
    "issued": gettext_lazy("已发结果"),
    "withdrawn": gettext_lazy("已撤回"),
}


def _handled_here(case: Any) -> str | None:
    if case.handled_in != "here":
        return _("这件事在外部系统里办，这里只核对材料、记编号。")
    return None


FLOW = Flow(
    "case",
    initial="draft",
    states=STATES,
    transitions=[
        T("receive", ("draft",), "received", RECEIVE, guard=_handled_here),
        T("accept", ("received",), "accepted", RECEIVE, guard=_handled_here),
        T("decide", ("accepted",), "decided", RECEIVE, guard=_handled_here),
        T("issue", ("decided",), "issued", RECEIVE, guard=_handled_here),
        T("withdraw", ("draft", "received", "accepted"), "withdrawn", RECEIVE),
    ],
)
