"""What the events of the administration (kit.administration) write, in words: which row of
which table, and the fields that were changed, by their labels."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from .events import About, Detail, Names
from .events.details import one_of

OURS = "yichuang."
# Labels that Django gives in its own language when it notes what was changed.
_FIELDS = {
    "Password": gettext_lazy("密码"),
    "password": gettext_lazy("密码"),
    "Active": gettext_lazy("在用"),
    "Username": gettext_lazy("账号"),
}
_DEEDS = {
    "added": gettext_lazy("新增"),
    "changed": gettext_lazy("修改"),
    "deleted": gettext_lazy("删除"),
    "unlocked": gettext_lazy("解锁登录"),
}


def tables() -> dict[str, Any]:
    ours = [m for m in apps.get_models() if m.__module__.startswith(OURS)]
    return {str(m._meta.model_name): m._meta.verbose_name for m in ours}


def _fields(names: Any, _names: Names) -> str:
    return translated("、").join(str(_FIELDS.get(name, name)) for name in names)


CHANGE = {
    "what": one_of(_("做了什么"), lambda: _DEEDS),
    "table": one_of(_("哪一类"), tables),
    "fields": Detail(_("改了"), _fields),
}
OF_ITS_TABLE = About(kind_from="table")
