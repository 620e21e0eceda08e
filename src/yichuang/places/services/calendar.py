"""The working-day calendar."""

from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from yichuang.kit.actors import Actor
from yichuang.kit.events import write

from ..calendars import read_notice
from ..events import CALENDAR_LOADED
from ..models import CalendarDay, CalendarYear
from ..permissions import MANAGE


def load_calendar(*, actor: Actor, now: datetime, text: str) -> tuple[int, int]:
    """The year of the notice in `text` and its days off and make-up days; replaces that year.

    Refused as a whole with everything that is wrong; the same notice again changes nothing.
    """
    actor.require(MANAGE)
    notice = read_notice(text)
    rows = [
        CalendarDay(year=notice.year, day=day, working=working, name=name)
        for day, (working, name) in sorted(notice.days.items())
    ]
    with write(None) as w:
        with connection.cursor() as cursor:  # two loads of one year: the second waits
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [7_320_000 + notice.year])
        old = list(CalendarDay.objects.filter(year=notice.year))
        same = [(d.day, d.working, d.name) for d in old] == [
            (d.day, d.working, d.name) for d in rows
        ]
        if same and CalendarYear.objects.filter(year=notice.year, source=notice.source).exists():
            return notice.year, 0
        mine = Q(year=notice.year) | Q(day__in=list(notice.days))
        CalendarDay.objects.filter(mine).delete()
        CalendarDay.objects.bulk_create(rows)
        CalendarYear.objects.update_or_create(
            year=notice.year, defaults={"source": notice.source, "loaded_at": now}
        )
        w.add(CALENDAR_LOADED, subject=notice.year, actor=actor, now=now, data={"days": len(rows)})
    return notice.year, len(rows)


def _fields(day: CalendarDay) -> tuple[date, bool, str]:
    return day.day, day.working, day.name
