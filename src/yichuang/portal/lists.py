"""A person's own material list: what their answers make of an item's requirements."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yichuang.catalogue.guides import Guide, GuideLine, guide
from yichuang.catalogue.rules import Definition, Question, requirements
from yichuang.catalogue.rules.values import APPLICANT

from .answers import Path, answer_words
from .guides import basis_words

STOPS = {"not_needed": lambda: _("您这种情况不用办"), "not_yet": lambda: _("您这种情况还办不了")}


def next_question(definition: Definition, path: Path, today: date) -> Question | None:
    """The first question that arises and was neither answered nor skipped."""
    asked = requirements(definition, path.scenarios, on=today)
    if asked.stops:
        return None
    return next((q for q in asked.unanswered if q.id not in path.asked), None)


def list_page(definition: Definition, path: Path, here: str, today: date) -> dict[str, Any]:
    """`here`: the address of the questions, to change an answer."""
    told = guide(definition, path.scenarios, on=today)
    groups = [
        _group(_("要带 %(n)s 样"), told.bring, _("必带"), "blue"),
        _group(_("看情况要带 %(n)s 样"), told.perhaps, _("看情况"), "line"),
        _group(_("可带可不带 %(n)s 样"), told.optional, _("可不带"), ""),
        _group(_("不用带 %(n)s 样"), told.not_bring, _("免提交"), "green"),
    ]
    return {
        "summary": _summary(told),
        "rest": _rest(told, path, here),
        "stops": [{"title": STOPS[s.outcome](), "text": s.text} for s in told.stops],
        "groups": [group for group in groups if group["sets"]],
        "answers": _answers(definition, path, here),
        "basis": basis_words(told.basis),
    }


def _summary(told: Guide) -> str:
    if told.stops:
        return _("先看下面的说明，再决定来不来。")
    bring, perhaps = len(told.bring), len(told.perhaps)
    if not bring and not perhaps:
        return _("什么都不用带，人来就行。")
    if not bring:
        return _("要带什么，看您的情况。")
    words = _("要带 %(n)s 样") % {"n": bring}
    return words + (_("，另有 %(n)s 样看情况。") % {"n": perhaps} if perhaps else "。")


def _rest(told: Guide, path: Path, here: str) -> dict[str, Any] | None:
    """The questions that were skipped, where nothing can be said for certain without them."""
    if told.stops or told.bring or not (told.perhaps and told.unanswered):
        return None
    answered = Path(tuple((name, option) for name, option in path.pairs if option))
    return {"n": len(told.unanswered), "url": here + answered.address()}


def _group(title: str, lines: tuple[GuideLine, ...], tag: str, kind: str) -> dict[str, Any]:
    """Lines of one person stand together, under that person's name when there are several."""
    people: dict[str, list[dict[str, str]]] = {}
    for line in lines:
        row = {
            "title": line.instead or line.name,
            "text": "，".join(filter(None, (line.how, line.note))),
            "more": line.why,
            "tag": tag,
            "kind": kind,
        }
        people.setdefault(line.who, []).append(row)
    alone = list(people) == [APPLICANT]
    sets = [{"title": "" if alone else who, "rows": found} for who, found in people.items()]
    return {"title": title % {"n": len(lines)}, "sets": sets}


def _answers(definition: Definition, path: Path, here: str) -> list[dict[str, str]]:
    found = []
    for name in path.asked:
        question = definition.question(name)
        if question:
            url = here + path.before(name).address()
            words = answer_words(question, path) or _("跳过了")
            found.append({"label": question.text, "value": words, "url": url})
    return found
