"""Payment cards and bank accounts."""

from __future__ import annotations

from ...rules import Rule
from .. import cues
from ..check_digits import digits, luhn, valid


def iban(text: str) -> bool:
    """Whether a text has the length and the country of an IBAN; a mistyped one names a person all the same."""
    bare = "".join(sign for sign in text if sign.isalnum()).upper()
    return valid("iban", bare) or (15 <= len(bare) <= 34 and bare[:2] in _IBAN and sum(s.isdigit() for s in bare) > 10)


_IBAN = (
    "AT",
    "BE",
    "CH",
    "CY",
    "DE",
    "DK",
    "ES",
    "FI",
    "FR",
    "GB",
    "GR",
    "IE",
    "IT",
    "LU",
    "NL",
    "NO",
    "PL",
    "PT",
    "SE",
    "TR",
)


def _account(text: str) -> bool:
    return 6 <= len(digits(text)) <= 20


RULES = (
    # UnionPay, of which nearly all begin with 62; a mistyped check digit still leads to its owner.
    Rule("BANK_CARD", r"(?<![\dA-Za-z+-])62\d{14,17}(?!\d)", None, 0.8),
    Rule(
        "BANK_CARD",
        r"(?<![\dA-Za-z+-])\d{12,19}(?!\d)|(?<![\d-])[2-9]\d{3}([ -])(?:\d{4}\1\d{4}\1\d{1,7}|\d{6}\1\d{5})(?!\d)",
        luhn,
    ),
    Rule("BANK_CARD", r"(?<![\d-])\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?(?![\d])"),
    Rule("BANK_CARD", r"(?<![\d-])\d(?:[ -]?\d){11,18}(?!\d)", None, 0.8, cues.CARD, 15),
    Rule(
        "BANK_ACCOUNT",
        r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])",
        iban,
        0.95,
    ),
    Rule(
        "BANK_ACCOUNT",
        r"(?<![\d-])\d{2}-\d{2}-\d{2}(?:[\s,]{1,3}(?:\w{1,10}\s){0,3}\d{6,8})?(?![\d-])",
        None,
        0.8,
        cues.BANK,
        25,
    ),
    Rule("BANK_ACCOUNT", r"(?<![A-Za-z0-9])[A-Z]{4}0[A-Z0-9]{6}(?![A-Za-z0-9])"),  # IFSC of India
    Rule("BANK_ACCOUNT", r"(?<![\d.,$£€-])\d[\d -]{4,22}\d(?![\d%])", _account, 0.7, cues.BANK, 25),
    Rule("BANK_ACCOUNT", r"(?<![\d-])\d{3}-\d{6}-\d{3}(?![\d-])"),  # Hong Kong: bank, branch and account
)
