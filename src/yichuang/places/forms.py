"""What an administrator types of a hall: times as people write them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .loading import minute_of
from .models import FIRST_TIER, Hall, OpeningHours
from .queries import clock

MAX_PROOF = 30


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


class FirstTier(forms.Field):
    """A line each: code, and after a colon what proves it."""

    widget = forms.Textarea(attrs={"rows": 10, "cols": 40})

    def prepare_value(self, value: object) -> object:
        if not isinstance(value, dict):
            return value
        lines = [(need, value[need]) for need in FIRST_TIER if need in value]
        return "\n".join(f"{need}：{proof}" if proof else need for need, proof in lines)

    def to_python(self, value: object) -> object:
        lines = [line.strip() for line in str(value or "").splitlines()]
        parts = [line.replace(":", "：", 1).partition("：") for line in lines if line]
        found = {need.strip(): proof.strip() for need, _colon, proof in parts}
        unknown = [need for need in found if need not in FIRST_TIER]
        if unknown:
            text = _("没有这一类：%(codes)s。") % {"codes": "、".join(unknown)}
            raise forms.ValidationError(text)
        if any(len(proof) > MAX_PROOF for proof in found.values()):
            raise forms.ValidationError(_("证明最多 %(n)s 个字。") % {"n": MAX_PROOF})
        return found


class HallForm(forms.ModelForm):
    first_tier = FirstTier(
        label=_("最先叫的人"),
        required=False,
        help_text=_(
            "一行一类，冒号后写看什么证明，可不写。可用的类：disabled 残疾人、wheelchair 轮椅、"
            "pregnant 孕妇、infant 带婴儿、over80 80 岁以上、soldier 现役军人、veteran 退役军人、"
            "military_family 军人家属、bereaved 烈士遗属、firefighter 消防救援人员。"
        ),
    )

    class Meta:
        model = Hall
        fields = "__all__"  # noqa: DJ007 - the page names its own


class HoursForm(forms.ModelForm):
    opens_minute = Minutes(label=_("开门"))
    closes_minute = Minutes(label=_("关门"))

    class Meta:
        model = OpeningHours
        fields = ("weekday", "opens_minute", "closes_minute")
