"""Parsed definitions by version id. A version never changes, so each is read once a process."""

from functools import lru_cache
from uuid import UUID

from yichuang.catalogue import queries as catalogue
from yichuang.catalogue.rules import Definition


@lru_cache(maxsize=4096)
def definition_of(version_id: UUID) -> Definition:
    return catalogue.definition_of(catalogue.version_by_id(version_id))
