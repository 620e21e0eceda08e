"""Event names are declared once, each with a sentence for people."""

_SENTENCES: dict[str, str] = {}


def declare(name: str, text: str) -> str:
    """`name` is subject.verb; returns it, so that events.py reads as a list of constants."""
    if name in _SENTENCES and _SENTENCES[name] != text:
        raise ValueError(f"event {name} is declared twice")
    _SENTENCES[name] = text
    return name


def sentence(name: str) -> str:
    return _SENTENCES[name]


def sentences() -> dict[str, str]:
    return dict(_SENTENCES)
