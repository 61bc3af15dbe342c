"""One cell under a scale: a value, a planned level, or a question with its choices."""

from __future__ import annotations

from dataclasses import dataclass

from app.workbooks.cells import Cell
from app.workbooks.colours import symbol_of
from app.workbooks.digits import is_digits
from app.workbooks.reading import Ask, AsTyped, Blank, Certificate, Held, Level, NotHeld, Value
from app.workbooks.scales import Scale, plain_symbol
from app.workbooks.sheets import day_of_serial
from app.workbooks.tokens import (
    ARROW,
    LONG,
    PLUS,
    RANGE,
    YES,
    Shape,
    Token,
    digit_range_of_day,
    state_of,
    token,
)

ANY_LEVEL = ("0", "1", "2", "3", "4", "blank")
ANY_MARK = ("held", "not_held", "blank")
_SERIALS = range(20_000, 80_000)
_NO_DATE = ("held_unknown_end", "none")


@dataclass(frozen=True, slots=True)
class CellReading:
    """A value with its planned level; `choices` are given where the cell must be asked."""

    value: Value
    target: int | None = None
    choices: tuple[str, ...] = ()


def _typed(cell: Cell) -> str:
    """What a person typed, as far as the file still knows: `1-2` where Excel has made a date of it."""
    if cell.text:
        return digit_range_of_day(cell) or cell.text
    return f"={cell.formula}" if cell.formula else ""


def _of_meaning(meaning: int | str, typed: str) -> Value:
    if isinstance(meaning, int):
        return Level(meaning, typed)
    if meaning == "held":
        return Held(typed)
    if meaning == "not_held":
        return NotHeld(typed)
    return Blank() if meaning == "blank" else Ask(typed)


def of_choice(choice: str, typed: str) -> Value:
    """The value that an answer gives a cell: 0-4, held, not_held or blank."""
    if choice in ("0", "1", "2", "3", "4"):
        return Level(int(choice), typed)
    return _of_meaning(choice, typed)


def _choices(scale: Scale, likely: list[int]) -> tuple[str, ...]:
    if scale.name in ("cross", "yes_no") and not scale.levels():
        return ANY_MARK
    return tuple(dict.fromkeys([*(str(level) for level in likely), *ANY_LEVEL]))


def _level(scale: Scale, symbol: str) -> int | None:
    meaning = scale.meanings.get(plain_symbol(symbol))
    return meaning if isinstance(meaning, int) else None


def _symbol(found: Token) -> str:
    return plain_symbol(found.plain)


def of_level(cell: Cell, scale: Scale) -> CellReading:
    """A cell of a level, mark or word column."""
    found = token(cell)
    typed = _typed(cell)
    if not typed:
        return CellReading(Blank())
    symbol = _symbol(found)
    if symbol in scale.meanings and not (scale.open and not scale.keeps_proposal):
        value = _of_meaning(scale.meanings[symbol], typed)
        return CellReading(value, None, _choices(scale, []) if isinstance(value, Ask) else ())
    if (arrow := ARROW.fullmatch(found.plain)) and not (scale.open and not scale.keeps_proposal):
        now, then = _level(scale, arrow[1]), _level(scale, arrow[2])
        if now is not None and then is not None:
            return CellReading(Level(now, typed), then)
    if (plus := PLUS.fullmatch(found.plain)) and (level := _level(scale, plus[1])) is not None:
        above = [level, level + 1] if level < 4 else [level]
        return CellReading(Level(level, typed), None, _choices(scale, above))
    if (
        scale.open
        and not scale.keeps_proposal
        and (found.plain in LONG or not found.fits(Shape.DOUBT | Shape.TEXT | Shape.DATE | Shape.NUMBER))
    ):
        return CellReading(AsTyped(typed))
    if scale.open and scale.name == "words" and found.shape == Shape.TEXT:
        return CellReading(AsTyped(typed))
    ends = [level for part in _ends(typed) if (level := _level(scale, part)) is not None]
    if found.fits(Shape.DASH):
        ends = [0] if "0" in ANY_LEVEL else []
    return CellReading(Ask(typed), None, _choices(scale, ends))


