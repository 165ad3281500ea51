"""Dates of birth in English."""

from __future__ import annotations

from ...rules import Rule

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = (
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})|\d{{4}}[/.-]\d{{1,2}}[/.-]\d{{1,2}}"
    rf"|(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? (?:19|20)\d{{2}}"
    rf"|{_MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?:,? (?:of )?(?:19|20)\d{{2}})?)"
)

RULES = (
    Rule(
        "DATE_OF_BIRTH",
        rf"(?i:\bborn|birthday|\bbirth ?date|date of birth|\bd\.?o\.?b\b|(?:came|come|brought) into th(?:e|is) world)"
        rf"[^\d\n]{{0,60}}?\K\b{_DATE}(?!\d)",
    ),
)
