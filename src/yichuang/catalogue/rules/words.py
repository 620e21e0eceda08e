"""A condition in everyday Chinese: what every line of a list says as its reason."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .conditions import All, Any, Atom, Chosen, Fact, Node, Not, Role
from .definition import Definition

_COMPARE = {
    "<": gettext_lazy("不满%(n)s"),
    "<=": gettext_lazy("不超过%(n)s"),
    ">": gettext_lazy("超过%(n)s"),
    ">=": gettext_lazy("满%(n)s"),
    "=": gettext_lazy("是%(n)s"),
}
_SHORT = 2
_OPPOSITE = {"<": ">=", ">=": "<", "<=": ">", ">": "<="}
# 'not known to be' reads badly in Chinese when it is only 不 before the phrase.
_DENIED = {
    "no_id": gettext_lazy("已有公民身份号码"),
    "no_card": gettext_lazy("有居民身份证"),
    "limited": gettext_lazy("有完全民事行为能力"),
    "org": gettext_lazy("是个人"),
    "by_agent": gettext_lazy("本人办理"),
    "married": gettext_lazy("未婚"),
    "hukou_local": gettext_lazy("户口不在本地"),
    "face_match": gettext_lazy("人像比对没通过"),
    "photo_on_file": gettext_lazy("系统里没有可用的证件照"),
    "listed_staff": gettext_lazy("不是登记备案的国家工作人员"),
    "transfer_restricted": gettext_lazy("抵押期间不限制转让"),
    "notice_over": gettext_lazy("简易注销公示未满或有异议"),
    "window_open": gettext_lazy("不在公告的受理期内"),
    "gjj_balance": gettext_lazy("公积金账户没有余额"),
    "pension_insured": gettext_lazy("没参加过养老保险"),
    "sb_card_ok": gettext_lazy("社保卡不能正常使用"),
}


def condition_words(node: Node, definition: Definition, *, deny: bool = False) -> str:
    """`deny`: the opposite. Parts joined by 且 and 或, the weaker one in brackets."""
    match node:
        case Not(inner):
            return condition_words(inner, definition, deny=not deny)
        case All(parts) | Any(parts):
            both = isinstance(node, All) is not deny
            words = [
                _bracketed(part, definition, deny=deny)
                if both
                else condition_words(part, definition, deny=deny)
                for part in parts
            ]
            return (_("，且") if both else _("，或")).join(words)
        case _:
            return atom_words(node, definition, deny=deny)


def _bracketed(part: Node, definition: Definition, *, deny: bool) -> str:
    text = condition_words(part, definition, deny=deny)
    loose = isinstance(part, All if deny else Any)
    return _("（%(text)s）") % {"text": text} if loose else text


def atom_words(atom: Atom, definition: Definition, *, deny: bool = False) -> str:
    match atom:
        case Chosen(question, option):
            return _chosen(definition, question, option, deny)
        case Role(name):
            said = _("没有%(role)s") if deny else _("有%(role)s")
            return said % {"role": definition.role_name(name)}
        case Fact(name, compare, number):
            return _fact(definition, name, compare, number, deny)


def _chosen(definition: Definition, question: str, option: str, deny: bool) -> str:
    asked = definition.question(question)
    picked = next((o for o in asked.options if o.id == option), None) if asked else None
    text = picked.text if picked else option
    # 'chose “yes”' says nothing by itself.
    lead = _("“%(text)s”") % {"text": asked.text} if asked and len(text) <= _SHORT else ""
    said = _("没选“%(text)s”") if deny else _("选了“%(text)s”")
    return lead + said % {"text": text}


def _fact(definition: Definition, name: str, compare: str, number: int, deny: bool) -> str:
    text = str(definition.vocabulary.facts.get(name, {}).get("text", name))
    if not compare:
        return str(_DENIED.get(name) or _("不符合“%(text)s”") % {"text": text}) if deny else text
    if deny and compare == "=":
        return _subject(text) + _("不是%(n)s") % {"n": _amount(text, number)}
    compare = _OPPOSITE[compare] if deny else compare
    return _subject(text) + _COMPARE[compare] % {"n": _amount(text, number)}


def _subject(text: str) -> str:
    return text.split("（")[0]


def _amount(text: str, number: int) -> str:
    """The unit stands in brackets in the catalogue: 年龄（周岁）."""
    unit = text.partition("（")[2].rstrip("）")
    return f"{number}{unit}"
