"""Check digits of numbers that people carry."""

from __future__ import annotations

from datetime import date

# GB 11643-1999, section 4: weights of the first 17 digits and the check character of each remainder by 11.
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"


def digits(text: str) -> str:
    """The decimal digits of a text."""
    return "".join(sign for sign in text if sign.isdigit())


def chinese_id(text: str) -> bool:
    """Whether the check character of an 18-character resident identity number is right (GB 11643-1999)."""
    value = text.upper()
    if len(value) != 18 or not value[:17].isdigit():
        return False
    total = sum(weight * int(sign) for weight, sign in zip(_ID_WEIGHTS, value, strict=False))
    return _ID_CHECK[total % 11] == value[17]


def chinese_id_shape(text: str) -> bool:
    """Whether an 18-character number holds a real birth date: a mistyped check digit still names a person."""
    return _real_date(text[6:10], text[10:12], text[12:14])


def luhn(text: str) -> bool:
    """Whether the digits pass the Luhn check of payment cards (ISO/IEC 7812-1, annex B)."""
    value = digits(text)
    if not 12 <= len(value) <= 19 or len(set(value)) == 1:
        return False
    doubled = sum(sum(divmod(2 * int(sign), 10)) for sign in value[-2::-2])
    return (doubled + sum(int(sign) for sign in value[-1::-2])) % 10 == 0


def american_phone(text: str) -> bool:
    """Whether the digits can be a North American number: ten, after an optional 1, not a run of years."""
    value = digits(text.lower().split("x")[0].split("e")[0])
    return len(value) in (7, 10, 11, 13)


def _real_date(year: str, month: str, day: str) -> bool:
    try:
        return date(int(year), int(month), int(day)) <= date.today()
    except ValueError:
        return False
