"""How cases get into their tables in one statement each: the hot path of the desk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from django.db import models

from yichuang.kit.cursors import run

from .models import Case, Party, Requirement

# The row types give each JSON value its column's type.
_INSERT = """
WITH new_case AS (
    INSERT INTO cases_case
    SELECT * FROM jsonb_populate_recordset(NULL::cases_case, %(cases)s::jsonb)
), new_parties AS (
    INSERT INTO cases_party
    SELECT * FROM jsonb_populate_recordset(NULL::cases_party, %(parties)s::jsonb)
)
INSERT INTO cases_requirement
SELECT * FROM jsonb_populate_recordset(NULL::cases_requirement, %(requirements)s::jsonb)
"""

_MARK = """
WITH touched AS (
    UPDATE cases_case SET version = %(version)s WHERE id = %(case)s
)
UPDATE cases_requirement AS r
SET state = m.state, reason = m.reason, evidence = m.evidence, grade = m.grade,
    marked_by = m.marked_by, marked_at = m.marked_at, rejected_for = m.rejected_for
FROM jsonb_populate_recordset(NULL::cases_requirement, %(rows)s::jsonb) AS m
WHERE r.id = m.id AND r.case_id = %(case)s
"""


def _json(rows: Iterable[models.Model]) -> str:
    return json.dumps(
        [{f.column: f.value_from_object(row) for f in row._meta.concrete_fields} for row in rows],
        default=str,
    )


def insert_case(case: Case, parties: Sequence[Party], requirements: Sequence[Requirement]) -> None:
    values = {
        "cases": _json([case]),
        "parties": _json(parties),
        "requirements": _json(requirements),
    }
    run(_INSERT, values)


def save_marks(case: Case, rows: Sequence[Requirement]) -> None:
    """These rows' marks, and the case's new version."""
    run(_MARK, {"rows": _json(rows), "case": case.id, "version": case.version})
