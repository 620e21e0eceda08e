"""`docs/screens`, taken anew from the hall that `make demo` runs: real people, real waits."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import RunningHall, Worker
from yichuang.kit.documents.fonts import wheel_folder

SCREENS = Path(__file__).parents[3] / "docs" / "screens"


@pytest.fixture(scope="session", autouse=True)
def _chinese_on_a_bare_machine(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Chromium finds the font of our documents where the machine has no other."""
    config = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    machine = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    config.write_text(f"<fontconfig>{machine}<dir>{wheel_folder()}</dir></fontconfig>")
    os.environ["FONTCONFIG_FILE"] = str(config)


PEOPLE = [
    {
        "role": "applicant",
        "name": "欧阳·买买提",
        "identity": {"type": "resident_id", "number": "11010519491231002X"},
        "phone": "13900001230",
    },
    {"role": "spouse", "name": "王小芳"},
]
# How many come for each of the most wanted things: more people than there are open counters.
RUSH = (12, 8, 7, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 1)


@pytest.fixture(scope="session")
def hall() -> Iterator[RunningHall]:
    """The installation that `make pictures` names, not the one that tests are given."""
    var, url = os.environ["PICTURED_VAR"], os.environ["PICTURED_URL"]
    environ = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environ |= {"YICHUANG_VAR": var, "YICHUANG_PUBLIC_URL": url}
    running = RunningHall(url, Path(var), environ)
    wanted = running.api().get("/halls/qinghe/items").json()["items"]
    for item, people in zip(wanted, RUSH, strict=False):
        for _ in range(people):
            running.take(item["code"])
    yield running
    for client in running.clients.values():
        client.close()


@pytest.fixture
def take_picture() -> Callable[..., None]:
    """`take_picture(page, "guide", full=True)`: once it is drawn, fonts too."""

    def take(page: Any, name: str, full: bool = False) -> None:
        page.evaluate("document.fonts.ready")
        if full:  # what sticks to the top would be drawn where the page was scrolled to
            page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(300)
        page.screenshot(path=SCREENS / f"{name}.png", full_page=full)

    return take


@pytest.fixture
def worker(hall: RunningHall) -> Iterator[Worker]:
    """At counter 1; who still waits goes on waiting."""
    sitting = hall.open(1)
    sitting.finish_here()
    yield sitting
    sitting.leave()


@pytest.fixture
def call_now(hall: RunningHall, worker: Worker) -> Callable[[str], None]:
    """The ticket is called at counter 1 before all others, as a train to catch would have it."""

    def call(ticket: str) -> None:
        body = {"reason": "要赶火车", "approved_by": "manager"}
        answer = hall.api("guide1").post(f"/tickets/{ticket}/urgent", json=body)
        assert answer.status_code == 200, answer.text
        worker.call_until(ticket)

    return call


@pytest.fixture
def keep_picture() -> Callable[[bytes, str], None]:
    """A paper as the product drew it."""

    def keep(png: bytes, name: str) -> None:
        assert png.startswith(b"\x89PNG"), png[:80]
        (SCREENS / f"{name}.png").write_bytes(png)

    return keep


@pytest.fixture
def people() -> list[dict[str, Any]]:
    """An applicant with an identity, and the spouse."""
    return PEOPLE