def _ends(typed: str) -> list[str]:
    plain = typed.casefold()
    return [part for part in plain if part.isalnum() or part in "○◔◑◕●"] if RANGE.fullmatch(plain) else []


def of_colour(cell: Cell, scale: Scale) -> CellReading:
    """A cell whose fill is its value; a text in it is asked."""
    if cell.text:
        return CellReading(Ask(cell.text), None, ANY_LEVEL)
    if cell.fill is None:
        return CellReading(Blank())
    symbol = symbol_of(cell.fill)
    meaning = scale.meanings.get(symbol)
    return CellReading(Ask(symbol) if meaning is None else _of_meaning(meaning, symbol))


def of_licence(cell: Cell, answer: str | None, scale: Scale) -> CellReading:
    """A cell of a column of only 0/1 or crosses: as typed until it is known what they are."""
    found, typed = token(cell), _typed(cell)
    if not typed:
        return CellReading(Blank())
    symbol = _symbol(found)
    if answer == "level":
        return of_level(cell, scale)
    if symbol in ("0", "1", "x", "-"):
        if answer is None:
            return CellReading(AsTyped(typed))
        return CellReading(Held(typed) if symbol in ("1", "x") else NotHeld(typed))
    return CellReading(Ask(typed), None, ANY_MARK)


def of_certificate(cell: Cell) -> CellReading:
    """A cell of a column of licences (samples README, rule 7)."""
    found, text = token(cell), cell.text
    if cell.day is not None:
        return CellReading(Certificate("valid_to", cell.day.isoformat()))
    if not text and cell.formula is None:
        return CellReading(Certificate("none"))
    if cell.number is not None or (is_digits(text) and (found.date is None or found.date.bare_number)):
        return _bare_number(cell, found)
    if found.date is not None and not found.fits(Shape.DASH):
        if found.date.day is not None:
            return CellReading(Certificate("valid_to", found.date.day.isoformat()))
        return _asked(text, [day.isoformat() for day in found.date.proposals])
    if (after_yes := _date_after_yes(found.plain)) is not None:
        return CellReading(Certificate("valid_to", after_yes))
    kind = _kind(found)
    if kind is None:
        return _asked(text or f"={cell.formula}", [])
    return CellReading(Certificate(kind))


def _asked(typed: str, proposals: list[str]) -> CellReading:
    return CellReading(Certificate("ask", typed), None, (*proposals, *_NO_DATE))


def _date_after_yes(plain: str) -> str | None:
    from app.workbooks.dates import read_date

    word, _, rest = plain.replace(",", " ").partition(" ")
    if word in YES and rest and (read := read_date(rest)) is not None and read.day is not None:
        return read.day.isoformat()
    return None


def _kind(found: Token) -> str | None:
    symbol = _symbol(found)
    if symbol == "x" or (found.fits(Shape.YES_NO) and found.plain in YES) or symbol == "●":
        return "held_unknown_end"
    if symbol == "(x)":
        return "planned"
    if found.fits(Shape.YES_NO) or found.fits(Shape.DASH) or symbol == "○":
        return "none"
    return state_of(found.plain)


def _bare_number(cell: Cell, found: Token) -> CellReading:
    """A year, a serial of Excel or any other number: asked, never guessed."""
    text = cell.text
    proposals = [day.isoformat() for day in found.date.proposals] if found.date else []
    if found.date and found.date.day:
        proposals.append(found.date.day.isoformat())
    typed = text
    if is_digits(text) and int(text) in _SERIALS and (day := day_of_serial(int(text))):
        typed = f"{text} = {day.isoformat()} as an Excel serial"
        proposals.append(day.isoformat())
    return _asked(typed, proposals)
