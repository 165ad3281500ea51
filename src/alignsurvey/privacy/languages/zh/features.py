"""Chinese tokens and their features: rows of the recogniser's table of embeddings, summed up for each token.

A token is a character, or a run of Latin letters or of digits. Its features are the character, the pair that it makes
with the next one, the dictionary word that it stands in (word, place in it, kind, frequency), how usual it is as a
surname or as a character of a given name, and whether it stands in the name of a place. Texts come folded: simplified,
full-width letters as ASCII.
"""

from __future__ import annotations

import gzip
import math
import re
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ..en.names import census
from .names import COMMON, COMPOUND, SURNAMES, odds, tokenizer

PAIRS, WORDS, KINDS, NAMES, MANNERS = 20000, 14000, 1500, 1024, 64
COLUMNS = 7
_LATIN = re.compile(r"[A-Za-z0-9]+")
_STOP = re.compile(r"[，。！？；：,.!?;:、]")
Rows = Any  # an array of integers [tokens, COLUMNS]


@dataclass(frozen=True)
class Alphabet:
    """Of each character its own row (0 for none) and its row among name classes, by code point; of the name of a place
    whether it is a whole one (宁乡县) or a short one (宁乡)."""

    rows: Any
    names: Any
    characters: int
    places: dict[str, bool]

    @property
    def size(self) -> int:
        """How many rows the table has."""
        return self.characters + 1 + PAIRS + WORDS + KINDS + NAMES + MANNERS


@cache
def alphabet(folder: Path) -> Alphabet:
    """The alphabet of a recogniser: `characters.txt`, one after another, and `places.txt.gz`, a name a line, the short
    ones after "-"."""
    characters = (folder / "characters.txt").read_text(encoding="utf-8").strip()
    rows, names = np.zeros(65536, np.int32), np.zeros(65536, np.int32)
    for place, sign in enumerate(characters):
        rows[ord(sign)] = place + 1
    table = odds()
    for sign in {*characters, *table.first, *table.second, *table.only, *SURNAMES}:
        if ord(sign) < 65536:
            names[ord(sign)] = _name_class(sign)
    with gzip.open(folder / "places.txt.gz", "rt", encoding="utf-8") as stream:
        places = {line.strip().removeprefix("-"): not line.startswith("-") for line in stream}
    return Alphabet(rows, names, len(characters), places)


_COMPOUND = frozenset(name[0] for name in COMPOUND)


def _name_class(sign: str) -> int:
    """Surname (none, rare, common), start of a compound one, and odds as first, second, only given character."""
    surname = 2 if sign in COMMON else 1 if sign in SURNAMES else 0
    table = odds()
    steps = [_step(part.get(sign)) for part in (table.first, table.second, table.only)]
    return ((((surname * 2 + (sign in _COMPOUND)) * 4 + steps[0]) * 4 + steps[1]) * 4 + steps[2]) % NAMES


def _step(value: float | None) -> int:
    return 0 if value is None or value < -1 else 1 if value < 0.5 else 2 if value < 2 else 3


def _hash(text: str, size: int) -> int:
    return zlib.crc32(text.encode("utf-8")) % size


@cache
def _word(word: str) -> tuple[int, str, bool]:
    """(row of the word, its kind and frequency, whether it is Latin)."""
    if _LATIN.fullmatch(word):
        given, surnames = census()
        low = word.lower()
        form = "d" if word.isdigit() else "X" if word.isupper() else "Xx" if word[0].isupper() else "x"
        kind = f"{form}{min(len(word), 5)}{low in given}{low in surnames}"
        return _hash(low if not word.isdigit() else f"0{min(len(word), 5)}", WORDS), kind, True
    count, tag = odds().words.get(word, (0, "?"))
    often = 0 if not count else min(5, 1 + int(math.log10(count + 1)))
    return _hash(word, WORDS), f"{tag[:2]}{often}", False


