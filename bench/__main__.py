"""`make bench`: every figure beside its reference; a table, and var/bench.json."""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path

from .place import HALL, Place, place
from .rows import Row, save, say, table
from .servers import HOST, LIVE, UP, WEB, serving

PARTS = ("calls", "pdf", "statements", "visits", "reads", "streams", "up", "demo")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="only these (default: all)")
    wanted = parser.parse_args().parts or PARTS
    # make hands down its data directory; figures are made in one beside it.
    var = Path(os.environ.get("YICHUANG_VAR") or "var").absolute()
    rows: list[Row] = []
    begun = time.monotonic()
    try:
        if set(wanted) - {"demo"}:
            with place(var / "bench") as made:
                _figures(made, var / "bench", wanted, rows)
        if "demo" in wanted:
            from .demo import measure_demo

            rows += measure_demo()
    finally:
        if rows:
            save(rows, var / "bench.json")
            print(table(rows))
    say(f"{time.monotonic() - begun:.0f} s; written to {var / 'bench.json'}")


def _figures(made: Place, var: Path, wanted: list[str] | tuple[str, ...], rows: list[Row]) -> None:
    """Appended one by one: what was measured is told even when a later part fails."""
    if "calls" in wanted:
        from .call_next import measure_call_next

        say("take and call as services")
        rows += measure_call_next(made, var)
    if "pdf" in wanted:
        from .notice_pdf import measure_notice_pdf

        say("one-time sheets")
        rows.append(measure_notice_pdf(made))
    if "statements" in wanted:
        rows.append(_statements(made, var))
    if {"visits", "reads"} & set(wanted):
        with serving(made.environ, "web", WEB):
            rows += load_rows(made, var, WEB, wanted, "")
    if "streams" in wanted:
        with serving(made.environ, "live", LIVE) as pid:
            rows += stream_rows(made, LIVE, pid)
    if "up" in wanted:
        with serving(made.environ, "up", UP) as pid:
            rows += load_rows(made, var, UP, ("visits", "reads"), "up_")
            rows += [_told(row) for row in stream_rows(made, UP, _web_of(pid))]


def _statements(made: Place, var: Path) -> Row:
    from .statements import measure_statements

    say("statements of a visit")
    row, longest = measure_statements(made)
    (var / "statements.txt").write_text("\n".join(longest) + "\n")
    return row


def load_rows(
    made: Place, var: Path, port: int, wanted: list[str] | tuple[str, ...], prefix: str
) -> list[Row]:
    """Of `web` with targets, of `up` without."""
    from .reads import measure_reads
    from .references import ONE_READ, TAKE_AND_CALL, pgbench
    from .visits import Load, run

    rows: list[Row] = []
    if "reads" in wanted:
        say(f"reads on port {port}")
        got = asyncio.run(measure_reads(made, port))
        plain = pgbench(made.server, var, ONE_READ, clients=16, seconds=3)
        rows += [
            Row(
                f"{prefix}{name}",
                got[key],
                "1/s",
                plain,
                "pgbench -c 16, one SELECT",
                target,
                False,
            )
            for name, key, target in (
                ("board_reads_per_second", "board", 400),
                ("ticket_page_per_second", "ticket", 300),
                ("ticket_api_per_second", "ticket_api", None),
                ("board_page_per_second", "board_page", None),
            )
        ]
    if "visits" in wanted:
        say(f"visits on port {port}")
        load = Load(HOST, port, HALL, made.items, made.kiosk, made.workers, seconds=15)
        full = asyncio.run(run(load))
        plain = pgbench(made.server, var, TAKE_AND_CALL, clients=32)
        load = Load(HOST, port, HALL, made.items, made.kiosk, made.workers, seconds=15, pace=20)
        paced = asyncio.run(run(load))
        one = 1000 / pgbench(made.server, var, TAKE_AND_CALL, clients=1)
        note = (
            f"call p50 {full['call_p50_ms']:.0f}, p99 {full['call_p99_ms']:.0f} ms,"
            f" errors {full['errors']:.0f}"
        )
        rows += [
            Row(
                f"{prefix}visits_per_second",
                full["visits_per_second"],
                "1/s",
                plain,
                "pgbench -c 32, INSERT + claiming UPDATE /s",
                60,
                at_most=False,
                note=note,
            ),
            Row(
                f"{prefix}call_next_p99_ms",
                paced["call_p99_ms"],
                "ms",
                one,
                "pgbench -c 1, INSERT + claiming UPDATE",
                100,
                note=f"p50 {paced['call_p50_ms']:.0f} at {paced['visits_per_second']:.0f} visits/s,"
                f" errors {paced['errors']:.0f}",
            ),
        ]
    return [_told(row) for row in rows] if prefix else rows


def stream_rows(made: Place, port: int, pid: int) -> list[Row]:
    from .streams import measure_lag, measure_streams
    from .telling import commit_of, hold_open, topic_token

    address, token = (HOST, port), topic_token(made.hall)
    commit: Callable[[], float] = commit_of(made.hall)
    rows = measure_streams(address, pid, made.topic, token, commit)
    rows.append(measure_lag(address, made.topic, token, commit, hold_open(made)))
    return rows


def _told(row: Row) -> Row:
    row.target = None
    row.name = row.name if row.name.startswith("up_") else f"up_{row.name}"
    return row


def _web_of(pid: int) -> int:
    """The process of `up` that serves."""
    from .servers import descendants

    for one in descendants(pid):
        if "--with-live" in Path(f"/proc/{one}/cmdline").read_text().split("\0"):
            return one
    raise SystemExit("up has no web process")


if __name__ == "__main__":
    main()
