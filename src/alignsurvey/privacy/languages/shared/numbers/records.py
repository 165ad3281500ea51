"""What schools, employers, hospitals, offices and shops keep people under, after a word for it."""

from __future__ import annotations

from ...rules import Rule
from .. import cues


def code(text: str) -> bool:
    """Four digits, or three with a letter; no lone year."""
    digits = [sign for sign in text if sign.isdigit()]
    letters = any(sign.isalpha() for sign in text)
    year = len(text) == 4 and text[:2] in ("19", "20")
    return len(digits) >= (3 if letters else 4) and not year


# Letters, then groups of digits and letters: "S1234567", "HN 20-3918", "2039 1845", "A/2019/0045".
CODE = (
    r"(?<![A-Za-z0-9.,$£€¥/-])(?:[A-Z]{1,6}[ /#-]{0,2}|[A-Za-z]{1,4}-?)?\d[\dA-Za-z]{0,19}"
    r"(?:(?: |(?:[/.-][A-Za-z]{1,5})?[ /.-])\d[\dA-Za-z]{0,19}){0,5}(?:-[A-Z]{1,3})?(?![A-Za-z0-9%]"
    r"|,\d)"
)

RULES = (
    # P0119350, K-1229/81: capitals and digits as no word and no quantity has them; a product may.
    Rule(
        "ID_NUMBER",
        r"(?<![A-Za-z0-9/-])(?:[A-Z]{1,3}-?\d{6,9}|[A-Z]{1,3}[-/]\d{3,8}/\d{2,4})(?![A-Za-z0-9/-])",
        None,
        0.45,
    ),
    Rule("ID_NUMBER", CODE, code, 0.85, cues.RECORD, 22),
    Rule("ID_NUMBER", CODE, code, 0.85, cues.IDENTITY, 22),
    Rule(
        "ID_NUMBER",
        r"(?<![A-Za-z0-9])[A-Z9]{1,6}[ -]?\d[\dA-Z -]{3,18}\d?[A-Z0-9]?(?![A-Za-z0-9])"
        r"|(?<![\d-])\d[\d -]{5,16}\d(?!\d)",
        code,
        0.85,
        cues.DRIVING,
        25,
    ),
    Rule(
        "PASSPORT",
        r"(?<![A-Za-z0-9])[A-Z]{0,2} ?\d{6,9}(?![A-Za-z0-9])|(?<![A-Za-z0-9])[CFGHJKLMNPRTVWXYZ][CFGHJ"
        r"KLMNPRTVWXYZ0-9]{8}(?![A-Za-z0-9])",
        code,
        0.95,
        cues.PASSPORT,
        25,
    ),
    Rule("ID_NUMBER", r"(?<![\d.,$£€-])\d{4,8}#?(?![\d%])", None, 0.4, cues.PIN, 12),
    Rule("STREET_ADDRESS", r"(?<![\d.,$£€-])\d{4,6}(?:-\d{3,4})?(?!\d)", None, 0.7, cues.POSTCODE, 10),
)
