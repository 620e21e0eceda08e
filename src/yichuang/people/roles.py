"""Roles, and what each may do. A capability grants its own permissions at start."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

ROLES = {
    "worker": _("窗口人员"),
    "guide": _("导办"),
    "manager": _("大厅负责人"),
    "approver": _("审批人"),
    "editor": _("目录编辑"),
    "administrator": _("管理员"),
    "auditor": _("审计"),
    "investigator": _("核查人"),
    "kiosk": _("自助机"),
    "board": _("叫号屏"),
    "second": _("客户屏"),
}

_GRANTS: dict[str, set[str]] = {role: set() for role in ROLES}


def grant(role: str, *permissions: str) -> None:
    _GRANTS[role].update(permissions)


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """All permissions of these roles together."""
    return frozenset().union(*(_GRANTS.get(role, set()) for role in roles))


def all_permissions() -> frozenset[str]:
    return permissions_of(ROLES)
