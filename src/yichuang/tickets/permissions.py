"""What one may do with tickets, and which roles may by default."""

from django.utils.translation import gettext_lazy as _

from yichuang.people.roles import grant

SERVE = "tickets.serve"
GUIDE = "tickets.guide"
TAKE_ARRIVED = "tickets.take_arrived"
SEE_CODE = "tickets.see_code"
BRING_BACK = "tickets.bring_back"
ACT_FOR_HOLDER = "tickets.act_for_holder"
CHANGE = "tickets.change"
MARK_URGENT = "tickets.mark_urgent"
PRINT_SLIP = "tickets.print_slip"
STOP_QUEUE = "tickets.stop_queue"
CLOSE_COUNTER = "tickets.close_counter"
CLOSE_DAY = "tickets.close_day"
SEE_COUNTERS = "tickets.see_counters"

WORDS = {
    SERVE: _("开窗、叫号、办理"),
    GUIDE: _("导办：看到大厅里的号，代人取号"),
    TAKE_ARRIVED: _("取的号算已到大厅"),
    SEE_CODE: _("显示现场码"),
    BRING_BACK: _("让过号、暂离的人回队，确认到场"),
    ACT_FOR_HOLDER: _("代持号人往后排或取消"),
    CHANGE: _("改事项、加一件事"),
    MARK_URGENT: _("标为加急"),
    PRINT_SLIP: _("打印纸号"),
    STOP_QUEUE: _("停号、恢复取号"),
    CLOSE_COUNTER: _("替别人关窗"),
    CLOSE_DAY: _("日终清理"),
    SEE_COUNTERS: _("看到窗口现在的号"),
}


def grant_defaults() -> None:
    staff = (TAKE_ARRIVED, BRING_BACK, ACT_FOR_HOLDER, CHANGE, MARK_URGENT, PRINT_SLIP)
    for role in ("worker", "guide", "manager", "board", "second"):
        grant(role, SEE_COUNTERS)
    grant("worker", SERVE, *staff)
    grant("guide", GUIDE, SEE_CODE, *staff)
    grant("manager", GUIDE, SEE_CODE, STOP_QUEUE, CLOSE_COUNTER, *staff)
    grant("kiosk", TAKE_ARRIVED, SEE_CODE, BRING_BACK, ACT_FOR_HOLDER, PRINT_SLIP)
    grant("board", SEE_CODE)
