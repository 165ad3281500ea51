"""Mainland China: resident identity number, passport, permits; plates are in `zh`, as they begin with a character."""

from __future__ import annotations

from ... import rules
from ...rules import Rule
from ..check_digits import chinese_id, chinese_id_shape

_PERMIT = rules.cue(
    r"(?:home ?return|exit|entry|hong kong|macau|taiwan|mainland travel) permit", r"通行证|回乡证|台胞证|港澳证|签注"
)

RULES = (
    Rule("ID_NUMBER", r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])", chinese_id, 1.0),
    Rule("ID_NUMBER", r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])", chinese_id_shape, 0.7),
    Rule(
        "ID_NUMBER",
        r"(?<![0-9A-Za-z])[1-9]\d{5}[ -]((?:18|19|20)\d{2})[ -]?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]"
        r"\d{3}[\dXx](?![0-9A-Za-z])",
    ),
    # The number of fifteen digits that was issued until 1999: place, two digits of the year, month, day, three more.
    Rule(
        "ID_NUMBER",
        r"(?<![0-9A-Za-z])[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])",
        None,
        0.6,
    ),
    Rule("PASSPORT", r"(?<![A-Za-z0-9])(?:E[A-HJ-NP-Z]\d{7}|[EGDSPHK]\d{8})(?![A-Za-z0-9])", None, 0.6),
    # 港澳通行证 C, 往来台湾 L or T, 回乡证 H or M
    Rule("PASSPORT", r"(?<![A-Za-z0-9])(?:[CWLT][A-Z0-9]?\d{7}|[HM]\d{8}(?:\d{2})?)(?![A-Za-z0-9])", None, 0.6),
    Rule("PASSPORT", r"(?<![A-Za-z0-9])[A-Z]{0,2}\d{7,11}(?![A-Za-z0-9])", None, 0.8, _PERMIT, 12),
)
