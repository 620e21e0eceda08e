"""Prepare a clone: virtual environment, pinned packages, front end. Standard library only.

Quick when nothing changed. What fails is told in one line, which `make` repeats as its last.
"""

import configparser
import fcntl
import hashlib
import html
import importlib.util
import os
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
WORK = ROOT / ".make"
REASON = WORK / "reason"
PIP = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
OTHERWISE = "install it (Debian: apt-get install python3-venv) or name another Python with PYTHON="


class Failed(Exception):
    pass


def main(arguments):
    """`install.py base|dev [COMMAND…]`: afterwards becomes the command, if one is given."""
    kind, command = arguments[0], arguments[1:]
    try:
        WORK.mkdir(exist_ok=True)
        REASON.unlink(missing_ok=True)
        with (WORK / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            make_venv()
            install_packages(kind)
            build_front_end()
    except OSError as error:
        return refuse(f"{error.filename or ROOT}: {error.strerror}")
    except Failed as error:
        return refuse(str(error))
    if command:
        os.environ["YICHUANG_REASON_FILE"] = str(REASON)
        os.execv(command[0], command)  # noqa: S606 - what make asked for
    return 0


def refuse(line):
    sys.stderr.write(line + "\n")
    try:
        REASON.write_text(line.rstrip(".") + "\n")
    except OSError:
        return 1  # told already; a clone that cannot be written to has no place for it
    return 1


def make_venv():
    if sys.version_info < (3, 11):  # noqa: UP036 - make takes whatever python3 is
        raise Failed(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]} (PYTHON=).")
    if works(PYTHON):
        return
    try:
        import venv
    except ImportError:
        raise Failed(f"This Python has no venv; {OTHERWISE}.") from None
    say("Making the virtual environment …")
    complete = importlib.util.find_spec("ensurepip") is not None  # not so on a bare Debian
    venv.EnvBuilder(with_pip=complete, clear=True, symlinks=True).create(VENV)
    if not complete:
        bring_pip()


def bring_pip():
    """Its wheel from the index, as pinned here, installed by itself."""
    index = index_url()
    if not index:
        raise Failed(
            f"This Python has no pip: set PIP_INDEX_URL to an index of packages, or {OTHERWISE}."
        )
    try:
        page = fetch(f"{index}/pip/").decode()
        link = re.search(rf'href="([^"#]*{re.escape(PIP)})', page)
        if not link:
            raise Failed(f"This Python has no pip and {index} does not have {PIP}; {OTHERWISE}.")
        wheel = fetch(urllib.parse.urljoin(f"{index}/pip/", html.unescape(link[1])))
    except (OSError, ValueError) as error:
        raise Failed(
            f"This Python has no pip and it cannot be fetched from {index} ({error}); {OTHERWISE}."
        ) from None
    if hashlib.sha256(wheel).hexdigest() != PIP_SHA256:
        raise Failed(f"{PIP} from {index} is not the one that is pinned; {OTHERWISE}.")
    path = WORK / PIP
    path.write_bytes(wheel)
    command = [PYTHON, path / "pip", "install", "-q", "--no-index", "--no-deps", path]
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise Failed(f"Installing {PIP} failed, see above.")
    path.unlink()


def index_url():
    """As pip finds it: the environment, then its files; '' where neither names one."""
    home = Path.home()
    files = ["/etc/pip.conf", "/etc/xdg/pip/pip.conf", home / ".pip/pip.conf"]
    settings = configparser.RawConfigParser()
    settings.read([*files, home / ".config/pip/pip.conf"])
    named = settings.get("global", "index-url", fallback="")
    return (os.environ.get("PIP_INDEX_URL") or named).rstrip("/")


def fetch(url):
    wanted = {"Accept": "text/html, */*;q=0.1"}
    request = urllib.request.Request(url, headers=wanted)  # noqa: S310 - the index that is set
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return answer.read()


def works(python):
    """A moved or half made environment has a Python that does not run or a pip that is missing."""
    if not python.exists():
        return False
    looked = subprocess.run([python, "-c", "import pip"], capture_output=True, check=False)
    return looked.returncode == 0


def install_packages(kind):
    # What tests need includes what running needs.
    if any(stamp(name) == kept(name) for name in {kind, "dev"}):
        return
    pins = ROOT / "requirements" / f"{kind}.txt"
    count = sum(1 for line in pins.read_text().splitlines() if line[:1].isalnum())
    say(f"Installing {count} packages …")
    begun = time.monotonic()
    pip("--require-hashes", "--no-compile", "-r", str(pins))
    pip("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    (VENV / f".installed-{kind}").write_text(stamp(kind))
    say(f"  {time.monotonic() - begun:.0f} s")


def stamp(kind):
    """Of the pins, of our own entry points and of the place, which an environment remembers."""
    parts = ((ROOT / "requirements" / f"{kind}.txt"), ROOT / "pyproject.toml")
    return hashlib.sha256(b"".join(p.read_bytes() for p in parts) + bytes(ROOT)).hexdigest()


def kept(kind):
    path = VENV / f".installed-{kind}"
    return path.read_text() if path.exists() else None


def pip(*arguments):
    command = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    done = subprocess.run(
        [*command, "--root-user-action=ignore", *arguments],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.stderr.write(done.stderr)
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise Failed(f"Installing packages failed: {(errors or ['see above'])[0]}")


def build_front_end():
    done = subprocess.run(
        [PYTHON, "-m", "yichuang.shell.build"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.stderr.write(done.stderr)
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Failed(f"Building the front end failed: {last}")


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
