"""Task 3, individual: the stance a respondent takes on a theme, and the reasoning behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .classification import macro, totals
from .distributions import score_distributions
from .protocols import check_lengths, check_texts, masses, robust, without_roles
from .reasoning import SIMILARITIES, Tokenizer, similarity, words
from .replies.distributions import named_choices
from .replies.exact import REFUSED
from .replies.stances import STANCES, StanceReply, english_stances, read_stance_reply
from .replies.texts import count_cut

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class ComparedStances:
    """Coded stances (index into STANCES, below 0 when not read) and similarity of the reasoning, one item a row."""

    predicted: Ints
    reference: Ints
    similarity: dict[str, list[float]]


def score_attitude_stance(
    predictions: Sequence[str | None],
    references: Sequence[str],
    weights: Sequence[float] | None = None,
    tokenizer: Tokenizer | None = None,
    protocol: str = "robust",
) -> dict[str, Any]:
    """Score replies with a stance and a reason, in English or Chinese, against references of the same form.

    Macro precision, recall and F1 are means over the stances that occur in the references; a reply without a readable
    stance is a miss and lowers parse_rate. The reasoning's ROUGE F-measures, Jaccard and cosine (of word counts) are
    means over all rows; a reply without a reason has similarity 0, whatever its stance.

    Args:
        predictions: replies, best JSON texts with the fields stance and reason; None where one is missing.
        references: JSON texts with the fields stance and reason; or lists of messages, as `completion` of the records.
        weights: one number of at least 0 a row, 1 each by default.
        tokenizer: a function from a text to the list of its words, by default `reasoning.words` (jieba for Chinese).
        protocol: "robust", or "paper" for the figures of the authors' published script.

    Returns:
        accuracy, precision, recall, f1, rouge1, rouge2, rougeL, jaccard, cosine, parse_rate, refusal_rate (all 0 to 1)
        and n, the number of rows.

    Raises:
        ValueError: lists of unequal length, or a reference without a stance; the message names the row.
    """
    predictions, references = without_roles(predictions), without_roles(references)
    if not robust(protocol):
        from .paper.attitude_stance import published_attitude_stance

        return published_attitude_stance(predictions, references)
    check_lengths(references=references, predictions=predictions)
    check_texts(predictions=predictions, references=references)
    if tokenizer is not None and not callable(tokenizer):
        raise ValueError("tokenizer must be a function from a text to the list of its words")
    given = [read_stance_reply(text) for text in predictions]
    scores = summarise_stances(compare_stances(given, read_references(references), tokenizer), weights)
    return scores | count_cut(predictions)


def score_attitude_stance_group(
    predictions: Sequence[str | Sequence[float]],
    references: Sequence[str | Sequence[float]],
    positions: Sequence[Any] | None = None,
    choices: Sequence[Any] | None = None,
    question_ids: Sequence[str] | None = None,
    protocol: str = "robust",
    instructions: str | Sequence[str | None] | None = None,
) -> dict[str, Any]:
    """Distances between distributions over stances: as `score_distributions`, with the stances as choices.

    Without `choices`, texts may name stances in English or Chinese, in any order, and positions are negative 0,
    neutral 1, positive 2; letters follow the reference's text, or that order where the reference is a list.
    """
    predictions, references = without_roles(predictions), without_roles(references)
    if not robust(protocol) or choices is not None:
        return score_distributions(predictions, references, positions, choices, question_ids, protocol, instructions)
    check_lengths(references=references, predictions=predictions)
    orders = [_order(row, truth) for row, truth in enumerate(references)]
    places = [[STANCES.index(name) for name in order] for order in orders]
    given = [english_stances(item) if isinstance(item, str) else item for item in predictions]
    truths = [english_stances(item) if isinstance(item, str) else item for item in references]
    return score_distributions(given, truths, places if positions is None else positions, orders, question_ids)


def _order(row: int, truth: str | Sequence[float]) -> list[str]:
    """The stances in the order in which the reference has them; those that its text leaves out come last."""
    try:
        listed = named_choices(english_stances(truth)) if isinstance(truth, str) else []
    except ValueError as error:
        raise ValueError(f"row {row}: {error}") from None
    named = [name for name in listed if name in STANCES]
    return [*named, *(name for name in STANCES if name not in named)]


def read_references(references: Sequence[str]) -> list[StanceReply]:
    """Stance and reason of each reference. Raises ValueError, naming the row, for one without a stance."""
    truths = [read_stance_reply(text) for text in references]
    lost = next((row for row, truth in enumerate(truths) if truth.stance < 0), None)
    if lost is not None:
        raise ValueError(f"row {lost}: the reference holds no stance; it needs JSON with the fields stance and reason")
    return truths


def compare_stances(
    given: Sequence[StanceReply], truths: Sequence[StanceReply], tokenizer: Tokenizer | None = None
) -> ComparedStances:
    """Compare replies that were read with what the respondents said, row by row."""
    check_lengths(references=truths, predictions=given)
    split = tokenizer or words
    pairs = [similarity(split(mine.reason), split(truth.reason)) for mine, truth in zip(given, truths, strict=True)]
    return ComparedStances(
        np.array([reply.stance for reply in given], np.int64),
        np.array([truth.stance for truth in truths], np.int64),
        {name: [pair[name] for pair in pairs] for name in SIMILARITIES},
    )


def summarise_stances(table: ComparedStances, weights: Sequence[float] | None = None) -> dict[str, Any]:
    """Scores of coded rows."""
    mass = masses(weights, len(table.reference))
    sums = totals(table.reference, table.predicted, mass, len(STANCES))
    precision, recall, f1 = macro(sums)
    return {
        "accuracy": float(sums[0].sum() / sums[2].sum()),
        "precision": float(precision),
        "recall": float(recall),
        "f1": float(f1),
        **{name: float(np.average(values, weights=mass)) for name, values in table.similarity.items()},
        "parse_rate": float((table.predicted >= 0).mean()),
        "refusal_rate": float((table.predicted == REFUSED).mean()),
        "n": len(table.reference),
    }
