"""Which characters a font file has, read from its cmap table (OpenType 1.9, cmap formats 12, 4).

Read by hand: fontTools makes an object for every character, which costs 120 MB and 0.6 s in
each process that prints; this costs a few kilobytes and 20 ms.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_UNICODE = {(3, 10): 0, (0, 6): 1, (0, 4): 2, (3, 1): 3, (0, 3): 4}  # platform, encoding: rank


def character_ranges(path: Path, index: int = 0) -> list[tuple[int, int]]:
    """First and last code point of each run; `index` is the face in a collection.

    Refused: ValueError for a file without a Unicode cmap of format 12 or 4.
    """
    with path.open("rb") as file:
        table = _cmap(file, index)
    count = struct.unpack_from(">H", table, 2)[0]
    found = [struct.unpack_from(">HHL", table, 4 + 8 * i) for i in range(count)]
    known = sorted((_UNICODE[p, e], offset) for p, e, offset in found if (p, e) in _UNICODE)
    for _rank, offset in known:
        kind = struct.unpack_from(">H", table, offset)[0]
        if kind == 12:
            return list(_groups(table, offset))
        if kind == 4:
            return list(_segments(table, offset))
    raise ValueError(f"{path}: no Unicode character map")


def _cmap(file: BinaryIO, index: int) -> bytes:
    start = 0
    if file.read(4) == b"ttcf":
        file.seek(12 + 4 * index)
        start = struct.unpack(">L", file.read(4))[0]
    file.seek(start + 4)
    tables = struct.unpack(">H", file.read(2))[0]
    file.seek(start + 12)
    for tag, _sum, offset, length in struct.iter_unpack(">4sLLL", file.read(16 * tables)):
        if tag == b"cmap":
            file.seek(offset)
            return file.read(length)
    raise ValueError("no cmap table")


def _groups(table: bytes, offset: int) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">L", table, offset + 12)[0]
    groups = table[offset + 16 : offset + 16 + 12 * count]
    for first, last, _glyph in struct.iter_unpack(">LLL", groups):
        yield first, last


def _segments(table: bytes, offset: int) -> Iterator[tuple[int, int]]:
    """Runs that lead to glyphs; inside one with its own glyph list a hole is told apart."""
    count = struct.unpack_from(">H", table, offset + 6)[0] // 2
    at = offset + 14
    lasts = struct.unpack_from(f">{count}H", table, at)
    firsts = struct.unpack_from(f">{count}H", table, at + 2 * count + 2)
    ranges = at + 6 * count + 2
    for i, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        shift = struct.unpack_from(">H", table, ranges + 2 * i)[0]
        if first == 0xFFFF:
            continue
        if not shift:
            yield first, last
            continue
        for point in range(first, last + 1):
            where = ranges + 2 * i + shift + 2 * (point - first)
            if struct.unpack_from(">H", table, where)[0]:
                yield point, point
