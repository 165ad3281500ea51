"""Licence plates in English talk, after a word for them or for the vehicle."""

from __future__ import annotations

from ...rules import Rule


def _plate(text: str) -> bool:
    """Letters and digits, five to eight of them, and no model of a car ("F150", "CX5")."""
    signs = [sign for sign in text if sign.isalnum()]
    return 5 <= len(signs) <= 8 and 1 <= sum(sign.isdigit() for sign in signs) < 8


RULES = (
    Rule(
        "LICENCE_PLATE",
        r"(?:(?i:licen[cs]e plates?|number plates?|plate number|registration|\bplates?)"
        r"(?i:\s(?:is|was|number|reads?|no\.?)"
        r"|[\s:#-]){1,4})\K(?=[A-Z0-9 -]*\d)[A-Z0-9]{1,4}(?:[ -]?[A-Z0-9]{1,5}){1,2}(?![A-Za-z0-9])",
    ),
    Rule(
        "LICENCE_PLATE",
        r"(?i:\b(?:car|truck|pickup|van|sedan|suv|jeep|motorcycle|trailer|vehicle|plates?"
        r"|tags?|registration|licen[cs]e))\b"
        r"[^\n.!?]{0,40}?[\s\"'“(:#]\K(?=[A-Z0-9 •·-]*\d)(?=[0-9 •·-]*[A-Z])"
        r"[A-Z0-9]{1,4}[ •·-]?[A-Z0-9]{2,5}(?![A-Za-z0-9%])",
        _plate,
        0.7,
    ),
)
