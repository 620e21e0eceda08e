"""The demonstration hall: places, items, people and calendar from the files in data/.

Adds what is missing and overwrites nothing, so it may run before every start.
"""

import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from yichuang.catalogue.services import load_catalogue
from yichuang.kit.actors import SYSTEM
from yichuang.people.models import User
from yichuang.people.services import add_account
from yichuang.places import queries as places
from yichuang.places.loading import HallPlan, read_plan
from yichuang.places.models import Hall
from yichuang.places.services import load_calendar, load_hall, serve_items

DATA = Path(__file__).parents[3] / "data"


def password_file() -> Path:
    return Path(settings.VAR) / "demo-password"


def demo_password() -> str:
    """The password of all demonstration logins of this data directory, made at first use."""
    path = password_file()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write((password := secrets.token_urlsafe(12)) + "\n")
    return password


def load_demo(now: datetime) -> tuple[Hall, int]:
    """The hall and how many things were added; 0 the second time."""
    catalogue = (DATA / "catalogue.yaml").read_text(encoding="utf-8")
    load_catalogue(actor=SYSTEM, now=now, text=catalogue)
    plan = read_plan((DATA / "demo_hall.yaml").read_text(encoding="utf-8"))
    hall, added = load_hall(actor=SYSTEM, now=now, plan=plan)
    added += serve_items(actor=SYSTEM, now=now, hall=hall, most_used=plan.most_used)
    for notice in sorted(DATA.glob("calendar-*.yaml")):
        added += load_calendar(actor=SYSTEM, now=now, text=notice.read_text(encoding="utf-8"))[1]
    return hall, added + _add_people(now, hall, plan)


def _add_people(now: datetime, hall: Hall, plan: HallPlan) -> int:
    """Worker n at the nth counter with its skills, second screen n beside it, and the others.

    One hash for all: the password is one and random, and 60 hashes take half a minute.
    """
    known = set(User.objects.values_list("username", flat=True))
    accounts = [row for row in _accounts(hall, plan) if row["username"] not in known]
    if not accounts:
        return 0
    password = make_password(demo_password())
    for row in accounts:
        add_account(actor=SYSTEM, now=now, hall=hall, password=password, **row)
    return len(accounts)


def _accounts(hall: Hall, plan: HallPlan) -> list[dict]:
    counters = {counter.number: counter for counter in places.counters(hall)}
    rows = []
    for row in plan.counters:
        n, counter = row["number"], counters[row["number"]]
        rows.append(
            {
                "username": f"worker{n}",
                "name": row["worker"],
                "roles": ["worker"],
                "staff_no": f"{1000 + n}",
                "counter": counter,
                "queues": list(counter.queues.all()),
            }
        )
        rows.append(
            {
                "username": f"second{n}",
                "name": f"{n} 号窗口客户屏",
                "roles": ["second"],
                "kind": "machine",
                "counter": counter,
            }
        )
    for order, row in enumerate(plan.staff, 1):
        rows.append(
            {
                "username": row["login"],
                "name": row["name"],
                "roles": row["roles"],
                "staff_no": f"{2000 + order}",
            }
        )
    for row in plan.machines:
        rows.append(
            {
                "username": row["login"],
                "name": row["name"],
                "roles": row["roles"],
                "kind": "machine",
            }
        )
    return rows
