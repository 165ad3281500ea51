"""Australia: tax file and Medicare numbers, plates, a state with its postcode."""

from __future__ import annotations

from ... import rules
from ...rules import Rule
from ..check_digits import valid


def tax_file(text: str) -> bool:
    """Whether the check digit of a tax file number is right."""
    return valid("au.tfn", text)


_CUE = rules.cue(
    r"tfn|tax file(?: number)?|medicare(?: card)?(?: number)?|crn|centrelink(?: reference)?(?: number)?", ""
)

RULES = (
    Rule("ID_NUMBER", r"(?<![\d-])\d{3} \d{3} \d{3}(?![\d-]| \d)", tax_file, 0.8),
    Rule("ID_NUMBER", r"(?<![\d-])\d{3,4}[ -]?\d{3,5}[ -]?\d{1,3}(?:[ -/]?\d)?[A-Z]?(?!\d)", None, 0.8, _CUE, 25),
    Rule(
        "LICENCE_PLATE",
        r"(?<![A-Za-z0-9-])(?:[A-Z]{3}[ -]\d{2}[A-Z]|[A-Z]{2}[ -]\d{2}[ -][A-Z]{2}|\d[A-Z]{2}[ -]\d[A-"
        r"Z]{2}|\d{3}[ -][A-Z]{3}|[A-Z]{3}[ -]\d{3})(?![A-Za-z0-9-])",
        None,
        0.6,
    ),
    Rule("STREET_ADDRESS", r"(?<![A-Za-z])(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT),?\s\d{4}(?!\d)"),
)
