"""A whole hall on one page of the administration: its rooms name each other by code and prefix."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from .models import Counter, CounterQueue, Queue, Zone

PREFIX = re.compile(r"[A-Z]{1,2}")


class NewRows(admin.TabularInline):
    """Only on the page that adds a hall; afterwards each has its own page."""

    extra, can_delete = 3, False
    formfield_overrides: ClassVar = {
        models.CharField: {"widget": forms.TextInput(attrs={"size": 14})}
    }

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return obj is None

    has_view_permission = has_change_permission = has_add_permission


class NewZones(NewRows):
    model, fields = Zone, ("code", "name", "floor", "seat_hint")
    verbose_name_plural = _("区（代码自己定，下面的队列和窗口要用）")


class _Named(BaseInlineFormSet):
    """Whether zones and queues that a row names stand on the same page."""

    def typed(self, prefix: str, field: str) -> set[str]:
        wanted = re.compile(rf"{prefix}-\d+-{field}")
        return {v.strip() for k, v in self.data.items() if wanted.fullmatch(k) and v.strip()}

    def clean(self) -> None:
        super().clean()
        zones, prefixes = self.typed("zones", "code"), self.typed("queues", "prefix")
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if not form.has_changed() or not data:
                continue
            if data.get("zone_code") and data["zone_code"] not in zones:
                form.add_error("zone_code", _("上面没有这个区的代码。"))
            if not set(data.get("prefixes") or ()) <= prefixes:
                form.add_error("prefixes", _("上面没有这个前缀的队列。"))


class NewQueueForm(forms.ModelForm):
    zone_code = forms.CharField(label=_("区的代码"), max_length=20)

    class Meta:
        model = Queue
        fields = ("prefix", "name", "voice_name", "mean_minutes")

    def clean(self) -> dict[str, Any]:
        """The code is not asked for: a prefix is of one queue only."""
        data = super().clean() or {}
        self.instance.code = str(data.get("prefix", "")).lower()
        return data


class NewQueues(NewRows):
    model, form, formset = Queue, NewQueueForm, _Named
    fields = ("prefix", "name", "voice_name", "mean_minutes", "zone_code")


class NewCounterForm(forms.ModelForm):
    zone_code = forms.CharField(label=_("区的代码"), max_length=20)
    prefixes = forms.CharField(
        label=_("可办的队列"), help_text=_("前缀，用空格隔开：A B"), max_length=80
    )

    class Meta:
        model = Counter
        fields = ("number", "name", "direction")

    def clean_prefixes(self) -> list[str]:
        found = PREFIX.findall(self.cleaned_data["prefixes"].upper())
        return list(dict.fromkeys(found))


class NewCounters(NewRows):
    model, form, formset = Counter, NewCounterForm, _Named
    fields = ("number", "name", "direction", "zone_code", "prefixes")


NEW_ROWS = (NewZones, NewQueues, NewCounters)


def place_rows(formset: Any) -> None:
    """Before the rows are saved: the zone each names, which is saved by now."""
    if formset.model not in (Queue, Counter):
        return
    zones = {zone.code: zone for zone in Zone.objects.filter(hall=formset.instance)}
    for form in formset.forms:
        if form.has_changed():
            form.instance.zone = zones[form.cleaned_data["zone_code"]]


def equip(formset: Any) -> None:
    """After counters were saved: what each may serve."""
    if formset.model is not Counter:
        return
    hall = formset.instance
    queues = {queue.prefix: queue for queue in Queue.objects.filter(hall=hall)}
    CounterQueue.objects.bulk_create(
        CounterQueue(hall=hall, counter=form.instance, queue=queues[prefix])
        for form in formset.forms
        if form.has_changed()
        for prefix in form.cleaned_data["prefixes"]
    )
