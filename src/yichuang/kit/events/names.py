"""Event names are declared once, each with a sentence for people."""

from django.utils.translation import gettext

_SENTENCES: dict[str, str] = {}


def declare(name: str, text: str) -> str:
    """`name` is subject.verb, `text` marked by gettext_noop: it is translated when it is shown.

    Returns the name, so that events.py reads as a list of constants.
    """
    if name in _SENTENCES and _SENTENCES[name] != text:
        raise ValueError(f"event {name} is declared twice")
    _SENTENCES[name] = text
    return name


def require_declared(name: str) -> None:
    """Refused: KeyError."""
    _SENTENCES[name]


def sentence(name: str) -> str:
    return gettext(_SENTENCES[name])


def sentences() -> dict[str, str]:
    return {name: gettext(text) for name, text in _SENTENCES.items()}
