"""Log lines as JSON without personal data.

A message of an exception can hold what a person typed, and a DETAIL line of the
database holds whole rows: of an exception only its kind, its place in our code, the
SQLSTATE and the constraint are written.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

EXTRA = ("method", "route", "status", "ms", "job", "count")
FRAMES = 12


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._message(record),
        }
        line.update({name: getattr(record, name) for name in EXTRA if hasattr(record, name)})
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = describe(record.exc_info[1], record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)

    def _message(self, record: logging.LogRecord) -> str:
        """Django's request messages carry the address, which may carry a ticket's id."""
        if record.name.startswith("django.request"):
            return str(record.msg).split("%s", 1)[0].rstrip(": ")
        return record.getMessage()


def describe(error: BaseException, trace: TracebackType | None) -> dict[str, Any]:
    kind = type(error)
    found: dict[str, Any] = {"kind": f"{kind.__module__}.{kind.__qualname__}"}
    database_error = error.__cause__ if error.__cause__ is not None else error
    if sqlstate := getattr(database_error, "sqlstate", None):
        found["sqlstate"] = sqlstate
        found["constraint"] = getattr(database_error.diag, "constraint_name", None)  # type: ignore[attr-defined]
    frames = traceback.extract_tb(trace)[-FRAMES:]
    found["at"] = [f"{f.filename.rpartition('/src/')[2]}:{f.lineno} {f.name}" for f in frames]
    return found


def configuration(level: str = "INFO") -> dict[str, Any]:
    """For settings.LOGGING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "yichuang.project.logging.JsonLines"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            "yichuang": {"level": level},
            "django": {"level": "WARNING", "handlers": [], "propagate": True},
            # A refusal is an answer, not a fault; 5xx are logged as errors.
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
            "django_tasks": {"level": "WARNING"},
            "uvicorn": {"level": "WARNING"},
            "axes": {"level": "ERROR"},
        },
    }
