"""The project's own recognisers of people, places and organisations, trained by `trainers/recogniser`.

Each token gets a probability of every tag; what is found is a run of tokens whose kind is likely enough. Thresholds are
the caller's: a finding carries its probability, and `Scores.of` tells that of any stretch of the text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ...files.errors import InputError
from ..languages import load as load_language
from ..languages.language import Coder
from . import network

KINDS = ("PERSON", "LOCATION", "ORG")
BATCH = 64  # texts that go through the network at once
FOLDER = Path(__file__).parent.parent / "languages"


@dataclass(frozen=True)
class Found:
    """`text[start:end]` is a `kind`, with the probability of its likeliest token."""

    start: int
    end: int
    kind: str
    score: float


@dataclass(frozen=True)
class Scores:
    """The tokens of a text with the probabilities of their tags [tokens, tags]: O, then B and I of each kind.

    `words` are those that the segmenter cut a Chinese text into.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    tags: Any
    words: Sequence[str] = ()

    def kinds(self) -> Any:
        """Probabilities [tokens, kinds], whether a token begins or continues."""
        return self.tags[:, 1::2] + self.tags[:, 2::2]

    def of(self, start: int, end: int, kind: str) -> float:
        """How likely `kind` is over the tokens of text[start:end]: the mean."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        last = int(np.searchsorted(self.starts, end, side="left"))
        place = 1 + 2 * KINDS.index(kind)
        own = self.tags[first:last, place : place + 2]
        return float(own.sum() / len(own)) if len(own) else 0.0

    def find(self, cut: float, within: float = 0.5) -> list[Found]:
        """Runs of tokens of one kind, each at least `within` times the cut likely, one of them the cut itself."""
        if not len(self.starts):
            return []
        kinds = self.kinds()
        best = kinds.argmax(axis=1)
        likely = kinds[np.arange(len(best)), best]
        found: list[Found] = []
        place, last = 0, len(best)
        for place in np.flatnonzero(likely >= cut * within).tolist():
            kind, odds = int(best[place]), float(likely[place])
            begins = self.tags[place, 1 + 2 * kind] > self.tags[place, 2 + 2 * kind]
            if found and place == last + 1 and KINDS[kind] == found[-1].kind and not begins:
                old = found[-1]
                found[-1] = Found(old.start, self.ends[place], old.kind, max(old.score, odds))
            else:
                found.append(Found(self.starts[place], self.ends[place], KINDS[kind], odds))
            last = place
        return [one for one in found if one.score >= cut]


@dataclass(frozen=True)
class Recogniser:
    """A network, and what makes features of texts for it."""

    net: network.Network
    coder: Coder

    def scores(self, texts: Sequence[str]) -> list[Scores]:
        """The tokens of each folded text with their probabilities."""
        made: list[Scores] = []
        for start in range(0, len(texts), BATCH):
            coded = [self.coder.vectors(text, self.net.table) for text in texts[start : start + BATCH]]
            tags = self.net.scores(np.concatenate([x for _, _, x, _ in coded]), [len(one[0]) for one in coded])
            made += [Scores(s, e, t, words) for (s, e, _, words), t in zip(coded, tags, strict=True)]
        return made

    def find(self, texts: Sequence[str], cut: float = 0.5) -> list[list[Found]]:
        """What is in each folded text with at least the probability `cut`."""
        return [scores.find(cut) for scores in self.scores(texts)]


@cache
def load(language: str, folder: Path | None = None) -> Recogniser:
    """The recogniser of a language.

    Args:
        language: The name of a folder of `privacy.languages`.
        folder: Where its files lie, the package's own unless told.

    Raises:
        InputError: There is no recogniser.
    """
    folder = folder or FOLDER / language / "recogniser"
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        net = network.load(folder / "model.safetensors", tuple(config["dilations"]))
        return Recogniser(net, load_language(language).coder(folder))
    except (OSError, KeyError, ValueError) as error:
        raise InputError(
            f"{folder}: no recogniser of {language} ({type(error).__name__}); train or install one"
        ) from None
