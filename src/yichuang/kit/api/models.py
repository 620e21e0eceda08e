from django.db import models


class IdempotentAnswer(models.Model):
    """The first answer to a POST, kept 24 h; `answer` is encrypted, null while in flight."""

    key = models.CharField(max_length=64, primary_key=True)  # hash of caller, method, path, key
    body_hash = models.CharField(max_length=64)
    status = models.SmallIntegerField(null=True)
    answer = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        app_label = "kit"
        indexes = [models.Index(fields=["at"], name="idempotent_at")]
