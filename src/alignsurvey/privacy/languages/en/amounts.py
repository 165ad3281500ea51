"""Ages and incomes in English: "I'm 47" reads "I'm 45 to 49".

Only a number that its words call an age or an income is touched; "more than forty" is a band already.
"""

from __future__ import annotations

import re

from ..bands import OLDEST, age_band, edges
from ..language import Amount

_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_WORDS = {ten: 20 + 10 * place for place, ten in enumerate(_TENS)}
_WORDS |= {
    f"{ten}{gap}{one}": n + 1 + m for ten, n in list(_WORDS.items()) for m, one in enumerate(_ONES) for gap in "- "
}
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_WORDS |= {teen: 10 + place for place, teen in enumerate(_TEENS)}
_SAID = "|".join(sorted(_WORDS, key=len, reverse=True))
_AGE = rf"(?P<age>\d{{1,3}}|(?:{_SAID}))"
# What may follow an age: without it, "I'm 20 minutes late" and "turned 5 corners" would count.
_END = r"(?=\s*(?:[.,;!?)]|$|now\b|and\b|but\b|so\b|already\b|this year\b|years?[\s-]old\b|years? of age\b))"
_AGES = re.compile(
    rf"\b(?:(?:I['’]?m|I am|I was|(?:he|she)(?:['’]s| is| was)|turn(?:ed|ing|s)?|aged?|age of)\s)"
    rf"{_AGE}(?![\d%,]\d|[-\w]){_END}"
    rf"|(?<![\w.,$-])(?<!\d to )(?<!\d or ){_AGE.replace('age', 'old')}(?=[\s-]years?[\s-]old\b|[\s]years? of age\b)"
    # "at 19 I left home", "at the age of nineteen": a number after "at" that a clause about a person follows.
    rf"|\b(?:at|since|until|by)\s{_AGE.replace('age', 'at')}(?=,?\s(?:I|he|she|we|they|my|his|her)\b(?!['’]))",
    re.IGNORECASE,
)
_PAY = (
    r"(?:earn(?:s|ed|ing)?|mak(?:e|es|ing)|made|paid|pays?|salary|income|wages?|brings? home|brought home|take[- ]home"
    r"|pension|social security check|savings)"
)
# Up to four small words between the pay and the sum: "paid me only about 500"; a count of something is no sum.
_INCOME = re.compile(
    rf"\b{_PAY}\b(?:\s(?:me|us|him|her|is|was|of|about|around|roughly|maybe|some|only|just|nearly|almost"
    r"|at|like|close to)){0,4}"
    r"\s(?P<sign>[$£€])?(?P<value>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s?(?P<unit>k\b|thousand\b|grand\b|million\b)?"
    r"(?![\d%]|,\d|\.\d|\s?(?:percent|people|hours?|days?|years?|minutes?|times|of\b))",
    re.IGNORECASE,
)
_UNITS = {"": 1, "k": 1000, "thousand": 1000, "grand": 1000, "million": 1_000_000}


def _age(match: re.Match[str]) -> tuple[str, str] | None:
    group = next(name for name in ("age", "old", "at") if match[name])
    said = match[group].lower()
    value = _WORDS.get(said) or (int(said) if said.isdigit() else 0)
    lowest = 12 if group == "at" else 0  # "at 9 we had supper" is an hour
    if not lowest < value < 120:
        return None
    low, high = age_band(value)
    return group, f"{OLDEST} or over" if value >= OLDEST else f"{low} to {high}"


def _income(match: re.Match[str]) -> tuple[str, str] | None:
    unit, sign = (match["unit"] or "").lower(), match["sign"] or ""
    scale = _UNITS[unit]
    value = float(match["value"].replace(",", "")) * scale
    if value < 5 or (value < 1000 and not sign):
        return None
    low, high = edges(value)
    return "value", f"{low / scale:,.10g} to {sign}{high / scale:,.10g}"


AMOUNTS = (Amount("AGE", _AGES, _age), Amount("INCOME", _INCOME, _income))
