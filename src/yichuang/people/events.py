"""What happens to accounts."""

from django.utils.translation import gettext_noop as _

from yichuang.kit.changed import CHANGE, OF_ITS_TABLE
from yichuang.kit.events import About, declare
from yichuang.kit.events.details import each_of, named

from .roles import ROLES

_USER = About("user", key="account")
_ACCOUNT = {"account": named(_("账号"), "account")}

TOKEN_MADE = declare("token.made", _("为一个账号生成了访问令牌"), about=_USER, data=_ACCOUNT)
ACCOUNT_ADDED = declare(
    "account.added",
    _("添加了一个账号和它的岗位"),
    about=_USER,
    data=_ACCOUNT | {"roles": each_of(_("岗位"), lambda: ROLES)},
)
ACCOUNT_CHANGED = declare(
    "account.changed", _("管理员改了账号、岗位或授权"), about=OF_ITS_TABLE, data=CHANGE
)
LOGIN_FAILED = declare("login.failed", _("用错误的密码登录"), about=About("account"), access=True)
LOGIN_LOCKED = declare(
    "login.locked", _("连续登录失败，账号暂时锁定"), about=About("account"), access=True
)
LOGGED_IN = declare("login.succeeded", _("登录了"), about=About("user"), access=True)
