"""The command line: help, exit codes, one line that says what is wrong."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from yichuang.project.cli import MANAGED
from yichuang.project.running.postgres import EmbeddedPostgres

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def finished(yichuang: Start, var: Path) -> Callable[..., tuple[int, str, list[str]]]:
    def run(*arguments: str) -> tuple[int, str, list[str]]:
        process = yichuang(var, *arguments)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err.strip().splitlines()

    return run


def test_version(finished: Callable[..., tuple[int, str, list[str]]]) -> None:
    code, out, err = finished("--version")
    assert (code, err) == (0, [])
    assert out.startswith("yichuang 0.")


def test_help_names_every_command(finished: Callable[..., tuple[int, str, list[str]]]) -> None:
    code, out, _ = finished("--help")
    assert code == 0
    for name in ("up", "web", "live", "worker", *MANAGED):
        assert f" {name} " in out


@pytest.mark.parametrize("name", ["up", "web", "live", "worker", "migrate", "token", "crowd"])
def test_each_command_has_help(
    finished: Callable[..., tuple[int, str, list[str]]], name: str
) -> None:
    code, out, _ = finished(name, "--help")
    assert code == 0
    assert out.startswith(f"usage: yichuang {name}")


@pytest.mark.parametrize(
    "arguments", [(), ("fly",), ("up", "--port", "x"), ("web", "--workers", "0"), ("token",)]
)
def test_wrong_usage_exits_2(
    finished: Callable[..., tuple[int, str, list[str]]], arguments: tuple[str, ...]
) -> None:
    code, _, err = finished(*arguments)
    assert code == 2
    assert "error: " in err[-1]


def test_up_when_the_port_is_taken_says_so(
    finished: Callable[..., tuple[int, str, list[str]]],
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, _, err = finished("up", "--port", str(port))
    assert code == 1
    assert err == [
        f"yichuang: Port {port} on 127.0.0.1 cannot be used (Address already in use); stop the "
        "program that has it or choose another with --port (make: PORT=)."
    ]


def test_up_when_the_directory_is_in_use_says_so(
    finished: Callable[..., tuple[int, str, list[str]]],
    server: EmbeddedPostgres,
    free_port: Callable[[], int],
) -> None:
    code, _, err = finished("up", "--port", str(free_port()))
    assert code == 1
    assert err[-1].startswith(f"yichuang: The data directory {server.var} is in use by a running")


@pytest.mark.parametrize("name", ["web", "live", "worker"])
def test_process_when_there_is_no_database_says_so(
    finished: Callable[..., tuple[int, str, list[str]]], name: str
) -> None:
    code, _, err = finished(name)
    assert code == 1
    assert len(err) == 1
    assert err[0].startswith("yichuang: No database: set DATABASE_URL")


def test_command_when_its_file_is_missing_says_so(
    finished: Callable[..., tuple[int, str, list[str]]],
) -> None:
    code, _, err = finished("load-calendar", "/nowhere.yaml")
    assert code == 1
    assert "nowhere.yaml" in err[-1]
