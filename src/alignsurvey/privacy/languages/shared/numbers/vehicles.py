"""Vehicles: identification numbers, and plates of any country after a word for them."""

from __future__ import annotations

from ...rules import Rule
from .. import cues


def plate(text: str) -> bool:
    """Four to eight letters and digits, both or digits alone, and no model of a car ("F150", "CX5")."""
    signs = [sign for sign in text if sign.isalnum()]
    return 4 <= len(signs) <= 8 and sum(sign.isdigit() for sign in signs) >= 1


RULES = (
    # ISO 3779: 17 characters without I, O and Q, letters and digits.
    Rule("LICENCE_PLATE", r"(?<![A-Za-z0-9])(?=[A-Z]{0,16}\d)(?=\d{0,16}[A-Z])[A-HJ-NPR-Z0-9]{17}(?![A-Za-z0-9])"),
    Rule(
        "LICENCE_PLATE",
        r"(?<![A-Za-z0-9])(?=[A-Z -]{0,6}\d)[A-Z0-9]{1,4}(?:[ •·-]?[A-Z0-9]{1,5}){1,2}(?![A-Za-z0-9%])",
        plate,
        0.7,
        cues.PLATE,
        20,
    ),
)
