"""Dates of birth in Chinese."""

from __future__ import annotations

from ...rules import Rule

_DAY = r"(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})"
_YEAR = r"(?:(?:19|20)\d{2}|\d{2}|[一二三四五六七八九零〇○]{2,4})"
_DATE = (
    rf"(?:{_YEAR}年(?:农历|阴历|腊月)?(?:{_DAY}|正|冬|腊)月初?{_DAY}[日号號]?"
    r"|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
)

RULES = (
    Rule("DATE_OF_BIRTH", rf"(?:出生|生日|生于|生於|生在|诞辰)[^\d\n。]{{0,12}}?\K(?<!\d){_DATE}", digits=False),
    Rule(
        "DATE_OF_BIRTH",
        rf"(?<!\d){_DATE}(?=[^\n。！？]{{0,6}}?(?:出生|生的|生人|生日|降生|出世|来到这个世))",
        digits=False,
    ),
)
