"""Finding the legend of a sheet in every form that people give it (samples README, rule 2).

Lines (`0 = Ingen`), two cells, one line with all, sideways, text before symbol, colours; never people or
skills.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from app.workbooks.cells import Grid, Place
from app.workbooks.names import likeness
from app.workbooks.tokens import Shape, token
from app.workbooks.words import dropped_kind, folded, pattern, says

_COLOUR = "(?:ljus|mörk)?(?:röd|gul|grön|orange|blå|vit|grå|red|yellow|green|blue|white|gr[ae]y)t?a?"
_SYMBOL = (
    r"(?:[0-9]|[ILUOilou]|[XxJjNn]|[✓✔√×?]|[(\[] ?[xX] ?[)\]]|[○◯⚪◔◑◐◕●⬤⚫]|[-–—]|Ja|Nej|JA|NEJ"
    rf"|{_COLOUR}|{_COLOUR.capitalize()})"
)
_BEFORE = r"(?:(?:nivå|level|steg|betyg|poäng|färg) ?)?"
_LINE = re.compile(
    rf"{_BEFORE}(?P<symbol>{_SYMBOL})(?P<sep> ?[=:→] ?| ?[–—-] ?| ?[.)] )(?P<text>.+)", re.IGNORECASE
)
_SPACE = re.compile(r"(?P<symbol>[0-9]|[ILUO]|[○◯◔◑◐◕●⬤]) (?P<text>.+)")
_LETTER = re.compile(r"(?P<symbol>[A-ZÅÄÖ]{1,2}) ?[=:–] ?(?P<text>.+)")
_TURNED = re.compile(rf"(?P<text>.*[^\W\d_].*?)(?: ?= ?| ?: ?| [–—-] ?)(?P<symbol>{_SYMBOL})", re.IGNORECASE)
_PARENTHESES = re.compile(r"(?P<text>.*[^\W\d_].*?) ?\((?P<symbol>[0-9]|[ILUO])\)")
_NEXT = re.compile(
    rf"(?:^|(?<=[\s,;|/(•·])){_BEFORE}(?P<symbol>{_SYMBOL}) ?(?P<sep>[=:–—→]| -) ?", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_MEANING = ("4", "3", "2", "1", "0", "held", "not_held", "blank", "planned")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend."""

    symbol: str
    text: str
    places: tuple[Place, ...]
    fill: str | None = None


@dataclass(frozen=True, slots=True)
class Legend:
    """What the sheet says of its own symbols and colours."""

    symbols: tuple[Entry, ...] = ()
    colours: tuple[Entry, ...] = ()
    """`fill` is set, or `symbol` is the name of a colour."""
    titles: tuple[Place, ...] = ()
    places: frozenset[Place] = field(default_factory=frozenset)
    rows: tuple[tuple[int, str], ...] = ()
    """Row and its text, for those that are listed as left out."""

    def __bool__(self) -> bool:
        return bool(self.symbols or self.colours)

    def texts(self) -> dict[str, str]:
        """Symbol as written -> text."""
        return {entry.symbol: entry.text for entry in self.symbols}


def tells(text: str) -> bool:
    """Whether words of a level, held or not stand in the text."""
    plain = folded(text)
    return any(pattern("levels", name).search(plain) for name in _MEANING)


def is_colour_name(symbol: str) -> bool:
    """Whether a legend's symbol is the name of a colour."""
    return re.fullmatch(_COLOUR, folded(symbol)) is not None


def parts_of_line(text: str) -> list[tuple[str, str]]:
    """All `symbol = text` of one cell, in either order; empty where it is no legend."""
    starts = list(_NEXT.finditer(text))
    if len(starts) >= 2:
        ends = [found.start() for found in starts[1:]] + [len(text)]
        parts = [
            (found["symbol"], text[found.end() : end].strip(" ,;|/•·(-–\t"))
            for found, end in zip(starts, ends, strict=True)
        ]
        symbols = [folded(symbol) for symbol, _ in parts]
        if len(set(symbols)) == len(symbols) and all(_LETTERS.search(part) for _, part in parts):
            return [(symbol, part) for symbol, part in parts]
    if found := _LINE.fullmatch(text):
        words, sep = found["text"].strip(), found["sep"]
        loose = sep.strip() in "=:→" or (sep.endswith(" ") and sep.strip() in "–—-")
        if _LETTERS.search(words) and (loose or tells(words)) and (sep.strip() not in ".)" or tells(words)):
            return [(found["symbol"], words)]
    if (found := _SPACE.fullmatch(text)) and tells(found["text"]):
        return [(found["symbol"], found["text"].strip())]
    if (found := _LETTER.fullmatch(text)) and (tells(found["text"]) or dropped_kind(found["text"])):
        return [(found["symbol"], found["text"].strip())]
    for shape in (_TURNED, _PARENTHESES):
        if (found := shape.fullmatch(text)) and tells(found["text"]) and not found["text"].startswith("="):
            return [(found["symbol"], found["text"].strip())]
    return []


def _is_title(text: str) -> bool:
    return says("titles", "legend", text)


