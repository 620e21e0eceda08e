"""Which roles one person may hold together. Pure."""

from collections.abc import Collection

from django.utils.translation import gettext as _

# Who keeps the accounts, who reads the records and who opens ratings do nothing else
# (domain.md §7 and §9: separate administrator, auditor and business roles).
ALONE = frozenset({"administrator", "auditor", "investigator"})
MACHINES = frozenset({"kiosk", "board", "second"})


def why_roles_do_not_fit(roles: Collection[str], kind: str) -> str | None:
    """A sentence, or None when they fit."""
    held = set(roles)
    if not held:
        return _("至少要有一个岗位。")
    if held & ALONE and len(held) > 1:
        return _("管理员、审计、核查人不能兼别的岗位。")
    if kind == "machine" and not held <= MACHINES:
        return _("设备只能是自助机、叫号屏或客户屏。")
    if kind == "staff" and held & MACHINES:
        return _("人员不能当设备用。")
    return None
