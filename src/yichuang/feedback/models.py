"""Ratings, kept apart from who gave them."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yichuang.kit.ids import new_id, new_timeless_id
from yichuang.kit.privacy import decrypt, encrypt
from yichuang.places.models import Hall


class Rating(models.Model):
    """One visit's rating. The visit stays sealed; `key_hash` makes it one per visit.

    No field tells worker, ticket, counter or hour, nor does the key: `day` and the item's
    department are all that figures need. When it was given is sealed, for correcting in time.
    """

    id = models.UUIDField(primary_key=True, default=new_timeless_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    department = models.CharField(max_length=40, blank=True)
    item_code = models.CharField(max_length=120, blank=True)
    level = models.SmallIntegerField()
    tags = ArrayField(models.CharField(max_length=20), default=list)
    comment = models.TextField(blank=True)  # encrypted: people write names
    visit_sealed = models.TextField()
    key_hash = models.CharField(max_length=64)
    given_sealed = models.TextField()
    corrections = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hall", "key_hash"], name="rating_once"),
            models.CheckConstraint(name="rating_level", condition=Q(level__gte=1, level__lte=5)),
        ]
        indexes = [models.Index(fields=["hall", "day"], name="rating_day")]

    @property
    def given_at(self) -> datetime:
        return opened_moment(self.given_sealed)


def sealed_moment(moment: datetime) -> str:
    return encrypt(moment.isoformat(), "rating time")


def opened_moment(sealed: str) -> datetime:
    return datetime.fromisoformat(decrypt(sealed, "rating time"))


class SecondScreenKey(models.Model):
    """A key that the second screen's page is handed for one visit; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    visit_id = models.UUIDField()
    counter_id = models.UUIDField()
    key_hash = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["hall", "counter_id"], name="second_screen_counter")]
