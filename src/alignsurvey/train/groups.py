"""Which records share a tree, and in which order the trees are learnt from."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence

from ..files.hashes import digest


def deal(units: Sequence[str], items: Sequence[str], size: int | None, seed: int) -> list[list[int]]:
    """Indexes of the records of each tree, in the order of learning.

    A tree holds records of one unit, at most `size` of them (all when None), dealt evenly. Units come in a seeded
    order and give one tree each before one gives its second. Neighbours are dealt the same shuffled items from other
    starts, so that every few trees ask all items once: a step then pulls no item's shares far from the others'.

    Args:
        units: what records share a tree by: the respondent or the group of each record.
        items: the question of each record.
        size: records a tree.
        seed: of every draw; the order depends on it and on `units` and `items` alone.
    """
    members: dict[str, list[int]] = defaultdict(list)
    for index, unit in enumerate(units):
        members[unit].append(index)
    order = sorted(members, key=lambda unit: (digest("tree", seed, unit), unit))
    hands = [_hands(members[unit], items, size, seed, place) for place, unit in enumerate(order)]
    rounds = max(map(len, hands), default=0)
    return [hand[turn] for turn in range(rounds) for hand in hands if turn < len(hand)]


def _hands(records: list[int], items: Sequence[str], size: int | None, seed: int, place: int) -> list[list[int]]:
    """The trees of one unit, the `place`-th, in the order in which it gives them."""
    count = -(-len(records) // (size or len(records)))
    shuffled = sorted(records, key=lambda index: (digest("item", seed, place // count, items[index]), index))
    bounds = [len(records) * number // count for number in range(count + 1)]
    hands = [sorted(shuffled[low:high]) for low, high in itertools.pairwise(bounds)]
    start = place % count
    return hands[start:] + hands[:start]
