"""The endless stream of training examples: labelled sets by weight, made-up talk, neighbours joined to longer texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from examples import Example, joined

Make = Callable[[Random], Example]


def stream(
    sets: dict[str, list[Example]],
    weights: dict[str, float],
    frames: Make,
    change: Callable[[Example, Random], Example],
    *,
    made_up: float,
    gap: str,
    unnamed: float,
    random: Random,
) -> Iterator[Example]:
    """`made_up` of the examples come from frames; of the sets' sentences without names a share of `unnamed` is used."""
    names = list(sets)
    sizes = [len(sets[name]) * weights[name] for name in names]
    while True:
        if random.random() < made_up:
            many = random.choice((1, 1, 1, 2, 3))
            yield change(joined([frames(random) for _ in range(many)], gap), random)
            continue
        own = sets[random.choices(names, sizes)[0]]
        start = random.randrange(len(own))
        many = random.choice((1, 1, 1, 1, 2, 2, 3, 5))
        example = joined(own[start : start + many], gap)
        if example.named or random.random() < unnamed:
            yield change(example, random)
