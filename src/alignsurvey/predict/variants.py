"""One record in the orders of its choices in which it is asked, and one answer from what comes back.

The first order is the one that the data set shows. A model that prefers a place prefers another choice in each order,
so that the mean over orders depends less on where a choice stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice, permutations
from typing import Any

from .. import tasks
from ..files.errors import InputError
from ..files.hashes import digest
from ..schema import Record
from ..tasks import Message
from .backends import Scored
from .few_shot import Examples

Order = tuple[int, ...]  # for each shown place the index of the choice in the record


@dataclass(frozen=True)
class Asked:
    """A record as it is asked: an entry of each list for each order. Without candidates the reply is free text."""

    prompts: Sequence[Sequence[Message]]
    candidates: Sequence[Sequence[str]]
    orders: Sequence[Order]


def ask(record: Record, config: str, form: str, *, scored: bool, examples: Examples | None, orders: int, seed: int
        ) -> Asked:  # fmt: skip
    """A record in up to `orders` orders of its choices.

    Raises:
        InputError: its choices cannot be shown in another order.
    """
    before = examples(record) if examples else []
    choose = getattr(tasks.load(config), "candidates", None) if scored else None
    shown = _reordered(record, config, orders, seed) if orders > 1 else [(record, ())]
    prompts = [[*before, *tasks.messages(one, config, form)[0]] for one, _ in shown]
    return Asked(prompts, [choose(one, form) for one, _ in shown] if choose else [], [order for _, order in shown])


def orders_of(record_id: str, choices: int, wanted: int, seed: int) -> list[Order]:
    """Different orders of a record's choices, the shown one first.

    Args:
        record_id: id of the record.
        choices: how many choices it has.
        wanted: how many orders; all where there are no more.
        seed: decides, together with the id, which they are.
    """
    if wanted >= math.factorial(choices):
        return list(permutations(range(choices)))
    drawn = (tuple(sorted(range(choices), key=lambda place: digest("order", seed, record_id, number, place)))
             for number in count())  # fmt: skip
    return list(islice(_different(tuple(range(choices)), drawn), wanted))


def _different(first: Order, drawn: Iterator[Order]) -> Iterator[Order]:
    seen = {first}
    yield first
    for order in drawn:
        if order not in seen:
            seen.add(order)
            yield order


def _reordered(record: Record, config: str, wanted: int, seed: int) -> list[tuple[Record, Order]]:
    """The record in each order; without its stored prompt, which shows one order only."""
    check_own_prompt(record, config, "--permutations")
    found = []
    for order in orders_of(record["id"], len(record["choices"]), wanted, seed):
        moved: dict[str, Any] = {
            name: [record[name][place] for place in order] for name in ("choices", "scale") if name in record
        }
        found.append(({**record, **moved, "rendered": True}, order))
    return found


def check_variants(config: str, mode: str, permutations: int, samples: int) -> None:
    """Raise InputError for orders or samples that a run could not use."""
    if (permutations > 1 or samples) and tasks.spec_of(config).score != "choice":
        option = "--permutations" if permutations > 1 else "--samples"
        raise InputError(f"config {config} does not ask for one of the choices that it shows; leave out {option}")
    if permutations > 1 and mode != "score" and not samples:
        raise InputError("--permutations averages probabilities; use --mode score, or --samples at an endpoint")


def check_own_prompt(record: Record, config: str, option: str) -> None:
    """Raise InputError for a record that keeps the words of others, since those cannot be rendered again."""
    stored = record.get("prompt")
    if stored and list(stored) != tasks.load(config).prompt({**record, "past": []}):
        raise InputError(f"record {record['id']}: its prompt is in its source's own words; leave out {option}")


def averaged(asked: Asked, rows: Sequence[Scored]) -> Scored:
    """The mean over orders of the probabilities of each choice, in the order of the record; a reply where there is no
    probability in any order."""
    if len(rows) == 1:
        return rows[0]
    known = [(order, row) for order, row in zip(asked.orders, rows, strict=True) if not isinstance(row, str)]
    if not known:
        return rows[0]
    sums = [0.0] * len(asked.orders[0])
    for order, row in known:
        for place, choice in enumerate(order):
            sums[choice] += float(row[place])
    return [total / len(known) for total in sums]


def shares_of(asked: Asked, choices: Sequence[str], replies: Sequence[str], read: Any) -> tuple[Scored, int]:
    """(shares of the choices among sampled replies, how many could not be read); the first reply where none could.

    Args:
        asked: the record as it was asked.
        choices: its choices, in the record's order.
        replies: as many for each order, order by order.
        read: (reply, choices as shown) -> index of the choice, below 0 for none.
    """
    each = len(replies) // len(asked.orders)
    tally = [0] * len(choices)
    for number, reply in enumerate(replies):
        order = asked.orders[number // each] or tuple(range(len(choices)))
        place = read(reply, tuple(choices[index] for index in order))
        if place >= 0:
            tally[order[place]] += 1
    known = sum(tally)
    unread = len(replies) - known
    return ([value / known for value in tally] if known else replies[0]), unread
