"""The catalogue belongs to the installation, not to a hall. Versions never change."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yichuang.kit.ids import new_id

URL_SAFE = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"


class Department(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    uscc = models.CharField(max_length=32, blank=True)

    def __str__(self) -> str:
        return self.name


class Licence(models.Model):
    """A kind of e-licence, and the materials it may replace."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)
    issuer = models.ForeignKey(Department, models.PROTECT, related_name="licences")
    holder = models.CharField(max_length=64, blank=True)
    covers = ArrayField(models.CharField(max_length=200), default=list)

    def __str__(self) -> str:
        return self.name


class DataShare(models.Model):
    """A source that can be asked instead of a paper, and the papers it stands for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)
    provider = models.ForeignKey(Department, models.PROTECT, related_name="shares")
    covers = ArrayField(models.CharField(max_length=200), default=list)

    def __str__(self) -> str:
        return self.name


class Word(models.Model):
    """A role or fact that the catalogue declares."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=64)
    definition = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="word_once"),
            models.CheckConstraint(condition=Q(kind__in=["party", "fact"]), name="word_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Item(models.Model):
    """A service item. `code` is its public id and fits into an address as it is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=500)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="items")
    origin = models.CharField(max_length=8)
    handled_in = models.CharField(max_length=9)
    theme = models.CharField(max_length=200, blank=True)
    prefix = models.CharField(max_length=2, blank=True)
    mean_minutes = models.FloatField(null=True)
    order = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["order", "code"], name="item_order")]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=URL_SAFE), name="item_code"),
            models.CheckConstraint(condition=~Q(name=""), name="item_named"),
            models.CheckConstraint(
                condition=Q(origin__in=["authored", "imported"]), name="item_origin"
            ),
            models.CheckConstraint(
                condition=Q(handled_in__in=["here", "elsewhere"]), name="item_handled_in"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def imported(self) -> bool:
        """From an authority's list: read-only here."""
        return self.origin == "imported"


class Version(models.Model):
    """What was published, when it takes effect, and what it changed. A trigger keeps it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField()
    effective_from = models.DateTimeField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)
    definition = models.JSONField()
    digest = models.CharField(max_length=64)
    changes = models.JSONField(default=list)
    findings = models.JSONField(default=list)

    class Meta:
        abstract = True


class ItemVersion(Version):
    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "version"], name="item_version_once"),
            models.CheckConstraint(condition=Q(version__gt=0), name="item_version_positive"),
        ]
        indexes = [
            models.Index(fields=["item", "-effective_from", "-version"], name="item_version_now")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.version}"


class Package(models.Model):
    """A life-event package (一件事): several items, one application."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=500)
    department = models.ForeignKey(Department, models.PROTECT, related_name="packages")
    order = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=URL_SAFE), name="package_code"),
            models.CheckConstraint(condition=~Q(name=""), name="package_named"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PackageVersion(Version):
    package = models.ForeignKey(Package, models.PROTECT, related_name="versions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "version"], name="package_version_once"),
            models.CheckConstraint(condition=Q(version__gt=0), name="package_version_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.package_id} v{self.version}"
