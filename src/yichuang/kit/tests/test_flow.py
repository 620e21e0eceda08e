"""The table alone: every state with every action."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from yichuang.kit.actors import SYSTEM, Actor, citizen
from yichuang.kit.errors import Forbidden, Invalid, Refused, Unauthorized
from yichuang.kit.flow import Flow, T

HALL = uuid4()
STATES = {"open": "开", "shut": "关", "gone": "没了"}
FLOW = Flow(
    "door",
    "shut",
    [
        T("open", ("shut",), "open", "door.open", guard=lambda d: "锁着。" if d.locked else None),
        T("shut", ("open",), "shut", "door.open"),
        T("remove", ("open", "shut"), "gone", "door.remove", needs_reason=True),
        T("knock", ("shut",), "shut", "holder"),
    ],
    STATES,
)


@dataclass
class Door:
    state: str = "shut"
    locked: bool = False
    hall_id: UUID = HALL


def staff(*permissions, hall=HALL):
    return Actor("staff", "w", permissions=frozenset(permissions), hall_id=hall)


OWNER = staff("door.open", "door.remove")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", FLOW.actions)
def test_matrix(state, action):
    door, t = Door(state), FLOW.find(action, state)
    if t is None:
        with pytest.raises(Refused) as refusal:
            FLOW.advance(door, action, actor=OWNER, reason="r")
        assert refusal.value.extra["state"] == state
        assert door.state == state
    else:
        FLOW.advance(door, action, actor=OWNER, reason="r")
        assert door.state == t.target


def test_advance_when_without_permission_then_forbidden_and_when_a_stranger_then_login():
    for actor, error in [(staff(), Forbidden), (citizen("d"), Unauthorized)]:
        door = Door()
        with pytest.raises(error):
            FLOW.advance(door, "open", actor=actor)
        assert door.state == "shut"


def test_advance_when_permitted_in_another_hall_then_forbidden():
    with pytest.raises(Forbidden):
        FLOW.advance(Door(), "open", actor=staff("door.open", hall=uuid4()))


def test_advance_when_guarded_then_the_guards_words():
    with pytest.raises(Refused, match="锁着"):
        FLOW.advance(Door(locked=True), "open", actor=OWNER)
    FLOW.advance(Door(), "open", actor=OWNER)


@pytest.mark.parametrize("reason", ["", "  "])
def test_advance_when_a_reason_is_needed_then_refused_without(reason):
    with pytest.raises(Invalid) as refusal:
        FLOW.advance(Door(), "remove", actor=OWNER, reason=reason)
    assert "reason" in refusal.value.fields


def test_allowed_when_asked_then_what_advance_would_do():
    assert FLOW.allowed(Door(), OWNER) == ["open", "remove"]
    assert FLOW.allowed(Door(locked=True), OWNER) == ["remove"]
    assert FLOW.allowed(Door(), citizen("d"), holder=True) == ["knock"]
    assert FLOW.allowed(Door("gone"), SYSTEM) == []


def test_flow_when_it_names_an_unknown_state_then_it_cannot_be_made():
    with pytest.raises(ValueError, match="undeclared"):
        Flow("bad", "shut", [T("x", ("shut",), "nowhere", "p")], STATES)


def test_chart_when_drawn_then_holds_every_transition():
    chart = FLOW.chart()
    assert "[*] --> shut" in chart
    assert chart.count(" --> ") == 1 + sum(len(t.sources) for ts in FLOW.table.values() for t in ts)
