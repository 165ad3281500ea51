"""Checks of numbers that people carry; the arithmetic is python-stdnum's."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

from ....files.errors import require


def digits(text: str) -> str:
    """The decimal digits of a text."""
    return "".join(sign for sign in text if sign.isdigit())


@cache
def _standard(name: str) -> Any:
    require("stdnum", "privacy")
    return import_module(f"stdnum.{name}")


def valid(name: str, text: str) -> bool:
    """Whether a number passes the check of a module of python-stdnum, such as "in_.aadhaar"."""
    return bool(_standard(name).is_valid(text))


def chinese_id(text: str) -> bool:
    """Whether the check character of an 18-character resident identity number is right (GB 11643-1999)."""
    return len(text) == 18 and text[:17].isdigit() and valid("iso7064.mod_11_2", text.upper())


def chinese_id_shape(text: str) -> bool:
    """Whether an 18-character number holds a real birth date: a mistyped check digit still names a person."""
    return _real_date(text[6:10], text[10:12], text[12:14])


def luhn(text: str) -> bool:
    """Whether the digits pass the Luhn check of payment cards (ISO/IEC 7812-1, annex B)."""
    value = digits(text)
    return 12 <= len(value) <= 19 and len(set(value)) > 1 and valid("luhn", value)


def _real_date(year: str, month: str, day: str) -> bool:
    try:
        return date(int(year), int(month), int(day)) <= date.today()
    except ValueError:
        return False
