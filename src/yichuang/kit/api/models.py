from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class IdempotentAnswer(models.Model):
    """The first answer to a POST, kept 24 h (answers.py)."""

    key = models.UUIDField(primary_key=True)  # digest of caller, method, path, key
    body = models.UUIDField()
    status = models.SmallIntegerField()
    answer = models.BinaryField()  # compressed, then encrypted: stored as it is
    at = models.DateTimeField()

    class Meta:
        app_label = "kit"
        indexes = [BrinIndex(fields=["at"], name="idempotent_at", autosummarize=True)]
