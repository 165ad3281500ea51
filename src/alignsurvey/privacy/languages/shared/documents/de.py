"""Germany: identity card, tax and social security numbers, plates, postcodes with their town."""

from __future__ import annotations

from ... import rules
from ...rules import Rule
from ..check_digits import valid


def tax_id(text: str) -> bool:
    """Whether the check digit of a tax identification number is right."""
    return valid("de.idnr", text)


_CARD = rules.cue(r"personalausweis(?:nummer)?|ausweis(?:nummer)?|perso|id card|identity card", "")

RULES = (
    Rule("ID_NUMBER", r"(?<![\d-])[1-9]\d(?: ?\d{3}){3}(?![\d-])", tax_id, 0.8),
    Rule("ID_NUMBER", r"(?<![A-Za-z0-9])\d{2} ?(?:[0-2]\d|3[01])(?:0\d|1[0-2])\d{2} ?[A-Z] ?\d{3}(?![A-Za-z0-9])"),
    Rule(
        "ID_NUMBER",
        r"(?<![A-Za-z0-9])[LMNPRTVWXY][CFGHJKLMNPRTVWXYZ0-9]{8}(?![A-Za-z0-9])",
        lambda t: any(s.isdigit() for s in t),
        0.9,
        _CARD,
        25,
    ),
    Rule("LICENCE_PLATE", r"(?<![A-Za-zÄÖÜ0-9-])[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?\d{1,4}[EH]?(?![A-Za-z0-9-])"),
)
