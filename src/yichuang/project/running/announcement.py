"""What `make demo` prints once the hall answers."""

from __future__ import annotations

from pathlib import Path

HALL = "qinghe"

SCREENS = (
    ("/", "门户 portal, on a phone"),
    (f"/kiosk/{HALL}/", "取号机 kiosk"),
    (f"/board/{HALL}/", "大屏 board"),
    ("/desk/", "窗口 desk (worker1 …)"),
    ("/floor/", "引导台 floor guide (guide1)"),
    ("/office/", "大厅管理 office (manager)"),
    ("/admin/", "后台 administration (admin)"),
    ("/api/v1/openapi.json", "API"),
)
LOGINS = (
    "worker1 … worker24, guide1, approver1, manager, editor, admin, auditor, investigator,",
    "machines: kiosk1, board1, second1 …",
)


def announcement(url: str, var: Path) -> str:
    lines = ["", "清河区政务服务大厅 is open:"]
    lines += [f"  {url + path:<44} {name}" for path, name in SCREENS]
    lines += ["Demonstration logins:", *(f"  {line}" for line in LOGINS)]
    password = var / "demo-password"
    if password.exists():
        lines.append(f"  password of all: {password.read_text().strip()}   ({password})")
    lines += [f"Logs: {var / 'logs'}   Stop: Ctrl-C", ""]
    return "\n".join(lines)
