"""What the same PostgreSQL does by itself, measured with its own pgbench."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from yichuang.project.running import cluster
from yichuang.project.running.postgres import EmbeddedPostgres

# The least that taking and calling a number can cost: one row in, one row claimed.
TABLE = """
DROP TABLE IF EXISTS bench_line;
CREATE TABLE bench_line (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  queue int NOT NULL, state text NOT NULL, counter int, issued_at timestamptz NOT NULL);
CREATE INDEX ON bench_line (queue, id) WHERE state = 'waiting';
INSERT INTO bench_line (queue, state, issued_at) SELECT 1, 'waiting', now() FROM generate_series(1, 50);
"""
TAKE_AND_CALL = """
INSERT INTO bench_line (queue, state, issued_at) VALUES (1, 'waiting', now());
UPDATE bench_line SET state = 'called', counter = :client_id WHERE id = (
  SELECT id FROM bench_line WHERE queue = 1 AND state = 'waiting'
  ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED);
"""
ONE_READ = (
    "SELECT count(*), min(issued_at) FROM bench_line WHERE queue = 1 AND state = 'waiting';\n"
)


def pgbench(
    server: EmbeddedPostgres, var: Path, script: str, clients: int, seconds: int = 5
) -> float:
    """Scripts a second, each statement a transaction of its own, prepared."""
    import psycopg

    with psycopg.connect(server.url, autocommit=True) as connection:
        for statement in filter(str.strip, TABLE.split(";")):
            connection.execute(statement)
    file = var / "bench.sql"
    file.write_text(script)
    threads = str(min(2, clients))
    done = subprocess.run(
        [
            *(cluster.binaries() / "pgbench", "-n", "-M", "prepared", "-c", str(clients)),
            *("-j", threads, "-T", str(seconds), "-f", str(file), server.url),
        ],
        env={**os.environ, **cluster.server_environment()},
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 60,
    )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if not found:
        raise SystemExit(f"pgbench said: {done.stdout[-500:]}{done.stderr[-500:]}")
    return float(found[1])
