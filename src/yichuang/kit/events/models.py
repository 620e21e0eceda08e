import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class EventHead(models.Model):
    """The last number given in a stream. Locked as the last statement of a transaction."""

    pk = models.CompositePrimaryKey("hall_id", "stream")
    hall_id = models.UUIDField()
    stream = models.CharField(max_length=16)
    seq = models.BigIntegerField()

    class Meta:
        app_label = "kit"


class Event(models.Model):
    """What happened, without personal values. (hall, stream, seq) has no gap."""

    pk = models.CompositePrimaryKey("hall_id", "stream", "seq")
    hall_id = models.UUIDField(default=uuid.uuid4)
    stream = models.CharField(max_length=16)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    name = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    version = models.IntegerField()
    actor = models.CharField(max_length=200)
    data = models.JSONField()
    topics = ArrayField(models.CharField(max_length=80))

    class Meta:
        app_label = "kit"
        indexes = [models.Index(fields=["hall_id", "subject"], name="event_subject")]
