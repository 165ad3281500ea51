"""What is particular to training in English or Chinese: data, frames, changes, features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import en.augment
import en.draws
import en.lexicon
import frames
import sets
import zh.augment
import zh.draws
import zh.places
from coding import Chinese, English
from examples import Example
from stream import stream

from alignsurvey.privacy.languages import fold
from alignsurvey.privacy.languages.en import features
from alignsurvey.privacy.languages.zh import features as features_zh

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Language:
    """`coder` turns examples into numbers; `stream` makes them without end."""

    coder: Any
    stream: Callable[[Random], Iterator[Example]]


def made_up(language: str, draw: frames.Draw, plain: float) -> Callable[[Random], Example]:
    """One made-up sentence a call, a share of `plain` without any name."""
    named, others = (frames.read(HERE / language / "frames", kind) for kind in ("named", "plain"))
    return lambda random: frames.expand(random.choice(others if random.random() < plain else named), random, draw)


def english(data: Path, out: Path) -> Language:
    """English: 35% made-up talk, of which a third names nobody."""
    rows, names = sets.rows(data, "en", "train"), data / "lists"
    make = made_up("en", en.draws.drawing(names), 0.35)
    random = Random(7)
    talk = [make(random) for _ in range(4000)]
    en.lexicon.build([*(row for own in rows.values() for row in own), *talk], names, out / "lexicon.tsv.gz")
    coder = English(features.lexicon(out / "lexicon.tsv.gz"))

    def endless(random: Random) -> Iterator[Example]:
        change = lambda example, random: en.augment.augment(example, random, names)  # noqa: E731
        return stream(rows, sets.WEIGHTS["en"], make, change, made_up=0.35, gap=" ", unnamed=0.6, random=random)

    return Language(coder, endless)


def chinese(data: Path, out: Path) -> Language:
    """Chinese: 42% made-up talk, of which 42% names nobody."""
    rows, names = sets.rows(data, "zh", "train"), data / "lists"
    make = made_up("zh", zh.draws.drawing(names), 0.42)
    random = Random(7)
    talk = [make(random) for _ in range(20000)]
    texts = [example.text()[0] for example in [*(row for own in rows.values() for row in own), *talk]]
    counts = Counter(sign for text in texts for sign in fold(text))
    characters = sorted(sign for sign, n in counts.items() if n > 1 and not sign.isspace() and ord(sign) < 65536)
    zh.places.write(names, out / "places.txt.gz")
    (out / "characters.txt").write_text("".join(characters) + "\n", encoding="utf-8")

    def endless(random: Random) -> Iterator[Example]:
        change = lambda example, random: zh.augment.augment(example, random, names)  # noqa: E731
        return stream(rows, sets.WEIGHTS["zh"], make, change, made_up=0.42, gap="", unnamed=0.9, random=random)

    return Language(Chinese(features_zh.alphabet(out)), endless)
