"""Papers of several parties can be told from each other."""

from __future__ import annotations

from types import SimpleNamespace

from ..rules import gap_names, paper_names, party_names, row_parties

MINE = ("身份证", "applicant", "申请人")


def row(name: str, ref: str, party: str, state: str) -> SimpleNamespace:
    line = {"name": name, "party_name": party}
    return SimpleNamespace(party_ref=ref, line=line, state=state, optional=False)


def test_papers_when_one_party_has_them_then_named_alone() -> None:
    papers = [MINE, MINE, ("房产证", "spouse", "配偶")]
    assert paper_names(papers) == ["身份证", "身份证", "房产证"]


def test_papers_when_two_parties_have_one_then_each_says_whose() -> None:
    papers = [MINE, ("照片", "applicant", "申请人"), ("身份证", "spouse", "配偶")]
    assert paper_names(papers) == ["身份证（申请人）", "照片", "身份证（配偶）"]


def test_papers_when_two_parties_are_called_the_same_then_counted() -> None:
    papers = [("身份证", "driver", "驾驶员"), ("身份证", "driver-2", "驾驶员")]
    assert paper_names(papers) == ["身份证（驾驶员 1）", "身份证（驾驶员 2）"]
    known = party_names((ref, name) for _paper, ref, name in papers)
    assert known == {"driver": "驾驶员 1", "driver-2": "驾驶员 2"}


def test_gaps_when_the_other_partys_paper_is_there_then_told_whose_is_missing() -> None:
    rows = [row(*MINE, "checked"), row("身份证", "spouse", "配偶", "rejected")]
    assert gap_names(rows) == ["身份证（配偶）"]


def test_parties_when_registered_then_counted_in_that_order_though_only_one_has_papers() -> None:
    registered = [("driver", "驾驶员"), ("driver-2", "驾驶员")]
    rows = [row("驾驶证", "driver-2", "驾驶员", "required"), row(*MINE, "required")]
    assert row_parties(rows, registered)["driver-2"] == "驾驶员 2"
    both = [rows[0], row("驾驶证", "driver", "驾驶员", "checked")]
    assert gap_names(both, registered) == ["驾驶证（驾驶员 2）"]


def test_parties_when_nothing_is_asked_of_one_that_nobody_registered_then_not_counted() -> None:
    rows = [
        row("身份证", "seller", "卖方", "not_applicable"),
        row("身份证", "each_seller", "卖方", "required"),
    ]
    assert row_parties(rows) == {"each_seller": "卖方"}
    assert gap_names(rows) == ["身份证"]