@cache
def _kinds(kind: str, size: int) -> tuple[int, ...]:
    """The rows of a word's kind for each of its characters: begin, middle, end, or alone."""
    places = "S" if size == 1 else "B" + "M" * (size - 2) + "E"
    return tuple(_hash(f"{place}{kind}{min(size, 5)}", KINDS) for place in places)


def code(text: str, words: list[str], known: Alphabet) -> tuple[list[int], list[int], Rows]:
    """(starts, ends, rows) of the tokens of a folded text, which the segmenter cut into `words`."""
    starts: list[int] = []
    ends: list[int] = []
    own: list[int] = []
    kinds: list[int] = []
    latin: list[int] = []
    place = 0
    for word in words:
        row, kind, is_latin = _word(word)
        size = 1 if is_latin else len(word)
        if is_latin:
            latin.append(len(starts))
            starts.append(place)
            ends.append(place + len(word))
        else:
            starts.extend(range(place, place + size))
            ends.extend(range(place + 1, place + size + 1))
        own.extend([row] * size)
        kinds.extend(_kinds(kind, size))
        place += len(word)
    rows = _rows(text, starts, own, kinds, latin, known)
    if known.places:
        rows[:, 6] = _in_places(words, len(starts), known)
    return starts, ends, rows


_LONGEST = 4  # words of the segmenter that the name of a place is looked up in


def _in_places(words: list[str], size: int, known: Alphabet) -> list[int]:
    """For each token its row in the longest name of a place that begins and ends where words do; 0 for none."""
    base, made, first, token = known.size - MANNERS + 16, [0] * size, 0, 0
    while first < len(words):
        last = first + 1
        for last in range(min(len(words), first + _LONGEST), first, -1):
            name = "".join(words[first:last])
            whole = known.places.get(name)
            if whole is not None and len(name) > 1:
                made[token : token + len(name)] = (base + 4 * whole + mark for mark in _marks(len(name)))
                break
        token += sum(1 if _LATIN.fullmatch(word) else len(word) for word in words[first:last])
        first = last
    return made


@cache
def _marks(size: int) -> tuple[int, ...]:
    """Begin, middle, end."""
    return (0, *[1] * (size - 2), 2)


def _rows(text: str, starts: list[int], own: list[int], kinds: list[int], latin: list[int], known: Alphabet) -> Rows:
    codes = np.minimum(np.frombuffer(text.encode("utf-32-le"), np.uint32), 65535)[starts].astype(np.int64)
    rows = np.zeros((len(starts), COLUMNS), np.int32)
    base = known.characters + 1
    following = np.append(codes[1:], 0)
    rows[:, 0] = known.rows[codes]
    rows[:, 1] = base + (codes * 65599 + following * 31 + (following >> 5)) % PAIRS
    rows[:, 2] = base + PAIRS + np.array(own, np.int32)
    rows[:, 3] = base + PAIRS + WORDS + np.array(kinds, np.int32)
    rows[:, 4] = base + PAIRS + WORDS + KINDS + known.names[codes]
    rows[:, 5] = base + PAIRS + WORDS + KINDS + NAMES + manner(text)
    rows[latin, 0] = rows[latin, 1] = rows[latin, 4] = 0
    return rows


def manner(text: str) -> int:
    """How a text is written: 0 with punctuation, 1 without, 2 without though it is long."""
    if _STOP.search(text):
        return 0
    return 2 if len(text) > 30 else 1


class Coder:
    """Makes the features of Chinese texts for a recogniser."""

    def __init__(self, folder: Path) -> None:
        self.known = alphabet(folder)

    def vectors(self, text: str, table: Any) -> tuple[list[int], list[int], Any, list[str]]:
        """As `language.Coder` has it."""
        words = list(tokenizer().cut(text, HMM=False))
        starts, ends, rows = code(text, words, self.known)
        return starts, ends, table[rows].sum(axis=1), words
