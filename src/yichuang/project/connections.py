"""Persistent database connections that survive a restart of the database."""

from __future__ import annotations

import select
from typing import Any

from django.core.signals import request_started
from django.db import connections


def drop_dead_connections(**_: Any) -> None:
    """Looks at the socket, costs no statement: an idle one is readable only when closed.

    Django's own check (CONN_HEALTH_CHECKS) sends a statement with every request; without
    it the first request of each thread after a restart would fail.
    """
    for wrapper in connections.all(initialized_only=True):
        if wrapper.connection is None or wrapper.in_atomic_block:
            continue
        if wrapper.connection.closed or _readable(wrapper.connection.fileno()):
            wrapper.close()


def _readable(fileno: int) -> bool:
    poll = select.poll()
    poll.register(fileno, select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(poll.poll(0))


def install() -> None:
    request_started.connect(drop_dead_connections, dispatch_uid="yichuang-dead-connections")
