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
# The same two statements on the product's own table, with its keys, checks and indexes: what a
# ticket costs this database. 'passed' stands for called, since a counter holds one ticket only.
OWN_SETUP = "DROP SEQUENCE IF EXISTS bench_serial; CREATE SEQUENCE bench_serial"
OWN_TAKE_AND_CALL = """
WITH n AS (SELECT nextval('bench_serial')::int AS n, uuidv7() AS visit),
one AS (INSERT INTO tickets_visit (id, hall_id, day) SELECT visit, '{hall}', current_date FROM n)
INSERT INTO tickets_ticket (id, hall_id, public_id, secret_hash, visit_id, version, day, number,
  serial, queue_id, item_id, purpose, scenarios, channel, state, issued_at, arrived_at, recalls,
  served_seconds, tier, needs, needs_proven, head_start, counts_from, in_line, skips, front, why,
  person_hash, phone_hash, phone, device_hash, for_another, principal_name, live_key, slip,
  slips_printed)
SELECT uuidv7(), '{hall}', 'bench' || n, '', visit, 1, current_date, 'bench' || n, n, '{queue}',
  '{item}', 'handle', '{{}}', 'kiosk', 'waiting', now(), now(), 0, 0, 3, '{{}}', false, 0, now(),
  true, 0, '', '{{}}', 'bench' || n, 'bench' || n, '', '', false, '', 'bench' || n, 'none', 0
FROM n;
UPDATE tickets_ticket SET state = 'passed', counter_id = '{counter}', called_at = now(),
  version = version + 1
WHERE id = (
  SELECT id FROM tickets_ticket
  WHERE hall_id = '{hall}' AND queue_id = '{queue}' AND state = 'waiting'
  ORDER BY day, serial LIMIT 1 FOR UPDATE SKIP LOCKED);
"""
OWN_CLEANUP = """
DELETE FROM tickets_ticket WHERE public_id LIKE 'bench%';
DELETE FROM tickets_visit v WHERE NOT EXISTS (SELECT FROM tickets_ticket t WHERE t.visit_id = v.id)
"""
ONE_READ = (
    "SELECT count(*), min(issued_at) FROM bench_line WHERE queue = 1 AND state = 'waiting';\n"
)


def run(server: EmbeddedPostgres, statements: str) -> None:
    import psycopg

    with psycopg.connect(server.url, autocommit=True) as connection:
        for statement in filter(str.strip, statements.split(";")):
            connection.execute(statement)


def pgbench(
    server: EmbeddedPostgres, var: Path, script: str, clients: int, seconds: int = 5
) -> float:
    """Scripts a second, each statement a transaction of its own, prepared."""
    run(server, TABLE)
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
