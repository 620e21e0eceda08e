"""Accounts of staff and machines. Citizens need none."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yichuang.kit.ids import new_id
from yichuang.places.models import Counter, Hall, Queue

from .roles import ROLES


class User(AbstractUser):
    """A person of the staff, or a machine (kiosk, board, second screen)."""

    kind = models.CharField(
        _("类别"),
        max_length=8,
        default="staff",
        choices=[("staff", _("人员")), ("machine", _("设备"))],
    )
    shown_name = models.CharField(_("姓名"), max_length=80, blank=True)
    staff_no = models.CharField(_("工号"), max_length=20, blank=True)
    made_in = models.ForeignKey(
        Hall, models.PROTECT, null=True, editable=False, related_name="+"
    )  # whose administrator made it: theirs to keep while it has no post

    class Meta(AbstractUser.Meta):
        verbose_name = _("账号")  # type: ignore[assignment]
        verbose_name_plural = _("账号")  # type: ignore[assignment]


class Membership(models.Model):
    """What somebody is in one hall."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name=_("账号")
    )
    roles = ArrayField(models.CharField(max_length=16, choices=list(ROLES.items())))
    counter = models.ForeignKey(
        Counter, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("窗口")
    )  # the usual counter of a worker; of a second screen, the one it stands at

    class Meta:
        verbose_name = verbose_name_plural = _("岗位")
        constraints = [models.UniqueConstraint(fields=["hall", "user"], name="membership_once")]

    def __str__(self) -> str:
        return str(self.user)


class Authorisation(models.Model):
    """What a worker may serve: a queue, for a period. No end: until further notice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="authorisations")
    queue = models.ForeignKey(
        Queue, models.PROTECT, related_name="authorisations", verbose_name=_("队列")
    )
    valid_from = models.DateTimeField(_("从"))
    valid_to = models.DateTimeField(_("到"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("授权")
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "membership", "queue", "valid_from"], name="authorisation_once"
            ),
            models.CheckConstraint(
                name="authorisation_period",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
        ]


class ApiToken(models.Model):
    """A bearer token; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
