"""Tickets and what counters do now. The database repeats every invariant (design.md §4)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yichuang.kit.ids import new_id, new_public_id
from yichuang.people.models import Membership
from yichuang.places.models import Counter, Hall, Queue

from .flow import AT_COUNTER, ENDED, KEPT, STATES, WAITING

PURPOSES = {
    "handle": _("办理"),
    "ask": _("咨询"),
    "supply": _("补材料"),
    "collect": _("取件"),
    "pay": _("缴费"),
    "report": _("办不成事反映"),
}
CHANNELS = {
    "kiosk": _("自助机"),
    "guide": _("导办"),
    "desk": _("窗口"),
    "phone": _("手机"),
    "web": _("网上"),
}
FRONT = {"": "", "returned": _("暂离后回来"), "transferred": _("转来"), "urgent": _("加急")}
SLIP = {"none": _("没有"), "queued": _("等待打印"), "printed": _("已打印"), "failed": _("没打出来")}


class Visit(models.Model):
    """One person's stay, rated once. Only the hash of its rating key is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="visits", db_index=False)
    day = models.DateField()
    rating_hash = models.CharField(max_length=64, null=True)  # noqa: DJ001 - null: no key was given out

    class Meta:
        # Constraints and not unique=True: that brings a second index for LIKE.
        constraints = [models.UniqueConstraint(fields=["rating_hash"], name="visit_rating_hash")]
        indexes = [models.Index(fields=["hall", "day"], name="visit_day")]


class Ticket(models.Model):
    """A number. `tier`: 1 first, 2 short errand, 3 ordinary; `front_at` set: before all.

    Foreign keys have no index of their own where an index that begins with the hall serves.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="tickets", db_index=False)
    public_id = models.CharField(max_length=32, default=new_public_id)
    secret_hash = models.CharField(max_length=64, blank=True)
    visit = models.OneToOneField(Visit, models.PROTECT, related_name="ticket")
    version = models.PositiveIntegerField(default=1)

    day = models.DateField()
    number = models.CharField(max_length=12)
    serial = models.PositiveIntegerField()
    queue = models.ForeignKey(Queue, models.PROTECT, related_name="tickets", db_index=False)
    item = models.ForeignKey(
        "catalogue.Item", models.PROTECT, null=True, related_name="+", db_index=False
    )
    purpose = models.CharField(max_length=8, choices=list(PURPOSES.items()))
    scenarios = ArrayField(models.CharField(max_length=80), default=list)
    channel = models.CharField(max_length=8, choices=list(CHANNELS.items()))
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=WAITING)

    issued_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)  # the last time that it sounded
    recalls = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    served_seconds = models.PositiveIntegerField(default=0)  # before the present sitting
    ended_at = models.DateTimeField(null=True)

    tier = models.PositiveSmallIntegerField(default=3)
    needs = ArrayField(models.CharField(max_length=20), default=list)
    needs_proven = models.BooleanField(default=False)
    head_start = models.PositiveSmallIntegerField(default=0)  # minutes, of older people
    counts_from = models.DateTimeField()
    in_line = models.BooleanField(default=True)  # called in number order within its queue
    skipped_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)  # to where it stands now; null: since its issue
    skips = models.PositiveSmallIntegerField(default=0)
    front = models.CharField(max_length=12, blank=True, choices=list(FRONT.items()))
    front_at = models.DateTimeField(null=True)
    directed_to = models.ForeignKey(
        Counter, models.PROTECT, null=True, related_name="+", db_index=False
    )

    at_counter = models.OneToOneField(
        Counter, models.PROTECT, null=True, related_name="current_ticket"
    )
    counter = models.ForeignKey(
        Counter, models.PROTECT, null=True, related_name="+", db_index=False
    )  # the last
    call_id = models.UUIDField(null=True)
    why = models.JSONField(default=dict)  # the numbers by which it was chosen

    person_hash = models.CharField(max_length=64, blank=True)
    phone_hash = models.CharField(max_length=64, blank=True)
    phone = models.TextField(blank=True)  # encrypted
    device_hash = models.CharField(max_length=64, blank=True)
    for_another = models.BooleanField(default=False)
    principal_name = models.TextField(blank=True)  # encrypted
    live_key = models.CharField(max_length=120, null=True)  # noqa: DJ001 - claim
    agent_key = models.CharField(max_length=120, null=True)  # noqa: DJ001 - claim

    wait_low = models.PositiveSmallIntegerField(null=True)  # minutes told at issue
    wait_high = models.PositiveSmallIntegerField(null=True)
    slip = models.CharField(max_length=8, default="none", choices=list(SLIP.items()))
    slip_at = models.DateTimeField(null=True)  # when it was queued
    slips_printed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["public_id"], name="ticket_public_id"),
            models.UniqueConstraint(fields=["live_key"], name="ticket_live_key"),
            models.UniqueConstraint(fields=["agent_key"], name="ticket_agent_key"),
            models.UniqueConstraint(fields=["hall", "day", "number"], name="ticket_number"),
            models.CheckConstraint(name="ticket_state", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(
                name="ticket_at_counter",
                condition=Q(state__in=AT_COUNTER, at_counter__isnull=False)
                | (~Q(state__in=AT_COUNTER) & Q(at_counter=None)),
            ),
            models.CheckConstraint(
                name="ticket_claims_while_live",
                condition=~Q(state__in=ENDED) | Q(live_key=None, agent_key=None),
            ),
            models.CheckConstraint(
                name="ticket_called_after_arrival",
                condition=Q(called_at=None) | Q(arrived_at__isnull=False),
            ),
            models.CheckConstraint(
                name="ticket_front",
                condition=Q(front="", front_at=None, directed_to=None)
                | (~Q(front="") & Q(front_at__isnull=False)),
            ),
            models.CheckConstraint(name="ticket_tier", condition=Q(tier__gte=1) & Q(tier__lte=3)),
            models.CheckConstraint(
                name="ticket_range", condition=Q(wait_low=None) | Q(wait_low__lte=F("wait_high"))
            ),
            models.CheckConstraint(name="ticket_slip", condition=Q(slip__in=list(SLIP))),
        ]
        indexes = [
            models.Index(
                fields=["hall", "queue", "day", "serial"],
                name="ticket_waiting",
                condition=Q(state=WAITING),
            ),
            models.Index(fields=["hall"], name="ticket_kept", condition=Q(state__in=KEPT)),
            models.Index(
                fields=["hall", "phone_hash", "issued_at"],
                name="ticket_phone",
                condition=~Q(phone_hash=""),
            ),
            models.Index(
                fields=["hall", "device_hash", "issued_at"],
                name="ticket_device",
                condition=~Q(device_hash=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Matter(models.Model):
    """A further thing wanted on the same ticket; the first is the ticket's own item."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="matters")
    item = models.ForeignKey("catalogue.Item", models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["hall", "ticket", "item"], name="matter_once")
        ]


