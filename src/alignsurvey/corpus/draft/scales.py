"""The order of a scale by the words of its answers, where the order of codes or of the alphabet is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .words import languages

_NUMBERED = re.compile(r"^\W*(\d{1,2}\s*[-.:)=、]\s*)?")
_FIGURE = re.compile(r"\d[\d,. ]*")
_GAP = 0.5


def scale_order(labels: Sequence[str]) -> list[int] | None:
    """The places of labels from one end of their scale to the other; None where their words do not tell.

    >>> scale_order(["about right", "too little", "too much"])
    [1, 0, 2]
    """
    ranks = _ranks(labels)
    return None if ranks is None else sorted(range(len(labels)), key=lambda place: ranks[place])


def is_in_order(labels: Sequence[str]) -> bool | None:
    """Whether labels are in the order of their words, from either end; None where their words do not tell."""
    order = scale_order(labels)
    return None if order is None else order in (list(range(len(labels))), list(range(len(labels)))[::-1])


def _ranks(labels: Sequence[str]) -> list[float] | None:
    plain = [_NUMBERED.sub("", label).strip().rstrip(".!,") for label in labels]
    if len(plain) < 2:
        return None
    for words in languages().values():
        for ladder in words.ladders:
            steps = [next((at for at, step in enumerate(ladder) if step.fullmatch(one)), None) for one in plain]
            found = [step for step in steps if step is not None]
            if len(found) == len(steps) and len(set(found)) == len(found):
                return [float(step) for step in found]
    return _by_figures(labels)


def _by_figures(labels: Sequence[str]) -> list[float] | None:
    """By the first number of each label: bands of age or income."""
    ranks = []
    for label in labels:
        figure = _FIGURE.search(label)
        if not figure:
            return None
        below = any(words.below.search(label) for words in languages().values())
        digits = re.sub(r"\D", "", figure[0].split(".")[0])
        ranks.append(float(digits or 0) - (_GAP if below else 0))
    return ranks if len(set(ranks)) == len(ranks) else None
