"""Ages of respondents: as they are, from a year of birth, or from a day of birth."""

from __future__ import annotations

import re

from ..codebook.codebook import Attribute

# A day as programs write it: 1968-05-31, 1968/5/31, 31.05.1968, 1968年5月, 19680531.
_DAY = re.compile(
    r"((?:1[89]|20)\d\d)[-/.年]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]((?:1[89]|20)\d\d)|((?:1[89]|20)\d\d)\d{4}"
)


def number_of(attribute: Attribute, code: str) -> float | None:
    """The number that the bands of an attribute are laid on; None for what is no number and no day of birth.

    A year of two digits is the one that makes the respondent 0 to 99 years old.
    """
    survey = attribute.from_birth_year
    day = _DAY.fullmatch(code) if survey is not None else None
    try:
        number = float(next(year for year in day.groups() if year)) if day else float(code)
    except ValueError:
        return None
    if survey is None:
        return number
    if attribute.two_digit_years:
        return (survey - number) % 100 if 0 <= number <= 99 else survey - number
    return survey - number
