"""What every slice's tests share: one Chromium a process, for Playwright allows no second."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "tests" / "browser"))
from chromium import ARGUMENTS, chromium_path  # noqa: E402 - stands beside the journeys


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    arguments = [*ARGUMENTS, "--autoplay-policy=no-user-gesture-required"]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path(), args=arguments)
        yield browser
        browser.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever opens Chromium is marked: Playwright's loop and Django's database do not share
    a process, so `make test` runs the two kinds one after the other."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests count with `record_property("counted: WORDS", n)`, added up; the reports of
    workers carry it here, where their output does not come."""
    counted: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            label, _, words = name.partition("counted: ")
            if words and not label and report.when == "call":
                counted[words] += value
    if counted:
        said = "; ".join(f"{number:,} {words}" for words, number in counted.items())
        terminalreporter.write_line(said)
