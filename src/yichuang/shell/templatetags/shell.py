"""{% load shell %}: icons, numbers, parts. Every part is listed in docs/look.md."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.core.exceptions import ImproperlyConfigured
from django.forms import BoundField
from django.template.context import Context
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from yichuang.kit.clock import hall_day, now
from yichuang.kit.ids import new_public_id
from yichuang.kit.web import device_of

from ..days import other_day
from ..errors import words

register = template.Library()
BUILT = Path(__file__).parents[1] / "static" / "shell" / "built"
KEPT = ("request", "csrf_token", "mode", "elder", "hall")


@lru_cache(maxsize=1)
def drawings() -> dict[str, str]:
    try:
        return dict(json.loads((BUILT / "icons.json").read_text()))
    except FileNotFoundError:
        raise ImproperlyConfigured("Run `python -m yichuang.shell.build` first.") from None


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """{% icon "ticket" %} beside a word; with a label only where no word can stand."""
    body = drawings().get(name)
    if body is None:
        raise template.TemplateSyntaxError(f"'{name}' is not in shell/icons.txt")
    frame = '<svg class="ic" viewBox="0 0 24 24" {} focusable="false">{}</svg>'
    named = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(frame, mark_safe(named), mark_safe(body))  # noqa: S308 -- ours


@register.simple_tag
def num(value: object) -> SafeString:
    """{% num ticket.number %}: a number or ticket number in the hall's digits."""
    return format_html('<span class="num">{}</span>', value)


@register.simple_tag(takes_context=True)
def dated(context: Context, number: str, day: date) -> SafeString:
    """{% dated ticket.number ticket.day %}: its date before it where it is not of today."""
    today = hall_day(context.get("now") or now(), context["hall"].timezone)
    said = other_day(day, today)
    return format_html("{} {}", said, num(number)) if said else num(number)


@register.simple_tag
def tag(text: object, kind: str = "") -> SafeString:
    """{% tag "必带" "blue" %}: blue, green, red, line or plain."""
    return format_html('<span class="tag{}">{}</span>', f" tag-{kind}" if kind else "", text)


@register.simple_tag
def key(name: str) -> SafeString:
    """{% key "Ctrl+Enter" %}: how a key is shown."""
    return format_html("<kbd>{}</kbd>", name.replace("Shift", "⇧").replace("+", " "))


@register.simple_tag(takes_context=True)
def idempotency_key(context: Context) -> SafeString:
    """{% idempotency_key %} in every POST form: sent twice, it is done once (kit.api).

    A stranger is known by a device cookie, which must be there before the first POST.
    """
    if request := context.get("request"):
        device_of(request)
    return format_html('<input type="hidden" name="_key" value="{}">', new_public_id())


@register.simple_tag(takes_context=True)
def part(context: Context, which: str, **values: Any) -> SafeString:
    """{% part "tiles" items=tiles %}: renders shell/parts/NAME.html with these values alone."""
    kept = {name: context[name] for name in KEPT if name in context}
    return SafeString(get_template(f"shell/parts/{which}.html").render({**kept, **values}))


@register.simple_tag(takes_context=True)
def field(
    context: Context, bound: BoundField, hint: str = "", kind: str = "", bare: int = 0
) -> SafeString:
    """{% field form.phone hint="…" %}: label, hint, error and input, tied together.

    bare: without help text and placeholder.
    kind: '' as the widget says, 'question' for one question per page, 'num' for typed numbers.
    """
    widget = bound.field.widget
    choices = getattr(widget, "input_type", "") in ("radio", "checkbox") and hasattr(
        widget, "choices"
    )
    if bare:
        widget.attrs.pop("placeholder", None)
    hint = hint or ("" if bare else str(bound.help_text or ""))
    ids = [f"{bound.id_for_label or bound.auto_id}-hint"] if hint else []
    if bound.errors:
        ids.append(f"{bound.auto_id}-error")
    attrs: dict[str, str | bool] = {"class": "input input-num" if kind == "num" else "input"}
    if ids:
        attrs["aria-describedby"] = " ".join(ids)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    values = {"field": bound, "hint": hint, "kind": kind}
    if choices:
        return part(context, "choices", **values)
    return part(context, "field", widget=bound.as_widget(attrs=attrs), **values)


@register.simple_tag(takes_context=True)
def errors(context: Context, form: Any) -> SafeString:
    """{% errors form %}: the summary on top of a page, with links to the fields."""
    return part(context, "errors", form=form) if form.errors else SafeString("")


@register.simple_tag
def error_words(status: object) -> dict[str, str]:
    """{% error_words status as said %}: said.title and said.next in plain words."""
    title, following = words(int(str(status or 500)))
    return {"title": title, "next": following}
