"""Where somebody begins who has logged in, and what they can open. Pure.

A role has its screen or, while that is not built, a page that says what it will be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HOME = "/accounts/home/"
# What each role does here.
DEEDS = {
    "worker": gettext_lazy("叫号、核对材料、登记和办结。"),
    "guide": gettext_lazy("帮人取号、找人、把过号的人带回队里。"),
    "manager": gettext_lazy("看大厅现况，停号、关窗口、批准加急。"),
    "administrator": gettext_lazy("管大厅设置、账号和岗位。"),
    "investigator": gettext_lazy("写明原因，核查不满意的评价。"),
    "auditor": gettext_lazy("看大厅里发生的事，只看不改。"),
    "approver": gettext_lazy(
        "审批的页面还没有做好。现在您可以批准加急：窗口或导办加急时填您的姓名。"
    ),
    "editor": gettext_lazy("编辑事项的页面还没有做好。现在目录由系统管理人员从文件装入。"),
}
_SCREENS = {
    "worker": "/desk/",
    "guide": "/floor/",
    "manager": "/office/",
    "administrator": "/admin/",
    "investigator": "/office/ratings/",
    "auditor": "/office/events/",
}
_OPENED_BY = [
    ("tickets.serve", "/desk/", gettext_lazy("窗口"), gettext_lazy("叫号和办理")),
    ("tickets.guide", "/floor/", gettext_lazy("导办"), gettext_lazy("谁要帮忙，替人取号")),
    ("office.see", "/office/", gettext_lazy("大厅现况"), gettext_lazy("现在要做什么，等得怎样")),
    ("places.manage", "/admin/", gettext_lazy("后台管理"), gettext_lazy("大厅、账号和岗位")),
    ("feedback.investigate", "/office/ratings/", gettext_lazy("评价核查"), ""),
    ("office.audit", "/office/events/", gettext_lazy("大厅记录"), ""),
]


@dataclass(frozen=True)
class Link:
    url: str
    title: str
    text: str = ""


def home_of(roles: Sequence[str], hall: str, counter: int | None) -> str:
    """The one screen of these roles; with several to choose from, or none, the page of links.

    `hall`: its code. `counter`: where a second screen stands.
    """
    machines = {
        "kiosk": f"/kiosk/{hall}/",
        "board": f"/board/{hall}/",
        "second": f"/second/{counter}/" if counter else HOME,
    }
    known = _SCREENS | machines
    found = list(dict.fromkeys(known[role] for role in roles if role in known))
    return found[0] if len(found) == 1 else HOME


def links(can: Callable[[str], bool], hall: str) -> list[Link]:
    """What opens with these permissions, and what is open to everybody in the hall."""
    mine = [Link(url, str(title), str(text)) for may, url, title, text in _OPENED_BY if can(may)]
    open_to_all = [
        Link(f"/board/{hall}/", _("叫号屏"), _("大厅里正在叫的号")),
        Link("/items/", _("办事指南"), _("群众看到的事项和材料")),
    ]
    return mine + (open_to_all if hall else [])
