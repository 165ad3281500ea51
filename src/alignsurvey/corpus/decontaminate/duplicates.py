"""Exact and near duplicates among texts, by the Jaccard similarity of their n-grams.

The similarity is computed, not estimated (as MinHash would): no draw, no near miss, the same result everywhere. Prefix
filtering keeps it fast: two sets of similarity t or more share one of their rarest elements (Chaudhuri, Ganti and
Kaushik 2006, "A primitive operator for similarity joins in data cleaning").
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .ngrams import TokenNumbers, ngrams, token_numbers

WORDS, CHARACTERS = 5, 8  # n-gram sizes; longer ones find copies, shorter ones paraphrases
THRESHOLD = 0.8


@dataclass(frozen=True)
class Duplicate:
    """Text number `index` is as text number `of`, which comes before it; 1.0 where they differ in punctuation only."""

    index: int
    of: int
    similarity: float


@dataclass(frozen=True)
class _Sets:
    """The n-grams of every text as ranks from the rarest on; `prefixes` are those worth looking up."""

    ranks: Sequence[Any]
    prefixes: Sequence[Any]


def duplicates(
    texts: Sequence[str | TokenNumbers], threshold: float = THRESHOLD, groups: Sequence[str] | None = None
) -> list[Duplicate]:
    """Texts that repeat an earlier one that is kept, in their order; without them no two are near duplicates.

    Args:
        texts: texts, or their token numbers.
        threshold: the least Jaccard similarity of a near duplicate, above 0 and at most 1.
        groups: the group of each text, such as its interview, whose windows overlap: texts of a group are not compared.

    Returns:
        Each duplicate with the earlier text that it repeats. A text too short for an n-gram has exact duplicates only.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold {threshold} is not above 0 and at most 1")
    every = [token_numbers(text) if isinstance(text, str) else text for text in texts]
    number = {name: place for place, name in enumerate(dict.fromkeys(groups or ()))}
    group = [number[name] for name in groups] if groups else list(range(len(texts)))
    sets = _sets(every, group, threshold)
    seen: dict[bytes, list[int]] = {}
    index_of: dict[int, list[int]] = {}
    found = []
    for index, text in enumerate(every):
        exact = hashlib.blake2b(text.numbers.tobytes(), digest_size=16).digest()
        same = next((other for other in seen.get(exact, ()) if group[other] != group[index]), None)
        prefix = sets.prefixes[index].tolist()
        if same is None:
            candidates = sorted({other for rank in prefix for other in index_of.get(rank, ())})
            of, best = _nearest(index, [one for one in candidates if group[one] != group[index]], sets.ranks)
        else:
            of, best = same, 1.0
        if best >= threshold:
            found.append(Duplicate(index, of, best))
            continue
        seen.setdefault(exact, []).append(index)
        for rank in prefix:
            index_of.setdefault(rank, []).append(index)
    return found


def similarity(one: TokenNumbers, other: TokenNumbers) -> float:
    """The Jaccard similarity of two texts; of texts too short for an n-gram whether they are the same."""
    sets = [ngrams(text, WORDS, CHARACTERS) for text in (one, other)]
    return _jaccard(*sets) if all(len(grams) for grams in sets) else float(np.array_equal(one.numbers, other.numbers))


def _nearest(index: int, candidates: Sequence[int], ranks: Sequence[Any]) -> tuple[int, float]:
    """The most similar candidate, the first of several, and its similarity."""
    best, other = max(((_jaccard(ranks[index], ranks[one]), -one) for one in candidates), default=(0.0, 0))
    return -other, best


def _sets(every: Sequence[TokenNumbers], group: Sequence[int], threshold: float) -> _Sets:
    """Arrays over all texts at once: foundation corpora have tens of millions of n-grams."""
    sets = [ngrams(text, WORDS, CHARACTERS) for text in every]
    lengths = np.array([len(one) for one in sets], dtype=np.int64)
    flat = np.concatenate([np.empty(0, dtype=np.uint64), *sets])
    del sets
    _, inverse, counts = np.unique(flat, return_inverse=True, return_counts=True)
    del flat
    rank = np.empty(len(counts), dtype=np.uint64)
    rank[np.argsort(counts, kind="stable")] = np.arange(len(counts), dtype=np.uint64)
    owner = np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)
    keys = (owner << np.uint64(32)) | rank[inverse]
    del inverse, rank
    keys.sort()  # by text, within it by rank
    ranks = (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    del keys
    ends = np.cumsum(lengths)
    place = np.arange(len(ranks)) - np.repeat(ends - lengths, lengths)
    wanted = lengths - np.array([math.ceil(threshold * length - 1e-9) for length in lengths], dtype=np.int64) + 1
    first = place < np.repeat(wanted, lengths)
    worth = np.zeros(len(ranks), dtype=bool)
    worth[first] = _shared(ranks[first], np.asarray(group)[owner[first].astype(np.int64)])
    bounds = list(zip(ends - lengths, ends, strict=True))
    return _Sets(
        [ranks[start:end] for start, end in bounds], [ranks[start:end][worth[start:end]] for start, end in bounds]
    )


def _shared(ranks: Any, groups: Any) -> Any:
    """Which of the ranks belong to texts of more than one group: no other can bring two texts together."""
    if not len(ranks):
        return np.zeros(0, dtype=bool)
    order = np.argsort(ranks, kind="stable")
    ordered = ranks[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    several = np.minimum.reduceat(groups[order], starts) < np.maximum.reduceat(groups[order], starts)
    found = np.zeros(len(ranks), dtype=bool)
    found[order] = np.repeat(several, np.diff(np.append(starts, len(ranks))))
    return found


def _jaccard(one: Any, other: Any) -> float:
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)
