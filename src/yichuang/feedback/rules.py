"""Rules of ratings on values. Pure (domain.md §7)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import fmean
from unicodedata import category
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.kit.errors import Invalid

from .tags import tags

LEVELS = {
    5: gettext_lazy("非常满意"),
    4: gettext_lazy("满意"),
    3: gettext_lazy("基本满意"),
    2: gettext_lazy("不满意"),
    1: gettext_lazy("非常不满意"),
}
AT_LEAST = 5  # fewer ratings than this are no figure: they could tell who gave them
MOST_WORDS = 500
SECOND_SCREEN_LASTS = timedelta(minutes=3)


def checked(
    level: int, chosen: Sequence[str] | None, comment: str | None
) -> tuple[list[str] | None, str | None]:
    """The tags that fit the level, once each, and the words; None stays None.

    Refused: 422 for anything unknown.
    """
    fields = {}
    if level not in LEVELS:
        fields["level"] = _("请从五档里选一档。")
    known = tags()
    if any(code not in known for code in chosen or ()):
        fields["tags"] = _("没有这个标签。")
    words = comment or ""
    if len(words) > MOST_WORDS or any(sign == "\0" or category(sign) == "Cs" for sign in words):
        fields["comment"] = _("最多写 500 字。")
    if fields:
        raise Invalid("invalid", _("填写的内容有误，请检查。"), fields=fields)
    fitting = [code for code in dict.fromkeys(chosen or ()) if level in known[code].levels]
    return None if chosen is None else fitting, None if comment is None else comment.strip()


def mean_of(levels: Sequence[int]) -> float | None:
    """To one decimal; None below five."""
    return round(fmean(levels), 1) if len(levels) >= AT_LEAST else None


def day_begins(moment: datetime, zone: str) -> datetime:
    """Midnight in the hall: all that a rating's event tells of its time."""
    return moment.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
