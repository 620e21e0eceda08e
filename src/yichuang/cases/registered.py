"""Registered parties as people may see them: numbers masked, papers checked anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from yichuang.catalogue.rules import Definition
from yichuang.kit.privacy import decrypt, mask
from yichuang.people import identity as papers

from .models import Party


def warnings_of(rows: Sequence[Party]) -> list[dict[str, str]]:
    """What looks wrong with papers; told to whoever types, refuses nothing."""
    found = []
    for row in rows:
        if row.identity_type:
            warned = papers.check(row.identity_type, decrypt(row.identity_sealed, "identity"))
            if warned:
                found.append({"party": row.ref, "code": warned.code, "detail": warned.detail})
    return found


def roles_of(rows: Iterable[Party], definition: Definition) -> list[tuple[str, str]]:
    """(ref, name of the role) of each, as the rules of naming count them."""
    return [(row.ref, definition.role_name(row.role)) for row in rows]


def party_view(row: Party, definition: Definition) -> dict[str, Any]:
    """The name as registered, numbers masked (domain.md §9)."""
    number = decrypt(row.identity_sealed, "identity")
    phone = decrypt(row.phone_sealed, "phone")
    return {
        "id": row.id,
        "ref": row.ref,
        "role": row.role,
        "role_name": definition.role_name(row.role),
        "kind": row.kind,
        "name": decrypt(row.name_sealed, "names"),
        "identity": {"type": row.identity_type, "number": mask(number)}
        if row.identity_type
        else None,
        "phone": mask(phone) if phone else "",
        "acts_for": row.acts_for,
        "facts": row.facts,
    }
