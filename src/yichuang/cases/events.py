"""What happens to cases, each with a sentence for people. No personal value is in their data."""

from django.utils.translation import gettext_noop as _

from yichuang.kit.events import declare

OPENED = declare("case.opened", _("窗口登记了一件办件"))
ANSWERED = declare("case.answered", _("办件的情形或事实改了，材料清单重算"))
MARKED = declare("case.marked", _("窗口核对了办件的材料"))
PARTY_REGISTERED = declare("case.party_registered", _("登记了办件的当事人"))
OUTSIDE_NUMBER_SET = declare("case.outside_number_set", _("记下了外部系统的编号"))
RECEIVED = declare("case.received", _("材料收下了，出了收件凭证，开始计时"))
COMPLETED = declare("case.completed", _("即办件当场受理、决定并发出结果"))
WITHDRAWN = declare("case.withdrawn", _("申请人撤回了办件"))
SHEET_TOLD = declare("sheet.told", _("开了一张一次性告知单"))

# Reading is recorded in the stream of its own.
READ = declare("case.read", _("有人查看了办件里的当事人"))
REVEALED = declare("case.revealed", _("有人写明原因，查看了完整的号码"))
HISTORY_READ = declare("case.history_read", _("有人查看了本部门以前的办件"))
