"""Cases, who takes part in them, and what each was asked for."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from yichuang.catalogue.models import Item, ItemVersion
from yichuang.kit.ids import new_id
from yichuang.places.models import Hall
from yichuang.tickets.models import Ticket

from .flow import STATES
from .rules import GRADES, KINDS, MARKED, REQUIREMENT_STATES


class Case(models.Model):
    """One matter of one subject (办件). It keeps the item version it was opened with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_index=False)
    item_version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+", db_index=False)
    department = models.CharField(max_length=40, blank=True)
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="cases")
    handled_in = models.CharField(max_length=10)
    number = models.CharField(max_length=80, null=True)  # noqa: DJ001 - unique where given
    state = models.CharField(max_length=12, default="draft")
    scenarios = ArrayField(models.CharField(max_length=140), default=list)
    stops = models.JSONField(default=list)  # the time has not come, or nothing is needed
    unanswered = models.JSONField(default=list)  # questions that arise and were skipped
    outside_number = models.CharField(max_length=80, blank=True)
    opened_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    received_by = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField(null=True)
    accept_by = models.DateField(null=True)  # else deemed accepted, where the regime says so
    accept_by_provisional = models.BooleanField(default=False)
    issued_at = models.DateTimeField(null=True)
    papers = ArrayField(models.UUIDField(), default=list)  # documents given out for it
    version = models.IntegerField(default=1)

    # What a service has at hand already, so that nobody reads it again.
    listed: list[Requirement]
    registered: list[Party]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hall", "number"], name="case_number"),
            models.CheckConstraint(name="case_state", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(
                name="case_handled_in", condition=Q(handled_in__in=["here", "elsewhere"])
            ),
            models.CheckConstraint(
                name="case_elsewhere_stays_a_draft",
                condition=Q(handled_in="here") | Q(state__in=["draft", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="case_numbered_when_received",
                condition=Q(state="withdrawn")
                | Q(state="draft", number=None, received_at=None)
                | (~Q(state="draft") & Q(number__isnull=False, received_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="case_issued_when_told",
                condition=Q(state="issued", issued_at__isnull=False)
                | (~Q(state="issued") & Q(issued_at=None)),
            ),
        ]
        indexes = [models.Index(fields=["hall", "department", "opened_at"], name="case_department")]


class Party(models.Model):
    """One role of one person or body in a case. Personal values are sealed, found by hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    ref = models.CharField(max_length=80)  # the role, or role-2 and on
    role = models.CharField(max_length=64)
    order = models.SmallIntegerField()
    kind = models.CharField(max_length=12)
    name_sealed = models.TextField()
    identity_type = models.CharField(max_length=24, blank=True)
    identity_sealed = models.TextField(blank=True)
    identity_hash = models.CharField(max_length=64, blank=True)
    phone_sealed = models.TextField(blank=True)
    phone_hash = models.CharField(max_length=64, blank=True)
    acts_for = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict)  # the catalogue's facts; never a name or number

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["hall", "case", "ref"], name="party_ref"),
            models.CheckConstraint(name="party_kind", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(name="party_named", condition=~Q(name_sealed="")),
            models.CheckConstraint(name="party_acts_for_another", condition=~Q(acts_for=F("ref"))),
            models.CheckConstraint(
                name="party_identity_sealed_and_hashed",
                condition=Q(identity_sealed="", identity_hash="")
                | (~Q(identity_sealed="") & ~Q(identity_hash="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["hall", "identity_hash"],
                name="party_identity",
                condition=~Q(identity_hash=""),
            )
        ]


class Requirement(models.Model):
    """One material asked of one party (材料项), with the line of the rules as it was then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="requirements")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+", db_index=False)
    party_ref = models.CharField(max_length=80)
    code = models.CharField(max_length=64)
    order = models.SmallIntegerField()
    optional = models.BooleanField(default=False)
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    grade = models.CharField(max_length=1, blank=True)
    marked_by = models.CharField(max_length=200, blank=True)
    marked_at = models.DateTimeField(null=True)
    line = models.JSONField()
    # Why it was once found wrong or missing, also after it was supplied: common mistakes.
    rejected_for = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "case", "code", "party_ref"], name="requirement_once"
            ),
            models.CheckConstraint(
                name="requirement_state", condition=Q(state__in=list(REQUIREMENT_STATES))
            ),
            models.CheckConstraint(name="requirement_grade", condition=Q(grade__in=["", *GRADES])),
            models.CheckConstraint(
                name="requirement_rejected_with_reason",
                condition=~Q(state__in=["rejected", "waived"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="requirement_marked_by_somebody",
                condition=~Q(state__in=list(MARKED))
                | (Q(marked_at__isnull=False) & ~Q(marked_by="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["hall", "code"], name="requirement_mistake", condition=~Q(rejected_for="")
            )
        ]
