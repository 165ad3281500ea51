"""The order in which the choices of a record are shown: drawn from (seed, record id) alone."""

from __future__ import annotations

from functools import lru_cache
from math import factorial

from ...files.hashes import digest
from ...schema import Record

_DRAWN = 8  # choices that one 64-bit number decides


def permutation(seed: int, record_id: str, count: int) -> tuple[int, ...]:
    """Where each shown choice comes from: position i shows choice `permutation(...)[i]`.

    A 64-bit digest of (seed, record id) is read as a number in the factorial base; every eight choices take a new one.
    """
    number = digest("order", seed, record_id)
    if count <= _DRAWN:
        return _order(number % factorial(count), count)  # all that the factorial base reads of the number
    left = list(range(count))
    order = []
    for drawn in range(count):
        if drawn and drawn % _DRAWN == 0:
            number = digest("order", seed, record_id, drawn)
        number, index = divmod(number, len(left))
        order.append(left.pop(index))
    return tuple(order)


@lru_cache(maxsize=1 << 16)
def _order(number: int, count: int) -> tuple[int, ...]:
    left, order = list(range(count)), []
    while left:
        number, index = divmod(number, len(left))
        order.append(left.pop(index))
    return tuple(order)


def shuffle_choices(record: Record, seed: int) -> Record:
    """The record with `choices`, and `scale` and `answer` where it has them, in the order in which they are shown."""
    choices = record["choices"]
    order = permutation(seed, record["id"], len(choices))
    shown = {**record, "choices": [choices[index] for index in order]}
    if "scale" in record:
        shown["scale"] = [record["scale"][index] for index in order]
    if isinstance(record.get("answer"), int):
        shown["answer"] = order.index(record["answer"])
    return shown
