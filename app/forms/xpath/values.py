"""Values of expressions and their conversions, as JavaRosa makes them (XPathFuncExpr.toNumeric, toString,
...).

A value is a bool, a float, a str or a date (a datetime where the time of day is known). All functions here
are total: what cannot be converted is NaN or the text as it stands.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

Value: TypeAlias = bool | float | str | date

_NUMBER = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_EPOCH = date(1970, 1, 1).toordinal()
_INT_LOW, _INT_HIGH = -(2**31), 2**31 - 1
_LONG = 2**63
_SMALL = 1e-12
NAN = math.nan


def number(value: Value) -> float:
    """`number()`: text is trimmed, a comma counts as a point, exponents are no numbers; a date is a day
    number."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, str):
        text = value.strip().replace(",", ".")
        return float(text) if _NUMBER.fullmatch(text) else NAN
    return float(value.toordinal() - _EPOCH)


def boolean(value: Value) -> bool:
    """`boolean()`: any text that is not empty is true, "0" and "false" too."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return not math.isnan(value) and abs(value) > _SMALL
    return len(value) > 0 if isinstance(value, str) else True


def text(value: Value) -> str:
    """`string()`: 2.0 is "2", NaN is "NaN", 10^12 is "1.0E12" (Java), a date is its day."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    return day_text(value)


def number_text(value: float) -> str:
    """A number as an expression writes it: whole numbers that fit in 32 bits without a point, else as Java
    does."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    whole = min(max(int(value), _INT_LOW), _INT_HIGH)
    return str(whole) if abs(value - whole) < _SMALL else java_double(value)


def java_double(value: float) -> str:
    """`Double.toString`: plain from 10^-3 up to 10^7, else with one digit before the point and E."""
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0.0"
    size = abs(value)
    if 1e-3 <= size < 1e7:
        return f"{Decimal(repr(value)):f}" if "e" in repr(value) else repr(value)
    sign, digits, exponent = Decimal(repr(value)).as_tuple()
    shown = "".join(str(digit) for digit in digits)
    stripped = shown.rstrip("0") or "0"
    power = int(exponent) + len(shown) - 1
    return f"{'-' if sign else ''}{stripped[0]}.{stripped[1:] or '0'}E{power}"


def day_text(value: date) -> str:
    """The ISO date of a date or an instant."""
    return value.isoformat()[:10]


def equal(left: Value, right: Value) -> bool:
    """`=` (XPathEqExpr): as booleans if either is one, else as numbers if either is one, else as text."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, bool) or isinstance(right, bool):
        return boolean(left) == boolean(right)
    if isinstance(left, float) or isinstance(right, float):
        one, other = number(left), number(right)
        return one == other or abs(one - other) < _SMALL
    return text(left) == text(right)


def quotient(left: float, right: float) -> float:
    """`div`: IEEE 754 (division by nought is infinite or NaN, never an error)."""
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left) or math.isnan(right):
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def remainder(left: float, right: float) -> float:
    """`mod`: the sign of the left side, as in Java."""
    if right == 0 or math.isinf(left) or math.isnan(left) or math.isnan(right):
        return NAN
    return math.fmod(left, right)


def stored(value: Value, whole: bool) -> tuple[str, Value]:
    """What a calculation leaves in its node: the text that is kept and the value that expressions read.

    `whole` is true where the bind's type is an integer. Source: JavaRosa's Recalculate.wrapData: empty
    text and NaN are nothing, a boolean is written 1 or 0 and still reads as a boolean, a number within
    10^-9 of a whole one is that whole number.
    """
    if isinstance(value, str):
        return value, value
    if isinstance(value, bool):
        return ("1" if value else "0"), value
    if isinstance(value, float):
        if math.isnan(value):
            return "", ""
        if not math.isinf(value):
            nearest = int(value)
            if whole or (abs(value - nearest) < 1e-9 and abs(nearest) < _LONG):
                return str(nearest), float(nearest)
        return java_double(value), value
    return (
        value.isoformat(timespec="milliseconds") if isinstance(value, datetime) else value.isoformat()
    ), value
