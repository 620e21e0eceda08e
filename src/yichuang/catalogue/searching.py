"""Finding an item in one's own words: words cut by rjieba, synonyms, and pairs of signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import rjieba
import yaml

Entry = tuple[str, str, str, str]  # code, name, theme, department
_SYNONYMS = Path(__file__).parent / "data" / "synonyms.yaml"
_LONGEST = 100
# Words that everybody types and that tell nothing.
_NOISE = frozenset(
    ["的", "了", "我", "要", "想", "怎么", "如何", "办", "办理", "去", "在", "哪", "哪里"]
    + ["什么", "需要", "给", "把", "吗", "呢", "可以", "一下", "个", "和", "或", "及"]
)
_NAME, _PHRASE, _THEME, _DEPARTMENT, _PAIR = 3.0, 6.0, 1.5, 1.0, 0.4


@lru_cache(maxsize=1)
def _synonyms() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Everyday phrases of named items, and groups of words that mean the same."""
    data = yaml.safe_load(_SYNONYMS.read_text(encoding="utf-8"))
    phrases = {code: tuple(words) for code, words in data["items"].items()}
    same: dict[str, tuple[str, ...]] = {}
    for group in data["words"]:
        for word in group:
            same[word] = same.get(word, ()) + tuple(w for w in group if w != word)
    return phrases, same


def ranked(entries: Iterable[Entry], q: str) -> list[str]:
    """Codes by how well they answer `q`; what shares nothing with it is left out."""
    phrases, same = _synonyms()
    text = _plain(q)[:_LONGEST]
    words = _words(text)
    wanted = dict.fromkeys(words, 1.0)
    for word in {*words, *(w for w in same if w in text)}:
        for other in same.get(word, ()):
            wanted.setdefault(other, 0.8)
    scored = []
    for position, entry in enumerate(entries):
        score = _score(entry, text, wanted, phrases.get(entry[0], ()))
        if score > 0:
            scored.append((-score, position, entry[0]))
    best = -min(scored)[0] if scored else 0.0
    # What is far behind the best would only be in the way.
    floor = best * 0.25
    return [code for negative, _position, code in sorted(scored) if -negative >= floor]


def _score(entry: Entry, text: str, wanted: dict[str, float], phrases: Sequence[str]) -> float:
    code, name, theme, department = entry
    if text == code.lower():
        return 1000.0
    plain = _plain(name)
    score = 20.0 if text in plain and len(text) > 1 else 0.0
    score += max((_likeness(text, phrase) for phrase in phrases), default=0.0) * _PHRASE
    for word, weight in wanted.items():
        # One sign alone stands in too many names to mean much.
        long = min(len(word), 4) if len(word) > 1 else 0.3
        score += weight * long * (_NAME if word in plain else 0.0)
        score += weight * long * (_THEME if word in theme else 0.0)
        score += weight * long * (_DEPARTMENT if word in department else 0.0)
    return score + _PAIR * len(_pairs(text) & _pairs(plain))


def _likeness(text: str, phrase: str) -> float:
    """How much of an everyday phrase is said: 4 as a whole, less by shared pairs of signs."""
    if phrase in text or (len(text) > 1 and text in phrase):
        return 2.0 + min(len(phrase), len(text)) / 2
    said = _pairs(text) & _pairs(phrase)
    return 2.0 * len(said) / max(len(_pairs(phrase)), 1) if len(said) > 1 else 0.0


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _words(text: str) -> list[str]:
    cut = (word.strip() for word in rjieba.cut_for_search(text))
    return [word for word in dict.fromkeys(cut) if word and word not in _NOISE]


def _plain(text: str) -> str:
    return re.sub(r"[\s，。、？！,.?!（）()“”]+", "", text).lower()
