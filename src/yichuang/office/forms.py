"""Parsing what the office sends."""

from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.kit.errors import Invalid


def uuid_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid("bad_choice", _("请重新选一次。")) from error
