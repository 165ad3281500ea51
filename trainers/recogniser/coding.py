"""Examples as numbers: rows of the embedding table and tags of each token, and how often features are dropped."""

from __future__ import annotations

import numpy as np
from examples import KINDS, Example, Spans
from numpy.random import Generator

from alignsurvey.privacy.languages import fold
from alignsurvey.privacy.languages.en import features as english
from alignsurvey.privacy.languages.zh import features as chinese
from alignsurvey.privacy.languages.zh.names import tokenizer

TAGS = ("O", *(f"{mark}-{kind}" for kind in KINDS for mark in "BI"))


def tags(tokens: list[tuple[int, int]], spans: Spans) -> list[int]:
    """The tag of each token, by the span that it overlaps."""
    made, place, last = [], 0, -1
    for start, end in tokens:
        while place < len(spans) and spans[place][1] <= start:
            place += 1
        if place < len(spans) and spans[place][0] < end:
            begins, last = place != last, place
            made.append(TAGS.index(f"{'B' if begins else 'I'}-{spans[place][2]}"))
        else:
            made.append(0)
    return made


class English:
    """Codes English examples with a lexicon; drops words, letter groups and classes at random while training."""

    def __init__(self, lexicon: english.Lexicon) -> None:
        self.lexicon, self.size, self.columns = lexicon, lexicon.size, english.COLUMNS
        self._own: dict[str, tuple[int, list[int], list[int], list[int]]] = {}

    def code(self, example: Example, random: Generator | None) -> tuple[np.ndarray, list[int]]:
        """(rows [tokens, features], tags [tokens])."""
        text, spans = example.text()
        tokens = english.tokens(text)
        places = english.places(text, tokens, self.lexicon)
        rows = np.zeros((len(tokens), self.columns), np.int32)
        made = tags(tokens, spans)
        drops = random.random((len(tokens), 3)) if random else np.ones((len(tokens), 3))
        for n, (start, end) in enumerate(tokens):
            word, groups, parts, classes = self._of(text[start:end])
            kept = [places[n], *parts]
            if word and drops[n, 0] > (0.4 if made[n] else 0.1):
                kept.append(word)
            if drops[n, 1] > 0.08:
                kept += groups
            if drops[n, 2] > 0.12:
                kept += classes
            rows[n, : len(kept)] = kept[: self.columns]
        return rows, made

    def _of(self, token: str) -> tuple[int, list[int], list[int], list[int]]:
        if token not in self._own:
            self._own[token] = english.own(token, self.lexicon)
        return self._own[token]


class Chinese:
    """Codes Chinese examples; drops characters, pairs, words and classes at random while training."""

    DROPS = (0.06, 0.2, 0.2, 0.1, 0.12, 0.0, 0.2)  # character, pair, word, kind, name class, manner, place

    def __init__(self, alphabet: chinese.Alphabet) -> None:
        self.alphabet, self.size = alphabet, alphabet.size

    def code(self, example: Example, random: Generator | None) -> tuple[np.ndarray, list[int]]:
        """(rows [tokens, features], tags [tokens])."""
        text, spans = example.text()
        text = fold(text)
        starts, ends, rows = chinese.code(text, list(tokenizer().cut(text, HMM=False)), self.alphabet)
        if random:
            rows[random.random(rows.shape) < self.DROPS] = 0
        return rows, tags(list(zip(starts, ends, strict=True)), spans)
