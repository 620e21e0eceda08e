"""A guide as the page shows it: the catalogue's plain guide, with icons, tags and counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yichuang.catalogue import queries as catalogue
from yichuang.catalogue.guides import Guide, GuideLine, guide
from yichuang.catalogue.models import Item
from yichuang.catalogue.rules import Definition, known_answers
from yichuang.catalogue.rules.values import APPLICANT
from yichuang.places.models import Hall

from .halls import local_time

_ICONS = [
    ("home", ("户口", "居住", "住所", "房")),
    ("calendar-event", ("期", "日内", "个月", "周岁", "年满", "天")),
    ("user", ("本人", "双方", "到场", "自愿", "监护")),
    ("id", ("证", "卡", "号码")),
    ("building", ("公司", "单位", "企业", "经营", "店")),
]


def definition_now(item: Item, now: datetime) -> Definition:
    return catalogue.definition_of(catalogue.current_version(item, now))


def guide_page(item: Item, now: datetime, hall: Hall) -> dict[str, Any]:
    version = catalogue.current_version(item, now)
    told = guide(catalogue.definition_of(version), on=local_time(now, hall).date())
    return {
        "name": told.name,
        "url": f"/items/{item.code}/",
        "kicker": " · ".join(word for word in (told.theme, told.department) if word),
        "checks": [{"icon": icon_for(text), "title": text, "text": ""} for text in told.conditions],
        "checks_title": _checks_title(len(told.conditions)),
        "bring": rows(told.bring, _("必带"), "blue"),
        "perhaps": rows([*told.perhaps, *told.optional], _("看情况"), "line"),
        "depends": bool(told.perhaps) and not told.bring,
        "leave": rows(told.not_bring, _("免提交"), "green"),
        "questions": len(told.questions),
        "facts": _facts(told),
        "facts_notes": [_("减免：") + told.facts.fee_reduction] if told.facts.fee_reduction else [],
        "steps": [{"title": step.title, "text": step.text} for step in told.steps],
        "special": _special(told),
        "basis": _basis(told),
        "updated": _updated(local_time(version.effective_from, hall), told.department),
        "complete": told.complete,
    }


def ready_for(
    item: Item, scenarios: Iterable[str], at: datetime, hall: Hall
) -> tuple[GuideLine, ...]:
    """What is asked for certain, by those answers that the item still knows."""
    definition = definition_now(item, at)
    chosen = known_answers(definition, scenarios).ids()
    return guide(definition, chosen, on=local_time(at, hall).date()).bring


def rows(lines: Iterable[GuideLine], tag: str, kind: str) -> list[dict[str, str]]:
    return [
        {
            "title": line.instead or line.name,
            "text": "，".join(filter(None, (_whose(line), line.how, _note(line)))),
            "more": line.why.removeprefix(_("还不确定：")) if line.perhaps else "",
            "tag": _("可不带") if line.optional else tag,
            "kind": "" if line.optional else kind,
        }
        for line in lines
    ]


def _note(line: GuideLine) -> str:
    """Of what is only perhaps asked, the condition says enough."""
    return "" if line.perhaps else line.note


def _updated(since: datetime, department: str) -> str:
    words = {"day": f"{since:%Y-%m-%d}", "department": department or _("主管部门")}
    return _("%(day)s 起用，由%(department)s负责。") % words


def _whose(line: GuideLine) -> str:
    return "" if line.who == APPLICANT else _("%(who)s的") % {"who": line.who}


def icon_for(text: str) -> str:
    return next((icon for icon, words in _ICONS if any(w in text for w in words)), "circle-check")


def _checks_title(count: int) -> str:
    if count == 1:
        return _("来之前，先确认一点")
    numbers = _("零 一 两 三 四 五 六 七 八 九 十").split()
    number = numbers[count] if count < len(numbers) else str(count)
    return _("来之前，先确认%(n)s点") % {"n": number}


def _facts(told: Guide) -> list[dict[str, str]]:
    facts = [
        {"label": _("跑几次"), "value": told.facts.visits},
        {"label": _("窗口办理"), "value": told.facts.at_counter},
        {"label": _("费用"), "value": told.facts.fee},
        {"label": _("多久办好"), "value": told.facts.how_long},
        {"label": _("拿到什么"), "value": told.result},
        {"label": _("管多久"), "value": told.result_validity},
    ]
    return [fact for fact in facts if fact["value"]]


def _special(told: Guide) -> list[dict[str, str]]:
    own = [{"title": step.title, "text": step.text} for step in told.special]
    for stop in told.stops:
        own.append({"title": _("不用来的情况"), "text": stop.text})
    ask = _("先取咨询号问窗口，或请导办看。不符合也会告诉您找谁。")
    aids = _("取号时选“优先或帮助”，导办会来接您。")
    return [
        *own,
        {"title": _("有一条不符合"), "text": ask},
        {"title": _("听不见、看不清、坐轮椅"), "text": aids},
    ]


def _basis(told: Guide) -> str:
    return basis_words(told.basis)


def basis_words(basis: Sequence[str]) -> str:
    return _("依据：%(basis)s。") % {"basis": "、".join(basis[:2])} if basis else ""
