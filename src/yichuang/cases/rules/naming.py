"""What parties and their papers are called where there are several: each can be told from every
other, by the same number wherever it is shown. Those registered are counted first, in their order;
`registered` gives (ref, name) of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from .marks import Row, is_gap

Registered = Iterable[tuple[str, str]]


def party_names(parties: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By ref, from (ref, name) in the order of the list; those that share a name are counted."""
    refs: dict[str, dict[str, None]] = {}
    for ref, name in parties:
        refs.setdefault(name, {})[ref] = None
    return {
        ref: _("%(name)s %(n)s") % {"name": name, "n": n} if len(same) > 1 else name
        for name, same in refs.items()
        for n, ref in enumerate(same, 1)
    }


def row_parties(rows: Iterable[Row], registered: Registered = ()) -> dict[str, str]:
    """By ref, also of those that are asked for papers and not registered yet."""
    asked = [(r.party_ref, r.line["party_name"]) for r in rows if r.state != "not_applicable"]
    return party_names([*registered, *asked])


def paper_names(papers: Sequence[tuple[str, str, str]], registered: Registered = ()) -> list[str]:
    """From (paper, ref, party's name): with its party where more than one has such a paper."""
    owners: dict[str, set[str]] = {}
    for paper, ref, _name in papers:
        owners.setdefault(paper, set()).add(ref)
    known = party_names([*registered, *((ref, name) for _paper, ref, name in papers)])
    return [
        _("%(paper)s（%(party)s）") % {"paper": paper, "party": known[ref]}
        if len(owners[paper]) > 1 and known[ref]
        else paper
        for paper, ref, _name in papers
    ]


def row_names(rows: Sequence[Row], registered: Registered = ()) -> list[str]:
    papers = [(r.line["name"], r.party_ref, r.line["party_name"]) for r in rows]
    return paper_names(papers, registered)


def gap_names(rows: Sequence[Row], registered: Registered = ()) -> list[str]:
    """Of all that is asked, so that a gap is told from what another party has handed in."""
    asked = [row for row in rows if row.state != "not_applicable"]
    names = row_names(asked, registered)
    return [name for row, name in zip(asked, names, strict=True) if is_gap(row)]