def _titled(grid: Grid, places: Iterable[Place]) -> Place | None:
    """A cell such as *Teckenförklaring* just above or left of the places."""
    top = min(places, key=lambda place: (place[0], place[1]))
    for row in range(top[0], max(0, top[0] - 3), -1):
        for column in range(top[1] + 1, max(0, top[1] - 3), -1):
            if (row, column) not in places and _is_title(grid.text(row, column)):
                return row, column
    return None


def _lines(grid: Grid) -> Iterator[list[Entry]]:
    """Legends of one cell each, grouped by column and by row; a line with several is a group of its own."""
    single: dict[Place, Entry] = {}
    for place, cell in grid.cells.items():
        if (
            cell.copied
            or len(cell.text) < 3
            or not (
                "=" in cell.text
                or ":" in cell.text
                or " " in cell.text
                or "-" in cell.text
                or "–" in cell.text
            )
        ):
            continue
        parts = parts_of_line(cell.text)
        if len(parts) >= 2:
            yield [Entry(symbol, text, (place,), cell.fill) for symbol, text in parts]
        elif parts and likeness(parts[0][1]) < 0.75:
            single[place] = Entry(parts[0][0], parts[0][1], (place,), cell.fill)
    for axis in (1, 0):
        lanes: dict[int, list[Place]] = {}
        for place in single:
            lanes.setdefault(place[axis], []).append(place)
        for places in lanes.values():
            places.sort()
            for run in _runs(places, axis):
                if len(run) >= 2:
                    yield [single.pop(place) for place in run if place in single]
    for entry in single.values():
        yield [entry]


def _runs(places: Sequence[Place], axis: int) -> Iterator[list[Place]]:
    """Places of one lane cut where more than two steps lie between them."""
    run: list[Place] = []
    for place in places:
        if run and place[1 - axis] - run[-1][1 - axis] > 3:
            yield run
            run = []
        run.append(place)
    if run:
        yield run


