"""The figures of equal width in a TrueType file: reads the "tnum" feature of its GSUB table."""

from __future__ import annotations

import struct
from pathlib import Path

_FIGURES = "0123456789"


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data

    def u16(self, at: int) -> int:
        return int(struct.unpack_from(">H", self.data, at)[0])

    def s16(self, at: int) -> int:
        return int(struct.unpack_from(">h", self.data, at)[0])

    def u32(self, at: int) -> int:
        return int(struct.unpack_from(">I", self.data, at)[0])

    def u16s(self, at: int, count: int) -> tuple[int, ...]:
        return struct.unpack_from(f">{count}H", self.data, at)


def _tables(font: _Reader) -> dict[bytes, int]:
    return {font.data[at : at + 4]: font.u32(at + 8) for at in range(12, 12 + 16 * font.u16(4), 16)}


def _glyph_of_figures(font: _Reader, cmap: int) -> dict[str, int]:
    """Figure -> glyph by a Windows Unicode table of format 4 (OpenType specification, "cmap")."""
    for record in range(cmap + 4, cmap + 4 + 8 * font.u16(cmap + 2), 8):
        start = cmap + font.u32(record + 4)
        if font.u16(record) not in (0, 3) or font.u16(start) != 4:
            continue
        segments = font.u16(start + 6) // 2
        ends = start + 14
        starts, deltas, offsets = ends + 2 * segments + 2, ends + 4 * segments + 2, ends + 6 * segments + 2
        glyphs: dict[str, int] = {}
        for figure in _FIGURES:
            code = ord(figure)
            for segment in range(segments):
                if code > font.u16(ends + 2 * segment):
                    continue
                first = font.u16(starts + 2 * segment)
                if code < first:
                    break
                delta, offset = font.s16(deltas + 2 * segment), font.u16(offsets + 2 * segment)
                if offset == 0:
                    glyphs[figure] = (code + delta) & 0xFFFF
                else:
                    found = font.u16(offsets + 2 * segment + offset + 2 * (code - first))
                    glyphs[figure] = (found + delta) & 0xFFFF if found else 0
                break
        return glyphs
    return {}


def _covered(font: _Reader, at: int) -> list[int]:
    """The glyphs of a coverage table, in the order of its indexes."""
    count = font.u16(at + 2)
    if font.u16(at) == 1:
        return list(font.u16s(at + 4, count))
    found: list[int] = []
    for record in range(at + 4, at + 4 + 6 * count, 6):
        found.extend(range(font.u16(record), font.u16(record + 2) + 1))
    return found


def _single_substitution(font: _Reader, at: int) -> dict[int, int]:
    glyphs = _covered(font, at + font.u16(at + 2))
    if font.u16(at) == 1:
        delta = font.s16(at + 4)
        return {glyph: (glyph + delta) & 0xFFFF for glyph in glyphs}
    return dict(zip(glyphs, font.u16s(at + 6, font.u16(at + 4)), strict=True))


def tabular_figures(file: Path) -> dict[str, int]:
    """Figure "0" to "9" -> the number of its glyph of equal width. Empty where the font has no such feature.

    Figures only: the feature would widen the hyphen as well and tear dates apart.
    Source: OpenType specification, "GSUB", lookup types 1 and 7; feature tag "tnum".
    """
    font = _Reader(file.read_bytes())
    tables = _tables(font)
    if b"GSUB" not in tables or b"cmap" not in tables:
        return {}
    gsub = tables[b"GSUB"]
    features, lookups = gsub + font.u16(gsub + 6), gsub + font.u16(gsub + 8)
    wanted: set[int] = set()
    for record in range(features + 2, features + 2 + 6 * font.u16(features), 6):
        if font.data[record : record + 4] == b"tnum":
            feature = features + font.u16(record + 4)
            wanted.update(font.u16s(feature + 4, font.u16(feature + 2)))
    swaps: dict[int, int] = {}
    for number in sorted(wanted):
        lookup = lookups + font.u16(lookups + 2 + 2 * number)
        kind = font.u16(lookup)
        for offset in font.u16s(lookup + 6, font.u16(lookup + 4)):
            table = lookup + offset
            inner = kind
            if kind == 7:
                inner, table = font.u16(table + 2), table + font.u32(table + 4)
            if inner == 1:
                swaps.update(_single_substitution(font, table))
    return {
        figure: swaps[glyph]
        for figure, glyph in _glyph_of_figures(font, tables[b"cmap"]).items()
        if glyph in swaps
    }
