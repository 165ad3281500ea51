"""Leaves out of `qualitative` what repeats another interview: windows that are alike, and long responses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ...schema import Record
from ..records.chunks import Config
from .duplicates import CHARACTERS, THRESHOLD, WORDS, Duplicate, duplicates, similarity
from .ngrams import Numbered, joined, numbered, telling

Made = list[tuple[str | None, Record]]


def drop_repeats(config: Config) -> dict[str, Any]:
    """Drop records that repeat one of another interview, the first by id being kept; the report, which holds no text.

    Compared are whole windows, then the responses that are no common phrase: a model would see them again and again,
    and in train and test. A window that is alike for its script but ends in an answer of its own stays, and so does
    what one interview says twice.
    """
    checked = len(config.made)
    texts: dict[str, Numbered] = {}
    made = sorted(config.made, key=lambda pair: pair[1]["id"])
    for _, record in made:
        for text in (*(turn["text"] for turn in record["history"]), record["response"]):
            if text not in texts:
                texts[text] = numbered(text)
    removed: Counter[str] = Counter()
    alike = _alike(made, [_window(record, texts) for _, record in made])
    made = _without(made, "window", [one for one in alike if not _answers_anew(one, made, texts)], removed)
    long = [pair for pair in made if telling(texts[pair[1]["response"]])]
    short = [pair for pair in made if not telling(texts[pair[1]["response"]])]
    long = _without(long, "response", _alike(long, [texts[record["response"]] for _, record in long]), removed)
    config.made = sorted([*short, *long], key=lambda pair: pair[1]["id"])
    return {
        "checked": checked,
        "removed": dict(sorted(removed.items())),
        "method": {"jaccard": THRESHOLD, "n_gram_words": WORDS, "n_gram_characters": CHARACTERS},
    }


def _window(record: Record, texts: Mapping[str, Numbered]) -> Numbered:
    return joined([*(texts[turn["text"]] for turn in record["history"]), texts[record["response"]]])


def _alike(made: Made, texts: Sequence[Numbered]) -> list[Duplicate]:
    return duplicates(texts, groups=[record["interview_id"] for _, record in made])


def _answers_anew(one: Duplicate, made: Made, texts: Mapping[str, Numbered]) -> bool:
    """Whether a window that is alike ends in a response that is not."""
    own, other = (texts[made[index][1]["response"]] for index in (one.index, one.of))
    return one.similarity < 1 and telling(own) and similarity(own, other) < THRESHOLD


def _without(made: Made, what: str, found: Sequence[Duplicate], removed: Counter[str]) -> Made:
    removed.update(f"{'exact' if one.similarity == 1 else 'near'} {what}" for one in found)
    gone = {one.index for one in found}
    return [pair for index, pair in enumerate(made) if index not in gone]
