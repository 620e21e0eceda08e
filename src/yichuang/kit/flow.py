"""States and the table of transitions. Only advance() writes a state; allowed() draws buttons."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .actors import Actor
from .errors import Invalid, Refused

Guard = Callable[[Any], str | None]


@dataclass(frozen=True)
class T:
    """One transition. `permission` has no default; 'holder' means whoever holds its secret.

    `guard` gets the object and gives a sentence why not, or None.
    """

    action: str
    sources: tuple[str, ...]
    target: str
    permission: str
    guard: Guard | None = None
    needs_reason: bool = False


class Flow:
    def __init__(
        self, name: str, initial: str, transitions: Iterable[T], states: Mapping[str, Any]
    ):
        """`states` maps each state to its word in the UI."""
        self.name, self.initial, self.states = name, initial, states
        self.table: dict[str, list[T]] = {}
        for t in transitions:
            unknown = {*t.sources, t.target} - set(states)
            if unknown:
                raise ValueError(f"{name}.{t.action}: undeclared {unknown}")
            self.table.setdefault(t.action, []).append(t)

    @property
    def actions(self) -> list[str]:
        return list(self.table)

    def find(self, action: str, state: str) -> T | None:
        return next((t for t in self.table[action] if state in t.sources), None)

    def check(self, obj: Any, action: str, *, actor: Actor, reason: str = "") -> T:
        """The transition that fits, or a refusal; permission 'holder' is the caller's to prove."""
        t = self.find(action, obj.state)
        if t is None:
            raise Refused(
                "not_allowed",
                _("现在是“%(state)s”，不能这样做。") % {"state": self.states[obj.state]},
                state=obj.state,
                action=action,
            )
        if t.permission != "holder":
            actor.require(t.permission, getattr(obj, "hall_id", None))
        if t.needs_reason and not reason.strip():
            raise Invalid("reason_needed", _("请写明原因。"), fields={"reason": _("请写明原因。")})
        why = t.guard(obj) if t.guard else None
        if why:
            raise Refused("not_allowed", why, state=obj.state, action=action)
        return t

    def advance(self, obj: Any, action: str, *, actor: Actor, reason: str = "") -> T:
        t = self.check(obj, action, actor=actor, reason=reason)
        obj.state = t.target
        return t

    def allowed(self, obj: Any, actor: Actor, *, holder: bool = False) -> list[str]:
        """Actions whose button may be drawn for this actor now."""
        out = []
        for action in self.table:
            t = self.find(action, obj.state)
            if t is None or (t.guard and t.guard(obj)):
                continue
            ok = holder if t.permission == "holder" else actor.can(t.permission, obj.hall_id)
            if ok:
                out.append(action)
        return out

    def chart(self) -> str:
        """Mermaid; docs/flows is generated from it."""
        rows = [f"    [*] --> {self.initial}"]
        for action, ts in self.table.items():
            for t in ts:
                rows += [f"    {s} --> {t.target}: {action}" for s in t.sources]
        names = [f"    {s}: {s} {word}" for s, word in self.states.items()]
        return "\n".join(["stateDiagram-v2", *names, *rows, ""])
