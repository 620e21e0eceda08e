"""What an item is only warned of: it is published all the same (domain.md §2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .definition import Definition
from .findings import WARNING, Check, Fault, Finding, Register, found

_GUIDE = {
    "conditions": gettext_lazy("办理条件"),
    "theme": gettext_lazy("主题"),
    "service_object": gettext_lazy("服务对象"),
}


def warnings(
    item: Definition, register: Register, unread: Collection[str] = ()
) -> Iterator[Finding]:
    return found(WARNING, WARNINGS, item, register, unread)


def _samples(item: Definition, register: Register) -> Iterator[Fault]:
    if item.result and not item.result.sample:
        yield Fault("sample_missing", _("没有结果样本"), ("result.sample",))


def _phones(item: Definition, register: Register) -> Iterator[Fault]:
    contact = item.contact
    if not contact.enquiry:
        yield Fault("phone_missing", _("没有咨询电话"), ("contact.enquiry",))
    if not contact.complaint:
        yield Fault("phone_missing", _("没有投诉电话"), ("contact.complaint",))
    if contact.enquiry and contact.enquiry == contact.complaint:
        yield Fault("phones_equal", _("咨询电话和投诉电话相同"))


def _guide(item: Definition, register: Register) -> Iterator[Fault]:
    for key, name in _GUIDE.items():
        if not getattr(item, key):
            text = _("办事指南没有%(part)s") % {"part": name}
            yield Fault("guide_part_missing", text, (key,))
    if item.promise_limit.days is None:
        text = _("办事指南没有承诺时限")
        yield Fault("guide_part_missing", text, ("promise_limit.days",))


def _same_line(item: Definition, register: Register) -> Iterator[Fault]:
    counts = Counter((m.name, m.party, m.when.text if m.when else "") for m in item.materials)
    for (name, party, _when), count in counts.items():
        if count > 1:
            words = {"party": party, "name": name, "count": count}
            said = _("同一当事方（%(party)s）的“%(name)s”列了%(count)s次") % words
            yield Fault("material_repeated", said)


WARNINGS: tuple[Check, ...] = (_samples, _phones, _guide, _same_line)
