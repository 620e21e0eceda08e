"""Every refusal of publishing beside its matching success, and what is only warned of."""

import pytest

from yichuang.catalogue.reading import read_catalogue

from .factories import demonstration, item, material, package, text

FEE = {"charge": True, "standard": "20元", "basis": "某文件", "way": ["窗口"]}
LICENCE = {"name": "身份证", "kind": "证", "e_licence": "SFZ", "sample": "样本"}
DAYS = {"days": 20, "unit": "working_day", "starts": "accepted"}
ASKED = {"id": "why", "text": "为什么？", "options": [{"id": "lost", "text": "丢了"}]}


def _limit(days, unit="working_day", **more):
    return {"days": days, "unit": unit, "starts": "accepted", **more}


def _card(**changes):
    return material(name="居民身份证", replace_by=["LIC:SFZ"]) | changes


def _letter(*replace_by):
    return material(name="授权委托书", replace_by=list(replace_by))


def _when(condition):
    return {"materials": [material(need="conditional", when=condition)]}


def _online(depth, visits, reason=None):
    return {"online": {"depth": depth, "visits": visits, "reason_if_visit": reason}}


VARIANT = [{"when": "q.why=lost", "days": 3}]

CASES = [
    (
        "on_the_spot_with_limit",
        {"case_kind": "即办件", "promise_limit": _limit(1)},
        {"case_kind": "即办件", "promise_limit": _limit(0)},
    ),
    (
        "on_the_spot_with_limit",
        {"case_kind": "即办件", "promise_limit": _limit(0, variants=VARIANT)},
        {"promise_limit": _limit(0, variants=VARIANT)},
    ),
    ("promise_over_statute", {"promise_limit": _limit(21)}, {"promise_limit": _limit(20)}),
    (
        "promise_over_statute",
        {"statutory_limit": _limit(15, "natural_day"), "promise_limit": _limit(11)},
        {"statutory_limit": _limit(15, "natural_day"), "promise_limit": _limit(10)},
    ),
    (
        "promise_over_statute",
        {"statutory_limit": _limit(20, variants=VARIANT)},
        {
            "statutory_limit": _limit(20, variants=VARIANT),
            "promise_limit": _limit(10, variants=VARIANT),
        },
    ),
    ("visits_at_depth_iv", _online("IV", 1, "核对"), _online("IV", 0)),
    ("visit_without_reason", _online("III", 1), _online("III", 1, "核对")),
    ("fee_incomplete", {"fee": FEE | {"basis": None}}, {"fee": FEE}),
    ("fee_incomplete", {"fee": FEE | {"standard": None}}, {"fee": {"charge": False}}),
    ("fee_incomplete", {"fee": FEE | {"way": []}}, {"fee": FEE}),
    ("result_not_licence", {"result": LICENCE | {"kind": "文"}}, {"result": LICENCE}),
    ("licence_undeclared", {"result": LICENCE | {"e_licence": "XX"}}, {"result": LICENCE}),
    (
        "commitment_not_open",
        {"materials": [material(replace_by=["COMMIT"])]},
        {"materials": [material(replace_by=["COMMIT"])], "commitment_system": True},
    ),
    ("condition_unparsable", _when("q.why=="), _when("q.why=lost")),
    (
        "condition_unparsable",
        {"stops": [{"when": "(", "outcome": "not_yet", "text": "等等"}]},
        {"stops": [{"when": "fact.married", "outcome": "not_yet", "text": "等等"}]},
    ),
    ("condition_undeclared", _when("q.why=gold"), _when("q.why=lost")),
    ("condition_undeclared", _when("q.which=lost"), _when("q.why=lost")),
    ("condition_undeclared", _when("fact.rich"), _when("fact.married")),
    ("condition_undeclared", _when("fact.age"), _when("fact.age<16")),
    ("condition_undeclared", _when("fact.married<3"), _when("not fact.married")),
    ("condition_undeclared", _when("guardian"), _when("agent")),
    (
        "condition_undeclared",
        {"promise_limit": _limit(5, variants=[{"when": "pilot", "days": 1}])},
        {"promise_limit": _limit(5, variants=[{"when": "agent", "days": 1}])},
    ),
    ("condition_missing", {"materials": [material(need="conditional")]}, _when("agent")),
    ("condition_missing", {"materials": [material(when="agent")]}, _when("agent")),
    (
        "replacement_undeclared",
        {"materials": [_card(replace_by=["LIC:XX"])]},
        {"materials": [_card()]},
    ),
    (
        "replacement_undeclared",
        {"materials": [_card(replace_by=["SFZ"])]},
        {"materials": [_card()]},
    ),
    (
        "replacement_not_covering",
        {"materials": [_card(replace_by=["LIC:HKB"])]},
        {"materials": [_card(name="关系证明", replace_by=["LIC:HKB"])]},
    ),
    (
        "authorisation_replaced",
        {"materials": [_letter("LIC:SFZ")]},
        {"materials": [_letter("SHARE:S-AUTH")]},
    ),
    ("department_undeclared", {"dept": "XX"}, {"dept": "GA"}),
    ("party_undeclared", {"materials": [material(party="guardian")]}, {"materials": [material()]}),
    (
        "party_undeclared",
        {"parties": {"applicant": "1", "pilot": "1"}},
        {"parties": {"applicant": "1"}},
    ),
    ("party_undeclared", {"parties": {"agent": "1"}}, {"parties": {"applicant": "1"}}),
    ("id_repeated", {"questions": [ASKED, ASKED | {"id": "again"}]}, {"questions": [ASKED]}),
    ("id_repeated", {"materials": [material(), material()]}, {"materials": [material()]}),
    (
        "question_order",
        {"questions": [ASKED | {"when": "q.why=lost"}]},
        {"questions": [ASKED | {"when": "agent"}]},
    ),
    (
        "question_min",
        {"questions": [ASKED | {"multiple": True, "min": 2}]},
        {"questions": [ASKED | {"multiple": True, "min": 1}]},
    ),
    (
        "system_missing",
        {"handled_in": "elsewhere"},
        {"handled_in": "elsewhere", "system": "省厅系统"},
    ),
    (
        "defer_days_missing",
        {"tolerance_allowed": True},
        {"tolerance_allowed": True, "defer_days": 3},
    ),
    ("unit_missing", {"promise_limit": {"days": 3}}, {"promise_limit": _limit(3)}),
    ("field_missing", {"legal_basis": []}, {"legal_basis": ["某法"]}),
    ("field_wrong", {"promise_limit": _limit(-1)}, {"promise_limit": _limit(3)}),
    ("field_wrong", {"materials": [material() | {"wehn": "agent"}]}, {"materials": [material()]}),
    (
        "field_wrong",
        {"effective_from": "2026-12-01"},
        {"effective_from": "2026-12-01T00:00:00+08:00"},
    ),
]