_SYMBOL_CELL = re.compile(rf"{_BEFORE}(?:{_SYMBOL}|[A-ZÅÄÖ])[.:=]?", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def _symbol_of(text: str) -> str | None:
    if not text or len(text) > 14 or not _SYMBOL_CELL.fullmatch(text):
        return None
    bare = re.sub(r"[.:=]$", "", text).strip()
    return bare.split()[-1] if bare else None


def _meaning_beside(grid: Grid, row: int, column: int) -> Place | None:
    """The cell with letters right of a symbol, past an equals sign or an empty or merged cell."""
    for step in (1, 2, 3):
        cell = grid.at(row, column + step)
        if cell.text in ("=", "-", "–", ":") or (not cell.text and step < 3) or cell.copied and step < 3:
            continue
        if cell.text and _LETTERS.search(cell.text) and _symbol_of(cell.text) is None:
            return row, column + step
        return None
    return None


def _two_cells(grid: Grid) -> Iterator[list[Entry]]:
    """Symbol and text in neighbouring cells, downwards; in either order."""
    for column in grid.columns:
        pairs: list[Entry] = []
        turned: list[Entry] = []
        for row in grid.rows:
            cell = grid.at(row, column)
            symbol = _symbol_of(cell.text) if not cell.copied else None
            if symbol is None:
                continue
            if beside := _meaning_beside(grid, row, column):
                pairs.append(Entry(symbol, grid.text(*beside), ((row, column), beside), cell.fill))
            before = grid.at(row, column - 1)
            if before.text and tells(before.text) and not before.copied:
                turned.append(Entry(symbol, before.text, ((row, column - 1), (row, column)), cell.fill))
        for entries in (pairs, turned):
            by_place = {entry.places[0]: entry for entry in entries}
            for run in _runs(sorted(by_place), 1):
                found = [by_place[place] for place in run]
                told = sum(1 for entry in found if tells(entry.text))
                if len(found) >= 2 and told * 2 >= len(found):
                    yield found


def _sideways(grid: Grid) -> Iterator[list[Entry]]:
    """A row of symbols over or under a row of texts, or symbol and text in turn along one row."""
    rows = list(grid.rows)
    for number, row in enumerate(rows):
        symbols = [
            (column, symbol)
            for column in grid.columns
            if (symbol := _symbol_of(grid.text(row, column))) and not grid.at(row, column).copied
        ]
        if len(symbols) < 2 or len({folded(symbol) for _, symbol in symbols}) != len(symbols):
            continue
        for other in rows[max(0, number - 1) : number + 2]:
            if other == row or abs(other - row) > 1:
                continue
            found = [
                Entry(
                    symbol,
                    grid.text(other, column),
                    ((row, column), (other, column)),
                    grid.at(row, column).fill,
                )
                for column, symbol in symbols
                if _LETTERS.search(grid.text(other, column))
            ]
            if len(found) == len(symbols) and sum(tells(entry.text) for entry in found) * 2 >= len(found):
                yield found
        in_turn = [
            Entry(symbol, grid.text(*beside), ((row, column), beside), grid.at(row, column).fill)
            for column, symbol in symbols
            if (beside := _meaning_beside(grid, row, column))
        ]
        if len(in_turn) == len(symbols) and sum(tells(entry.text) for entry in in_turn) * 2 >= len(in_turn):
            yield in_turn


def _colours(grid: Grid) -> Iterator[list[Entry]]:
    """Filled cells with their meaning in them or beside them, downwards or along a row."""
    found: dict[Place, Entry] = {}
    for place, cell in grid.cells.items():
        if cell.fill is None or cell.copied:
            continue
        row, column = place
        if cell.text and tells(cell.text) and token(cell).fits(Shape.WORDS | Shape.TEXT):
            found[place] = Entry("", cell.text, (place,), cell.fill)
        elif not cell.text or _symbol_of(cell.text):
            beside = _meaning_beside(grid, row, column)
            if beside and tells(grid.text(*beside)) and grid.at(*beside).fill in (None, cell.fill):
                found[place] = Entry("", grid.text(*beside), (place, beside), cell.fill)
    for axis in (1, 0):
        lanes: dict[int, list[Place]] = {}
        for place in found:
            lanes.setdefault(place[axis], []).append(place)
        for places in lanes.values():
            for run in _runs(sorted(places), axis):
                entries = [found[place] for place in run]
                fills = {entry.fill for entry in entries}
                texts = {folded(entry.text) for entry in entries}
                if len(entries) >= 2 and len(fills) == len(entries) == len(texts):
                    yield entries
                    for place in run:
                        found.pop(place, None)


def _believed(grid: Grid, entries: Sequence[Entry]) -> bool:
    """Whether a group of entries is a legend: distinct symbols, and words of levels or a title beside it."""
    symbols = [folded(entry.symbol) for entry in entries]
    if len(set(symbols)) != len(symbols) or not entries:
        return False
    if any(likeness(entry.text) >= 0.9 for entry in entries):
        return False
    told = sum(1 for entry in entries if tells(entry.text))
    places = [place for entry in entries for place in entry.places]
    if len(entries) == 1:
        text = grid.text(*entries[0].places[0])
        return (told == 1 and ("=" in text or ":" in text)) or ("=" in text and not text.startswith("="))
    equals = all("=" in grid.text(*entry.places[0]) for entry in entries)
    return told * 2 >= len(entries) or equals or (told > 0 and _titled(grid, places) is not None)


def _among_people(grid: Grid, entries: Sequence[Entry]) -> bool:
    """Whether the entries stand in people's rows without an empty column between: values, not a legend."""
    places = {place for entry in entries for place in entry.places}
    first = min(column for _, column in places)
    rows = {row for row, _ in places}
    named = [
        row
        for row in rows
        if any(
            (row, column) not in places and column < first and likeness(grid.text(row, column)) >= 0.4
            for column in grid.columns[:30]
        )
    ]
    if not named:
        return False
    span = range(min(rows) - 1, max(rows) + 2)
    return len(entries) < 2 or any(grid.text(row, first - 1) for row in span)


def find_legend(grid: Grid) -> Legend:
    """The legend of a sheet; empty where it has none."""
    symbols: dict[str, Entry] = {}
    colours: dict[str, Entry] = {}
    places: set[Place] = set()
    for groups, by_colour in (
        (_lines(grid), False),
        (_two_cells(grid), False),
        (_sideways(grid), False),
        (_colours(grid), True),
    ):
        for entries in groups:
            if _among_people(grid, entries):
                continue
            if not by_colour and (
                not _believed(grid, entries) or any(p in places for e in entries for p in e.places)
            ):
                continue
            for entry in entries:
                named = not by_colour and is_colour_name(entry.symbol)
                if by_colour or named:
                    colours.setdefault(
                        entry.fill if by_colour and entry.fill else folded(entry.symbol), entry
                    )
                else:
                    symbols.setdefault(folded(entry.symbol), entry)
                places.update(entry.places)
    titles = _titles(grid, places)
    return Legend(
        tuple(symbols.values()),
        tuple(colours.values()),
        titles,
        frozenset(places) | frozenset(titles),
        _shown_rows(grid, [*symbols.values(), *colours.values()], titles),
    )


def _titles(grid: Grid, places: set[Place]) -> tuple[Place, ...]:
    if not places:
        return ()
    near = {row + step for row, _ in places for step in (-2, -1, 0)}
    return tuple(
        place
        for place, cell in sorted(grid.cells.items())
        if place[0] in near and cell.text and place not in places and _is_title(cell.text) and not cell.copied
    )


def _shown_rows(grid: Grid, entries: Sequence[Entry], titles: Sequence[Place]) -> tuple[tuple[int, str], ...]:
    shown: dict[Place, str] = {place: grid.text(*place) for place in titles}
    for entry in entries:
        first = entry.places[0]
        if first in shown:
            continue
        one = len(entry.places) == 1
        shown[first] = grid.text(*first) if one else " = ".join(filter(None, (entry.symbol, entry.text)))
    return tuple((place[0], text) for place, text in sorted(shown.items()))
