"""Leaves out of `qualitative` what repeats another interview: windows that are alike, and long responses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from ..schema import Record
from .duplicates import CHARACTERS, THRESHOLD, WORDS, duplicates
from .ngrams import Numbered, joined, numbered, telling
from .units import Config

Made = list[tuple[str | None, Record]]


def drop_repeats(config: Config) -> dict[str, Any]:
    """Drop records that repeat one of another interview, the first by id being kept; the report, which holds no text.

    Compared are whole windows, then the responses that are no common phrase: a model would see them again and again,
    and in train and test. What one interview says twice stays.
    """
    checked = len(config.made)
    texts: dict[str, Numbered] = {}
    made = sorted(config.made, key=lambda pair: pair[1]["id"])
    for _, record in made:
        for text in (*(turn["text"] for turn in record["history"]), record["response"]):
            if text not in texts:
                texts[text] = numbered(text)
    removed: Counter[str] = Counter()
    made = _without(made, "window", lambda record: _window(record, texts), removed)
    short = [pair for pair in made if not telling(texts[pair[1]["response"]])]
    long = [pair for pair in made if telling(texts[pair[1]["response"]])]
    long = _without(long, "response", lambda record: texts[record["response"]], removed)
    config.made = sorted([*short, *long], key=lambda pair: pair[1]["id"])
    return {
        "checked": checked,
        "removed": dict(sorted(removed.items())),
        "method": {"jaccard": THRESHOLD, "n_gram_words": WORDS, "n_gram_characters": CHARACTERS},
    }


def _window(record: Record, texts: dict[str, Numbered]) -> Numbered:
    return joined([*(texts[turn["text"]] for turn in record["history"]), texts[record["response"]]])


def _without(made: Made, what: str, text_of: Callable[[Record], Numbered], removed: Counter[str]) -> Made:
    records: Sequence[Record] = [record for _, record in made]
    found = duplicates([text_of(record) for record in records], groups=[record["interview_id"] for record in records])
    removed.update(f"{'exact' if one.similarity == 1 else 'near'} {what}" for one in found)
    gone = {one.index for one in found}
    return [pair for index, pair in enumerate(made) if index not in gone]
