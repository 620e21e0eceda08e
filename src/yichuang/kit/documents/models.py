"""Documents that the hall gave out. Their content is sealed; only their state changes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yichuang.kit.ids import new_id


def installation_zone() -> str:
    return settings.TIME_ZONE


class Document(models.Model):
    """`content` is encrypted canonical JSON; `content_hash` is over head and content."""

    class State(models.TextChoices):
        VALID = "valid", _("有效")
        VOID = "void", _("作废")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall_id = models.UUIDField()
    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    hall_name = models.CharField(max_length=200, blank=True, default="")
    department = models.CharField(max_length=200)
    series = models.CharField(max_length=80, null=True)  # noqa: DJ001 - null: outside any series
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=200, blank=True, default="")
    content = models.TextField()
    content_hash = models.CharField(max_length=64)
    pdf_hash = models.CharField(max_length=64, blank=True, default="")
    pdf = models.TextField(blank=True, default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.VALID)
    void_reason = models.CharField(max_length=200, blank=True, default="")
    issued_at = models.DateTimeField()
    zone = models.CharField(max_length=40, default=installation_zone)  # in which it is shown
    issuer = models.CharField(max_length=200)
    subjects = models.JSONField(default=list)

    class Meta:
        app_label = "kit"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "series", "year", "serial"], name="document_number"
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=True, year__isnull=True, serial__isnull=True, number="")
                | (
                    Q(series__isnull=False, year__isnull=False, serial__isnull=False)
                    & ~Q(number="")
                ),
                name="document_number_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="valid", void_reason="") | (Q(state="void") & ~Q(void_reason="")),
                name="document_void_reason",
            ),
        ]
        indexes = [models.Index(fields=["hall_id", "issued_at"], name="document_issued")]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()
