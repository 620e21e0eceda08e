"""What somebody tried to do and why it was refused, in an auditor's words.

From the names of routes ('desk-call', 'api-v1:call_next'), with the action where a route serves
several ('desk-act:pass'), and the stable codes of refusals.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The beginning of a route's name → which screen it is part of; the longest that fits.
SCREENS = {
    "desk": gettext_lazy("窗口办理"),
    "second": gettext_lazy("客户屏"),
    "floor": gettext_lazy("导办"),
    "office": gettext_lazy("大厅现况"),
    "office-rating": gettext_lazy("评价核查"),
    "office-events": gettext_lazy("大厅记录"),
    "document": gettext_lazy("文书"),
    "portal": gettext_lazy("群众页面"),
    "kiosk": gettext_lazy("自助机"),
    "board": gettext_lazy("叫号屏"),
    "admin": gettext_lazy("后台管理"),
    "account": gettext_lazy("账号"),
    "mfa": gettext_lazy("两步登录"),
    "api-v1": gettext_lazy("接口"),
}
# A whole name → the deed, where its end means another thing elsewhere or says too little.
ROUTES = {
    "desk-item": gettext_lazy("改事项、加一件事"),
    "desk-all": gettext_lazy("全部收齐，或撤回"),
    "office-rating": gettext_lazy("打开评价"),
    "desk-receive": gettext_lazy("收下材料，出收据"),
    "office-start": gettext_lazy("恢复取号"),
}
# Its end, or the action → the deed. What has none here is opening the page.
DEEDS = {
    "call": gettext_lazy("叫号"),
    "call_next": gettext_lazy("叫号"),
    "recall": gettext_lazy("重呼"),
    "start": gettext_lazy("开始办理"),
    "pass": gettext_lazy("过号"),
    "requeue": gettext_lazy("带回队里"),
    "postpone": gettext_lazy("往后排"),
    "hold": gettext_lazy("挂起"),
    "resume": gettext_lazy("继续办理"),
    "send_away": gettext_lazy("暂离"),
    "send-away": gettext_lazy("暂离"),
    "return": gettext_lazy("暂离回来"),
    "finish": gettext_lazy("办结"),
    "transfer": gettext_lazy("转出"),
    "change_item": gettext_lazy("改事项"),
    "add_matter": gettext_lazy("加一件事"),
    "urgent": gettext_lazy("加急"),
    "cancel": gettext_lazy("取消号"),
    "arrive": gettext_lazy("确认到场"),
    "take": gettext_lazy("取号"),
    "purpose": gettext_lazy("取号"),
    "take-purpose": gettext_lazy("取号"),
    "open": gettext_lazy("开窗"),
    "open_counter": gettext_lazy("开窗"),
    "pause": gettext_lazy("暂停窗口"),
    "pause_counter": gettext_lazy("暂停窗口"),
    "close": gettext_lazy("关窗"),
    "close_counter": gettext_lazy("关窗"),
    "stop": gettext_lazy("停号"),
    "stop_queue": gettext_lazy("停号"),
    "start_queue": gettext_lazy("恢复取号"),
    "open_case": gettext_lazy("登记办件"),
    "get_case": gettext_lazy("看办件"),
    "mark": gettext_lazy("核对材料"),
    "answers": gettext_lazy("填情形"),
    "answer": gettext_lazy("填情形"),
    "questions": gettext_lazy("填情形"),
    "ticket-questions": gettext_lazy("填情形"),
    "party": gettext_lazy("登记当事人"),
    "full": gettext_lazy("看完整号码"),
    "history": gettext_lazy("看以前的办件"),
    "sheet": gettext_lazy("开告知单"),
    "tell_sheet": gettext_lazy("开告知单"),
    "outside": gettext_lazy("记外部编号"),
    "outside_number": gettext_lazy("记外部编号"),
    "receive": gettext_lazy("收件"),
    "complete": gettext_lazy("当场办结"),
    "withdraw": gettext_lazy("撤回办件"),
    "pdf": gettext_lazy("看文书"),
    "reprint": gettext_lazy("补打纸号"),
    "print": gettext_lazy("打印文书"),
    "make_token": gettext_lazy("连上实时更新"),
    "rate": gettext_lazy("评价"),
    "scan": gettext_lazy("扫码"),
}
# Where the code of a refusal tells more than its kind.
REASONS = {
    "not_for_staff": gettext_lazy("评价只能由群众自己做"),
    "other_counter": gettext_lazy("不是这个窗口的客户屏"),
    "not_paired": gettext_lazy("客户屏没有和这个窗口配对"),
    "not_authorised": gettext_lazy("没有这种业务的授权"),
    "wrong_secret": gettext_lazy("没有持号人的密钥"),
    "wrong_code": gettext_lazy("现场码不对"),
    "other_hall": gettext_lazy("不在这个大厅工作"),
    "no_hall": gettext_lazy("没有安排到大厅"),
    "csrf_failed": gettext_lazy("请求不是从本系统的页面发出的"),
    "try_again": gettext_lazy("别人正同时在操作"),
    "counter_busy": gettext_lazy("窗口还有人"),
    "counter_closed": gettext_lazy("窗口没有开放"),
    "counter_taken": gettext_lazy("窗口由别人开着"),
    "counter_elsewhere": gettext_lazy("已开着另一个窗口"),
    "not_your_ticket": gettext_lazy("号在别的窗口"),
    "too_early": gettext_lazy("还不到可以过号的时间"),
    "already_waiting": gettext_lazy("同一个人已经在等"),
    "queue_stopped": gettext_lazy("队列停着号"),
    "reason_needed": gettext_lazy("没有写原因"),
    "unknown_approver": gettext_lazy("批准人不是负责人或审批人"),
    "gaps_open": gettext_lazy("材料还没有核齐"),
    "second_person_needed": gettext_lazy("要两个人办"),
    "same_account": gettext_lazy("收件的人不能自己复核"),
    "not_on_the_spot": gettext_lazy("不是即办件"),
    "applicant_needed": gettext_lazy("没有登记申请人"),
    "stopped": gettext_lazy("有不能办的情形"),
}


def place_of(view: str) -> str:
    """'窗口办理：叫号'; '' for a route of no screen."""
    fitting = [start for start in SCREENS if view.startswith(start)]
    if not fitting:
        return ""
    screen = SCREENS[max(fitting, key=len)]
    deed = ROUTES.get(view) or DEEDS.get(_end(view))
    return _("%(screen)s：%(deed)s") % {"screen": screen, "deed": deed} if deed else str(screen)


def _end(view: str) -> str:
    return view.partition(":")[2] or view.partition("-")[2]
