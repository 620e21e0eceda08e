"""What stands on the one-time sheet and on the receipt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.catalogue.guides import how_to_bring, term_in_words
from yichuang.catalogue.rules import Definition, Line, read_answers, term_of
from yichuang.catalogue.rules.opens import Open
from yichuang.kit.clock import moment_words
from yichuang.kit.privacy import decrypt, mask
from yichuang.people.identity import TYPES
from yichuang.places.models import Hall, Zone
from yichuang.places.queries import hours_in_words

from .documents.receipt import ReceiptData, ReceiptMaterial
from .documents.sheet import Mark as SheetMark
from .documents.sheet import SheetData, SheetMaterial, SheetParty, SheetScenario
from .models import Case, Party, Requirement
from .parties import as_rules_see
from .registered import roles_of
from .rules import gap_names, is_gap, row_parties

_ON_SHEET: dict[str, SheetMark] = {
    "undecided": "perhaps",
    "required": "bring",
    "rejected": "missing",
    "shared": "free",
    "waived": "free",
    "produced": "free",
}
_REASONS = {
    "missing": gettext_lazy("为什么缺：%(text)s"),
    "free": gettext_lazy("为什么免交：%(text)s"),
}
_HANDED_IN = ("checked", "provided")


def thawed(row: Requirement) -> Line:
    """The line of the rules again, as it was frozen."""
    kept = dict(row.line)
    kept["waits_for"] = tuple(Open(**opening) for opening in kept["waits_for"])
    return Line(**kept | {"person": "", "replace_by": tuple(kept["replace_by"]), "also": ()})


def written_here(row: Requirement) -> bool:
    """A form that the counter fills in: nothing to bring from home."""
    return row.state in ("required", "undecided") and row.line["form"] == "e-form"


def sheet_content(
    *,
    hall: Hall,
    zone: Zone,
    definition: Definition,
    scenarios: Iterable[str],
    rows: Sequence[Requirement],
    stops: Sequence[str],
    told_by: str,
    now: datetime,
    registered: Sequence[tuple[str, str]] = (),
) -> SheetData:
    """Holds no name and no number of a person; `registered` are (ref, role)."""
    term = term_of(definition, definition.promise_limit, scenarios, complete=True)
    data = SheetData(
        hall=hall.name,
        department=definition.vocabulary.department,
        item=definition.name,
        told_at=moment_words(now, hall.timezone),
        parties=[] if stops else _by_party(rows, registered),
        scenarios=_answers(definition, scenarios),
        stops=list(stops),
        conditions=list(definition.conditions),
        flow=_flow(rows),
        facts=[[_("多久办好"), term_in_words(term)], [_("费用"), _fee(definition)]],
        place=str(zone),
        address=hall.address,
        hours=hours_in_words(hall),
        phone=definition.contact.enquiry or hall.phone,
        phone_of=definition.vocabulary.department if definition.contact.enquiry else hall.name,
        told_by=told_by,
    )
    if not stops:
        lacking = [r for r in rows if is_gap(r) and not written_here(r)]
        perhaps = sum(r.state == "undecided" for r in lacking)
        data["missing_count"] = len(lacking) - perhaps or None
        data["perhaps_count"] = perhaps or None
    return data


def _by_party(
    rows: Sequence[Requirement], registered: Sequence[tuple[str, str]]
) -> list[SheetParty]:
    found: dict[str, SheetParty] = {}
    known = row_parties(rows, registered)
    for row in rows:
        if row.state == "not_applicable" or written_here(row):
            continue
        name = known[row.party_ref]
        party = found.setdefault(row.party_ref, SheetParty(party=name, materials=[]))
        party["materials"].append(_material(row))
    return list(found.values())


def _material(row: Requirement) -> SheetMaterial:
    line = thawed(row)
    return SheetMaterial(
        name=line.name,
        mark=_ON_SHEET.get(row.state, "have"),
        how=how_to_bring(line),
        why=line.why,
        note=_("；").join(_said(row, line)),
    )


def _said(row: Requirement, line: Line) -> Iterator[str]:
    """Why it is marked so, as a person at home understands it. What an undecided line waits for
    stands in its own reason already, and so does that nothing but the need asks for it."""
    mark = _ON_SHEET.get(row.state, "have")
    if row.reason and mark in _REASONS:
        yield _REASONS[mark] % {"text": row.reason}
    if line.optional and line.on_condition:
        yield _("可以不交")


def _answers(definition: Definition, scenarios: Iterable[str]) -> list[SheetScenario]:
    chosen = read_answers(definition, scenarios).chosen
    found = []
    for question in definition.questions:
        if question.id in chosen:
            options = [o.text for o in question.options if o.id in chosen[question.id]]
            answer = "、".join(options) or _("都不是")
            found.append(SheetScenario(question=question.text, answer=answer))
    return found


def _flow(rows: Sequence[Requirement]) -> list[str]:
    forms = [row.line["name"] for row in rows if written_here(row)]
    steps = [_("带齐上面的材料，再来取号。")]
    if forms:
        steps.append(_("窗口填好，您签名：%(forms)s。") % {"forms": "、".join(forms)})
    return [*steps, _("材料齐了当场收。")]


def _fee(definition: Definition) -> str:
    return (
        (definition.fee.standard or _("收费，以窗口为准")) if definition.fee.charge else _("不收费")
    )


def receipt_content(
    case: Case,
    definition: Definition,
    parties: Sequence[Party],
    rows: Sequence[Requirement],
    *,
    now: datetime,
    received_by: str,
    completed: bool,
) -> ReceiptData:
    """Names in full, numbers masked: the paper is the applicant's."""
    applicant = next(row for row in parties if row.role == "applicant")
    agent = next((row for row in parties if row.role in ("agent", "handler")), None)
    number = decrypt(applicant.identity_sealed, "identity")
    phone = decrypt(applicant.phone_sealed, "phone")
    type = TYPES.get(applicant.identity_type)
    registered = roles_of(parties, definition)
    known = row_parties(rows, registered)
    return ReceiptData(
        hall=case.hall.name,
        department=definition.vocabulary.department,
        item=definition.name,
        applicant=decrypt(applicant.name_sealed, "names"),
        identity=f"{type} {mask(number)}" if type and number else _("未登记"),
        case_number=case.number or "",
        received_at=moment_words(now, case.hall.timezone),
        date=day_words(now, case.hall),
        materials=[_handed_in(r, known[r.party_ref]) for r in rows if r.state in _HANDED_IN],
        dates=_dates(case, definition, parties, completed),
        notes=[] if completed else _notes(gap_names(rows, registered)),
        agent=decrypt(agent.name_sealed, "names") if agent else "",
        phone=mask(phone) if phone else "",
        e_service=None,
        received_by=received_by,
    )


