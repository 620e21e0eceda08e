"""A person's answers so far, kept in the address: works without JavaScript or cookies. Of a
number that was taken they are kept with the ticket, too.

One parameter `a`, in the order of asking: 'QUESTION~OPTION', 'QUESTION~none' (none of these
applies), 'QUESTION~' (skipped). An answer that no longer fits its item is dropped in silence:
an old link must still open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from yichuang.catalogue.rules import Definition, Question, known_answers

MOST = 80
NONE = "none"


@dataclass(frozen=True)
class Path:
    """Pairs (question, option); option '' = skipped."""

    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def scenarios(self) -> tuple[str, ...]:
        return tuple(f"{q}={o}" for q, o in self.pairs if o)

    @property
    def asked(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(q for q, _o in self.pairs))

    def values(self) -> list[str]:
        return [f"{q}~{o}" for q, o in self.pairs]

    def query(self) -> str:
        """'?a=…', or nothing when nothing was answered."""
        return "?" + urlencode([("a", value) for value in self.values()]) if self.pairs else ""

    def address(self) -> str:
        """As `query`, but also 'nothing' is told: it does not mean what was kept before."""
        return self.query() or "?a="

    def before(self, question: str) -> Path:
        """Everything asked before `question`: to change an answer is to go back to it."""
        if question not in self.asked:
            return self
        earlier = set(self.asked[: self.asked.index(question)])
        return Path(tuple(pair for pair in self.pairs if pair[0] in earlier))

    def without(self, question: str) -> Path:
        return Path(tuple(pair for pair in self.pairs if pair[0] != question))

    def add(self, question: str, options: Iterable[str]) -> Path:
        kept = tuple(pair for pair in self.pairs if pair[0] != question)
        return Path(kept + tuple((question, option) for option in options))


NOTHING = Path()


def read_path(definition: Definition, values: Iterable[str]) -> Path:
    """What of `a=…` fits this item; one option only where a question takes one."""
    path = Path()
    for value in list(values)[:MOST]:
        name, _sep, option = value.partition("~")
        question = definition.question(name)
        if question is None or not _fits(question, option):
            continue
        had = [o for q, o in path.pairs if q == name and o not in ("", NONE)]
        keep = had if question.multiple and option not in ("", NONE) else []
        path = path.add(name, dict.fromkeys([*keep, option]))
    return path


def kept_path(definition: Definition, scenarios: Iterable[str]) -> Path:
    """What a ticket keeps, as far as the item still asks it; what was skipped is not kept."""
    chosen = known_answers(definition, scenarios).chosen
    return Path(
        tuple(
            (question.id, option)
            for question in definition.questions
            if question.id in chosen
            for option in [o.id for o in question.options if o.id in chosen[question.id]] or [NONE]
        )
    )


def _fits(question: Question, option: str) -> bool:
    known = {o.id for o in question.options}
    return option == "" or option in known or (option == NONE and question.may_be_none)


def answer_words(question: Question, path: Path) -> str:
    """What was chosen, in the item's own words; '' when skipped."""
    chosen = [option for name, option in path.pairs if name == question.id and option]
    if chosen == [NONE] and NONE not in {o.id for o in question.options}:
        return _("都不是")
    return "、".join(o.text for o in question.options if o.id in chosen)
