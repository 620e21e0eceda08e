"""Taking a ticket, as phone, kiosk and floor guide ask for it.

Nothing is required but, for somebody else, their name.
"""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.people.identity import MAX_NAME, MAX_NUMBER, TYPES, name_fits
from yichuang.places.models import Hall

# Codes are those of places.models.FIRST_TIER; each hall has its own of them, and what proves it.
NEED_WORDS = {
    "wheelchair": _("坐轮椅"),
    "disabled": _("残疾人"),
    "pregnant": _("孕妇"),
    "infant": _("带婴儿"),
    "over80": _("80 岁以上"),
    "soldier": _("现役军人"),
    "veteran": _("退役军人"),
    "military_family": _("军人家属"),
    "bereaved": _("烈士遗属"),
    "firefighter": _("消防救援人员"),
}


def needs_of(hall: Hall, *, proofs: bool = False) -> list[tuple[str, str]]:
    """What this hall offers; with what proves it, for who looks at papers."""
    words = [(need, NEED_WORDS[need]) for need in NEED_WORDS if need in hall.first_tier]
    return [(need, need_words(need, hall)) if proofs else (need, str(word)) for need, word in words]


def need_words(need: str, hall: Hall) -> str:
    """'残疾人（残疾人证）'."""
    proof = hall.first_tier.get(need, "")
    return f"{NEED_WORDS[need]}（{proof}）" if proof else str(NEED_WORDS[need])


# Of the one for whom somebody else takes the number; 'phone' beside the papers.
PRINCIPAL_KINDS = [
    *((code, word) for code, word in TYPES.items() if code != "none"),
    ("phone", _("手机号")),
]


class TakeForm(forms.Form):
    """`code` is the arrival code: with it the ticket can be called at once. Only the needs that
    `hall` offers can be chosen; `proofs`: for a guide, who sees what proves them and never
    takes a number for themselves.

    For somebody else: `name`, or where names cannot be typed `relation` and their own number.
    """

    code = forms.CharField(label=_("现场码"), required=False, max_length=12)
    who = forms.ChoiceField(
        label=_("给谁办"),
        required=False,
        initial="me",
        choices=[("me", _("我自己")), ("other", _("替别人办"))],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("替谁办（姓名）"), required=False, max_length=MAX_NAME)
    relation = forms.CharField(required=False, max_length=20)
    for_kind = forms.ChoiceField(
        label=_("他的证件或手机"), required=False, choices=[("", _("不填")), *PRINCIPAL_KINDS]
    )
    for_number = forms.CharField(label=_("他的号码"), required=False, max_length=MAX_NUMBER)
    phone = forms.CharField(label=_("手机号"), required=False, max_length=20)
    identity_type = forms.ChoiceField(
        label=_("证件"), required=False, choices=[("", _("不填")), *TYPES.items()]
    )
    identity_number = forms.CharField(label=_("证件号码"), required=False, max_length=MAX_NUMBER)
    needs = forms.MultipleChoiceField(
        label=_("需要优先或帮助"),
        required=False,
        choices=list(NEED_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, hall: Hall | None = None, proofs: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if hall:
            needs = cast("forms.MultipleChoiceField", self.fields["needs"])
            needs.choices = needs_of(hall, proofs=proofs)
        if proofs:
            who = cast("forms.ChoiceField", self.fields["who"])
            who.choices = [("me", _("群众本人")), ("other", _("替别人办"))]
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        self.fields["phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "tel"}
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["for_number"].widget.attrs["autocomplete"] = "off"
        self.fields["identity_number"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        name = data.get("name", "")
        if data.get("who") == "other" and not (name or data.get("relation")):
            self.add_error("name", _("请填替谁办，写姓名。"))
        if data.get("for_number") and not data.get("for_kind"):
            data["for_kind"] = "resident_id"
        if name and not name_fits(name):
            self.add_error("name", _("姓名里有看不见的字符，请重新填。"))
        if data.get("identity_number") and not data.get("identity_type"):
            data["identity_type"] = "resident_id"
        return data

    def order(self) -> dict[str, Any]:
        """What `take_ticket` is told of who comes, for whom and what they need."""
        return {
            "identity": self.identity(),
            "phone": self.cleaned_data["phone"],
            "represents": self.represents(),
            "needs": self.cleaned_data["needs"],
        }

    def identity(self) -> dict[str, str] | None:
        """None: not given. A number that looks wrong is taken as it is."""
        kind, number = self.cleaned_data["identity_type"], self.cleaned_data["identity_number"]
        return {"type": kind, "number": number} if kind and number and kind != "none" else None

    def represents(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        if data["who"] != "other":
            return None
        name, kind, number = data["name"].strip(), data["for_kind"], data["for_number"]
        given: dict[str, Any] = {"name": name or data["relation"].strip(), "named": bool(name)}
        if number and kind == "phone":
            given["phone"] = number
        elif number:
            given["identity"] = {"type": kind, "number": number}
        return given