@pytest.mark.parametrize(("code", "wrong", "right"), CASES)
def test_item_when_it_breaks_a_rule_then_refused_and_put_right_then_taken(code, wrong, right):
    refused = read_catalogue(text(item(**wrong)))
    assert code in {finding.code for finding in refused.refusals}
    taken = read_catalogue(text(item(**right)))
    assert [str(finding) for finding in taken.refusals] == []


def test_refusals_when_several_then_listed_at_once():
    first = item(promise_limit=_limit(99), **_online("IV", 2))
    second = item(id="T-2", dept="XX", materials=[material(replace_by=["COMMIT"])])
    again = item(id="T-2", system=None, handled_in="elsewhere")
    found = read_catalogue(text(first, second, again))
    assert {(f.where, f.code) for f in found.refusals} == {
        ("T-1", "promise_over_statute"),
        ("T-1", "visits_at_depth_iv"),
        ("T-1", "visit_without_reason"),
        ("T-2", "department_undeclared"),
        ("T-2", "commitment_not_open"),
        ("T-2", "id_repeated"),
        ("T-2", "system_missing"),
    }


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("sample_missing", {"result": {"name": "书", "kind": "文"}}),
        ("phones_equal", {"contact": {"enquiry": "12345", "complaint": "12345"}}),
        ("phone_missing", {"contact": {"enquiry": "0000-1"}}),
        ("guide_part_missing", {"conditions": []}),
        ("guide_part_missing", {"promise_limit": {}}),
        ("material_repeated", {"materials": [material(), material(code="T-1-M02")]}),
    ],
)
def test_item_when_only_something_is_missing_then_warned_and_taken(code, changes):
    found = read_catalogue(text(item(**changes)))
    assert [f.code for f in found.refusals] == []
    assert code in {finding.code for finding in found.warnings}
    assert not read_catalogue(text()).warnings


