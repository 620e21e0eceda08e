"""Where the screens are. Each registers itself at start; nothing here knows one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Screen:
    """`route`: its name. `permission`: who opens it; `public`: everybody who is in the hall.

    `roles`: whose place of work it is, with what each does there. `needs`: the facts of a post
    ('hall', 'counter') that stand in its address; `unset`: what is said while one is missing.
    """

    route: str
    title: Any
    text: Any = ""
    permission: str = ""
    public: bool = False
    roles: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    unset: Any = ""

    def address(self, facts: Mapping[str, object]) -> str:
        """'' while a fact is missing."""
        given = {name: facts.get(name) for name in self.needs}
        return reverse(self.route, kwargs=given) if all(given.values()) else ""

    def opens(self, roles: Collection[str], can: Callable[[str], bool]) -> bool:
        return bool({*roles} & {*self.roles}) or bool(self.permission and can(self.permission))


_SCREENS: dict[str, Screen] = {}


def register(*found: Screen) -> None:
    _SCREENS.update({screen.route: screen for screen in found})


def screens() -> list[Screen]:
    return list(_SCREENS.values())
