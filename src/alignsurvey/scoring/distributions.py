"""Distributions as lists of shares or as a model writes them in per cent, and their distances to the real ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .protocols import check_lengths, check_names, numbers, robust, without_roles
from .replies.choices import letter
from .replies.distributions import named_choices, read_distribution
from .replies.texts import count_cut
from .wasserstein import distances, worst

KEYS = ("wasserstein", "wasserstein_normalized", "total_variation", "jensen_shannon")


def score_distributions(
    predictions: Sequence[str | Sequence[float] | None],
    references: Sequence[str | Sequence[float]],
    positions: Sequence[Any] | None = None,
    choices: Sequence[Any] | None = None,
    question_ids: Sequence[str] | None = None,
    protocol: str = "robust",
    instructions: str | Sequence[str | None] | None = None,
) -> dict[str, Any]:
    """Mean distances between predicted and real distributions, one pair a row.

    A prediction that is no distribution costs the largest distance that its reference allows, and lowers parse_rate.

    Args:
        predictions: lists of shares over the choices, or texts such as "A. good: 45%"; None where one is missing.
        references: lists of shares that sum to 1 (or 100), or such texts; or lists of messages, as `completion` of the
            records.
        positions: places of the choices on the question's scale, -1 for none: a list a row, or one list for all.
            Without them the order given is the scale.
        choices: names of the choices in texts, likewise. Without them the names and their order are those of the
            reference's text.
        question_ids: adds `by_question`, the means over the rows of each question.
        protocol: "robust", or "paper" for the figures of the authors' published script.
        instructions: read by protocol "paper" alone: the instruction of each row, or one for all.

    Returns:
        wasserstein (in units of the scale), wasserstein_normalized, total_variation, jensen_shannon, parse_rate (0 to
        1), and n, the number of rows.

    Raises:
        ValueError: references that are no distributions, or lists of unequal length; the message names the row.
    """
    predictions, references = without_roles(predictions), without_roles(references)
    standard = robust(protocol)
    check_lengths(references=references, predictions=predictions)
    if not standard:
        from .paper.distributions import published_distributions

        return published_distributions(predictions, references, choices, instructions)
    names, places = _each(choices, len(references), "choices"), _each(positions, len(references), "positions")
    rows, parsed = [], 0
    for row, given in enumerate(predictions):
        try:
            scores, readable = score_distribution(given, references[row], places[row], names[row])
        except ValueError as error:
            raise ValueError(f"row {row}: {error}") from None
        rows.append([scores[name] for name in KEYS])
        parsed += readable
    table = np.array(rows)
    found: dict[str, Any] = {**_means(table), "parse_rate": parsed / len(rows), "n": len(rows)}
    found |= count_cut(predictions)
    if question_ids is not None:
        found["by_question"] = _by_question(table, references, question_ids)
    return found


def _by_question(table: Any, references: Sequence[Any], question_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    check_lengths(references=references, question_ids=question_ids)
    check_names(question_ids=question_ids)
    parts: dict[str, list[int]] = {}
    for row, question in enumerate(question_ids):
        parts.setdefault(str(question), []).append(row)
    return {name: {**_means(table[part]), "n": len(part)} for name, part in parts.items()}


def score_distribution(
    given: str | Sequence[float] | None,
    truth: str | Sequence[float],
    positions: Sequence[float] | None = None,
    choices: Sequence[str] | None = None,
) -> tuple[dict[str, float], bool]:
    """Distances (KEYS) of one prediction to its reference, and whether it was a distribution."""
    if not isinstance(truth, str | Sequence | np.ndarray):
        raise ValueError("the reference must be a text or a list of shares")
    if choices is None:
        choices = named_choices(truth) if isinstance(truth, str) else [letter(index) for index in range(len(truth))]
    if isinstance(choices, str) or not all(isinstance(choice, str) for choice in choices):
        raise ValueError("choices must be a list of texts")
    real = read_distribution(truth, choices)
    if real is None:
        raise ValueError(f"the reference is no distribution over {len(choices)} choices")
    places = list(range(len(real))) if positions is None else numbers(positions, "positions").tolist()
    if len(places) != len(real):
        raise ValueError(f"{len(real)} shares but {len(places)} positions")
    predicted = read_distribution(given, choices)
    return distances_or_worst(predicted, real, places), predicted is not None


def distances_or_worst(
    predicted: Sequence[float] | None, real: Sequence[float], positions: Sequence[float]
) -> dict[str, float]:
    """Distances (KEYS) of a distribution that was read to the real one; of None, the largest that are possible."""
    return worst(real, positions) if predicted is None else distances(predicted, real, positions)


def _means(table: Any) -> dict[str, float]:
    return dict(zip(KEYS, table.mean(axis=0).tolist(), strict=True))


def _each(given: Sequence[Any] | None, count: int, what: str) -> list[Any]:
    """One list a row, from a list of lists or from one list that holds for all rows."""
    if given is None:
        return [None] * count
    if isinstance(given, str) or not isinstance(given, Sequence | np.ndarray):
        raise ValueError(f"{what} must be a list for all rows, or a list of lists")
    if len(given) and isinstance(given[0], str | int | float | np.number):
        return [given] * count
    if len(given) != count:
        raise ValueError(f"{count} references but {len(given)} lists of {what}")
    return list(given)
