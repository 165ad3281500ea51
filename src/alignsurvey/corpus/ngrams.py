"""Texts as n-grams: runs of words, and of characters where the writing has no spaces between words."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ..privacy.scripts import simplified

# A Chinese character is a token of its own, of other writings a word is.
_TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W_\u3400-\u9fff\uf900-\ufaff]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_FACTOR = 0x9E3779B97F4A7C15  # odd, so that multiplication modulo 2**64 loses nothing
Numbers = np.ndarray[Any, np.dtype[np.uint64]]


def fold(text: str) -> str:
    """The text without case, width, signs that are not seen, and traditional characters."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(
        sign for sign in plain if sign.isprintable() or sign.isspace() or unicodedata.category(sign) != "Cf"
    )
    return simplified(plain) if _HAN.search(plain) else plain


def tokens(text: str) -> list[str]:
    """Words and Chinese characters, without case, width, accents on their own and punctuation.

    >>> tokens("Don't know，２０１８年！")
    ['don', 't', 'know', '2018', '年']
    """
    return _TOKEN.findall(fold(text))


def normalised(text: str) -> str:
    """The tokens of a text in one string: equal for texts that differ in case, width, spaces and punctuation only."""
    return " ".join(tokens(text))


@lru_cache(maxsize=1 << 18)
def _number(token: str) -> tuple[int, bool]:
    number = int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest(), "little")
    return number, bool(_HAN.match(token))


@dataclass(frozen=True)
class Numbered:
    """The tokens of a text as 64-bit numbers, the same on every machine; `han` tells the Chinese characters."""

    numbers: Numbers
    han: np.ndarray[Any, np.dtype[np.bool_]]

    def __len__(self) -> int:
        return len(self.numbers)


def numbered(text: str) -> Numbered:
    found = [_number(token) for token in tokens(text)]
    numbers = np.fromiter((number for number, _ in found), dtype=np.uint64, count=len(found))
    return Numbered(numbers, np.fromiter((han for _, han in found), dtype=np.bool_, count=len(found)))


def joined(parts: Sequence[Numbered]) -> Numbered:
    """Texts that follow one another as one."""
    empty = [Numbered(np.empty(0, np.uint64), np.empty(0, np.bool_))]
    every = [*empty, *parts]
    return Numbered(np.concatenate([one.numbers for one in every]), np.concatenate([one.han for one in every]))


def ngrams(text: str | Numbered, words: int, characters: int) -> Numbers:
    """Sorted 64-bit numbers of the n-grams of a text, each once; the same on every machine.

    An n-gram is a run of `words` tokens without a Chinese character, or of `characters` tokens with one; `characters`
    is the larger number, because a character says less than a word. A shorter text has none.
    """
    one = numbered(text) if isinstance(text, str) else text
    parts = []
    for length, chinese in ((words, False), (characters, True)):
        total, holds = runs(one, length)
        parts.append(total[holds == chinese])
    return np.unique(np.concatenate(parts))


def runs(one: Numbered, length: int) -> tuple[Numbers, np.ndarray[Any, np.dtype[np.bool_]]]:
    """The number of every run of `length` tokens, by its start, and whether it holds a Chinese character."""
    count = len(one) - length + 1
    if count < 1:
        return np.empty(0, np.uint64), np.empty(0, np.bool_)
    total = np.zeros(count, dtype=np.uint64)
    for place in range(length):  # a polynomial modulo 2**64
        total *= np.uint64(_FACTOR)
        total += one.numbers[place : place + count]
    sums = np.concatenate([[0], np.cumsum(one.han)])
    return total, sums[length:] > sums[:-length]


def among(numbers: Numbers, ordered: Numbers) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which numbers are in a sorted array; the time grows with what is looked up, not with the array."""
    if not len(ordered):
        return np.zeros(len(numbers), dtype=np.bool_)
    places = np.searchsorted(ordered, numbers)
    places[places == len(ordered)] = 0
    return np.asarray(ordered[places] == numbers)


# Brown et al. 2020, appendix C: from 8 words on a passage is no common phrase; a word has about 1.5 Chinese characters.
TELLING_WORDS, TELLING_CHARACTERS = 8, 12


def telling(one: Numbered) -> bool:
    """Whether a text is long enough to be known again."""
    return len(one) >= (TELLING_CHARACTERS if bool(one.han.any()) else TELLING_WORDS)
