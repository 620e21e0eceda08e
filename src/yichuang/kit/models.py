"""Tables of kit, gathered for Django."""

from django.db import models

from .api.models import IdempotentAnswer
from .documents.models import Document
from .events.models import Event, EventHead

__all__ = ["Document", "Event", "EventHead", "IdempotentAnswer", "Serial"]


class Serial(models.Model):
    """The last number given in a series and period; see numbering.py."""

    pk = models.CompositePrimaryKey("hall_id", "series", "period")
    hall_id = models.UUIDField()
    series = models.CharField(max_length=80)
    period = models.CharField(max_length=20)
    last = models.BigIntegerField()
    held_for = models.UUIDField(null=True)  # who asks for this gets no number

    class Meta:
        app_label = "kit"
