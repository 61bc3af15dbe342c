"""Organisation numbers, serials of sole traders, and personal numbers that must never be stored.

Source: swedish-facts 1 (organisation number) and 2 (personal number).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NewType

from app.domain.refusal import Refusal

OrganisationNumber = NewType("OrganisationNumber", str)
"""Ten digits as NNNNNN-NNNN, with the right check digit and a third digit of at least 2."""

SoleTraderSerial = NewType("SoleTraderSerial", str)
"""EF-nnn, given to a sole trader in place of the owner's personal number."""

_BETWEEN = re.compile(r"[\s.\-‐‑–−]")
_PERSONAL_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
# A lone space does not join: "220512 1330" is a day and a time far more often than a person.
_JOINT = r"(?:[ \u00a0\u202f]?[-+‐‑–−][ \u00a0\u202f]?)?"
_PERSONAL = re.compile(
    rf"(?<![0-9])(?P<century>19|20)?(?P<day>[0-9]{{2}}{_PERSONAL_MONTH_DAY}){_JOINT}(?P<last>[0-9]{{4}})(?![0-9])"
)
_PERSONAL_SHAPE = re.compile(rf"(?:19|20)?[0-9]{{2}}{_PERSONAL_MONTH_DAY}[0-9]{{4}}")
# Wider than `_PERSONAL`: what might be a mistyped personal number is not shown either.
_LONG_NUMBER = re.compile(r"\d(?:[\s.\-+‐‑–−]*\d){8,}")
_SERIAL = re.compile(r"EF-?([0-9]{1,6})")
_LONGEST_SHOWN = 60


def _luhn(digits: str) -> bool:
    """Whether the last of ten digits is the check digit of the others."""
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(digits))
    return total % 10 == 0


def organisation_number(text: str) -> OrganisationNumber:
    """'5560360793', '556036-0793', '16556036-0793' or 'SE556036079301' as '556036-0793'.

    Raises Refusal: `domain.orgnr.empty`; `.characters` (something else than digits); `.length`; `.personal`
    (shaped like a personal number: sole traders are added with --sole-trader); `.third_digit`;
    `.check_digit`. What was typed is repeated only where it cannot be a personal number.
    """
    digits = _BETWEEN.sub("", text).upper()
    if not digits:
        raise Refusal("domain.orgnr.empty")
    if _PERSONAL_SHAPE.fullmatch(digits.replace("+", "")):  # the plus of a person over a hundred
        raise Refusal("domain.orgnr.personal")
    if vat := re.fullmatch(r"SE([0-9]{10})01", digits):
        digits = vat[1]
    if not re.fullmatch(r"[0-9]+", digits):
        raise Refusal("domain.orgnr.characters")
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    if _PERSONAL_SHAPE.fullmatch(digits):
        raise Refusal("domain.orgnr.personal")
    if len(digits) != 10:
        raise Refusal("domain.orgnr.length", digits=len(digits))
    if digits[2] < "2":
        raise Refusal("domain.orgnr.third_digit")
    written = f"{digits[:6]}-{digits[6:]}"
    if not _luhn(digits):
        raise Refusal("domain.orgnr.check_digit", typed=written)
    return OrganisationNumber(written)


def sole_trader_serial(number: int) -> SoleTraderSerial:
    """The serial of a sole trader: 7 is EF-007. Raises Refusal `domain.serial.range` outside 1-999999."""
    if not 1 <= number <= 999_999:
        raise Refusal("domain.serial.range", number=number)
    return SoleTraderSerial(f"EF-{number:03d}")


def parse_sole_trader_serial(text: str) -> SoleTraderSerial:
    """'EF-007', 'ef-7' or 'EF7' as 'EF-007'. Raises Refusal `domain.serial.shape` or `.range`."""
    found = _SERIAL.fullmatch(text.strip().upper())
    if not found:
        raise Refusal("domain.serial.shape", typed=safe_to_show(text))
    return sole_trader_serial(int(found[1]))


@dataclass(frozen=True, slots=True)
class PersonalNumberSpan:
    """Where in a text a personal or coordination number stands: text[start:end]."""

    start: int
    end: int
    likely: bool
    """The check digit is right. Without it the shape and the date may be chance."""


def _is_a_day(century: str | None, six: str) -> bool:
    """Whether YYMMDD is a day in some century; a coordination number has 60 added to the day."""
    year, month, day = int(six[:2]), int(six[2:4]), int(six[4:])
    day -= 60 if day > 60 else 0
    for hundreds in [int(century)] if century else [18, 19, 20]:
        try:
            date(hundreds * 100 + year, month, day)
        except ValueError:
            continue
        return True
    return False


def find_personal_numbers(text: str) -> tuple[PersonalNumberSpan, ...]:
    """Every personal or coordination number with a possible date, in order of place."""
    return tuple(
        PersonalNumberSpan(found.start(), found.end(), likely=_luhn(found["day"] + found["last"]))
        for found in _PERSONAL.finditer(text)
        if _is_a_day(found["century"], found["day"])
    )


def without_personal_numbers(text: str) -> str:
    """The text with every personal or coordination number left out, whatever its check digit says."""
    for span in reversed(find_personal_numbers(text)):
        text = f"{text[: span.start]}…{text[span.end :]}"
    return text


def refuse_personal_numbers(text: str, where: str) -> None:
    """Raises Refusal `domain.personal_number` where a personal number with a right check digit stands.

    `where` tells the reader which field it is; the number itself is never repeated.
    """
    if any(span.likely for span in find_personal_numbers(text)):
        raise Refusal("domain.personal_number", where=where)


def safe_to_show(text: str) -> str:
    """What a person typed, fit to be repeated in a refusal: long numbers are left out, long texts are cut."""
    shown = _LONG_NUMBER.sub("…", " ".join(text.split()))
    return shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 1] + "…"
