"""The matrix of all states and actions, generated; and the real actions on real rows."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from yichuang.kit.actors import SYSTEM, Actor
from yichuang.kit.errors import DomainError, Forbidden, Refused, Unauthorized
from yichuang.tickets.flow import FLOW, LIVE, STATES
from yichuang.tickets.models import Ticket
from yichuang.tickets.permissions import WORDS

# What domain.md §5 allows: action → {source: target}.
ALLOWED = {
    "arrive": {"waiting": "waiting"},
    "call": {"waiting": "called"},
    "recall": {"called": "called"},
    "start": {"called": "serving"},
    "pass": {"called": "passed"},
    "requeue": {"passed": "waiting"},
    "postpone": {"waiting": "waiting", "called": "waiting"},
    "hold": {"serving": "held"},
    "resume": {"held": "serving"},
    "transfer": {"serving": "waiting"},
    "send-away": {"serving": "sent_away"},
    "return": {"sent_away": "waiting"},
    "change-item": {s: s for s in ("waiting", "called", "serving", "held")},
    "add-matter": {s: s for s in ("waiting", "called", "serving", "held")},
    "answer": {s: s for s in LIVE},
    "urgent": {"waiting": "waiting"},
    "finish": {"serving": "done"},
    "cancel": {"waiting": "cancelled"},
    "expire": {"waiting": "expired", "passed": "expired", "sent_away": "expired"},
}


def row(state: str, **more: object) -> SimpleNamespace:
    return SimpleNamespace(state=state, hall_id=None, arrived_at=None, **more)


@pytest.mark.parametrize("action", ALLOWED)
@pytest.mark.parametrize("state", STATES)
def test_matrix(state: str, action: str) -> None:
    ticket = row(state)
    target = ALLOWED[action].get(state)
    if target is None:
        with pytest.raises(Refused) as refusal:
            FLOW.advance(ticket, action, actor=SYSTEM, reason="因")
        assert refusal.value.extra["state"] == state
        assert ticket.state == state
        assert action not in FLOW.allowed(ticket, SYSTEM, holder=True)
    else:
        assert action in FLOW.allowed(ticket, SYSTEM, holder=True)
        FLOW.advance(ticket, action, actor=SYSTEM, reason="因")
        assert ticket.state == target


def test_table_names_no_other_action() -> None:
    assert set(FLOW.actions) == set(ALLOWED)


@pytest.mark.parametrize(
    "action", [a for a in ALLOWED if a not in ("arrive", "postpone", "answer", "cancel")]
)
def test_permission_is_needed(action: str) -> None:
    source = next(iter(ALLOWED[action]))
    nobody = Actor(kind="staff", key="x")
    with pytest.raises(Forbidden):
        FLOW.advance(row(source), action, actor=nobody, reason="因")
    with pytest.raises(Unauthorized):
        FLOW.advance(row(source), action, actor=Actor(kind="citizen", key=""), reason="因")
    transition = FLOW.find(action, source)
    assert transition is not None
    assert transition.permission in WORDS
    allowed = Actor(kind="staff", key="x", permissions=frozenset({transition.permission}))
    FLOW.advance(row(source), action, actor=allowed, reason="因")


def test_ended_states_lead_nowhere() -> None:
    for state in set(STATES) - set(LIVE):
        assert FLOW.allowed(row(state), SYSTEM, holder=True) == []


def test_arrived_waiting_never_expires() -> None:
    here = row("waiting")
    here.arrived_at = object()
    with pytest.raises(DomainError):
        FLOW.advance(here, "expire", actor=SYSTEM)
    assert FLOW.chart().startswith("stateDiagram-v2")
    assert {s for s, _ in Ticket._meta.get_field("state").choices} == set(STATES)
