"""Where somebody begins who has logged in, what they do here and what they can open.

Screens register themselves (shell.navigation) by role and permission. A role without one begins
at the page of the account, which says who one is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yichuang.shell.navigation import screens

from .roles import ROLES

# Roles that have no screen yet.
SCREENLESS = {
    "approver": _(
        "审批的页面还没有做好。现在您可以批准加急：窗口或导办加急时，在“谁批准的”里选您的姓名。"
    ),
    "editor": _("编辑事项的页面还没有做好。现在目录由系统管理人员从文件装入。"),
}


@dataclass(frozen=True)
class Link:
    url: str
    title: str
    text: str = ""


def home_of(roles: Sequence[str], facts: Mapping[str, object]) -> str:
    """The one screen of these roles; with several to choose from, or none, the page of links.

    `facts`: of the post: 'hall' its code, 'counter' its number.
    """
    mine = [screen.address(facts) for screen in screens() if {*roles} & {*screen.roles}]
    return mine[0] if len(mine) == 1 and mine[0] else reverse("account-home")


def deeds(roles: Sequence[str], facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """Of each role its name and what it does here, or what is missing for that."""
    said = SCREENLESS | {
        role: deed if screen.address(facts) else screen.unset
        for screen in screens()
        for role, deed in screen.roles.items()
    }
    return [(str(ROLES[role]), str(said.get(role, ""))) for role in roles if role in ROLES]


def links(
    roles: Sequence[str], can: Callable[[str], bool], facts: Mapping[str, object]
) -> list[Link]:
    """What opens with these roles and permissions, then what is open to everybody in the hall."""
    mine = [screen for screen in screens() if screen.opens(roles, can)]
    others = [screen for screen in screens() if screen.public and screen not in mine]
    shown = mine + others if facts else mine
    found = [(screen.address(facts), screen) for screen in shown]
    return [Link(url, str(screen.title), str(screen.text)) for url, screen in found if url]
