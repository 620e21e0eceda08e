"""Visits over the API, one after the other, and what the callers were told of each."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass, field
from typing import Any

from .conftest import Installation


@dataclass
class Confirmed:
    """Each answer once."""

    taken: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    cases: dict[str, str] = field(default_factory=dict)  # of which ticket
    marks: dict[str, str] = field(default_factory=dict)  # of a requirement
    levels: list[int] = field(default_factory=list)
    keys: dict[str, tuple[str, str]] = field(default_factory=dict)  # device and rating key
    odd: list[str] = field(default_factory=list)


@dataclass
class Load:
    hall: Installation
    item: str
    counters: dict[int, str]
    told: Confirmed = field(default_factory=Confirmed)
    over: threading.Event = field(default_factory=threading.Event)
    serial: itertools.count[int] = field(default_factory=lambda: itertools.count(13_000_000_000))

    def post(self, who: str, path: str, body: object = None) -> tuple[int, dict[str, Any]]:
        status, answer = self.hall.post(who, path, body)
        if status not in (200, 201, 204):
            self.told.odd.append(f"{status} {path} {answer}")
        return status, answer or {}

    def serve(self, n: int) -> None:
        """A citizen comes and one is served, until all kills are over."""
        counter = f"/counters/{self.counters[n]}"
        self.post(f"worker{n}", f"{counter}/open")
        while not self.over.is_set() and not self.told.odd:
            self.come()
            status, ticket = self.post(f"worker{n}", f"{counter}/call-next")
            if status == 200:
                self.told.called.append(ticket["id"])
                self.handle(f"worker{n}", ticket["id"])
        self.post(f"worker{n}", f"{counter}/close")

    def come(self) -> None:
        """Number first, with an own phone; the kiosk says that they stand in the hall."""
        phone = str(next(self.serial))
        device = phone.zfill(24)
        wish = {"item": self.item, "channel": "phone", "phone": phone}
        status, ticket = self.post(device, "/halls/qinghe/tickets", wish)
        if status != 201:
            return
        self.told.taken.append(ticket["id"])
        self.told.numbers.append(ticket["number"])
        self.told.keys[ticket["id"]] = device, ticket["rating_key"]
        self.post("kiosk1", f"/tickets/{ticket['id']}/arrive")

    def handle(self, worker: str, ticket: str) -> None:
        self.post(worker, f"/tickets/{ticket}/start")
        self.open_case(worker, ticket)
        status, _answer = self.post(worker, f"/tickets/{ticket}/finish")
        if status != 200:
            return
        self.told.finished.append(ticket)
        device, key = self.told.keys[ticket]
        status, rating = self.post(
            device, f"/ratings/{key}", {"level": 1 + len(self.told.levels) % 5}
        )
        if status == 200:
            self.told.levels.append(rating["level"])

    def open_case(self, worker: str, ticket: str) -> None:
        party = {"role": "applicant", "kind": "person", "name": "张建国"}
        wish = {"item": self.item, "scenarios": [], "parties": [party], "ticket": ticket}
        status, case = self.post(worker, "/cases", wish)
        if status != 201:
            return
        self.told.cases[case["id"]] = ticket
        asked = [line["id"] for line in case["requirements"] if line["state"] == "required"]
        marks = [{"id": line, "state": "checked"} for line in asked]
        status, case = self.post(worker, f"/cases/{case['id']}/requirements", {"marks": marks})
        if status == 200:
            self.told.marks |= {line["id"]: line["state"] for line in case["requirements"]}
