"""Which scale a sheet uses, and what each of its symbols is on the canonical one (competence-matrix 2)."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.workbooks.digits import is_digits
from app.workbooks.legend import Entry, Legend
from app.workbooks.tokens import (
    ARROW,
    CROSSES,
    HARVEY_SYMBOLS,
    NO,
    PLANNED_CROSS,
    YES,
    Shape,
    Token,
    level_hits,
)
from app.workbooks.words import common_scales, folded, says

_ORDER: dict[str, Sequence[str]] = {"ILUO": "iluo", "harvey": "○◔◑◕●"}
_MOST_CHOICES = 6


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale and its meanings, by symbols in plain form: 0-4, held, not_held, planned or blank.

    `open` says that the meanings must be asked; then `choices` are the proposals.
    """

    name: str
    meanings: Mapping[str, int | str] = field(default_factory=dict)
    open: bool = False
    choices: tuple[str, ...] = ()
    keeps_proposal: bool = False
    """The proposed meanings are shown although they are asked (ILUO without a legend)."""

    def levels(self) -> dict[str, int]:
        """Symbol -> canonical level."""
        return {symbol: meaning for symbol, meaning in self.meanings.items() if isinstance(meaning, int)}


def plain_symbol(symbol: str) -> str:
    """A legend's symbol in the form that tokens have."""
    found = folded(symbol)
    found = HARVEY_SYMBOLS.get(found, found)
    if found in CROSSES:
        return "x"
    if PLANNED_CROSS.fullmatch(found):
        return "(x)"
    return found


def meaning_of(text: str, common: int | None = None) -> int | str | None:
    """What the words of a legend mean: a level, held, not_held, planned, blank; None where they do not tell.

    Where words of several levels stand in the text, the common table decides between them; a level and its
    neighbour above in one breath ("klarar själv och kan lära ut") is the higher one.
    """
    if says("levels", "blank", text):
        return "blank"
    hits = level_hits(text)
    if len(hits) == 1:
        return next(iter(hits))
    if hits == {3, 4}:
        return 4
    if hits:
        return common if common in hits else None
    for name in ("not_held", "planned", "held"):
        if says("levels", name, text):
            return name
    return None


def _run_name(symbols: Iterable[str]) -> str | None:
    """0-4 for the symbols 0 1 2 3 4."""
    numbers = sorted(int(symbol) for symbol in symbols if is_digits(symbol))
    if len(numbers) < 2 or numbers != list(range(numbers[0], numbers[-1] + 1)) or numbers[0] > 1:
        return None
    return f"{numbers[0]}-{numbers[-1]}"


def mapping_text(meanings: Mapping[str, int | str]) -> str:
    """{"1": 0, "2": 2} -> `1=0 2=2`."""
    return " ".join(f"{symbol}={meaning}" for symbol, meaning in meanings.items())


_PAIR = re.compile(r"([^\s=]+)=([0-4]|held|not_held|planned|blank)")


def parse_mapping(choice: str) -> dict[str, int | str] | None:
    """`I=1 L=3` -> {"i": 1, "l": 3}; None where the text is no mapping."""
    parts = choice.replace(",", " ").split()
    found: dict[str, int | str] = {}
    for part in parts:
        match = _PAIR.fullmatch(part)
        if not match:
            return None
        found[plain_symbol(match[1])] = int(match[2]) if is_digits(match[2]) else match[2]
    return found or None


def _monotone(levels: Sequence[int]) -> bool:
    up = all(a <= b for a, b in itertools.pairwise(levels))
    return up or all(a >= b for a, b in itertools.pairwise(levels))


