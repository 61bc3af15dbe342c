"""Taking personal identity numbers out of a cell's text, before anything else sees it (swedish-facts 2)."""

from __future__ import annotations

import re

from app.domain.identity_numbers import find_personal_numbers

_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
_SPACED_MONTH_DAY = r"[- ](?:0[1-9]|1[0-2])[- ](?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
_GAP = r"[ \u00a0\u202f]?[-+\u2010\u2011\u2012\u2013\u2212]?[ \u00a0\u202f]?"
# Wider than `find_personal_numbers`: in a matrix a lost number is better than a kept person. The date need
# not exist, a lone space may join, and the birth date may be written with dashes.
_WIDE = re.compile(
    rf"(?<![0-9])(?:(?:19|20)?[0-9]{{2}}{_MONTH_DAY}|(?:19|20)[0-9]{{2}}{_SPACED_MONTH_DAY}){_GAP}"
    r"(?:[0-9]{4}|[xX*]{4})(?![0-9])"
)
_ENOUGH_DIGITS = re.compile(r"[0-9].*[0-9].*[0-9].*[0-9].*[0-9].*[0-9]", re.DOTALL)


def without_identity_numbers(text: str) -> tuple[str, bool]:
    """The text without personal and coordination numbers, and whether there was one."""
    if len(text) < 10 or not _ENOUGH_DIGITS.search(text):
        return text, False
    spans = [(found.start(), found.end()) for found in _WIDE.finditer(text)]
    spans += [(found.start, found.end) for found in find_personal_numbers(text)]
    if not spans:
        return text, False
    kept = text
    for start, end in sorted(spans, reverse=True):
        kept = kept[:start] + kept[min(end, len(kept)) :]
    kept, _ = without_identity_numbers(kept)
    return re.sub(r"\(\s*\)", "", kept).strip(" \t\n,;:()-\u2013"), True
