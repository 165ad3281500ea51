"""Ages and incomes said in talk become bands: "I'm 47" reads "I'm 45 to 49", 收入二十三万 reads 收入20万至30万."""

from __future__ import annotations

from ..languages import fold, load
from ..languages.language import Amount, Language


def band(text: str, language: str) -> tuple[str, dict[str, int]]:
    """The text with ages and incomes as bands, and how many there were: {"AGE", "INCOME"}."""
    known, counts = load(language), {}
    for amount in known.amounts:
        text, count = _replace(text, amount, known)
        if count:
            counts[amount.entity] = count
    return text, counts


def _replace(text: str, amount: Amount, language: Language) -> tuple[str, int]:
    """The text with what `make` gives, (group, band), in the place of that group of each match."""
    count, pieces, place = 0, [], 0
    for match in amount.pattern.finditer(fold(text)):
        made = amount.make(match)
        if made:
            start, end = match.span(made[0])
            pieces += [text[place:start], language.write(made[1], text)]
            place, count = end, count + 1
    return "".join([*pieces, text[place:]]), count
