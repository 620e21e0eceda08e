"""The Python processes of an installation: started, watched, started again, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .identity import OURSELVES, child_setup
from .terminal import warn

FIRST_DELAY = 0.2
LONGEST_DELAY = 10.0
STEADY_AFTER = 30.0  # seconds alive after which a restart begins with the first delay again


@dataclass
class Child:
    """`yichuang NAME …` as a child that dies with us."""

    name: str
    arguments: Sequence[str]
    environ: Mapping[str, str]
    log: Path | None = None
    death_signal: signal.Signals = signal.SIGTERM
    pass_fds: Sequence[int] = ()
    restarts: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _delay: float = FIRST_DELAY
    _not_before: float = field(default=0.0)

    def start(self) -> None:
        output = self.log.open("ab") if self.log else None
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "yichuang", self.name, *self.arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=dict(self.environ),
                preexec_fn=child_setup(OURSELVES, self.death_signal),
                process_group=0,
                pass_fds=self.pass_fds,
            )
        finally:
            if output:
                output.close()
        self._started = time.monotonic()

    def tend(self) -> int | None:
        """Start again what died, later each time; the exit code when it died just now."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._not_before:
                self.restarts += 1
                self._start_again(now)
            return None
        code = self._process.poll()
        if code is None:
            return None
        self._process = None
        if now - self._started > STEADY_AFTER:
            self._delay = FIRST_DELAY
        self._put_off(now)
        return code

    def _start_again(self, now: float) -> None:
        """A machine short of memory or files must not take the others down with this one."""
        try:
            self.start()
        except OSError as error:
            warn(f"{self.name} cannot be started: {error}")
            self._put_off(now)

    def _put_off(self, now: float) -> None:
        self._not_before = now + self._delay
        self._delay = min(self._delay * 2, LONGEST_DELAY)

    def tell(self, sig: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(sig)

    def wait(self, deadline: float) -> None:
        """Until it ended, or by force once the deadline has passed."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def last_words(self) -> str:
        if not self.log or not self.log.exists():
            return ""
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return lines[-1][:500] if lines else ""


def stop_all(children: Sequence[Child], seconds: float) -> None:
    for child in children:
        child.tell(signal.SIGTERM)
    deadline = time.monotonic() + seconds
    for child in children:
        child.wait(deadline)
