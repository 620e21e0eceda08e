"""What happens to accounts."""

from django.utils.translation import gettext_noop as _

from yichuang.kit.events import declare

TOKEN_MADE = declare("token.made", _("为一个账号生成了访问令牌"))
ACCOUNT_ADDED = declare("account.added", _("添加了一个账号和它的岗位"))
ACCOUNT_CHANGED = declare("account.changed", _("管理员改了账号、岗位或授权"))
LOGIN_FAILED = declare("login.failed", _("有人用错误的密码登录"))
LOGIN_LOCKED = declare("login.locked", _("连续登录失败，账号暂时锁定"))
LOGGED_IN = declare("login.succeeded", _("一个账号登录了"))
