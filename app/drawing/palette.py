"""The colours, by their use. One palette for paper and light screens, one for dark, one for high contrast.

Source: the table of the looks page; its measured contrasts are kept true by a test.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours "#RRGGBB". `levels[n]` is the ground of a cell at canonical level n, 0-4. `hair` and `edge` are
    never the only sign of anything; `ctl` outlines what must be seen."""

    paper: str
    wash: str
    hair: str
    edge: str
    ctl: str
    ink: str
    muted: str
    faint: str
    accent: str
    brand: str
    on_brand: str
    gap: str
    gap_wash: str
    warn: str
    warn_wash: str
    ok: str
    ok_wash: str
    bar: str
    bar_soft: str
    track: str
    levels: tuple[str, str, str, str, str]
    glyph: str
    glyph_paper: str


LIGHT = Palette(
    paper="#FFFFFF",
    wash="#F5F7F9",
    hair="#DEE4E9",
    edge="#C3CDD5",
    ctl="#7C8B98",
    ink="#1B2733",
    muted="#4A5966",
    faint="#586673",
    accent="#1B6886",
    brand="#0F4C66",
    on_brand="#FFFFFF",
    gap="#B4430F",
    gap_wash="#FBE9DF",
    warn="#7A5200",
    warn_wash="#FAEFD6",
    ok="#2F6B4F",
    ok_wash="#E2F0E8",
    bar="#2E7D9A",
    bar_soft="#CFE2EA",
    track="#E3E9EE",
    levels=("#FFFFFF", "#E3EEF4", "#BFD9E6", "#8DBBD0", "#4E93B1"),
    glyph="#0B3A50",
    glyph_paper="#FFFFFF",
)

DARK = Palette(
    paper="#151E26",
    wash="#1B262F",
    hair="#293641",
    edge="#3B4B58",
    ctl="#72838F",
    ink="#E9EFF3",
    muted="#B3C0CA",
    faint="#9BA9B4",
    accent="#86CAE3",
    brand="#7CC3DE",
    on_brand="#06222E",
    gap="#F2996A",
    gap_wash="#3B2518",
    warn="#E5BC62",
    warn_wash="#362C14",
    ok="#84CFA6",
    ok_wash="#17342A",
    bar="#4FA3C2",
    bar_soft="#214353",
    track="#2A3742",
    levels=("#151E26", "#18323F", "#1C465A", "#215C77", "#2A7999"),
    glyph="#E3F3FA",
    glyph_paper="#0E1B23",
)

HIGH_CONTRAST = Palette(
    paper="#000000",
    wash="#000000",
    hair="#FFFFFF",
    edge="#FFFFFF",
    ctl="#FFFFFF",
    ink="#FFFFFF",
    muted="#FFFFFF",
    faint="#E0E0E0",
    accent="#7FDBFF",
    brand="#FFE45C",
    on_brand="#000000",
    gap="#FF9E66",
    gap_wash="#000000",
    warn="#FFE45C",
    warn_wash="#000000",
    ok="#8CF0B4",
    ok_wash="#000000",
    bar="#7FDBFF",
    bar_soft="#003A52",
    track="#333333",
    levels=("#000000", "#0A2430", "#0F3A4D", "#14536D", "#1B7196"),
    glyph="#FFFFFF",
    glyph_paper="#000000",
)


def luminance(colour: str) -> float:
    """Relative luminance, 0-1 (WCAG 2.2, "relative luminance")."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1-21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
