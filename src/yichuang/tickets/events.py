"""What can happen to tickets, counters and queues, each with a sentence for people."""

from django.utils.translation import gettext_noop as _

from yichuang.kit.events import declare

TAKEN = declare("ticket.taken", _("取了一个号"))
ARRIVED = declare("ticket.arrived", _("持号人到了大厅"))
CALLED = declare("ticket.called", _("窗口叫了一个号"))
RECALLED = declare("ticket.recalled", _("窗口再次叫这个号"))
STARTED = declare("ticket.started", _("开始办理"))
PASSED = declare("ticket.passed", _("叫了没有人来，过号"))
REQUEUED = declare("ticket.requeued", _("过号的人回到队里"))
POSTPONED = declare("ticket.postponed", _("持号人往后排"))
HELD = declare("ticket.held", _("办理到一半，先挂起"))
RESUMED = declare("ticket.resumed", _("挂起的号继续办理"))
TRANSFERRED = declare("ticket.transferred", _("转到别的队列或窗口，排在最前"))
SENT_AWAY = declare("ticket.sent_away", _("请持号人去补齐，当天回来不用重排"))
RETURNED = declare("ticket.returned", _("暂离的人回来了，下一个就叫"))
ITEM_CHANGED = declare("ticket.item_changed", _("改了要办的事项"))
MATTER_ADDED = declare("ticket.matter_added", _("同一个号加了一件事"))
ANSWERED = declare("ticket.answered", _("持号人答了办事的问题"))
MADE_URGENT = declare("ticket.made_urgent", _("经批准加急"))
FINISHED = declare("ticket.finished", _("办理结束"))
CANCELLED = declare("ticket.cancelled", _("取消了号"))
EXPIRED = declare("ticket.expired", _("日终时号失效"))
SLIP_QUEUED = declare("ticket.slip_queued", _("纸号等待打印"))
SLIP_PRINTED = declare("ticket.slip_printed", _("纸号已打印"))
SLIP_FAILED = declare("ticket.slip_failed", _("纸号没有打出来"))
CODE_FAILED = declare("ticket.code_failed", _("输错了现场码"))
SECRET_FAILED = declare("ticket.secret_failed", _("没有持号人的密钥，想动这个号"))
IDENTITIES_ERASED = declare("ticket.identities_erased", _("到期的证件摘要和电话已清除"))

COUNTER_OPENED = declare("counter.opened", _("窗口开放"))
COUNTER_PAUSED = declare("counter.paused", _("窗口暂停"))
COUNTER_CLOSED = declare("counter.closed", _("窗口关闭"))
QUEUE_STOPPED = declare("queue.stopped", _("队列停止取号"))
QUEUE_STARTED = declare("queue.started", _("队列恢复取号"))
