"""Parsing what the desk sends."""

from __future__ import annotations

import re
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.cases.services import PartyGiven
from yichuang.kit.errors import Invalid
from yichuang.people.identity import MAX_NAME, MAX_NUMBER, TYPES

_RESIDENT = re.compile(r"\d{17}[\dXx]")


def uuid_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid("bad_choice", _("请重新选一次。")) from error


class PartyForm(forms.Form):
    """Who is at the counter; the number may come from a card reader or scanner."""

    role = forms.CharField(max_length=64, required=False)
    ref = forms.CharField(max_length=80, required=False)
    name = forms.CharField(label=gettext_lazy("姓名或名称"), max_length=MAX_NAME)
    identity_type = forms.ChoiceField(
        label=gettext_lazy("证件"), required=False, choices=[("", ""), *TYPES.items()]
    )
    identity_number = forms.CharField(
        label=gettext_lazy("证件号码"), required=False, max_length=MAX_NUMBER
    )
    phone = forms.CharField(label=gettext_lazy("手机"), required=False, max_length=20)

    def party(self) -> PartyGiven:
        """Refused: 422 with the fields that are wrong."""
        if not self.is_valid():
            fields = {name: str(errors[0]) for name, errors in self.errors.items()}
            raise Invalid("invalid_party", next(iter(fields.values())), fields=fields)
        data = self.cleaned_data
        number = data["identity_number"]
        kind = data["identity_type"] or ("resident_id" if number else "")
        return PartyGiven(
            role=data["role"] or "applicant",
            kind="organisation" if kind == "uscc" else "person",
            name=data["name"],
            identity=(kind, number) if number else None,
            phone=data["phone"],
        )


def looks_like_identity(text: str) -> bool:
    return bool(_RESIDENT.fullmatch(text))


def facts_of(sent: QueryDict) -> dict[str, dict[str, bool | int]]:
    """`fact=PARTY.NAME` with `is` yes or no, or a whole number. Refused: 422 for anything else."""
    party, dot, name = sent.get("fact", "").rpartition(".")
    if not dot:
        return {}
    said = sent.get("is", "")
    if said in ("yes", "no"):
        return {party: {name: said == "yes"}}
    if said.isascii() and said.isdigit() and len(said) <= 3:
        return {party: {name: int(said)}}
    message = _("请填 0 到 999 的数字。")
    raise Invalid("bad_fact", message, fields={"is": message})
