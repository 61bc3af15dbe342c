"""Whole numbers in plain digits: `str.isdigit` also says yes to `²` and to digits of other scripts."""

from __future__ import annotations


def is_digits(text: str) -> bool:
    """Whether the text is nothing but the digits 0-9, at least one."""
    return text.isascii() and text.isdigit()
