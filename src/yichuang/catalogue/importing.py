"""An authority's list of items (CSV), row by row. Pure: reads, checks, and tells."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.kit.checkdigits import credit_fits
from yichuang.kit.errors import Invalid

from .models import URL_SAFE
from .rules.values import APPLICANT, TASK_TYPES, UNSORTED

_COLUMNS = ("name", "itemCode")
_LONGEST = 500
MISSING = (
    gettext_lazy("没有材料清单"),
    gettext_lazy("没有办理时限"),
    gettext_lazy("没有办理条件"),
)


@dataclass(frozen=True)
class Row:
    line: int
    code: str
    name: str
    department: str
    definition: dict[str, Any]
    findings: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    line: int
    code: str
    text: str

    def __str__(self) -> str:
        return _("第%(line)s行：%(text)s") % {"line": self.line, "text": self.text}


@dataclass
class ImportList:
    rows: list[Row] = field(default_factory=list)
    refused: list[Told] = field(default_factory=list)
    warnings: list[Told] = field(default_factory=list)


def read_list(data: bytes) -> ImportList:
    """A row is refused only for an empty name, an empty or a repeated code.

    Refused as a whole (Invalid): no CSV, or without the columns name and itemCode.
    """
    found = ImportList()
    seen: dict[str, int] = {}
    for line, given in _records(_text(data)):
        name, number = given.get("name", ""), given.get("itemCode", "")
        if not name:
            found.refused.append(Told(line, "name_empty", _("没有事项名称")))
        elif not number:
            found.refused.append(Told(line, "code_empty", _("没有事项编码")))
        elif number in seen:
            text = _("编码 %(code)s 和第%(line)s行重复") % {"code": number, "line": seen[number]}
            found.refused.append(Told(line, "code_repeated", text))
        else:
            seen[number] = line
            warnings = [Told(line, code, text) for code, text in _warnings(given)]
            found.warnings += warnings
            found.rows.append(_row(line, given, [w.text for w in warnings]))
    return found


def _text(data: bytes) -> str:
    """UTF-8 as lists should be, GB 18030 as office programs still write them."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid("not_csv", _("文件不是 UTF-8 或 GB 18030 编码的文字。"))


def _records(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the line it begins on, blanks and control characters taken out."""
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""))
    try:
        header = [cell.strip() for cell in next(reader, [])]
        missing = [column for column in _COLUMNS if column not in header]
        if missing:
            raise Invalid("not_csv", _("表头没有 %(x)s 列。") % {"x": "、".join(missing)})
        begins = reader.line_num + 1
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if any(cell.strip() for cell in cells):
                yield line, dict(zip(header, map(_clean, cells), strict=False))
    except csv.Error as wrong:
        text = _("第%(line)s行读不了：%(why)s") % {"line": reader.line_num, "why": wrong}
        raise Invalid("not_csv", text) from wrong


def _clean(cell: str) -> str:
    kept = (c if unicodedata.category(c) not in ("Cc", "Cs") else " " for c in cell)
    return " ".join("".join(kept).split())


def _warnings(given: dict[str, str]) -> Iterator[tuple[str, str]]:
    code, text = _credit_code(given)
    if code:
        yield code, text
    if len(given["name"]) > _LONGEST:
        yield "name_long", _("名称超过%(n)s字，只存前面的") % {"n": _LONGEST}


def _credit_code(given: dict[str, str]) -> tuple[str, str]:
    """The body's code stands inside the item code; only where it has none, in a column."""
    parts = re.split(r"[^0-9A-Za-z]+", given["itemCode"])
    # A 31-digit implementation code begins with it (meta.codes.task_code).
    whole = [p[:18] for p in parts if len(p) in (18, 31)]
    # 'item-area-000-BODY-1-00' as lists write it: third from the end.
    found = whole[0] if whole else _body(parts[-3] if len(parts) >= 6 else "")
    code = found or _body(re.sub(r"[^0-9A-Za-z]", "", given.get("deptCode", "")))
    if not code:
        return "credit_code_missing", _("没有统一社会信用代码")
    if len(code) != 18:
        return "credit_code_short", _("统一社会信用代码 %(x)s 不足18位") % {"x": code}
    if not any(credit_fits(piece) for piece in whole or [code]):
        return "credit_code_wrong", _("统一社会信用代码 %(x)s 校验位不对") % {"x": code}
    return "", ""


def _body(piece: str) -> str:
    """A piece that can be the code of a body, whole or short; 12 digits are an area."""
    area = len(piece) == 12 and piece.isdigit()
    return piece if 5 <= len(piece) <= 18 and not area else ""


def _row(line: int, given: dict[str, str], warnings: list[str]) -> Row:
    name, department = given["name"][:_LONGEST], given.get("department", "")[:200]
    code = public_code(given["itemCode"])
    kind = given.get("taskType", "").lstrip("0")
    theme = given.get("main_item", "")[:200]
    findings = (*map(str, MISSING), *warnings)
    definition: dict[str, Any] = {
        "id": code,
        "name": name,
        "parties": {"applicant": "1"},
        "handled_in": "elsewhere",
        "theme": "" if theme == UNSORTED else theme,
        "source_row": {k: v[:_LONGEST] for k, v in given.items() if k},
        "vocabulary": {"parties": {"applicant": APPLICANT}, "department": department},
    }
    if kind in TASK_TYPES:
        definition["task_type_name"] = TASK_TYPES[kind]
    return Row(line, code, name, department, definition, findings)


def public_code(number: str) -> str:
    """The list's own code where it fits into an address as it is, else a short hash of it."""
    if re.fullmatch(URL_SAFE, number, re.ASCII):
        return number
    return "x" + hashlib.sha256(number.encode()).hexdigest()[:24]
