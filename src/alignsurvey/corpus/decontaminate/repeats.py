"""Leaves out of `qualitative` what repeats another interview: near-duplicate windows, and long responses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ...schema import Record
from ..records.chunks import Config
from .duplicates import CHARACTERS, THRESHOLD, WORDS, Duplicate, duplicates, similarity
from .ngrams import TokenNumbers, is_distinctive, join, token_numbers

Pairs = list[tuple[str | None, Record]]


def drop_repeats(config: Config) -> dict[str, Any]:
    """Drop records that repeat one of another interview, the first by id being kept; the report, which holds no text.

    Compared are whole windows, then the responses that are no common phrase: a model would see them again and again,
    and in train and test. A window that is similar because of its script but ends in an answer of its own stays, and
    so does what one interview says twice.
    """
    checked = len(config.records)
    texts: dict[str, TokenNumbers] = {}
    pairs = sorted(config.records, key=lambda pair: pair[1]["id"])
    for _, record in pairs:
        for text in (*(turn["text"] for turn in record["history"]), record["response"]):
            if text not in texts:
                texts[text] = token_numbers(text)
    removed: Counter[str] = Counter()
    similar = _near_duplicates(pairs, [_window(record, texts) for _, record in pairs])
    pairs = _drop(pairs, "window", [one for one in similar if not _ends_differently(one, pairs, texts)], removed)
    long = [pair for pair in pairs if is_distinctive(texts[pair[1]["response"]])]
    short = [pair for pair in pairs if not is_distinctive(texts[pair[1]["response"]])]
    long = _drop(long, "response", _near_duplicates(long, [texts[record["response"]] for _, record in long]), removed)
    config.records = sorted([*short, *long], key=lambda pair: pair[1]["id"])
    return {
        "checked": checked,
        "removed": dict(sorted(removed.items())),
        "method": {"jaccard": THRESHOLD, "n_gram_words": WORDS, "n_gram_characters": CHARACTERS},
    }


def _window(record: Record, texts: Mapping[str, TokenNumbers]) -> TokenNumbers:
    return join([*(texts[turn["text"]] for turn in record["history"]), texts[record["response"]]])


def _near_duplicates(pairs: Pairs, texts: Sequence[TokenNumbers]) -> list[Duplicate]:
    return duplicates(texts, groups=[record["interview_id"] for _, record in pairs])


def _ends_differently(one: Duplicate, pairs: Pairs, texts: Mapping[str, TokenNumbers]) -> bool:
    """Whether a near-duplicate window ends in a different response."""
    own, other = (texts[pairs[index][1]["response"]] for index in (one.index, one.of))
    return one.similarity < 1 and is_distinctive(own) and similarity(own, other) < THRESHOLD


def _drop(pairs: Pairs, what: str, found: Sequence[Duplicate], removed: Counter[str]) -> Pairs:
    removed.update(f"{'exact' if one.similarity == 1 else 'near'} {what}" for one in found)
    gone = {one.index for one in found}
    return [pair for index, pair in enumerate(pairs) if index not in gone]
