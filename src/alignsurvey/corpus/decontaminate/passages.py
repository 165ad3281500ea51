"""Finds passages of known texts inside other texts: millions of tokens in seconds, and nothing kept but numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .ngrams import Numbers, contained, is_distinctive, join, runs, token_numbers

# Brown et al. 2020, appendix C: n-grams of 8 to 13 words distinguish a copied text from a common phrase.
WORDS, CHARACTERS = 13, 20
NGRAM = "n-gram"
_BLOCK = 20_000  # texts that are looked through at once


@dataclass(frozen=True)
class Passages:
    """Known passages by (length, with Chinese characters): kind -> sorted numbers of runs of that length.

    A text shorter than an n-gram is known as a whole, if it is no common phrase; a longer one by its n-grams.
    """

    by_length: Mapping[tuple[int, bool], Mapping[str, Numbers]]
    kinds: tuple[str, ...]

    def count(self, kind: str) -> int:
        return sum(len(kinds[kind]) for kinds in self.by_length.values() if kind in kinds)


def passages(texts: Mapping[str, Iterable[str]]) -> Passages:
    """The passages of texts, given by kind; a kind that comes earlier is named before a later one."""
    found: dict[tuple[int, bool], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for kind, own in texts.items():
        for text in dict.fromkeys(own):
            one = token_numbers(text)
            for length, chinese in ((WORDS, False), (CHARACTERS, True)):
                total, holds = runs(one, length)
                found[length, chinese][NGRAM].append(total[holds == chinese])
            han = bool(one.han.any())
            if is_distinctive(one) and len(one) < (CHARACTERS if han else WORDS):
                found[len(one), han][kind].append(runs(one, len(one))[0])
    ordered = {
        place: {kind: np.unique(np.concatenate(parts)) for kind, parts in kinds.items()}
        for place, kinds in found.items()
    }
    return Passages(ordered, (*texts, NGRAM))


def kinds_of(texts: Sequence[str], known: Passages) -> list[str | None]:
    """The kind of known passage that each text holds, None where it holds none."""
    return [kind for start in range(0, len(texts), _BLOCK) for kind in _block(texts[start : start + _BLOCK], known)]


def _block(texts: Sequence[str], known: Passages) -> Iterator[str | None]:
    parts = [token_numbers(text) for text in texts]
    every = join(parts)
    owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    best = np.full(len(parts), len(known.kinds))
    for length in sorted({length for length, _ in known.by_length}):
        total, han = runs(every, length)
        if not len(total):
            continue
        first = owner[: len(total)]
        whole = first == owner[length - 1 :]  # no run from one text into the next
        for chinese in (False, True):
            mine = whole & (han == chinese)
            for kind, numbers in known.by_length.get((length, chinese), {}).items():
                hit = first[mine][contained(total[mine], numbers)]
                np.minimum.at(best, hit, known.kinds.index(kind))
    for place in best.tolist():
        yield known.kinds[place] if place < len(known.kinds) else None
