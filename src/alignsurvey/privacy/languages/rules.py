"""Rules as data: the shape of a number, the words that must stand beside it, its check, and what it is.

A pattern is of the `regex` module. `\\K` drops what stands before it, so that a context is needed but not taken;
Python's word boundary sees none between Chinese text and digits, hence the look-arounds. Patterns take linear time: a
repetition is bounded, or begins with a character that the one before it cannot hold (a test measures it).
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from ...files.errors import require
from .presidio import presidio


@dataclass(frozen=True)
class Rule:
    """One shape of an entity.

    Attributes:
        entity: One of `entities.ENTITIES`.
        pattern: What it looks like.
        check: Whether a match counts, such as a check digit.
        score: From 0 to 1; audits of whole builds leave out what is below `AUDITED`.
        cue: Words of which one must stand beside a match, as `cue` makes them; "" where the shape tells by itself.
        reach: How many characters before a match its cue may end; no other digit may stand between them.
        digits: Whether a match holds a digit, so that texts without any are passed over.
        needs: A quick pattern that a text with a match holds; "" where none is quicker than the rule itself.
    """

    entity: str
    pattern: str
    check: Callable[[str], bool] | None = None
    score: float = 0.9
    cue: str = ""
    reach: int = 30
    digits: bool = True
    needs: str = ""


AUDITED = 0.5  # a shape that is right less often would refuse builds for the wording of a question


def cue(latin: str = "", han: str = "") -> str:
    """A pattern of cue words in either case: Latin ones as whole words, Chinese ones (simplified) anywhere."""
    whole = rf"(?<![A-Za-z])(?:{latin})(?![A-Za-z])" if latin else ""
    return "(?i)" + "|".join(part for part in (whole, f"(?:{han})" if han else "") if part)


def collect(*packages: str) -> tuple[Rule, ...]:
    """`RULES` of every module of some packages, in the order of their names."""
    found: list[Rule] = []
    for package in packages:
        room = importlib.import_module(package)
        for module in sorted(pkgutil.iter_modules(room.__path__), key=lambda one: one.name):
            found += getattr(importlib.import_module(f"{package}.{module.name}"), "RULES", ())
    return tuple(found)


_DIGIT = re.compile(r"\d")
_LONGEST = 200  # characters of a match that begins after a cue; an address in segments is the longest


@lru_cache(maxsize=256)
def _holds(pattern: Any, text: str) -> bool:
    """Whether a text holds a pattern: asked of the same text by many rules."""
    return pattern.search(text) is not None


@lru_cache(maxsize=256)
def _ends(cues: Any, text: str) -> tuple[int, ...]:
    """Where the cues of a text end: asked of the same text by many rules."""
    return tuple(found.end() for found in cues.finditer(text))


class Matcher:
    """A rule, compiled."""

    def __init__(self, rule: Rule) -> None:
        regex = require("regex", "privacy")
        self.rule = rule
        self.pattern = regex.compile(rule.pattern, regex.MULTILINE)
        self.cue = regex.compile(rule.cue) if rule.cue else None
        self.needs = regex.compile(rule.needs) if rule.needs else None

    def find(self, text: str) -> list[tuple[int, int]]:
        """(start, end) of what the rule finds."""
        if self.rule.digits and not _holds(_DIGIT, text):
            return []
        if self.needs is not None and not _holds(self.needs, text):
            return []
        found = self.pattern.finditer(text) if self.cue is None else self._after_cues(text)
        spans = dict.fromkeys((match.start(), match.end()) for match in found)
        check = self.rule.check or (lambda _: True)
        return [(start, end) for start, end in spans if end > start and check(text[start:end])]

    def _after_cues(self, text: str) -> Iterator[Any]:
        """Matches close behind a cue, no digit between them: "room 12, call 555-0132" has two numbers."""
        for end in _ends(self.cue, text):
            for match in self.pattern.finditer(text, end, end + self.rule.reach + _LONGEST):
                between = text[end : match.start()]
                if len(between) > self.rule.reach or _DIGIT.search(between):
                    break
                yield match


@cache
def _rule_recognizer() -> Any:
    """A recogniser of Presidio for one rule."""
    analyzer = presidio()

    class RuleRecognizer(analyzer.EntityRecognizer):  # type: ignore[misc,name-defined]
        def __init__(self, rule: Rule, language: str, name: str) -> None:
            self.matcher = Matcher(rule)
            super().__init__(supported_entities=[rule.entity], name=name, supported_language=language)

        def load(self) -> None: ...

        def analyze(self, text: str, *_: Any, **__: Any) -> list[Any]:
            rule = self.matcher.rule
            return [analyzer.RecognizerResult(rule.entity, *span, rule.score) for span in self.matcher.find(text)]

    return RuleRecognizer


def recognizers(rules: Iterable[Rule], language: str) -> list[Any]:
    """A Presidio recogniser for each rule."""
    make = _rule_recognizer()
    return [make(rule, language, f"{rule.entity.lower()}_{language}_{place}") for place, rule in enumerate(rules)]
