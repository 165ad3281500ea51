"""How alike two reasonings are: ROUGE, Jaccard and cosine over their words, in English and Chinese."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from .replies.texts import fold

SIMILARITIES = ("rouge1", "rouge2", "rougeL", "jaccard", "cosine")
# Runs of Chinese characters, and runs of other letters or digits, with an apostrophe inside ("don't").
_TOKEN = re.compile(r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff]+(?:['’][^\W_]+)?")

Tokenizer = Callable[[str], list[str]]


def similarity(mine: Sequence[str], theirs: Sequence[str]) -> dict[str, float]:
    """ROUGE-1, -2 and -L F-measures (Lin 2004), Jaccard of word sets and cosine of word counts, each 0 to 1.

    Args:
        mine: words of the predicted reasoning.
        theirs: words of the respondent's.

    Returns:
        A score for each of SIMILARITIES; 0 where one side has no words.
    """
    left, right = Counter(mine), Counter(theirs)
    shared = len(left.keys() & right.keys())
    norm = math.sqrt(sum(count**2 for count in left.values()) * sum(count**2 for count in right.values()))
    return {
        "rouge1": _f_measure(sum((left & right).values()), len(mine), len(theirs)),
        "rouge2": _rouge2(mine, theirs),
        "rougeL": _f_measure(_common_subsequence(mine, theirs), len(mine), len(theirs)),
        "jaccard": shared / len(left.keys() | right.keys()) if shared else 0.0,
        "cosine": sum(left[word] * right[word] for word in left.keys() & right.keys()) / norm if norm else 0.0,
    }


def words(text: str) -> list[str]:
    """Words of a text in either language, folded: runs of letters or digits, and Chinese as jieba cuts it."""
    found: list[str] = []
    for run in _TOKEN.findall(fold(text)):
        found.extend(segmenter()(run) if "\u3400" <= run[0] <= "\u9fff" else [run])
    return found


@lru_cache(maxsize=1)
def segmenter() -> Tokenizer:
    """jieba's cut in its accurate mode. Raises ImportError that says how to get it."""
    try:
        import jieba
    except ModuleNotFoundError:
        raise ImportError("Chinese reasoning needs jieba: pip install jieba, or pass a tokenizer") from None
    jieba.setLogLevel("WARNING")
    return lambda text: list(jieba.cut(text))


def _f_measure(common: int, left: int, right: int) -> float:
    return 2 * common / (left + right) if common else 0.0


def _rouge2(mine: Sequence[str], theirs: Sequence[str]) -> float:
    left, right = Counter(pairwise(mine)), Counter(pairwise(theirs))
    return _f_measure(sum((left & right).values()), sum(left.values()), sum(right.values()))


def _common_subsequence(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """Length of the longest common subsequence, one row of the table as the bits of an integer (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for place, word in enumerate(theirs):
        places[word] = places.get(word, 0) | 1 << place
    everything = (1 << len(theirs)) - 1
    row = everything  # bits that are 0 are where the subsequence grows
    for word in mine:
        matched = row & places.get(word, 0)
        row = (row + matched | row - matched) & everything
    return len(theirs) - row.bit_count()
