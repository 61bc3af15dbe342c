"""Colours as values: their names, and what a legend or a traffic light proposes (samples README, rule 8)."""

from __future__ import annotations

import colorsys
from collections import Counter

from app.workbooks.frames import Frame
from app.workbooks.scales import Scale, mapping_text, meaning_of
from app.workbooks.words import traffic_lights


def colour_name(fill: str) -> str:
    """röd, orange, gul, grön, blå, grå, vit or svart for six hex digits."""
    red, green, blue = (int(fill[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    if light > 0.97:
        return "vit"
    if light < 0.08:
        return "svart"
    if saturation < 0.12:
        return "grå"
    degrees = hue * 360
    for limit, name in ((18, "röd"), (42, "orange"), (68, "gul"), (170, "grön"), (265, "blå"), (330, "lila")):
        if degrees < limit:
            return name
    return "röd"


_ENGLISH = {
    "red": "röd",
    "yellow": "gul",
    "green": "grön",
    "blue": "blå",
    "white": "vit",
    "grey": "grå",
    "gray": "grå",
}


def _named(symbol: str) -> str:
    """A legend's colour word as `colour_name` says it: gult, GULA and yellow are gul."""
    word = symbol.casefold().removeprefix("ljus").removeprefix("mörk")
    word = _ENGLISH.get(word, word)
    for ending in ("", "t", "a"):
        if word.removesuffix(ending) in ("röd", "gul", "grön", "orange", "blå", "vit", "grå"):
            return word.removesuffix(ending)
    return {"rött": "röd", "vitt": "vit", "blått": "blå", "grått": "grå"}.get(word, word)


def fills_in(frame: Frame) -> list[str]:
    """The fills of the matrix, the most frequent first."""
    seen: Counter[str] = Counter()
    for line in frame.people:
        for column in frame.skills:
            if fill := frame.grid.at(line.row, column.index).fill:
                seen[fill] += 1
    return [fill for fill, _ in seen.most_common()]


def scale_of_colours(frame: Frame) -> Scale:
    """The proposed meanings by fill, always open: colours are asked once, with a legend as the proposal."""
    fills = fills_in(frame)
    names = Counter(colour_name(fill) for fill in fills)
    told: dict[str, int | str] = {}
    for entry in frame.legend.colours:
        meaning = meaning_of(entry.text)
        if meaning is None:
            continue
        if entry.fill:
            told[entry.fill] = meaning
        else:
            name = _named(entry.symbol)
            told.update({fill: meaning for fill in fills if colour_name(fill) == name and names[name] == 1})
    if all(fill in told for fill in fills):
        meanings = {symbol_of(fill): told[fill] for fill in fills}
        return Scale("colour", meanings, True, (mapping_text(meanings),), keeps_proposal=True)
    lights = traffic_lights()
    proposal: dict[str, int | str] = {symbol_of(fill): told[fill] for fill in fills if fill in told}
    for fill in fills:
        name = colour_name(fill)
        if fill not in told and name in lights and names[name] == 1:
            proposal[symbol_of(fill)] = lights[name]
    greens = sorted(
        (f for f in fills if colour_name(f) == "grön" and f not in told), key=_lightness, reverse=True
    )
    if len(greens) == 2:
        proposal |= {symbol_of(greens[0]): 3, symbol_of(greens[1]): 4}
    for fill in fills:
        proposal.setdefault(symbol_of(fill), "blank")
    kept = {symbol_of(fill): told[fill] for fill in fills if fill in told}
    return Scale("colour", kept, True, (mapping_text(proposal),), keeps_proposal=True)


def symbol_of(fill: str) -> str:
    """The fill as it is written in values and answers."""
    return f"#{fill.lower()}"


def _lightness(fill: str) -> float:
    return colorsys.rgb_to_hls(*(int(fill[i : i + 2], 16) / 255 for i in (0, 2, 4)))[1]


def varies(frame: Frame) -> bool:
    """Whether the colours tell something: they differ along some row and along some column."""
    rows = [[frame.grid.at(line.row, column.index).fill for column in frame.skills] for line in frame.people]
    if not rows or not rows[0]:
        return False
    along_row = any(len(set(row)) > 1 for row in rows) or len(rows[0]) == 1
    along_column = any(len(set(column)) > 1 for column in zip(*rows, strict=True)) or len(rows) == 1
    return along_row and along_column
