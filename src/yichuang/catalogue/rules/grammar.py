"""The grammar of `when` (meta.codes of the catalogue), read into what conditions.py means.

    condition = all {'|' all}      all = one {'&' one}
    one       = 'not' one | '(' condition ')' | atom
    atom      = q.QUESTION=OPTION | fact.NAME | fact.NAME (< <= > >= =) integer | ROLE

NotACondition names what does not fit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .conditions import (
    COMPARE,
    All,
    Any,
    Atom,
    Chosen,
    Fact,
    Node,
    Not,
    Role,
    Truth,
    World,
    atoms,
    evaluate,
)


class NotACondition(ValueError):
    """The text does not follow the grammar."""


_TOKEN = re.compile(r"\s*(q\.|fact\.|<=|>=|[<>=&|()]|[A-Za-z_][A-Za-z0-9_]*|-?\d+)")
_DEEPEST = 20
_WORDS = frozenset({"not", "q", "fact"})


@dataclass(frozen=True)
class Condition:
    """A parsed `when`, with the text that it came from."""

    text: str
    node: Node

    def holds(self, world: World) -> Truth:
        return evaluate(self.node, world)

    def atoms(self) -> tuple[Atom, ...]:
        return tuple(dict.fromkeys(atoms(self.node)))


def parse(text: str) -> Condition:
    """Raises NotACondition with a sentence that names the place."""
    parser = _Parser(text)
    node = parser.condition(0)
    parser.expect_end()
    return Condition(text, node)


class _Parser:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.tokens: list[str] = []
        end = len(text.rstrip())
        while self.at < end:
            found = _TOKEN.match(text, self.at)
            if not found:
                words = {"at": self.at + 1, "text": text[self.at :][:8]}
                raise NotACondition(_("第%(at)s个字符“%(text)s”看不懂") % words)
            self.tokens.append(found.group(1))
            self.at = found.end()
        self.tokens.reverse()

    def condition(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise NotACondition(_("括号套得太深"))
        parts = [self.together(depth)]
        while self.take("|"):
            parts.append(self.together(depth))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def together(self, depth: int) -> Node:
        parts = [self.one(depth)]
        while self.take("&"):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise NotACondition(_("not 套得太深"))
        if self.take("not"):
            return Not(self.one(depth + 1))
        if self.take("("):
            inner = self.condition(depth + 1)
            self.need(")")
            return inner
        return self.atom()

    def atom(self) -> Atom:
        if self.take("q."):
            question = self.name(_("题"))
            self.need("=")
            return Chosen(question, self.name(_("选项"), digits=True))
        if self.take("fact."):
            name = self.name(_("事实"))
            for compare in COMPARE:
                if self.take(compare):
                    return Fact(name, compare, self.number())
            return Fact(name)
        return Role(self.name(_("角色")))

    def name(self, what: str, *, digits: bool = False) -> str:
        token = self.next(what)
        known = token.isidentifier() and token.isascii() and token not in _WORDS
        if not known and not (digits and token.isdigit()):
            words = {"token": token, "what": what}
            raise NotACondition(_("“%(token)s”处应是%(what)s名") % words)
        return token

    def number(self) -> int:
        token = self.next(_("整数"))
        if not re.fullmatch(r"-?\d{1,9}", token, re.ASCII):
            raise NotACondition(_("“%(token)s”处应是整数") % {"token": token})
        return int(token)

    def next(self, what: str) -> str:
        if not self.tokens:
            raise NotACondition(_("末尾少了%(what)s") % {"what": what})
        return self.tokens.pop()

    def take(self, token: str) -> bool:
        if self.tokens and self.tokens[-1] == token:
            self.tokens.pop()
            return True
        return False

    def need(self, token: str) -> None:
        if not self.take(token):
            words = {"at": self.tokens[-1] if self.tokens else _("末尾"), "token": token}
            raise NotACondition(_("“%(at)s”处少了“%(token)s”") % words)

    def expect_end(self) -> None:
        if self.tokens:
            raise NotACondition(_("“%(token)s”多余") % {"token": self.tokens[-1]})
