"""Values of a codebook that must be more than text: yes or no, a language, bands of numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from ...files.errors import InputError
from ...languages import PROMPTS, resolve

_FLAGS = {"yes": True, "no": False}  # YAML 1.1 would read these as flags; here they are texts, since answers are

Band = tuple[str, float, float]


def flag(raw: Mapping[str, Any], key: str, where: str, default: bool = False) -> bool:
    """A key that is true or false; left out, `default`. Raises InputError naming the path for anything else."""
    value = raw.get(key, default)
    value = _FLAGS.get(value.lower(), value) if isinstance(value, str) else value
    if not isinstance(value, bool):
        raise InputError(f"{where}.{key}: expected true or false, found {value!r}")
    return value


def language(value: Any, where: str) -> str:
    """A tag such as en, zh or pt-BR. Raises InputError for what is none."""
    try:
        resolve(value if isinstance(value, str) else "")
    except InputError:
        raise InputError(
            f"{where}.language: {value!r} is no language tag of BCP 47; write en, zh, pt-BR, ..."
        ) from None
    return str(value)


def prompt_language(raw: Mapping[str, Any], tag: str, where: str) -> str:
    """The `prompt_language` of a codebook, "" where prompts are in the language of its answers.

    Raises InputError for a language without prompts, and where answers are in such a language and none is chosen.
    """
    chosen = raw.get("prompt_language") or ""
    if chosen and chosen not in PROMPTS:
        raise InputError(f"{where}.prompt_language: {chosen!r} has no prompts; use {' or '.join(PROMPTS)}")
    try:
        resolve(tag).prompt(chosen or None)
    except InputError as error:
        raise InputError(f"{where}: {error}") from None
    return str(chosen)


def bands(raw: Any, where: str) -> tuple[Band, ...]:
    """(words, lowest, highest) of {words: [lowest, highest]}, both inclusive; null leaves an end open.

    Raises InputError for a band that ends before it begins, and for two that share a number.
    """
    if not isinstance(raw, Mapping) or not raw:
        raise InputError(f"{where}.bands: expected words and their limits, such as '18 to 29: [18, 29]'")
    found = [_band(str(words), limits, f"{where}.bands.{words}") for words, limits in raw.items()]
    for (lower, _, end), (upper, begin, _) in pairwise(sorted(found, key=lambda band: band[1:])):
        if begin <= end:
            raise InputError(f"{where}.bands: {lower!r} and {upper!r} overlap; both limits belong to a band")
    return tuple(found)


def _band(words: str, limits: Any, where: str) -> Band:
    if not isinstance(limits, list) or len(limits) != 2 or not all(_limit(limit) for limit in limits):
        raise InputError(f"{where}: expected [lowest, highest]; null leaves an end open")
    low, high = limits
    band = (words, -math.inf if low is None else float(low), math.inf if high is None else float(high))
    if band[1] > band[2]:
        raise InputError(f"{where}: ends before it begins; write [lowest, highest]")
    return band


def _limit(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and not math.isnan(value))
