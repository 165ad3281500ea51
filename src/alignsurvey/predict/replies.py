"""From what a back end answers to lines of predictions.jsonl."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from .. import tasks
from ..schema import Record
from .backends import Backend, Conversation, Scored
from .variants import Asked, averaged, shares_of

DIGITS = 6  # of a stored probability
Read = Callable[[str, Sequence[str]], int]
_THINKING = re.compile(r"<(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_THOUGHT = re.compile(r"</(?:think|thinking|thought|reasoning)>|assistantfinal", re.IGNORECASE)


class Sampling(NamedTuple):
    """How sampled replies become shares; `samples` is 0 where the reply itself is the prediction."""

    config: str
    form: str
    samples: int = 0
    read: Read | None = None

    def repeated(self, asked: Sequence[Asked]) -> list[Conversation]:
        """Each prompt as often as it is asked."""
        return [prompt for one in asked for prompt in one.prompts for _ in range(self.samples or 1)]

    def line(self, records: Sequence[Record], asked: Sequence[Asked], replies: Sequence[str]) -> dict[str, Any]:
        """What a chunk's sampled replies say, as a part of its line of the journal."""
        assert self.read
        rows, unread, rest = [], 0, iter(replies)
        for record, one in zip(records, asked, strict=True):
            mine = [split_reasoning(next(rest))[0] for _ in range(self.samples * len(one.prompts))]
            row, missed = shares_of(one, record["choices"], mine, self.read)
            rows.append(row)
            unread += missed
        choose: Any = tasks.load(self.config)
        texts = [choose.candidates(record, self.form) for record in records]
        return {"predictions": _scored(records, texts, rows), "reasoning": [], "unread": unread}


def answer(records: Sequence[Record], asked: Sequence[Asked], backend: Backend, sampling: Sampling) -> dict[str, Any]:
    """What the back end answers to a chunk of records."""
    prompts = sampling.repeated(asked)
    if not asked[0].candidates:
        replies = backend.generate(prompts)
        if sampling.samples:
            return sampling.line(records, asked, replies)
        predictions, reasoning = _generated(records, replies)
        return {"predictions": predictions, "reasoning": reasoning}
    rows = iter(backend.score(prompts, [texts for one in asked for texts in one.candidates]))
    means = [averaged(one, [next(rows) for _ in one.prompts]) for one in asked]
    return {"predictions": _scored(records, [one.candidates[0] for one in asked], means), "reasoning": []}


def _scored(
    records: Sequence[Record], candidates: Sequence[Sequence[str]], rows: Sequence[Scored]
) -> list[dict[str, Any]]:
    """The likeliest candidate as the prediction; the first of equals as shown, since the order is shuffled. A reply
    that is none of them is the prediction as it is, without probabilities."""
    found: list[dict[str, Any]] = []
    for record, texts, row in zip(records, candidates, rows, strict=True):
        if isinstance(row, str):
            found.append({"id": record["id"], "prediction": row})
        else:
            shares = rounded(row)
            best = texts[shares.index(max(shares))]
            found.append({"id": record["id"], "prediction": best, "probabilities": shares})
    return found


def _generated(records: Sequence[Record], texts: Sequence[str]) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    parted = [(record["id"], *split_reasoning(text)) for record, text in zip(records, texts, strict=True)]
    predictions = [{"id": name, "prediction": answer} for name, answer, _ in parted]
    return predictions, [{"id": name, "reasoning": trace} for name, _, trace in parted if trace]


def split_reasoning(text: str) -> tuple[str, str]:
    """(answer, reasoning): what stands in <think> or its like is no answer, even where the reply ended inside it."""
    closes = list(_THOUGHT.finditer(text))
    if closes:
        before = text[: closes[-1].start()]
        return text[closes[-1].end() :].strip(), _THINKING.sub("", before, count=1).strip()
    opening = _THINKING.match(text.lstrip())
    if opening:
        return "", text.lstrip()[opening.end() :].strip()
    return text.strip(), ""


def rounded(probabilities: Iterable[float]) -> tuple[float, ...]:
    """Probabilities as stored."""
    return tuple(round(float(value), DIGITS) for value in probabilities)
