"""postgresql.conf of the embedded server: a small machine that also serves the pages."""

from __future__ import annotations

from pathlib import Path

SETTINGS: dict[str, str] = {
    # Local socket only; who may come in is said in pg_hba.conf.
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "shared_buffers": "64MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "effective_cache_size": "512MB",
    "temp_buffers": "4MB",
    "max_wal_senders": "3",
    "max_logical_replication_workers": "0",
    "min_wal_size": "80MB",
    "max_wal_size": "512MB",
    "checkpoint_timeout": "15min",
    # A confirmed answer survives kill -9 and a power cut.
    "fsync": "on",
    "synchronous_commit": "on",
    # Short statements on few rows: planning for parallel workers and JIT only costs.
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "max_worker_processes": "4",
    "io_method": "sync",
    "random_page_cost": "1.1",
    # A hall's day begins with empty tables: what the planner knows must keep up with them.
    "autovacuum_naptime": "15s",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "lc_messages": "'C'",
    # No personal data in the log: neither statements nor the values in DETAIL lines.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_min_messages": "warning",
    "log_line_prefix": "'%m [%p] '",
}

# For tests only: nothing they write has to survive.
FOR_TESTS: dict[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}

HBA = """\
# Written at every start. Local socket and password, nothing else.
local all all scram-sha-256
"""


def configuration(socket_dir: Path, *, durable: bool, max_connections: int) -> str:
    settings = SETTINGS | ({} if durable else FOR_TESTS)
    settings["unix_socket_directories"] = f"'{socket_dir}'"
    settings["max_connections"] = str(max_connections)
    lines = [f"{name} = {value}" for name, value in settings.items()]
    head = "# Written at every start; own settings go into ../postgresql-extra.conf."
    return "\n".join([head, *lines, "include_if_exists = '../postgresql-extra.conf'", ""])
