"""Events of kit itself."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from .events import About, Detail, Names, declare
from .events.details import named

# By status (RFC 9110).
_KINDS = {
    "401": _("没有登录"),
    "403": _("岗位没有这项权限"),
    "404": _("没有这个对象，或不是本大厅的"),
    "409": _("当时的状态不允许"),
    "422": _("填的内容不对或不全"),
    "429": _("次数太多"),
}


def _kind(status: Any, _names: Names) -> str:
    return gettext(_KINDS.get(str(status), _("没有做成")))


REFUSED = declare(
    "request.refused",
    _("想做一件事，被拒绝"),
    about=About("view"),
    access=True,
    data={"status": Detail(_("为什么"), _kind), "code": named(_("具体"), "refusal")},
)
