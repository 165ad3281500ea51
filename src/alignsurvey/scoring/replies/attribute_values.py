"""Read the values of an attribute (sex, household size, ...) that a reply gives, in a list or in a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from .answers import choice_or_none
from .choices import letter, shown_choices
from .numerals import ENGLISH_NUMBER, chinese_number, english_number
from .texts import final, fold, key, load_json, load_literal, unfence

MOST = 200  # items of a list that are looked at; a longer one is no answer, and would take long to read
_UNITS = "口个人位名岁"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COUNT = re.compile(rf"\A(?:\d+(?:\.\d+)?\s*[{_UNITS}]{{0,2}}|[一二两俩三四五六七八九十]+\s*[{_UNITS}]{{1,2}})\Z")
_ENGLISH = re.compile(ENGLISH_NUMBER)
# A Chinese number counts only at the end or before a unit: 一 is part of many words.
_COUNTED = re.compile(
    rf"([一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|俩)(?=\s*(?:$|[{_UNITS}]))"
)
_BETWEEN = re.compile(r"[,，、;；\n]|\band\b|以及|和")
_MARKS = re.compile(rf"{_BETWEEN.pattern}|/")
_LETTERS = re.compile(r"[A-Z]{2,}")
_LACKS = re.compile(r"没有?|无|不包括|不含|(?:no|not|without)\b", re.IGNORECASE)
_QUOTES = {"'": "'", '"': '"', "“": "”", "‘": "’"}
_OPENING = re.compile("['\"“‘]")


def read_values(text: str | None, choices: Sequence[str] = ()) -> set[str]:
    """The values that a reply gives, folded; empty when it gives none.

    Args:
        text: the reply: a list in JSON or Python, quoted texts, an enumeration, or a sentence.
        choices: the values to choose from; then one may be given by its letter or within a sentence.
    """
    reply = final(text or "")
    items = items_of(reply)
    if len(items) > MOST:
        return set()
    if not choices:
        return {key(item) for item in items} - {""}
    found = [_chosen(item, choices) for item in items]
    if "[" not in reply and any(found):
        found = [name for item, name in zip(items, found, strict=True) if name or not _LACKS.match(item.lstrip())]
    if found and all(found):
        return {name for name in found if name}
    if "[" in reply and len(items) > 1:
        # One item that is no choice makes a list unreadable: it would be counted as if it had not been given.
        return set()
    whole = _chosen(reply, choices)
    return {whole} if whole else _enumerated(reply, choices)


def items_of(text: str) -> list[str]:
    """Items of a JSON or Python list, of quoted texts, or of an enumeration."""
    body = unfence(text)
    listed = load_json(body) if "[" in body or "{" in body else None
    if listed is None and "[" in body:
        listed = load_literal(body[body.index("[") : body.rfind("]") + 1])
    if isinstance(listed, Mapping) and len(listed) == 1:
        listed = next(iter(listed.values()))
    if isinstance(listed, list):
        return [item for value in listed if (item := _written(value))]
    if isinstance(listed, str | int | float):
        return [_written(listed)]
    return _quoted(body) or [part.strip() for part in _BETWEEN.split(body) if part.strip()]


def _quoted(text: str) -> list[str]:
    """What stands in quotes, from the first mark to the next that closes it; in linear time."""
    found, place = [], 0
    last = {opening: text.rfind(closing) for opening, closing in _QUOTES.items()}
    for match in _OPENING.finditer(text):
        begin = match.end()
        if match.start() < place or last[match[0]] <= begin or text[begin] == _QUOTES[match[0]]:
            continue
        place = text.index(_QUOTES[match[0]], begin) + 1
        found.append(text[begin : place - 1])
    return found


def is_number(values: set[str]) -> bool:
    """Whether the one value is a number, also with a unit ("3", "3人", "三口人")."""
    return len(values) == 1 and _COUNT.match(next(iter(values))) is not None


def read_numbers(text: str | None) -> set[str]:
    """The one number of a reply ("3", "3人", "三口人", "three"); empty when it has none, or several."""
    body = unicodedata.normalize("NFKC", final(text or ""))
    found = {_plain(match) for match in _NUMBER.findall(body)}
    if not found:
        found = {f"{chinese_number(mark):g}" for mark in _COUNTED.findall(body)}
        found |= {str(english_number(match)) for match in _ENGLISH.finditer(fold(body))}
    return found if len(found) == 1 else set()


def _enumerated(text: str, choices: Sequence[str]) -> set[str]:
    """Choices that a text consists of, with nothing but separators between them, which their texts may hold too, or
    their letters ("BC")."""
    letters = key(text).upper()
    # In order and each once, which "BAD" is not.
    if (
        _LETTERS.fullmatch(letters)
        and letters[-1] <= letter(len(choices) - 1)
        and list(letters) == sorted(set(letters))
    ):
        return {key(choices[ord(mark) - 65]) for mark in letters}
    shown = shown_choices(tuple(choices))
    rest = _MARKS.sub("", shown.mention.sub("", fold(text)))
    if key(rest):
        return set()
    return {key(choices[shown.names[match[0]]]) for match in shown.mention.finditer(fold(text))}


def _chosen(text: str, choices: Sequence[str]) -> str | None:
    index = choice_or_none(text, choices) if choices else None
    return None if index is None else key(choices[index])


def _written(value: object) -> str:
    try:
        return str(value).strip()
    except ValueError:  # an integer of more digits than Python writes
        return ""


def _plain(number: str) -> str:
    return f"{float(number):g}"
