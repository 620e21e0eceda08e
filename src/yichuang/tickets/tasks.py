"""Recurring jobs of the worker."""

from datetime import datetime

from yichuang.kit.actors import SYSTEM
from yichuang.kit.jobs import every
from yichuang.places.queries import halls

from .services import close_day, erase_identities


@every(seconds=60)
def close_days(now: datetime) -> None:
    """Soon after each hall's midnight."""
    for hall in halls():
        close_day(actor=SYSTEM, now=now, hall=hall)


@every(seconds=3600)
def erase_old_identities(now: datetime) -> None:
    for hall in halls():
        erase_identities(actor=SYSTEM, now=now, hall=hall)
