"""Texts as n-grams: runs of words, and of characters where the writing has no spaces between words."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Any

import numpy as np

# A Chinese character is a token of its own, of other writings a word is.
_TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W_\u3400-\u9fff\uf900-\ufaff]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_FACTOR = 0x9E3779B97F4A7C15  # odd, so that multiplication modulo 2**64 loses nothing


def tokens(text: str) -> list[str]:
    """Words and Chinese characters, without case, width, accents on their own and punctuation.

    >>> tokens("Don't know，２０１８年！")
    ['don', 't', 'know', '2018', '年']
    """
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def normalised(text: str) -> str:
    """The tokens of a text in one string: equal for texts that differ in case, width, spaces and punctuation only."""
    return " ".join(tokens(text))


@lru_cache(maxsize=1 << 18)
def _number(token: str) -> int:
    return int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest(), "little")


def ngrams(text: str, words: int, characters: int) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """Sorted 64-bit numbers of the n-grams of a text, each once; the same on every machine.

    An n-gram is a run of `words` tokens without a Chinese character, or of `characters` tokens with one; `characters`
    is the larger number, because a character says less than a word. A shorter text has none.
    """
    found = tokens(text)
    numbers = np.fromiter((_number(token) for token in found), dtype=np.uint64, count=len(found))
    han = np.fromiter((bool(_HAN.match(token)) for token in found), dtype=np.int64, count=len(found))
    return np.unique(np.concatenate([_runs(numbers, han, words, False), _runs(numbers, han, characters, True)]))


def _runs(numbers: Any, han: Any, length: int, chinese: bool) -> Any:
    """The number of every run of `length` tokens that holds a Chinese character, or that holds none."""
    count = len(numbers) - length + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    total = np.zeros(count, dtype=np.uint64)
    for place in range(length):  # a polynomial modulo 2**64
        total = total * np.uint64(_FACTOR) + numbers[place : place + count]
    sums = np.concatenate([[0], np.cumsum(han)])
    return total[((sums[length:] - sums[:-length]) > 0) == chinese]
