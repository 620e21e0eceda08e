"""What can happen to tickets, counters and queues, each with a sentence and words for its data."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from yichuang.kit.events import About, Detail, Names, declare
from yichuang.kit.events.details import count, day, flag, minutes, named, numbered, one_of, plain

from .flow import STATES

# As tickets.rules orders them: 0 was put to the front by hand.
TIERS = {
    "0": _("排在最前"),
    "1": _("优先号"),
    "2": _("补材料、取件"),
    "3": _("普通号"),
}
NO_SLIP = {
    "lost": _("打印任务没有回音"),
    "unreachable": _("连不上打印机"),
    "paper_out": _("没有纸"),
    "cover_open": _("纸仓盖没合上"),
    "offline": _("打印机停着"),
    "no_answer": _("打印机没有回答"),
    "no_driver": _("没有打印机的驱动"),
    "bad_picture": _("打印机不认要打的内容"),
    "no_printer": _("打印机已从设置里删去"),
    "not_made": _("纸号没有排出来"),
}


def _channels() -> dict[str, Any]:
    from .models import CHANNELS

    return CHANNELS


def _purposes() -> dict[str, Any]:
    from .models import PURPOSES

    return PURPOSES


def _why(value: Any, _names: Names) -> str:
    from .queries.words import why_called

    return why_called(value)


_REASON = {"reason": plain(_("原因"))}
_QUEUE = named(_("队列"), "queue_code")
_AT = {"counter": numbered(_("窗口"), _("%(n)s 号窗口"))}
_ITEM = {"item": named(_("事项"), "item_code")}
_TICKET, _COUNTER, _STOP = (
    About("ticket", key="number"),
    About("counter", key="counter"),
    About("queue", key="queue"),
)


def _ticket(
    name: str, text: str, more: Mapping[str, Detail] | None = None, *, access: bool = False
) -> str:
    """What save() and tell() write of every ticket, and what this one adds."""
    data = _REASON | {"number": plain(_("号码")), **(more or {}), "queue": _QUEUE}
    return declare(name, text, about=_TICKET, data=data, access=access)


TAKEN = _ticket(
    "ticket.taken",
    _("取了一个号"),
    {
        "purpose": one_of(_("来意"), _purposes),
        "channel": one_of(_("在哪里取"), _channels),
        "tier": one_of(_("次序"), lambda: TIERS),
    },
)
ARRIVED = _ticket("ticket.arrived", _("持号人到了大厅"))
CALLED = _ticket(
    "ticket.called",
    _("窗口叫了一个号"),
    {
        **_AT,
        "why": Detail(_("为什么叫它"), _why),
        "priority": flag(_("优先"), _("是")),
    },
)
RECALLED = _ticket(
    "ticket.recalled",
    _("窗口再次叫这个号"),
    {
        "recalls": count(_("重呼"), _("次")),
        "sound": flag(_("播报"), _("出声"), _("不出声")),
    },
)
STARTED = _ticket("ticket.started", _("开始办理"))
PASSED = _ticket("ticket.passed", _("叫了没有人来，过号"))
REQUEUED = _ticket("ticket.requeued", _("过号的人回到队里"))
POSTPONED = _ticket("ticket.postponed", _("持号人往后排"))
HELD = _ticket("ticket.held", _("办理到一半，先挂起"))
RESUMED = _ticket("ticket.resumed", _("挂起的号继续办理"))
TRANSFERRED = _ticket(
    "ticket.transferred",
    _("转到别的队列或窗口，排在最前"),
    {"from": named(_("从"), "queue_code"), "to": named(_("转到"), "queue_code")},
)
SENT_AWAY = _ticket("ticket.sent_away", _("请持号人去补齐，当天回来不用重排"))
RETURNED = _ticket("ticket.returned", _("暂离的人回来了，下一个就叫"))
ITEM_CHANGED = _ticket(
    "ticket.item_changed",
    _("改了要办的事项"),
    {"from": named(_("原来是"), "item_code"), "to": named(_("改成"), "item_code")},
)
MATTER_ADDED = _ticket("ticket.matter_added", _("同一个号加了一件事"), _ITEM)
ANSWERED = _ticket(
    "ticket.answered", _("持号人答了办事的问题"), {"answers": count(_("答案"), _("个"))}
)
MADE_URGENT = _ticket(
    "ticket.made_urgent", _("经批准加急"), {"approved_by": named(_("批准人"), "account")}
)
FINISHED = _ticket("ticket.finished", _("办理结束"), {"seconds": minutes(_("用时"))})
CANCELLED = _ticket("ticket.cancelled", _("取消了号"))
EXPIRED = _ticket(
    "ticket.expired",
    _("日终时号失效"),
    {
        "was": one_of(_("失效前"), lambda: STATES),
        "day": day(_("哪天的号")),
    },
)
SLIP_QUEUED = _ticket(
    "ticket.slip_queued",
    _("纸号等待打印"),
    {
        "printer": plain(_("打印机")),
        "reprint": flag(_("补打"), _("是")),
    },
)
SLIP_PRINTED = _ticket("ticket.slip_printed", _("纸号已打印"))
SLIP_FAILED = _ticket(
    "ticket.slip_failed", _("纸号没有打出来"), {"reason": one_of(_("原因"), lambda: NO_SLIP)}
)
CODE_FAILED = _ticket("ticket.code_failed", _("输错了现场码"), access=True)
SECRET_FAILED = _ticket("ticket.secret_failed", _("没有持号人的密钥，想动这个号"), access=True)
IDENTITIES_ERASED = declare(
    "ticket.identities_erased",
    _("到期的证件摘要和电话已清除"),
    data={"tickets": count(_("清除了"), _("个号"))},
)

COUNTER_OPENED = declare("counter.opened", _("窗口开放"), about=_COUNTER, data=_REASON | _AT)
COUNTER_PAUSED = declare("counter.paused", _("窗口暂停"), about=_COUNTER, data=_REASON | _AT)
COUNTER_CLOSED = declare("counter.closed", _("窗口关闭"), about=_COUNTER, data=_REASON | _AT)
QUEUE_STOPPED = declare(
    "queue.stopped", _("队列停止取号"), about=_STOP, data=_REASON | {"queue": _QUEUE}
)
QUEUE_STARTED = declare(
    "queue.started", _("队列恢复取号"), about=_STOP, data=_REASON | {"queue": _QUEUE}
)
