"""English tokens and their features: rows of the recogniser's table of embeddings, summed up for each token.

A token's own features (word, beginnings and endings, letter groups, shape, classes of the lexicon) are the same
wherever it stands, so their sum is made once; what depends on the place (sentence start, whether the text has capitals
or punctuation at all) is added to it.
"""

from __future__ import annotations

import gzip
import re
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

TOKEN = re.compile(r"['’]s\b|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*|\d+|[^\w\s]|_")
_ENDS = frozenset('.!?:;"“”…\n•-–—(')
GRAMS, PARTS, CLASSES, PLACES = (
    9000,
    7000,
    2600,
    64,
)  # rows for letter groups, affixes, classes, and what the place adds
COLUMNS = 24


@dataclass(frozen=True)
class Lexicon:
    """Of each word its own row (0 for none) and its classes: how common as forename, surname, place and plain word."""

    rows: dict[str, int]
    classes: dict[str, str]

    @property
    def first(self) -> int:
        """The first row after those of words."""
        return len(self.rows) + 1

    @property
    def size(self) -> int:
        """How many rows the table has."""
        return self.first + GRAMS + PARTS + CLASSES + PLACES


@cache
def lexicon(path: Path) -> Lexicon:
    """The lexicon: lines "word<tab>forename surname place word classes, a digit each<tab>1 where it has a row"."""
    rows: dict[str, int] = {}
    classes: dict[str, str] = {}
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            word, digits, own = line.rstrip("\n").split("\t")
            classes[word] = digits
            if own == "1":
                rows[word] = len(rows) + 1
    return Lexicon(rows, classes)


def tokens(text: str) -> list[tuple[int, int]]:
    """(start, end) of the tokens of a text."""
    return [match.span() for match in TOKEN.finditer(text)]


def shape(token: str) -> str:
    """The case of a token in brief."""
    if token.islower():
        return "x"
    if token[0].isdigit():
        return f"d{min(len(token), 5)}"
    if not token[0].isalpha():
        return token
    if token.isupper():
        return "X" if len(token) == 1 else "XX"
    return "Xx" if token[1:].islower() else "XxX" if token[0].isupper() else "xX"


def own(token: str, known: Lexicon) -> tuple[int, list[int], list[int], list[int]]:
    """A token's rows: of the word, of its letter groups, of affixes and shape, of classes."""
    low = token.lower().replace("’", "'")
    if not low[0].isalpha():
        low = re.sub(r"\d", "0", low)
    grams, parts, classes = known.first, known.first + GRAMS, known.first + GRAMS + PARTS
    groups: list[int] = []
    form = shape(token)
    if low[0].isalpha():
        padded = f"<{low}>"
        groups = [grams + _hash(padded[n : n + 4], GRAMS) for n in range(min(len(padded) - 3, 11))]
    affixes = [f"p{low[:3]}", f"s{low[-3:]}", f"t{low[-2:]}", f"h{form}{min(len(low), 8)}"]
    digits = known.classes.get(low, "0000" if low[0].isalpha() else "----")
    told = [f"{n}{digit}" for n, digit in enumerate(digits)] + [
        f"{digits}{form}",
        f"{digits[:3]}",
        f"{form}{digits[3]}",
    ]
    return (
        known.rows.get(low, 0),
        groups,
        [parts + _hash(part, PARTS) for part in affixes],
        [classes + _hash(one, CLASSES) for one in told],
    )


def _hash(text: str, size: int) -> int:
    return zlib.crc32(text.encode("utf-8")) % size


def manner(text: str) -> int:
    """How a text is written: 0 without capitals, 1 with, 2 in capitals; and 4 more where it has no punctuation."""
    letters = [sign for sign in text[:2000] if sign.isalpha()]
    upper = sum(sign.isupper() for sign in letters)
    case = 0 if not upper else 2 if upper > 0.6 * len(letters) else 1
    return case + (0 if re.search(r"[.,!?;:]", text[:2000]) else 4)


def places(text: str, spans: list[tuple[int, int]], known: Lexicon, how: int | None = None) -> list[int]:
    """For each token the row that its place adds: how the text is written, sentence start, space before it."""
    base, how = known.size - PLACES, manner(text) if how is None else how
    made, before = [], "."
    for start, end in spans:
        begins = before in _ENDS or (start > 0 and "\n" in text[start - 2 : start])
        glued = start > 0 and not text[start - 1].isspace()
        made.append(base + 8 * (begins + 2 * glued) + how)
        before = text[end - 1]
    return made


class Coder:
    """Makes the features of English texts for a recogniser; the sum of a word's own features is made once."""

    def __init__(self, folder: Path) -> None:
        self.known = lexicon(folder / "lexicon.tsv.gz")
        self._words: dict[str, Any] = {}

    def vectors(self, text: str, table: Any) -> tuple[list[int], list[int], Any, list[str]]:
        """As `language.Coder` has it."""
        spans = tokens(text)
        x = np.empty((len(spans), table.shape[1]), np.float32)
        for place, (start, end) in enumerate(spans):
            vector = self._words.get(text[start:end])
            x[place] = self._word(text[start:end], table) if vector is None else vector
        if spans:
            x += table[places(text, spans, self.known)]
        return [start for start, _ in spans], [end for _, end in spans], x, []

    def _word(self, token: str, table: Any) -> Any:
        if len(self._words) >= _WORDS:
            self._words.clear()
        word, groups, parts, classes = own(token, self.known)
        rows = [*parts, *([word] if word else []), *groups, *classes][: COLUMNS - 1]
        self._words[token] = made = table[rows].sum(axis=0)
        return made


_WORDS = 60_000  # words whose sums are kept
