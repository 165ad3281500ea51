"""English personal names: the names of the 1990 census beside what the spaCy model finds.

The model misses names in lists, in lower case and of rare shape; titles, introductions and first names find those.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

from ....files.errors import InputError, require
from ..lists import lines, listed, words
from .cues import HARD
from .features import lexicon
from .places import CITIES, COUNTRIES, STATES

WORDS = words("en/words")
NOT_PEOPLE = words("en/no_people")
_TITLE = f"(?:{'|'.join(listed('en/titles'))})"
_PART = r"\p{Lu}[\p{L}'’]*(?:-\p{Lu}?[\p{L}'’]+)?"
_LINK = r"(?:\p{Lu}\.|van|von|de|del|della|der|den|da|di|la|le|bin|al|el|Mc|Mac|O'|St\.)"
_MORE = rf"(?:\s(?:{_LINK}\s?){{0,2}}{_PART}){{0,3}}"
_INTRODUCED = (
    r"(?:\b(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir|[Tt]he) "
    r"(?:(?:full|legal|real|first|last|maiden|middle|married|given|family) )?"
    r"name(?:'s| is| was|:)|\b[Nn]ame:|\b[Nn]amed|\bcalled|\b[Ss]igned(?: by)?|\b[Cc]all me|\bgo(?:es)? by|\b[Ii] am"
    r"|\b[Ii]['’]m|\b[Tt]his is|\b[Ss]incerely,|\b[Rr]egards,|\b[Dd]ear|\b[Aa]sk for|\bsurname(?: is)?|\b[Hh]i,"
    r"|\b[Hh]ello,?|\b[Tt]hanks,)"
)


@cache
def census() -> tuple[dict[str, float], frozenset[str]]:
    """First names with their share of all first names in percent, and surnames, in lower case (`names` package)."""
    spec = importlib.util.find_spec("names")
    if spec is None or not spec.submodule_search_locations:
        raise InputError("this needs names: pip install 'alignsurvey[privacy]'")
    folder = Path(spec.submodule_search_locations[0])
    given: dict[str, float] = {}
    for file in ("dist.female.first", "dist.male.first"):
        for line in (folder / file).read_text(encoding="ascii").splitlines():
            name, share = line.split()[:2]
            given[name.lower()] = max(float(share), given.get(name.lower(), 0.0))
    lines = (folder / "dist.all.last").read_text(encoding="ascii").splitlines()
    return given, frozenset(line.split()[0].lower() for line in lines)


def plainness(word: str) -> int:
    """How common a word in small letters is as anything but a name, from 0 to 4, by the recogniser's training text."""
    known = lexicon(Path(__file__).parent / "recogniser" / "lexicon.tsv.gz")
    return int(known.classes.get(word.replace("’", "'"), "0000")[3])


@cache
def gender(name: str) -> str:
    """ "female" or "male" as the census has it for a first name, "" where it says neither or both alike."""
    return _genders().get(name.lower(), "")


@cache
def _genders() -> dict[str, str]:
    spec = importlib.util.find_spec("names")
    if spec is None or not spec.submodule_search_locations:
        raise InputError("this needs names: pip install 'alignsurvey[privacy]'")
    folder = Path(spec.submodule_search_locations[0])
    share: dict[str, dict[str, float]] = {}
    for kind in ("female", "male"):
        for line in (folder / f"dist.{kind}.first").read_text(encoding="ascii").splitlines():
            share.setdefault(line.split()[0].lower(), {})[kind] = float(line.split()[1])
    found = {}
    for name, parts in share.items():
        best = max(parts, key=lambda kind: parts[kind])
        if parts[best] > 4 * min(parts.get("male", 0), parts.get("female", 0)):
            found[name] = best
    return found


@cache
def _patterns() -> tuple[Any, Any, Any, Any]:
    regex = require("regex", "privacy")
    titled = regex.compile(
        rf"(?<!\p{{L}}){_TITLE}\.?\s+(?P<name>{_PART}{_MORE})|(?<!\p{{L}})(?i:mr|mrs|ms|dr)\.\s+(?P<low>\p{{L}}+)"
    )
    introduced = regex.compile(rf"{_INTRODUCED}\s+(?P<name>{_PART}{_MORE}|\p{{Ll}}{{3,}}(?:\s\p{{Ll}}{{3,}})?)")
    sequence = regex.compile(
        rf"(?<![\p{{L}}\d]){_PART}(?:(?:,\s|\s)?\s?(?:\p{{Lu}}\.\s)?{_PART}){{0,3}}(?![\p{{L}}\d])"
    )
    word = regex.compile(rf"(?:\p{{Lu}}\.|{_PART})")
    return titled, introduced, sequence, word


def is_given(word: str) -> bool:
    """Whether a word is a first name that is rarely anything else."""
    low = word.lower()
    return len(low) > 2 and low not in WORDS and census()[0].get(low, 0.0) >= 0.004


def is_first_name(word: str) -> bool:
    """Whether the census has a word among first names, also one that is usually something else."""
    return len(word) > 2 and word.lower() in census()[0]


def _is_surname(word: str) -> bool:
    return word.lower() in census()[1]