class Call(models.Model):
    """One call of a ticket to a counter and what came of it: the measured durations.

    `resumed`: nobody was called from the line, a held ticket went on here. `served_seconds` are
    of the whole visit so far, so the row that ended 'done' has all of it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="calls")
    queue = models.ForeignKey(Queue, models.PROTECT, related_name="+", db_index=False)
    counter = models.ForeignKey(Counter, models.PROTECT, related_name="+", db_index=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False)
    called_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    served_seconds = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=12, blank=True)  # a state of the ticket
    resumed = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["hall", "queue", "called_at"], name="call_queue"),
            models.Index(fields=["hall", "called_at"], name="call_recent"),
        ]


class CounterState(models.Model):
    """What a counter does now. Its row is the lock of everything the counter does."""

    counter = models.OneToOneField(
        Counter, models.PROTECT, primary_key=True, related_name="runtime"
    )
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=8,
        default="closed",
        choices=[("closed", _("未开")), ("open", _("开放")), ("paused", _("暂停"))],
    )
    membership = models.OneToOneField(
        Membership, models.PROTECT, null=True, related_name="at_counter"
    )
    current_ticket = models.OneToOneField(Ticket, models.PROTECT, null=True, related_name="+")
    last_ahead = models.BooleanField(default=False)  # the last call was of tier 1 or 2
    reason = models.CharField(max_length=80, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="counter_state",
                condition=Q(state="closed", membership=None)
                | Q(state__in=["open", "paused"], membership__isnull=False),
            ),
            models.CheckConstraint(
                name="counter_busy_is_open",
                condition=Q(current_ticket=None) | Q(state="open"),
            ),
        ]