def _completions(symbols: Sequence[str], known: Mapping[str, int | str]) -> tuple[str, ...]:
    """Mappings that fill an ordered scale's unknown symbols without going back, the steepest first."""
    free = [symbol for symbol in symbols if symbol not in known]
    found: list[dict[str, int]] = []
    for levels in itertools.product(range(5), repeat=min(len(free), 3)):
        whole = {**known, **dict(zip(free, levels, strict=False))}
        line = [level for symbol in symbols if isinstance(level := whole.get(symbol), int)]
        if len(line) == len(symbols) and _monotone(line):
            found.append(dict(zip(symbols, line, strict=True)))
    found.sort(key=lambda levels: (-len(set(levels.values())), list(levels.values())))
    if not found:
        return _stretched([symbol.upper() if symbol in "iluo" else symbol for symbol in symbols])
    return tuple(mapping_text(_shown(levels)) for levels in found[:_MOST_CHOICES])


def _shown(levels: Mapping[str, int | str]) -> dict[str, int | str]:
    return {
        symbol.upper() if symbol in {"i", "l", "u", "o"} else symbol: level
        for symbol, level in levels.items()
    }


def by_legend(name: str, symbols: Sequence[str], entries: Sequence[Entry]) -> Scale | None:
    """The scale by the sheet's own words, open where they do not tell all; None where no entry fits it."""
    common = {plain_symbol(symbol): level for symbol, level in common_scales().get(name, {}).items()}
    told: dict[str, int | str] = {}
    unknown: list[str] = []
    fits = 0
    for entry in entries:
        symbol = plain_symbol(entry.symbol)
        meaning = meaning_of(entry.text, common.get(symbol))
        if symbol in symbols:
            fits += 1
            if meaning is None:
                unknown.append(symbol)
        if meaning is not None:
            told[symbol] = meaning
    if not fits:
        return None
    missing = [symbol for symbol in symbols if symbol not in told]
    # The common table may fill in what the words leave open, where it has one meaning and agrees with them.
    if missing and name in ("0-4", "1-5", "ILUO", "harvey"):
        filled = {**told, **{symbol: common[symbol] for symbol in missing if symbol in common}}
        line = [level for symbol in symbols if isinstance(level := filled.get(symbol), int)]
        if len(line) == len(symbols) and all(a < b for a, b in itertools.pairwise(line)):
            told, missing = filled, []
    line = [level for symbol in symbols if isinstance(level := told.get(symbol), int)]
    if missing or (line and not _monotone(line)):
        known = {
            symbol: level for symbol, level in told.items() if symbol in symbols and symbol not in missing
        }
        return Scale(name, told, True, _completions(symbols, known))
    return Scale(name, told)


