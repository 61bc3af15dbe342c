"""What the text of one cell could mean, before it is known where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.workbooks.cells import Cell
from app.workbooks.dates import DateReading, read_date
from app.workbooks.digits import is_digits
from app.workbooks.words import folded, pattern, says, section_names


class Shape:
    """Every shape that a text fits, as bits of a number (a flag of `enum` costs ten times as much).

    A lone `O` fits ILUO and mark."""

    NONE: Final = 0
    DIGIT: Final = 1
    """A whole number 0-7."""
    NUMBER: Final = 2
    """Any other number."""
    ILUO: Final = 4
    HARVEY: Final = 8
    MARK: Final = 16
    """A cross or tick, also in parentheses; `o` beside crosses."""
    YES_NO: Final = 32
    WORDS: Final = 64
    """Words that tell a level."""
    DASH: Final = 128
    DOUBT: Final = 256
    """?, ranges, plus and minus, decimals, errors: a value of some kind that must be asked."""
    ARROW: Final = 512
    DATE: Final = 1024
    """A date in some notation that is more than a bare number."""
    STATE: Final = 2048
    """A word of licences: utgånget, livstid, saknas, anmäld."""
    TEXT: Final = 4096
    """Anything else."""


VALUE_LIKE = (
    Shape.DIGIT
    | Shape.ILUO
    | Shape.HARVEY
    | Shape.MARK
    | Shape.YES_NO
    | Shape.WORDS
    | Shape.DASH
    | Shape.DOUBT
    | Shape.ARROW
    | Shape.DATE
    | Shape.STATE
)

HARVEY_SYMBOLS = {
    "○": "○",
    "◯": "○",
    "⚪": "○",
    "◔": "◔",
    "◑": "◑",
    "◐": "◑",
    "◕": "◕",
    "●": "●",
    "⬤": "●",
    "⚫": "●",
}
CROSSES = frozenset(["x", "✓", "✔", "✗", "✘", "×", "√", "☑", "☒", "✖", "■", "✅", "*"])
PLANNED_CROSS = re.compile(r"[(\[] ?(?:x|✓|✔|√|×) ?[)\]]")
DASHES = frozenset(["-", "–", "—", "−", "‐", "--", "---"])
LONG = frozenset(["8", "9", "10"])
"""Levels of scales longer than any known one: counted, and asked."""
YES = frozenset(["j", "ja", "y", "yes", "sant", "true"])
NO = frozenset(["n", "nej", "no", "falskt", "false"])
_LEVEL = "[0-9iluo○◔◑◕●]"
ARROW = re.compile(rf"({_LEVEL}) ?(?:→|➔|➜|➝|⇒|⟶|->|=>|-->|–>|—>|>) ?({_LEVEL})")
RANGE = re.compile(rf"{_LEVEL} ?(?:-|–|−|/|,|\.|till|\bel\b) ?{_LEVEL}|{_LEVEL} eller {_LEVEL}")
PLUS = re.compile(rf"({_LEVEL}) ?\+")
_OTHER_DOUBT = re.compile(
    rf"[?]+|{_LEVEL} ?[?*!-]|[(\[] ?{_LEVEL} ?[)\]]|#.+[!?]|#n/a|#saknas!?|[<>≥≤~] ?{_LEVEL}"
    rf"|{_LEVEL}[.,][0-9]+"
)
_NUMBER = re.compile(r"[-−]?[0-9]+(?:[.,][0-9]+)?")


@dataclass(frozen=True, slots=True)
class Token:
    """A cell's text in its plain form, and the shapes that it fits."""

    plain: str
    shape: int
    date: DateReading | None = None

    def fits(self, shape: int) -> bool:
        """Whether the text fits one of the shapes."""
        return bool(self.shape & shape)


NOTHING = Token("", Shape.NONE)


def state_of(plain: str) -> str | None:
    """The kind of certificate value that a word tells, without marks and yes or no."""
    for kind in section_names("licences"):
        if pattern("licences", kind).search(plain):
            return kind
    return None


