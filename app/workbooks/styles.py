"""What the styles of a workbook say of a cell: its fill, and whether its number is a date."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from app.workbooks.digits import is_digits

_BUILT_IN_DATES = frozenset(
    {14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 34, 35, 36, 45, 46, 47, 50, 57}
)
_BUILT_IN_PERCENT = frozenset({9, 10})
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
# Excel's first 64 indexed colours (ECMA-376 part 1, 18.8.27).
_HEX: re.Pattern[str] = re.compile("[0-9A-F]{6}")
_INDEXED: list[str] = _HEX.findall(
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 000000 FFFFFF FF0000 00FF00 "
    "0000FF FFFF00 FF00FF 00FFFF 800000 008000 000080 808000 800080 008080 C0C0C0 808080 "
    "9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF "
    "800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 "
    "993300 993366 333399 333333"
)
_OFFICE_THEME: list[str] = _HEX.findall(
    "FFFFFF 000000 E7E6E6 44546A 4472C4 ED7D31 A5A5A5 FFC000 5B9BD5 70AD47 0563C1 954F72"
)


@dataclass(frozen=True, slots=True)
class Style:
    """Fill as six hex digits, None for none or white."""

    fill: str | None = None
    is_date: bool = False
    is_percent: bool = False


def local(tag: str) -> str:
    """A tag or attribute without its namespace."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _children(node: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [child for child in node if local(child.tag) == name]


def _first(node: ElementTree.Element, name: str) -> ElementTree.Element | None:
    return next(iter(_children(node, name)), None)


def theme_colours(part: bytes | None) -> Sequence[str]:
    """The twelve theme colours in the order in which cells number them; Office's where there is no theme."""
    if part is None:
        return _OFFICE_THEME
    for node in ElementTree.fromstring(part).iter():
        if local(node.tag) == "clrScheme":
            found = []
            for slot in node:
                value = next((c.get("lastClr") or c.get("val") for c in slot), None)
                found.append((value or "000000").upper()[-6:])
            # Cells count light 1, dark 1, light 2, dark 2; the file lists dark 1 first.
            if len(found) >= 4:
                found[0], found[1], found[2], found[3] = found[1], found[0], found[3], found[2]
            return found
    return _OFFICE_THEME


def _tinted(colour: str, tint: float) -> str:
    """A colour made lighter (tint > 0) or darker (ECMA-376 part 1, 18.8.19)."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    mixed = colorsys.hls_to_rgb(hue, max(0.0, min(1.0, light)), saturation)
    return "".join(f"{round(part * 255):02X}" for part in mixed)


def _colour(node: ElementTree.Element, theme: Sequence[str]) -> str | None:
    if rgb := node.get("rgb"):
        found = rgb.upper()[-6:]
        return found if re.fullmatch("[0-9A-F]{6}", found) else None
    tint = float(node.get("tint") or 0)
    if (number := node.get("theme")) and is_digits(number) and int(number) < len(theme):
        return _tinted(theme[int(number)], tint)
    if (number := node.get("indexed")) and is_digits(number) and int(number) < len(_INDEXED):
        return _INDEXED[int(number)]
    return None


def _fills(root: ElementTree.Element, theme: Sequence[str]) -> list[str | None]:
    found: list[str | None] = []
    fills = _first(root, "fills")
    for fill in fills if fills is not None else []:
        colour = None
        shape = _first(fill, "patternFill")
        if shape is not None and shape.get("patternType") not in (None, "none", "gray125", "gray0625"):
            front = _first(shape, "fgColor")
            colour = _colour(front, theme) if front is not None else None
        found.append(None if colour == "FFFFFF" else colour)
    return found


def _format_kind(code: str) -> tuple[bool, bool]:
    """Whether a number format shows a date, and whether it shows per cent."""
    bare = _NOT_FORMAT.sub("", code.split(";")[0]).lower()
    return bool(re.search("[ymdhs]|å", bare)) and "general" not in bare, "%" in bare


def read_styles(part: bytes | None, theme: bytes | None) -> list[Style]:
    """The styles in the order in which cells number them."""
    if part is None:
        return [Style()]
    root = ElementTree.fromstring(part)
    fills = _fills(root, theme_colours(theme))
    own_formats: dict[str, tuple[bool, bool]] = {}
    formats = _first(root, "numFmts")
    for node in formats if formats is not None else []:
        own_formats[node.get("numFmtId", "")] = _format_kind(node.get("formatCode", ""))
    styles = []
    cells = _first(root, "cellXfs")
    for node in cells if cells is not None else []:
        number, fill = node.get("numFmtId", "0"), int(node.get("fillId") or 0)
        built_in = int(number) if is_digits(number) else 0
        is_date, is_percent = own_formats.get(
            number, (built_in in _BUILT_IN_DATES, built_in in _BUILT_IN_PERCENT)
        )
        styles.append(Style(fills[fill] if fill < len(fills) else None, is_date, is_percent))
    return styles or [Style()]