def _handed_in(row: Requirement, party: str) -> ReceiptMaterial:
    forms = {
        "original": _("原件"),
        "copy": _("复印件"),
        "electronic": _("电子件"),
        "e-form": _("表单"),
        "none": _("只看不收"),
    }
    shown = row.line["form"] == "none"
    back = row.line["original_seen"] and row.state == "checked"
    return ReceiptMaterial(
        name=row.line["name"],
        form=forms[row.line["form"]],
        copies=0 if shown else max(1, row.line["copies"]),
        party=party,
        note=_("看过原件，已退还") if back else "",
    )


def _dates(
    case: Case, definition: Definition, parties: Sequence[Party], completed: bool
) -> list[list[str]]:
    if completed:
        return [[_("办理结果"), _("当场办结")]]
    promise = definition.promise_limit
    term = term_of(definition, promise, case.scenarios, as_rules_see(parties), complete=True)
    found = [[_("承诺时限"), term_in_words(term)]]
    if case.accept_by:
        text = case.accept_by.strftime(_("%Y年%m月%d日"))
        if case.accept_by_provisional:
            text += _("（暂定）")
        found.insert(0, [_("最迟告知是否受理"), text])
    return found


def _notes(missing: Sequence[str]) -> list[str]:
    return [_("收件时还缺：%(names)s") % {"names": "、".join(missing)}] if missing else []


def day_words(moment: datetime, hall: Hall) -> str:
    return moment.astimezone(ZoneInfo(hall.timezone)).strftime(_("%Y年%m月%d日"))
