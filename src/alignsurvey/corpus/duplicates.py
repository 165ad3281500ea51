"""Exact and near duplicates among texts, by the Jaccard similarity of their n-grams.

The similarity is computed, not estimated (as MinHash would): no draw, no near miss, the same result everywhere. Prefix
filtering keeps it fast: two sets of similarity t or more share one of their rarest elements (Chaudhuri, Ganti and
Kaushik 2006, "A primitive operator for similarity joins in data cleaning").
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from .ngrams import ngrams, normalised

WORDS, CHARACTERS = 5, 8  # n-gram sizes; longer ones find copies, shorter ones paraphrases
THRESHOLD = 0.8


@dataclass(frozen=True)
class Duplicate:
    """Text number `index` is as text number `of`, which comes before it; 1.0 where they differ in punctuation only."""

    index: int
    of: int
    similarity: float


def duplicates(
    texts: Sequence[str], threshold: float = THRESHOLD, groups: Sequence[str] | None = None
) -> list[Duplicate]:
    """Texts that repeat an earlier one that is kept, in their order; leaving them out leaves no two alike.

    `threshold` is the least Jaccard similarity of a near duplicate (above 0, to 1). Texts of the same group (one
    interview, say, whose windows overlap) are not compared. A text too short for an n-gram has exact duplicates only.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold {threshold} is not above 0 and at most 1")
    group = groups or [str(index) for index in range(len(texts))]
    sets, exact = [ngrams(text, WORDS, CHARACTERS) for text in texts], [normalised(text) for text in texts]
    frequency = Counter(chain.from_iterable(one.tolist() for one in sets))
    seen: dict[str, list[int]] = {}
    index_of: dict[int, list[int]] = {}
    found = []
    for index, (text, one) in enumerate(zip(exact, sets, strict=True)):
        same = next((other for other in seen.get(text, ()) if group[other] != group[index]), None)
        best = (1.0, same) if same is not None else None
        prefix = _prefix(one, frequency, threshold)
        if best is None:
            candidates = sorted({other for number in prefix for other in index_of.get(number, ())})
            scored = [(_jaccard(one, sets[other]), -other) for other in candidates if group[other] != group[index]]
            similarity, other = max(scored, default=(0.0, 0))
            best = (similarity, -other) if similarity >= threshold else None
        if best:
            found.append(Duplicate(index, best[1], best[0]))
            continue
        seen.setdefault(text, []).append(index)
        for number in prefix:
            index_of.setdefault(number, []).append(index)
    return found


def _prefix(one: Any, frequency: Counter[int], threshold: float) -> list[int]:
    """The rarest n-grams, so many that a set as similar as `threshold` must share one of them."""
    ordered = sorted(one.tolist(), key=lambda number: (frequency[number], number))
    return ordered[: len(ordered) - math.ceil(threshold * len(ordered) - 1e-9) + 1] if ordered else []


def _jaccard(one: Any, other: Any) -> float:
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)
