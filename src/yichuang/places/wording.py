"""Places in words."""

from __future__ import annotations


def place_words(floor: str, zone: str) -> str:
    """'二楼东区', '一楼 A 区': apart only where a Latin letter or digit follows."""
    gap = " " if floor and zone[:1].isascii() and zone[:1].isalnum() else ""
    return f"{floor}{gap}{zone}"
