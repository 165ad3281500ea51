"""What labels of surveys say, in as many languages as there are files in `languages`, found by looking."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ...files.yaml import load

_FOLDER = Path(__file__).with_name("languages")
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class Words:
    """Patterns of one language; en.yaml says what each is for.

    Attributes:
        no_answer: Begins the label of a code that is no answer.
        abbreviations: Such labels in short, which may be answers too ("DK" is a party).
        off_scale: Is in the label of an answer without a place between the others.
        ladders: Ordered answers, each step a pattern of the whole label, from low to high.
        below: Begins a band without a lower end, such as "under 30".
        profile: Attribute -> pattern of a label.
        names: Attribute -> names of variables.
        other: Is in the label of a variable that is not about the respondent today.
        attributes: Attribute -> its name in the language, where profiles are written in it.
        age_bands: Words -> limits, where profiles are written in the language.
        yes_no: What an option of a check-all question is called that was chosen, or not.
    """

    no_answer: re.Pattern[str]
    abbreviations: frozenset[str]
    off_scale: re.Pattern[str]
    ladders: tuple[tuple[re.Pattern[str], ...], ...]
    below: re.Pattern[str]
    profile: Mapping[str, re.Pattern[str]]
    names: Mapping[str, frozenset[str]]
    other: re.Pattern[str]
    attributes: Mapping[str, str]
    age_bands: Mapping[str, list[int]]
    yes_no: tuple[str, ...]


@cache
def languages() -> Mapping[str, Words]:
    """Tag -> words, of every language."""
    return {path.stem: _words(load(path)) for path in sorted(_FOLDER.glob("*.yaml"))}


def _any(value: Any) -> re.Pattern[str]:
    listed = value if isinstance(value, list) else [value] if value else []
    return re.compile("|".join(listed), re.IGNORECASE) if listed else _NEVER


def _words(raw: Mapping[str, Any]) -> Words:
    ladders = [[re.compile(step, re.IGNORECASE) for step in ladder] for ladder in raw.get("ladders") or []]
    ladders += [_ladder(raw, low, high) for low, high in raw.get("poles") or []]
    return Words(
        no_answer=_any(raw.get("no_answer")),
        abbreviations=frozenset(raw.get("abbreviations") or ()),
        off_scale=_any(raw.get("off_scale")),
        ladders=tuple(tuple(ladder) for ladder in ladders),
        below=_any(raw.get("below")),
        profile={name: _any(pattern) for name, pattern in (raw.get("profile") or {}).items()},
        names={name: frozenset(listed.split()) for name, listed in (raw.get("profile_names") or {}).items()},
        other=_any(raw.get("else")),
        attributes=raw.get("attributes") or {},
        age_bands=raw.get("age_bands") or {},
        yes_no=tuple(raw["yes_no"]),
    )


def _ladder(raw: Mapping[str, Any], low: str, high: str) -> list[re.Pattern[str]]:
    """Seven steps between two poles: very, plainly and somewhat low, the middle, and the same for high.

    The low pole may also be the high one denied: not at all, not, not very satisfied. An empty pole is only that.
    """

    def step(degree: str, pole: str, denied: str = "") -> str:
        more = raw.get(degree)
        ways = [rf"(?:{more}) ?(?:{pole})(?: .*)?", rf"(?:{pole}),? (?:{more})(?: .*)?"] if pole and more else []
        ways += [rf"(?:{pole})(?: .*)?"] if pole and degree == "plain" else []
        ways += [rf"(?:{raw[denied]}) ?(?:{high})(?: .*)?"] if raw.get(denied) else []
        return "|".join(ways) or "(?!)"

    low_steps = [step("high", low, "fully_denied"), step("plain", low, "denied"), step("low", low, "partly_denied")]
    high_steps = [step("low", high), step("plain", high), step("high", high)]
    return [re.compile(one, re.IGNORECASE) for one in (*low_steps, raw["neutral"], *high_steps)]
