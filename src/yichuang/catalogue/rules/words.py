"""A condition in everyday Chinese: what every line of a list says as its reason."""

from __future__ import annotations

from .conditions import All, Any, Atom, Chosen, Fact, Node, Not, Role
from .definition import Definition

_COMPARE = {"<": "不满{}", "<=": "不超过{}", ">": "超过{}", ">=": "满{}", "=": "是{}"}
_SHORT = 2
_OPPOSITE = {"<": ">=", ">=": "<", "<=": ">", ">": "<="}
# 'not known to be' reads badly in Chinese when it is only 不 before the phrase.
_DENIED = {
    "no_id": "已有公民身份号码",
    "no_card": "有居民身份证",
    "limited": "有完全民事行为能力",
    "org": "是个人",
    "by_agent": "本人办理",
    "married": "未婚",
    "hukou_local": "户口不在本地",
    "face_match": "人像比对没通过",
    "photo_on_file": "系统里没有可用的证件照",
    "listed_staff": "不是登记备案的国家工作人员",
    "transfer_restricted": "抵押期间不限制转让",
    "notice_over": "简易注销公示未满或有异议",
    "window_open": "不在公告的受理期内",
    "gjj_balance": "公积金账户没有余额",
    "pension_insured": "没参加过养老保险",
    "sb_card_ok": "社保卡不能正常使用",
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
            return ("，且" if both else "，或").join(words)
        case _:
            return atom_words(node, definition, deny=deny)


def _bracketed(part: Node, definition: Definition, *, deny: bool) -> str:
    text = condition_words(part, definition, deny=deny)
    loose = isinstance(part, All if deny else Any)
    return f"（{text}）" if loose else text


def atom_words(atom: Atom, definition: Definition, *, deny: bool = False) -> str:
    match atom:
        case Chosen(question, option):
            return _chosen(definition, question, option, deny)
        case Role(name):
            return ("没有" if deny else "有") + definition.role_name(name)
        case Fact(name, compare, number):
            return _fact(definition, name, compare, number, deny)


def _chosen(definition: Definition, question: str, option: str, deny: bool) -> str:
    asked = definition.question(question)
    picked = next((o for o in asked.options if o.id == option), None) if asked else None
    text = picked.text if picked else option
    # 'chose “yes”' says nothing by itself.
    lead = f"“{asked.text}”" if asked and len(text) <= _SHORT else ""
    return f"{lead}没选“{text}”" if deny else f"{lead}选了“{text}”"


def _fact(definition: Definition, name: str, compare: str, number: int, deny: bool) -> str:
    text = str(definition.vocabulary.facts.get(name, {}).get("text", name))
    if not compare:
        return _DENIED.get(name, f"不符合“{text}”") if deny else text
    if deny and compare == "=":
        return f"{_subject(text)}不是{_amount(text, number)}"
    compare = _OPPOSITE[compare] if deny else compare
    return _subject(text) + _COMPARE[compare].format(_amount(text, number))


def _subject(text: str) -> str:
    return text.split("（")[0]


def _amount(text: str, number: int) -> str:
    """The unit stands in brackets in the catalogue: 年龄（周岁）."""
    unit = text.partition("（")[2].rstrip("）")
    return f"{number}{unit}"
