"""Who does something. Passed to every service; knows nothing of requests or tables."""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .errors import Forbidden, Unauthorized


@dataclass(frozen=True)
class Actor:
    kind: str  # staff, machine, citizen, system
    key: str  # username; a citizen's device; '' for a stranger
    name: str = ""
    permissions: frozenset[str] = field(default_factory=frozenset)
    hall_id: UUID | None = None
    user_id: int | None = None
    membership_id: UUID | None = None
    new_device: bool = False  # a citizen's browser that we have not known for some minutes

    @property
    def ref(self) -> str:
        """As events name them: 'staff:worker1'. A citizen is never named."""
        return self.kind if self.kind in ("citizen", "system") else f"{self.kind}:{self.key}"

    @property
    def hall(self) -> UUID:
        """The hall they work in. Refused: 403 for who works in none."""
        if self.hall_id is None:
            raise Forbidden("no_hall", _("您的账号还没有安排到大厅，请找管理员。"))
        return self.hall_id

    @property
    def known(self) -> bool:
        return self.kind in ("staff", "machine", "system")

    def can(self, permission: str, hall_id: UUID | None = None) -> bool:
        """`hall_id` given: the permission must hold in that hall."""
        if self.kind == "system":
            return True
        if hall_id is not None and self.hall_id is not None and self.hall_id != hall_id:
            return False
        return permission in self.permissions

    def require(self, permission: str, hall_id: UUID | None = None) -> None:
        if self.can(permission, hall_id):
            return
        if not self.known:
            raise Unauthorized("login_required", _("请先登录。"))
        raise Forbidden("forbidden", _("您的岗位没有这项权限，请找大厅负责人。"))


def who_acts(ref: str) -> tuple[str, str]:
    """Kind and key of a `ref`: ('staff', 'worker1') of 'staff:worker1'."""
    kind, _sep, key = ref.partition(":")
    return kind, key


SYSTEM = Actor(kind="system", key="system", name=gettext_noop("系统"))


def citizen(device: str = "", *, new: bool = False) -> Actor:
    return Actor(kind="citizen", key=device, new_device=new)
