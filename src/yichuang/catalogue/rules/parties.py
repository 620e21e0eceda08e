"""Who takes part in a case, what is known of them, and what they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from .conditions import Truth
from .definition import Definition

# Whose facts are those of the applicant they belong to (meta.codes.fact).
DEPENDENT = frozenset(
    ["spouse", "guardian", "agent", "companion", "handler", "legal_rep"]
    + ["father", "mother", "employer", "each_heir"]
)


@dataclass(frozen=True)
class Party:
    """One role of one person. `person` equal and not empty: the same natural person."""

    role: str
    key: str = ""
    person: str = ""
    facts: Mapping[str, bool | int] = field(default_factory=dict)
    identity_type: str | None = None
    acts_for: str = ""

    @property
    def ref(self) -> str:
        return self.key or self.role


@dataclass(frozen=True)
class Holding:
    """An e-licence held ('LIC:SFZ') or a data share that answered ('SHARE:S-POP').

    `party` is the ref of the party it belongs to; a share answers for the materials
    named, or for all that it covers when it names none.
    """

    kind: str
    party: str = "applicant"
    valid_until: date | None = None
    answers_for: tuple[str, ...] = ()

    def replaces(self, material: str, party: str, on: date) -> bool:
        if self.party != party or (self.answers_for and material not in self.answers_for):
            return False
        return self.valid_until is None or on <= self.valid_until


@dataclass(frozen=True)
class Parties:
    """`complete`: those named are all there are; else an optional role is not known yet."""

    known: tuple[Party, ...]
    complete: bool
    definition: Definition

    def of(self, role: str) -> tuple[Party, ...]:
        """The parties to list a material for: one where the item counts the role as one."""
        found = tuple(p for p in self.known if p.role == role)
        most = self.definition.count_of(role)[1]
        return (found or (Party(role),))[: 1 if most == 1 else None]

    def present(self, role: str) -> Truth:
        if any(p.role == role for p in self.known) or self.definition.count_of(role)[0]:
            return True
        return False if self.complete or role not in self.definition.parties else None

    def applicant_of(self, party: Party) -> Party:
        """Whose facts count for `party`: its own, or those of the one it belongs to."""
        if party.role not in DEPENDENT:
            return party
        for other in self.known if party.acts_for else ():
            if other.role not in DEPENDENT and party.acts_for in (other.key, other.role):
                return other
        return self.of("applicant")[0]

    def fact(self, party: Party, name: str) -> bool | int | None:
        facts = self.applicant_of(party).facts
        if name in facts:
            return facts[name]
        if name == "by_agent":
            return self._by_agent(self.applicant_of(party))
        return _implied(name, facts, self.definition.vocabulary.facts)

    def _by_agent(self, principal: Party) -> Truth:
        agents = [p for p in self.known if p.role == "agent"]
        if any(p.acts_for in (principal.ref, principal.role) for p in agents):
            return True
        if any(not p.acts_for for p in agents):
            return None
        return False if self.complete else None


def _implied(
    name: str, facts: Mapping[str, bool | int], declared: Mapping[str, Mapping[str, object]]
) -> Truth:
    """`no_id implies no_card`: read forward, and backward where the consequence is false."""
    for other, words in declared.items():
        if words.get("implies") == name and facts.get(other) is True:
            return True
    consequence = declared.get(name, {}).get("implies")
    if isinstance(consequence, str) and facts.get(consequence) is False:
        return False
    return None


def as_parties(definition: Definition, parties: Sequence[Party], complete: bool) -> Parties:
    """The applicant is always there, named or not."""
    known = tuple(parties)
    if not any(p.role == "applicant" for p in known):
        known = (Party("applicant"), *known)
    return Parties(known, complete, definition)
