"""What papers are called in a list of several parties: each can be told from every other's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from .marks import Row, is_gap


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


def paper_names(papers: Sequence[tuple[str, str, str]]) -> list[str]:
    """From (paper, ref, party's name): with its party where more than one has such a paper."""
    owners: dict[str, set[str]] = {}
    for paper, ref, _name in papers:
        owners.setdefault(paper, set()).add(ref)
    known = party_names((ref, name) for _paper, ref, name in papers)
    return [
        _("%(paper)s（%(party)s）") % {"paper": paper, "party": known[ref]}
        if len(owners[paper]) > 1 and known[ref]
        else paper
        for paper, ref, _name in papers
    ]


def row_names(rows: Sequence[Row]) -> list[str]:
    return paper_names([(r.line["name"], r.party_ref, r.line["party_name"]) for r in rows])


def gap_names(rows: Sequence[Row]) -> list[str]:
    """Of every row, so that a gap is told from what another party has handed in."""
    return [name for row, name in zip(rows, row_names(rows), strict=True) if is_gap(row)]
