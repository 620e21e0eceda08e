"""What a line waits for while it is undecided: a question, a fact or a role."""

from __future__ import annotations

from dataclasses import dataclass

from .answers import View
from .conditions import Chosen, Fact, Role, evaluate
from .definition import Definition
from .grammar import Condition


@dataclass(frozen=True)
class Open:
    kind: str  # question, fact, role
    name: str
    party: str
    text: str
    source: str = ""


def opens_of(definition: Definition, when: Condition | None, view: View) -> tuple[Open, ...]:
    """The atoms that are not known; for a question that may not arise, what decides that."""
    found: list[Open] = []
    for atom in when.atoms() if when else ():
        if evaluate(atom, view) is not None:
            continue
        match atom:
            case Chosen(name, _option):
                found += _question(definition, name, view)
            case Fact(name):
                owner = view.parties.applicant_of(view.party)
                words = definition.vocabulary.facts.get(name, {})
                text, source = str(words.get("text", name)), str(words.get("from", ""))
                found.append(Open("fact", name, owner.ref, text, source))
            case Role(name):
                found.append(Open("role", name, name, definition.role_name(name)))
    return tuple(dict.fromkeys(found))


def _question(definition: Definition, name: str, view: View) -> list[Open]:
    question = definition.question(name)
    if question is None:
        return []
    if question.when and view.arises(question) is None:
        applicant = view.seen_by(view.parties.of("applicant")[0])
        return list(opens_of(definition, question.when, applicant))
    return [Open("question", name, "applicant", question.text)]
