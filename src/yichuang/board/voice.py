"""What a call says (experience.md, Voice). Pure words; kit.voice makes the sound.

A ticket's digits are read one by one, 1 as 幺; a counter's number is read as a number.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

_DIGITS = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))
_PLAIN = "零一二三四五六七八九"
_NUMBER = re.compile(r"^[A-Z]{1,2}\d{1,6}$")
REPEAT_GAP = 1.2  # seconds between the two announcements of a call
MOST_WAITING = 3  # with more calls waiting the repeat is dropped


def spoken_digits(number: str) -> str:
    """'A036' → 'A 零三六', letters apart so that a voice spells them."""
    letters = re.sub(r"[^A-Z]", "", number)
    digits = "".join(_DIGITS[c] for c in number if c in _DIGITS)
    return f"{' '.join(letters)} {digits}".strip()


def spoken_count(number: int) -> str:
    """1 … 999 as people say it: 3 三, 12 十二, 20 二十, 105 一百零五."""
    if number < 10:
        return _PLAIN[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 1 else _PLAIN[tens]) + "十" + (_PLAIN[ones] if ones else "")
    hundreds, rest = divmod(number, 100)
    if rest == 0:
        tail = ""
    elif rest < 10:
        tail = "零" + _PLAIN[rest]
    else:
        tail = ("一" if rest < 20 else "") + spoken_count(rest)
    return _PLAIN[hundreds] + "百" + tail


def spoken_call(voice_name: str, number: str, counter: int) -> str:
    """'请 户政 A 零三六号，到三号窗口'."""
    return _("请 %(queue)s %(number)s号，到%(counter)s号窗口") % {
        "queue": voice_name,
        "number": spoken_digits(number),
        "counter": spoken_count(counter),
    }


def may_be_spoken(number: str, counter: int) -> bool:
    """Only what is a ticket number and a counter ever becomes sound."""
    return bool(_NUMBER.match(number)) and 0 < counter < 1000


def times_spoken(calls_waiting: int) -> int:
    """Twice, once when more than three calls wait for the voice."""
    return 1 if calls_waiting > MOST_WAITING else 2
