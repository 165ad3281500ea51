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

from ...privacy.languages.zh.characters import simplified

# A Chinese character is a token of its own, of other writings a word is.
_TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W_\u3400-\u9fff\uf900-\ufaff]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# Unicode's format characters: soft hyphens, joiners, marks of direction.
_INVISIBLE = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)
_FACTOR = 0x9E3779B97F4A7C15  # odd, so that multiplication modulo 2**64 loses nothing
Numbers = np.ndarray[Any, np.dtype[np.uint64]]


def fold(text: str) -> str:
    """The text without case, width, invisible characters, and traditional characters."""
    if text.isascii():
        return text.casefold()
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text).casefold())
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
def _number(token: str) -> int:
    """A 64-bit number whose last bit marks a Chinese character."""
    number = int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest(), "little")
    return number | 1 if _HAN.match(token) else number & ~1


@dataclass(frozen=True)
class TokenNumbers:
    """The tokens of a text as 64-bit numbers, the same on every machine."""

    numbers: Numbers

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def han(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which tokens are Chinese characters."""
        return (self.numbers & np.uint64(1)).astype(np.bool_)


def token_numbers(text: str) -> TokenNumbers:
    return TokenNumbers(np.array([_number(token) for token in tokens(text)], dtype=np.uint64))


def join(parts: Sequence[TokenNumbers]) -> TokenNumbers:
    """Texts that follow one another as one."""
    return TokenNumbers(np.concatenate([np.empty(0, np.uint64), *(one.numbers for one in parts)]))


def ngrams(text: str | TokenNumbers, words: int, characters: int) -> Numbers:
    """Sorted 64-bit numbers of the n-grams of a text, each once; the same on every machine.

    An n-gram is a run of `words` tokens without a Chinese character, or of `characters` tokens with one; `characters`
    is the larger number, because a character says less than a word. A shorter text has none.
    """
    one = token_numbers(text) if isinstance(text, str) else text
    parts = []
    for length, chinese in ((words, False), (characters, True)):
        total, holds = runs(one, length)
        parts.append(total[holds == chinese])
    return np.unique(np.concatenate(parts))


def runs(one: TokenNumbers, length: int) -> tuple[Numbers, np.ndarray[Any, np.dtype[np.bool_]]]:
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


def contained(numbers: Numbers, ordered: Numbers) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which numbers are in a sorted array; the time grows with what is looked up, not with the array."""
    if not len(ordered):
        return np.zeros(len(numbers), dtype=np.bool_)
    places = np.searchsorted(ordered, numbers)
    places[places == len(ordered)] = 0
    return np.asarray(ordered[places] == numbers)


# Brown et al. 2020, appendix C: from 8 words on a passage is no common phrase; a word has about 1.5 Chinese characters.
DISTINCTIVE_WORDS, DISTINCTIVE_CHARACTERS = 8, 12


def is_distinctive(one: TokenNumbers) -> bool:
    """Whether a text is long enough to be known again."""
    return len(one) >= (DISTINCTIVE_CHARACTERS if bool(one.han.any()) else DISTINCTIVE_WORDS)
