"""A ticket with its hall, queue, item and counter: the queries every request begins with."""

from __future__ import annotations

from django.db.models import QuerySet

from yichuang.kit.prepared import NOBODY, Prepared

from .models import Ticket

# Settings of the hall that say nothing of one ticket; psycopg keeps statements to 4,096 characters.
_UNASKED = (
    "complaint_phone",
    "first_tier",
    "waiting_target",
    "level_yellow",
    "level_orange",
    "level_red",
    "identity_hash_days",
    "anonymous_per_hour",
    "failed_proofs_per_hour",
)
RELATED = ("hall", "queue__zone", "item", "counter__zone", "counter__runtime")


def full_tickets() -> QuerySet[Ticket]:
    unasked = [f"hall__{name}" for name in _UNASKED]
    return Ticket.objects.select_related(*RELATED).defer(*unasked)


BY_ID: Prepared[Ticket] = Prepared(lambda: full_tickets().filter(pk=NOBODY))
BY_PUBLIC_ID: Prepared[Ticket] = Prepared(lambda: full_tickets().filter(public_id="x"))
# The row is locked alone and joined as it is then: who waited for it gets what it points to now
# (docs/adr/0005-locked-before-joined.md).
LOCKED: Prepared[Ticket] = Prepared(
    full_tickets,
    before="WITH tickets_ticket AS (SELECT * FROM tickets_ticket WHERE public_id = %s FOR UPDATE) ",
)