STEP = {"ref": "T-1", "mode": "always", "after": []}
TWO = {"ref": "T-2", "mode": "always", "after": ["T-1"]}
CIRCLE = [STEP | {"after": ["T-2"]}, TWO]


@pytest.mark.parametrize(
    ("code", "steps", "right"),
    [
        ("item_undeclared", [STEP, TWO | {"ref": "T-9"}], [STEP, TWO]),
        ("step_undeclared", [STEP | {"after": ["T-9"]}], [STEP]),
        ("step_repeated", [STEP, STEP], [STEP]),
        ("steps_circular", CIRCLE, [STEP | {"after": ["T-2"]}, TWO | {"after": []}]),
        (
            "condition_missing",
            [STEP | {"mode": "if"}],
            [STEP | {"mode": "if", "when": "fact.married"}],
        ),
        (
            "condition_undeclared",
            [STEP | {"mode": "if", "when": "q.x=y"}],
            [STEP | {"mode": "if", "when": "not fact.married"}],
        ),
        (
            "answer_undeclared",
            [STEP | {"answers": {"why": "gold"}}],
            [STEP | {"answers": {"why": "lost"}}],
        ),
    ],
)
def test_package_when_it_breaks_a_rule_then_refused_and_put_right_then_taken(code, steps, right):
    items = (item(), item(id="T-2"))
    refused = read_catalogue(text(*items, packages=[package(steps=steps)]))
    assert code in {finding.code for finding in refused.refusals}
    taken = read_catalogue(text(*items, packages=[package(steps=right)]))
    assert [str(finding) for finding in taken.refusals] == []


def test_package_when_its_counts_differ_then_warned():
    found = read_catalogue(text(packages=[package(counts={"items": 7})]))
    assert [f.code for f in found.warnings] == ["counts_differ"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("", "not_a_catalogue"),
        ("- 1", "not_a_catalogue"),
        ("a: [", "not_yaml"),
        ("a: 1\na: 2", "not_yaml"),
        ("meta: {}\nitems: 3", "not_a_list"),
        ("!!python/object:os.system x", "not_yaml"),
        (text(*[item(), item()]), "id_repeated"),
        (text(parts=None).replace("- code: GA", "- kode: GA"), "field_missing"),
        ("meta: {enums: {party: {}, fact: {}}}\nitems: []", "no_items"),
        ("meta: {enums: {party: {}, fact: {}}}\nitems: [3, null]", "field_wrong"),
    ],
)
def test_file_when_it_is_no_catalogue_then_refused_in_a_sentence(given, code):
    found = read_catalogue(given)
    assert code in {finding.code for finding in found.refusals}
    assert all(finding.text for finding in found.refusals)


def test_demonstration_when_read_then_complete_and_without_findings():
    found = demonstration()
    assert found.findings == []
    items = found.items.values()
    assert (len(items), len(found.packages)) == (40, 8)
    assert sum(len(i.materials) for i in items) == 379
    assert sum(len(i.questions) for i in items) == 51
    assert sum(i.handled_in == "elsewhere" for i in items) == 31
    register = found.register
    assert [len(r) for r in (register.departments, register.licences, register.shares)] == [
        12,
        21,
        19,
    ]
    assert all(i.contact.demonstration for i in items)
    assert all(i.result.sample.startswith("演示样本") for i in items)