def by_rule(text: str) -> list[tuple[int, int, float]]:
    """(start, end, score) of names found by title, introduction and the census lists."""
    titled, introduced, sequence, word = _patterns()
    found = []
    for match in titled.finditer(text):
        group = "name" if match.group("name") else "low"
        found.append((match.start(group), match.end(group), 0.9))
    for match in introduced.finditer(text):
        start, end = match.span("name")
        kept = _introduced(text[start:end])
        if kept:
            found.append((start, start + kept, 0.85))
    for match in sequence.finditer(text):
        found.extend(_in_sequence(match, word))
        found.extend(_in_mid_sentence(text, match, word))
    return [(start, _end(text, start, end), score) for start, end, score in found]


def _end(text: str, start: int, end: int) -> int:
    """Without a possessive ending."""
    for ending in ("'s", "’s", "'", "’"):
        if text[start:end].endswith(ending):
            return end - len(ending)
    return end


def _introduced(name: str) -> int:
    """How many signs of an introduced phrase are a name: capitals stand for themselves, small letters must be known."""
    words = name.split()
    first = words[0].split("-")[0].removesuffix("'s")
    if name[0].isupper():
        return len(name) if is_given(first) or (_is_surname(first) and first.lower() not in WORDS) else 0
    if not is_given(first) or census()[0][first] < 0.02:
        return 0
    return len(name) if len(words) > 1 and _is_surname(words[1]) and words[1] not in _PLAIN else len(words[0])


_PLAIN = words("en/after_first_names")


def _in_sequence(match: Any, word: Any) -> list[tuple[int, int, float]]:
    """Names in a run of capitalised words: a first name and up to two words after it, or a known first name alone."""
    base, words = match.start(), list(word.finditer(match.group()))
    found, place = [], 0
    while place < len(words):
        current = words[place].group().removesuffix("'s").removesuffix("’s")
        first = current.split("-")[0]
        if not is_given(first):
            ambiguous = first.lower() in census()[0] and len(first) > 2
            follows = words[place + 1].group() if place + 1 < len(words) else ""
            sure = ambiguous and follows and _is_surname(follows) and follows.lower() not in WORDS | set(census()[0])
            if not sure or "," in match.group()[words[place].end() : words[place + 1].start()]:
                place += 1
                continue
        last = place
        for after in range(place + 1, min(place + 4, len(words))):
            gap = match.group()[words[after - 1].end() : words[after].start()]
            if "," in gap or words[after].group().lower() in NOT_PEOPLE or not gap:
                break
            if words[after - 1].group().endswith(("'s", "’s")):
                break
            last = after
        found.append((base + words[place].start(), base + words[last].end(), 0.8))
        place = last + 1
    return found


def _in_mid_sentence(text: str, match: Any, word: Any) -> list[tuple[int, int, float]]:
    """Dawn, Mark or Hunter amid a sentence: the word would have a small letter there."""
    before = text[: match.start()].rstrip(" \"'“‘(")
    if not before or not (before[-1].isalnum() or before[-1] == ",") or before.endswith((" the", " The", " a", " an")):
        return []
    base, words = match.start(), list(word.finditer(match.group()))
    first = words[0].group().removesuffix("'s").removesuffix("’s")
    low = first.lower()
    if low not in WORDS or low in HARD or low not in census()[0] or len(low) < 3:
        return []
    if len(words) == 1 or "," in match.group()[: words[1].start()]:
        return [(base, base + len(first), 0.75)]
    after = words[1].group().removesuffix("'s").removesuffix("’s")
    if _is_surname(after) or after.endswith("."):
        return [(base, base + words[-1 if len(words) < 3 else 1].end(), 0.75)]
    return []


_TITLES = frozenset(title.casefold() for title in listed("en/titles"))


def keep(text: str, start: int, end: int, sure: float = 0.0) -> tuple[int, int] | None:
    """A person of the model, trimmed to the name; None when it is surely none. `sure`: its probability."""
    piece = text[start:end]
    while piece and not piece[0].isalpha():
        piece, start = piece[1:], start + 1
    regex = require("regex", "privacy")
    lead = regex.match(rf"(?:{_TITLE}\.?|[Tt]he|[Aa]nd|[Hh]i|[Dd]ear|[Hh]ello)\s+", piece)
    if lead:
        piece, start = piece[lead.end() :], start + lead.end()
    piece = regex.split(r"\n|\s[-–—]\s|[:;(\"]", piece)[0].rstrip(" ,.!?")
    end = _end(text, start, start + len(piece))
    words = text[start:end].replace("-", " ").split()
    if not words or any(sign.isdigit() for sign in piece) or any(w.lower().strip("'’s") in NOT_PEOPLE for w in words):
        return None
    if not any(w[0].isupper() for w in words):
        return (start, end) if len(words) < 4 and len(piece) > 1 else None
    if len(words) == 1 and (len(words[0]) < 2 or (words[0].lower() in WORDS and sure < 0.8)):
        return None
    return (start, end) if len(words) <= 5 else None


def is_place(name: str) -> bool:
    """Whether what the model takes for a place can be one: no acronym but those of places, no product, no planet."""
    bare = name.strip(" .,'’")
    if bare.casefold() in COUNTRIES or bare.casefold() in CITIES or bare in STATES:
        return True
    return not (bare.isupper() and len(bare) < 5) and bare[:1].isupper() and bare.casefold() not in NOT_PEOPLE


PUBLIC = frozenset(name.casefold() for name in lines("en/public_bodies"))


def join_places(text: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places with what belongs to them: a town and its state are one place ("Marietta, Ohio")."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and text[joined[-1][1] : start] in (", ", ",") and end - start > 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
