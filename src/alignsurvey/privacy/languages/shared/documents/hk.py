"""Hong Kong and Macao: identity cards and plates."""

from __future__ import annotations

from ... import rules
from ...rules import Rule


def hkid(text: str) -> bool:
    """Whether the check digit of an identity card is right: weights 9 to 2 over letters and digits, modulo 11."""
    bare = [sign for sign in text.upper() if sign.isalnum()]
    bare = bare if len(bare) == 9 else [" ", *bare]
    values = [36 if sign == " " else int(sign, 36) for sign in bare]
    total = sum(value * weight for value, weight in zip(values[:8], range(9, 1, -1), strict=True))
    return (total + values[8]) % 11 == 0


_CARD = rules.cue(
    r"hkid|hong kong id|macau id|bir|id(?:entity)? card|id(?: number)?", r"身份证|身分证|证件号?|BIR|蓝卡"
)
_PLATE = rules.cue(r"plates?|car|van|taxi|minibus|registration", r"车牌|车号|的士|小巴|私家车|架车")

RULES = (
    Rule("ID_NUMBER", r"(?<![A-Za-z0-9])[A-Z]{1,2} ?\d{3} ?\d{3} ?\([0-9A]\)"),
    Rule("ID_NUMBER", r"(?<![A-Za-z0-9])[A-Z]{1,2}\d{6}[0-9A](?![A-Za-z0-9])", hkid),
    Rule("ID_NUMBER", r"(?<![A-Za-z0-9])[A-Z]{1,2} ?\d{6}(?:[ -]?[0-9A])?(?![A-Za-z0-9])", None, 0.8, _CARD, 20),
    Rule("ID_NUMBER", r"(?<![\d/])[1578]\d{6} ?\(\d\)|(?<![\d/])[1578]/\d{6}/\d(?![\d/])"),  # Macao
    Rule("LICENCE_PLATE", r"(?<![A-Za-z0-9])[A-HJ-NPR-Z]{2} ?\d{1,4}(?![A-Za-z0-9])", None, 0.7, _PLATE, 15),
    Rule("LICENCE_PLATE", r"(?<![A-Za-z0-9])M[A-Z]-\d{2}-\d{2}(?![\d-])"),  # Macao
)
