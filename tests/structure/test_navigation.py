"""Only project knows every app: screens register where they are, and what is below names none."""

import ast
from collections import Counter
from pathlib import Path

import pytest
from django.urls import reverse

from yichuang.people.landing import SCREENLESS
from yichuang.people.roles import ROLES, all_permissions
from yichuang.shell.navigation import Screen, screens

SOURCE = Path(__file__).parents[2] / "src" / "yichuang"
AUDIENCES = ("desk", "portal", "kiosk", "board", "office", "floor")
ADDRESSES = ("/desk/", "/second/", "/floor/", "/office/", "/kiosk/", "/board/", "/admin/")
BELOW = [
    path
    for path in sorted(SOURCE.rglob("*.py"))
    if path.relative_to(SOURCE).parts[0] not in (*AUDIENCES, "project", "__main__.py")
    and not {"tests", "migrations"} & {*path.parts}
    and path != SOURCE / "shell" / "context.py"  # frames faults, where no route may be asked
]
FACTS = {"hall": "x", "counter": 1}


@pytest.mark.parametrize("path", BELOW, ids=lambda p: str(p.relative_to(SOURCE)))
def test_capability_names_no_address_of_a_screen(path: Path) -> None:
    strings = [
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [text for text in strings if text.startswith(ADDRESSES)] == []


@pytest.mark.parametrize(
    "path", sorted(SOURCE.rglob("templates/**/*.html")), ids=lambda p: str(p.relative_to(SOURCE))
)
def test_template_asks_for_the_page_of_an_account_by_its_name(path: Path) -> None:
    assert "/accounts/home/" not in path.read_text("utf-8"), "{% url %} knows where it is"


@pytest.mark.parametrize("screen", screens(), ids=lambda s: s.route)
def test_screen_is_for_roles_and_permissions_that_there_are_and_opens(screen: Screen) -> None:
    assert {*screen.roles} <= {*ROLES}
    assert not screen.permission or screen.permission in all_permissions()
    assert screen.address(FACTS) == reverse(
        screen.route, kwargs={n: FACTS[n] for n in screen.needs}
    )
    assert screen.unset or "counter" not in screen.needs, "a post may be without a counter"


def test_every_role_has_one_place_of_work_or_words_that_it_has_none_yet() -> None:
    places = Counter(role for screen in screens() for role in screen.roles)
    assert Counter([*places.elements(), *SCREENLESS]) == Counter([*ROLES])
