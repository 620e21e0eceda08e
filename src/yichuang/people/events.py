"""What happens to accounts."""

from yichuang.kit.events import declare

TOKEN_MADE = declare("token.made", "为一个账号生成了访问令牌")
ACCOUNT_ADDED = declare("account.added", "添加了一个账号和它的岗位")
ACCOUNT_CHANGED = declare("account.changed", "管理员改了账号、岗位或授权")
LOGIN_FAILED = declare("login.failed", "有人用错误的密码登录")
LOGIN_LOCKED = declare("login.locked", "连续登录失败，账号暂时锁定")
LOGGED_IN = declare("login.succeeded", "一个账号登录了")