def of_numbers(seen: Counter[str], legend: Legend) -> Scale:
    """The scale of a sheet with numbers; `seen` counts the digits in its level columns."""
    in_legend = [symbol for entry in legend.symbols if is_digits(symbol := plain_symbol(entry.symbol))]
    name = _run_name(in_legend)
    if name is not None:
        first, last = (int(part) for part in name.split("-"))
        scale = by_legend(name, [str(n) for n in range(first, last + 1)], legend.symbols)
        if scale is not None:
            return scale
    numbers = {int(symbol) for symbol in seen}
    low, high = min(numbers, default=0), max(numbers, default=0)
    if low == 0 and high > 4 and sum(seen[str(n)] for n in range(5, 11)) <= max(1, sum(seen.values()) // 30):
        # One slip of the hand beyond an established 0-4 is asked alone.
        high = 4
    name = f"{min(low, 1)}-{max(high, 1)}"
    if name in ("0-4", "1-5"):
        return Scale(name, dict(common_scales()[name]))
    symbols = [str(n) for n in range(min(low, 1), high + 1)]
    if low == 0 and high <= 1:
        return Scale("yes_no", {}, True, ("yes_no", "0-4", "0-3"))
    if high <= 3:
        return Scale("0-3", {}, True, ("0-3", "0-4") if low == 0 else ("0-3", "0-4", "1-4", "1-5"))
    if high == 4:
        return Scale("1-4", {}, True, ("1-4", "0-4", "1-5", "1=0 2=2 3=3 4=4", "1=0 2=1 3=3 4=4"))
    if low == 0 and high == 5:
        return Scale("0-5", {}, True, ("1-5", "0-4", "0=0 1=0 2=1 3=2 4=3 5=4", "0=0 1=1 2=2 3=3 4=4 5=4"))
    proposals = _stretched(symbols)
    return Scale(name, {}, True, proposals)


def _stretched(symbols: Sequence[str]) -> tuple[str, ...]:
    """Proposals for long scales without words: spread evenly, and with the lowest as nothing."""
    last = max(1, len(symbols) - 1)
    even = {symbol: min(4, (number * 4 + last // 2) // last) for number, symbol in enumerate(symbols)}
    slow = {symbol: max(0, 4 - (last - number)) for number, symbol in enumerate(symbols)}
    return tuple(dict.fromkeys((mapping_text(even), mapping_text(slow))))


def of_letters(legend: Legend) -> Scale:
    """ILUO by the sheet's legend; without one the common meaning, and a question (competence-matrix 2)."""
    common = {symbol.lower(): level for symbol, level in common_scales()["ILUO"].items()}
    scale = by_legend("ILUO", ["i", "l", "u", "o"], legend.symbols)
    if scale is not None:
        return Scale(scale.name, {"-": 0, **scale.meanings}, scale.open, scale.choices)
    choices = ("ILUO", "I=1 L=3 U=4 O=4", "I=1 L=3 U=3 O=4", "I=1 L=2 U=4 O=4")
    return Scale("ILUO", common, True, choices, keeps_proposal=True)


def of_harvey(legend: Legend, seen: Counter[str]) -> Scale:
    """Filled circles; only full and empty ones may be yes and no as well."""
    scale = by_legend("harvey", list(_ORDER["harvey"]), legend.symbols)
    if scale is not None:
        return scale
    if set(seen) <= {"○", "●"}:
        if set(seen) == {"●"}:
            return Scale("cross", {"●": "held"})
        return Scale("harvey", {}, True, ("harvey", "○=not_held ●=held"))
    return Scale("harvey", dict(common_scales()["harvey"]))


def of_marks(legend: Legend) -> Scale:
    """Crosses; a legend may give them levels. `o` beside `x` and `(x)` are known by it alone."""
    meanings: dict[str, int | str] = {"x": "held", "-": "not_held"}
    for entry in legend.symbols:
        meaning = meaning_of(entry.text)
        symbol = plain_symbol(entry.symbol)
        if meaning is not None:
            meanings[symbol] = meaning
        elif symbol != "x":
            meanings.pop(symbol, None)
    return Scale("cross", meanings)


def of_yes_no(legend: Legend) -> Scale:
    """J and N in all their forms."""
    meanings: dict[str, int | str] = {**dict.fromkeys(YES, "held"), **dict.fromkeys(NO, "not_held")}
    for entry in legend.symbols:
        meaning = meaning_of(entry.text)
        if meaning is not None:
            meanings[plain_symbol(entry.symbol)] = meaning
    return Scale("yes_no", meanings)


def of_words(seen: Counter[str], legend: Legend) -> Scale:
    """Words or letters of the company's own: by the legend, else by the words themselves."""
    meanings: dict[str, int | str] = {}
    told = {plain_symbol(entry.symbol): meaning_of(entry.text) for entry in legend.symbols}
    for symbol in seen:
        meaning = told.get(symbol) if symbol in told else meaning_of(symbol)
        if meaning is not None:
            meanings[symbol] = meaning
    unknown = [symbol for symbol in seen if symbol not in meanings]
    short = [symbol for symbol in unknown if len(symbol) <= 2 or symbol.endswith("%")]
    if short and len(short) == len(seen) and len(seen) <= 7:
        short.sort(key=lambda symbol: (len(symbol), symbol))
        return Scale("words", {}, True, _stretched([symbol.upper() for symbol in short]))
    return Scale("words", meanings)


def symbols_of(token: Token) -> list[str]:
    """The symbols in a value; both ends of an arrow."""
    if found := ARROW.fullmatch(token.plain):
        return [found[1], found[2]]
    if token.fits(Shape.MARK) and token.plain != "o":
        return [plain_symbol(token.plain)]
    return [token.plain]