BAD_WHEN = {"materials": [material(need="conditional", when="q.why==")]}


def test_refusals_when_a_condition_cannot_be_read_then_all_else_is_still_listed():
    """One file: a bad `when`, a fee without basis, a visit without reason, a warning, and a
    package that names the item."""
    wrong = item(
        **BAD_WHEN,
        **_online("III", 1),
        fee=FEE | {"basis": None},
        result={"name": "书", "kind": "文"},
    )
    found = read_catalogue(text(wrong, packages=[package(counts={"items": 7})]))
    assert {(f.where, f.code) for f in found.refusals} == {
        ("T-1", "condition_unparsable"),
        ("T-1", "fee_incomplete"),
        ("T-1", "visit_without_reason"),
    }
    assert [(f.where, f.code) for f in found.warnings] == [
        ("T-1", "sample_missing"),
        ("P-1", "counts_differ"),
    ]


NOT_TRUE = [
    ({"fee": FEE | {"basis": 3}}, set()),
    ({"fee": FEE | {"basis": 3, "note": 4}}, set()),
    ({"fee": "20元"}, set()),
    ({"fee": FEE | {"note": 4, "basis": None}}, {"fee_incomplete"}),
    ({"online": {"depth": "IV", "visits": "x"}}, set()),
    ({"online": _online("III", 1)["online"] | {"depth": "V"}}, {"visit_without_reason"}),
    ({"promise_limit": _limit(30, "week")}, set()),
    ({"result": {"name": "书"}}, set()),
    ({"contact": {"enquiry": 12345, "complaint": "12345"}}, set()),
    ({"parties": 3, **_when("agent")}, set()),
    ({"questions": [{"id": "why", "text": 3, "options": []}], **_when("q.why=lost")}, set()),
    ({"materials": [3]}, set()),
    (
        {"materials": [material() | {"name": None}, _card(replace_by=["LIC:XX"])]},
        {"replacement_undeclared"},
    ),
    (
        {"materials": [material(copies=-1, party="guardian")], "handled_in": "there"},
        {"party_undeclared"},
    ),
    ({"name": None, "dept": "XX"}, {"department_undeclared"}),
    ({"queue": {"prefix": "a1", "mean_minutes": 8}, "legal_basis": []}, {"field_missing"}),
]


@pytest.mark.parametrize(("wrong", "other"), NOT_TRUE)
def test_refusals_when_a_part_cannot_be_read_then_nothing_untrue_follows_from_it(wrong, other):
    found = read_catalogue(text(item(**wrong), packages=[package()]))
    codes = [f.code for f in found.refusals]
    assert "field_wrong" in codes
    assert {*codes} - {"field_wrong"} == other
    assert found.warnings == []


@pytest.mark.parametrize("wrong", [{"steps": 3}, {"limit": {"days": 5}}, {"name": ""}])
def test_package_when_a_part_cannot_be_read_then_the_others_are_still_checked(wrong):
    found = read_catalogue(text(packages=[package(lead_dept="XX", **wrong)]))
    assert {f.code for f in found.refusals} == {"field_wrong", "department_undeclared"}


def test_package_when_a_condition_cannot_be_read_then_its_other_faults_are_listed():
    steps = [STEP | {"ref": "T-9", "after": ["T-8"]}, STEP | {"mode": "if", "when": "("}]
    found = read_catalogue(text(packages=[package(steps=steps)]))
    assert {f.code for f in found.refusals} == {
        "condition_unparsable",
        "item_undeclared",
        "step_undeclared",
    }


@pytest.mark.parametrize("wrong", [{"questions": 3}, {"parties": 3, "name": 4}])
def test_package_when_its_item_cannot_be_read_then_the_item_is_declared_all_the_same(wrong):
    named = package(steps=[STEP | {"answers": {"why": "gold"}}], counts={"items": 7})
    found = read_catalogue(text(item(**wrong), packages=[named]))
    assert {f.code for f in found.findings} == {"field_wrong"}
