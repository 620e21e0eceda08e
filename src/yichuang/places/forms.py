"""What an administrator types of a hall: times as people write them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .loading import minute_of
from .models import OpeningHours
from .queries import clock


class Minutes(forms.Field):
    """08:30, kept as minutes from midnight; 24:00 is the end of the day."""

    widget = forms.TextInput(attrs={"size": 6, "placeholder": "08:30"})

    def prepare_value(self, value: object) -> object:
        return clock(value) if isinstance(value, int) else value

    def to_python(self, value: object) -> object:
        try:
            return minute_of(str(value).strip())
        except ValueError as error:
            raise forms.ValidationError(_("时间要写成 08:30。")) from error


class HoursForm(forms.ModelForm):
    opens_minute = Minutes(label=_("开门"))
    closes_minute = Minutes(label=_("关门"))

    class Meta:
        model = OpeningHours
        fields = ("weekday", "opens_minute", "closes_minute")
