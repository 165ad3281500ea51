"""Calibration: do probabilities say how often an answer is right, and how are they made to?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

BINS = 15  # of the calibration error, equally wide: Guo et al. 2017, On calibration of modern neural networks
PRIOR = 20.0  # respondents that the training marginal counts as; our choice, of the order of a small cell
_TINY = 1e-6  # of a probability: stored ones have six digits
_ROUNDS, _CLOSE = 200, 1e-6  # of the iterative scaling


def brier(probabilities: Sequence[Sequence[float]], answers: Sequence[int]) -> float:
    """Mean over items of the squared distance between the probabilities and the answer: 0 to 2 (Brier 1950).

    Items may have different numbers of choices; `answers` index them.
    """
    if len(probabilities) != len(answers) or not len(answers):
        raise ValueError(f"{len(probabilities)} rows of probabilities but {len(answers)} answers")
    return float(np.mean([_squared(row, answer) for row, answer in zip(probabilities, answers, strict=True)]))


def _squared(row: Sequence[float], answer: int) -> float:
    return float(sum(value**2 for value in row) - 2 * row[answer] + 1)


def calibration_error(confidence: ArrayLike, right: ArrayLike, bins: int = BINS) -> float:
    """Expected calibration error: |share right - mean confidence| over equally wide bins of confidence, by their size.

    A bin holds its upper edge, the first one also 0.
    """
    sure, hit = np.asarray(confidence, np.float64), np.asarray(right, np.float64)
    if sure.shape != hit.shape or not sure.size:
        raise ValueError(f"{sure.size} confidences but {hit.size} outcomes")
    if not ((sure >= 0) & (sure <= 1)).all():
        raise ValueError("confidences must lie between 0 and 1")
    # The same edges and the same side as scikit-learn's calibration_curve.
    place = np.searchsorted(np.linspace(0.0, 1.0, bins + 1)[1:-1], sure)
    return float(np.abs(np.bincount(place, hit - sure, bins)).sum() / len(sure))


@dataclass(frozen=True)
class QuestionAnswers:
    """What a model predicted of one question, and what people answered; choices in one order.

    `predicted`: (respondents, choices) probabilities; `answers`: indices of the choices that were taken; `weights`: of
    the respondents; `marginal`: the question's shares among all training respondents.
    """

    predicted: Floats
    answers: NDArray[np.int64]
    weights: Floats
    marginal: Floats


@dataclass(frozen=True)
class Calibration:
    """Probabilities to the power of 1 / `temperature`, times exp(shift) of each choice of the question, normalised."""

    temperature: float
    shifts: Mapping[str, Floats]

    def apply(self, question: str, predicted: Floats) -> Floats:
        """Calibrated probabilities; of a question without shifts, which was not fitted, by the temperature alone."""
        return _softmax(_logs(predicted) / self.temperature + self.shifts.get(question, 0.0))


def fit_calibration(questions: Mapping[str, QuestionAnswers], prior: float = PRIOR) -> Calibration:
    """Fit a temperature for all questions and a shift for each choice of each question.

    For every temperature the shifts are those with which the mean prediction for a question is its target: the
    weighted answers, to which the training marginal counts as `prior` further respondents. The temperature is the one
    with the likeliest answers (Platt's and Guo's scaling with intercepts by question).

    Args:
        questions: answers of training respondents by question; never those that are scored.
        prior: respondents that the training marginal counts as.

    Raises:
        ValueError: there are no answers.
    """
    from scipy.optimize import minimize_scalar

    if not sum(len(part.answers) for part in questions.values()):
        raise ValueError("there are no answers to fit to")

    def loss(log_temperature: float) -> float:
        return _loss(questions, _matched(questions, float(np.exp(log_temperature)), prior))

    found = minimize_scalar(loss, bounds=(-3.0, 3.0), method="bounded", options={"xatol": 1e-3})
    return _matched(questions, float(np.exp(found.x)), prior)


def _matched(questions: Mapping[str, QuestionAnswers], temperature: float, prior: float) -> Calibration:
    return Calibration(temperature, {name: _shifts(part, temperature, prior) for name, part in questions.items()})


def _shifts(part: QuestionAnswers, temperature: float, prior: float) -> Floats:
    """Shifts with which the mean prediction is the target, by iterative scaling."""
    mass = part.weights / part.weights.sum()
    given = np.bincount(part.answers, mass, len(part.marginal))
    size = len(part.answers)
    target = (size * given + prior * part.marginal) / (size + prior)
    logits, shift = _logs(part.predicted) / temperature, np.zeros(len(target))
    for _ in range(_ROUNDS):
        gap = np.log(np.maximum(target, _TINY)) - np.log(np.maximum(mass @ _softmax(logits + shift), _TINY))
        shift = shift + gap
        if np.abs(gap).max() < _CLOSE:
            break
    return shift - shift.mean()


def _loss(questions: Mapping[str, QuestionAnswers], fitted: Calibration) -> float:
    """Weighted negative log-likelihood of the answers."""
    total = 0.0
    for name, part in questions.items():
        shares = fitted.apply(name, part.predicted)[np.arange(len(part.answers)), part.answers]
        total -= float(part.weights @ np.log(np.maximum(shares, _TINY)))
    return total


def _logs(predicted: Floats) -> Floats:
    return np.asarray(np.log(np.maximum(predicted, _TINY)))


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))
