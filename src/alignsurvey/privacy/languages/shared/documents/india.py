"""India: Aadhaar, PAN, voter card, passport, driving licence, plates."""

from __future__ import annotations

from ... import rules
from ...rules import Rule
from ..check_digits import valid


def aadhaar(text: str) -> bool:
    """Whether the check digit (Verhoeff) of an Aadhaar number is right."""
    return valid("in_.aadhaar", text.replace("-", " "))


_AADHAAR = rules.cue("aadh?aa?r(?: card)?(?: number| no\\.?)?|uid(?:ai)?", "")
_STATES = (
    "AN|AP|AR|AS|BH|BR|CG|CH|DD|DL|DN|GA|GJ|HP|HR|JH|JK|KA|KL|LA|LD|MH|ML|MN|MP|MZ|NL|OD"
    "|OR|PB|PY|RJ|SK|TN|TR|TS|UK|UP|WB"
)

RULES = (
    Rule("ID_NUMBER", r"(?<![\d-])[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}(?![\d-]| \d)", aadhaar, 0.8),
    # In groups of four it is an Aadhaar even with a mistyped check digit, unless the groups are years.
    Rule("ID_NUMBER", r"(?<![\d-])(?<!\d )(?!(?:19|20)\d\d)[2-9]\d{3}([ -])\d{4}\1\d{4}(?![\d-]| \d)", None, 0.5),
    Rule("ID_NUMBER", r"(?<![\d-])\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)", None, 0.9, _AADHAAR, 25),
    Rule("ID_NUMBER", r"(?<![A-Za-z0-9])[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z](?![A-Za-z0-9])"),  # PAN
    Rule("ID_NUMBER", r"(?<![A-Za-z0-9])[A-Z]{3}\d{7}(?![A-Za-z0-9])", None, 0.7),  # voter card
    Rule(
        "ID_NUMBER", rf"(?<![A-Za-z0-9])(?:{_STATES})[ -]?\d{{2}}[ -]?(?:19|20)\d{{2}}[ -]?\d{{7}}(?!\d)"
    ),  # driving licence
    Rule("PASSPORT", r"(?<![A-Za-z0-9])[A-PR-WY][1-9]\d{6}(?![A-Za-z0-9])", None, 0.5),
    Rule(
        "LICENCE_PLATE",
        rf"(?<![A-Za-z0-9])(?:{_STATES})[ -]?\d{{1,2}}[ -]?(?:[A-Z][ -])?[A-Z]{{1,3}}[ -]?\d{{4}}(?!\d)",
    ),
)
