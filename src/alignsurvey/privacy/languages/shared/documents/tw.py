"""Taiwan: identity number, resident certificate, plates."""

from __future__ import annotations

from ...rules import Rule

# Numbers of the first letter (Household Registration Act): A is 10, and I, O, W and Z come late.
_LETTERS = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))


def taiwan_id(text: str) -> bool:
    """Whether the check digit is right: the letter's two digits and the eight after it by 1, 9, 8, ... 1, modulo 10."""
    first, digits = _LETTERS[text[0].upper()], [int(sign) for sign in text[1:]]
    total = first // 10 + first % 10 * 9 + sum(d * w for d, w in zip(digits, (8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True))
    return total % 10 == 0


RULES = (
    Rule("ID_NUMBER", r"(?<![A-Za-z0-9])[A-Z][1289]\d{8}(?![A-Za-z0-9])", taiwan_id, 1.0),
    Rule("ID_NUMBER", r"(?<![A-Za-z0-9])[A-Z][12A-D89]\d{8}(?![A-Za-z0-9])", None, 0.7),
    Rule(
        "LICENCE_PLATE",
        r"(?<![A-Za-z0-9-])(?:[A-Z]{3}-\d{4}|\d{4}-[A-Z]{2}|[A-Z]{2}-\d{4}|[A-Z0-9]{3}-[A-Z]{3}"
        r"|[A-Z]{3}-\d{3})(?![A-Za-z0-9-])",
        lambda text: any(s.isdigit() for s in text),
        0.7,
    ),
)
