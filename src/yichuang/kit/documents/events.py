"""Events of documents."""

from typing import Any

from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop as _

from yichuang.kit.events import About, Detail, Names, declare
from yichuang.kit.events.details import plain

from .kinds import kind_of

_DOCUMENT = About("document")


def _kind(code: Any, _names: Names) -> str:
    return translated(kind_of(code).name)


def _hash(label: str) -> Detail:
    """Its beginning, enough to compare by eye."""
    return Detail(label, lambda value, _names: f"{str(value)[:12]}…" if value else "")


ISSUED = declare(
    "document.issued",
    _("出具了文书"),
    about=_DOCUMENT,
    data={
        "kind": Detail(_("种类"), _kind),
        "number": plain(_("文号")),
        "hash": _hash(_("内容的摘要值")),
    },
)
VOIDED = declare(
    "document.voided",
    _("文书作废"),
    about=_DOCUMENT,
    data={"reason": plain(_("原因")), "number": plain(_("文号"))},
)
READ = declare("document.read", _("看了一份有姓名的文书"), about=_DOCUMENT, access=True)
TYPESET = declare(
    "document.typeset",
    _("文书排成了 PDF"),
    about=_DOCUMENT,
    data={"hash": _hash(_("文件的摘要值"))},
)