def digit_range_of_day(cell: Cell) -> str | None:
    """`1-2` for a date that Excel made of it: day and month both small, the year is Excel's own."""
    if cell.day is None:
        return None
    low, high = sorted((cell.day.day, cell.day.month))
    return f"{low}-{high}" if high <= 7 else None


@lru_cache(maxsize=20_000)
def token_of_text(text: str) -> Token:
    """The token of a text; dates that Excel has made are told by the cell, not here."""
    plain = folded(text)
    if not plain:
        return NOTHING if not text else Token(text, Shape.TEXT)
    shape: int = Shape.NONE
    if plain in CROSSES or plain == "o" or PLANNED_CROSS.fullmatch(plain) or plain == "(o)":
        shape |= Shape.MARK
    if plain in HARVEY_SYMBOLS:
        shape |= Shape.HARVEY
        plain = HARVEY_SYMBOLS[plain]
    if plain in {"i", "l", "u", "o"}:
        shape |= Shape.ILUO
    if plain in YES or plain in NO:
        shape |= Shape.YES_NO
    if plain in DASHES:
        shape |= Shape.DASH
    if _NUMBER.fullmatch(plain):
        whole = re.fullmatch("[0-7](?:[.,]0+)?", plain)
        shape |= Shape.DIGIT if whole else Shape.NUMBER
        plain = plain[0] if whole else plain
    if percent := re.fullmatch("(0|25|50|75|100) ?%", plain):
        shape |= Shape.WORDS
        plain = f"{percent[1]}%"
    if ARROW.fullmatch(plain):
        shape |= Shape.ARROW
    elif RANGE.fullmatch(plain) or PLUS.fullmatch(plain) or _OTHER_DOUBT.fullmatch(plain):
        shape |= Shape.DOUBT
    date = None
    if len(plain) <= 60 and any(is_digits(ch) for ch in plain) or plain[:3] in _MONTH_STARTS:
        date = read_date(text)
        if (
            date is not None
            and not date.bare_number
            and not shape & (Shape.DOUBT | Shape.DIGIT | Shape.ARROW)
        ):
            shape |= Shape.DATE
    if shape == Shape.NONE:
        if state_of(plain):
            shape |= Shape.STATE
        if len(plain) <= 45 and says_level(plain):
            shape |= Shape.WORDS
    return Token(plain, shape or Shape.TEXT, date)


_MONTH_STARTS = frozenset(
    ["jan", "feb", "mar", "apr", "maj", "may", "jun", "jul", "aug", "sep", "okt", "oct", "nov", "dec"]
)


def says_level(plain: str) -> bool:
    """Whether the words tell a level, held, or not held."""
    return any(
        pattern("levels", name).search(plain) for name in ("4", "3", "2", "1", "0", "held", "not_held")
    )


def token(cell: Cell) -> Token:
    """The token of a cell. A date of small day and month is also the range that Excel made it of."""
    if cell.day is not None:
        shape = Shape.DATE | (Shape.DOUBT if digit_range_of_day(cell) else Shape.NONE)
        return Token(cell.text, shape, DateReading(cell.day))
    if not cell.text and cell.formula is not None:
        return Token("", Shape.DOUBT)
    return token_of_text(cell.text)


def level_hits(text: str) -> frozenset[int]:
    """The canonical levels whose words stand in the text."""
    return frozenset(level for level in range(5) if says("levels", str(level), text))


def is_label(text: str) -> bool:
    """Whether a text can be a head: letters, or a number longer than any level."""
    found = token_of_text(text)
    if not text or len(text) > 120:
        return False
    if found.fits(Shape.NUMBER):
        return len(found.plain) >= 2 and is_digits(found.plain)
    if found.shape in (Shape.WORDS, Shape.STATE, Shape.WORDS | Shape.STATE):
        return True
    return not found.fits(VALUE_LIKE)
