"""Pattern rules as data, and the Presidio recognisers made from them.

A rule is a regular expression of the `regex` module. `\\K` drops what stands before it, so that a context is needed but
not taken; Python's word boundary sees none between Chinese text and digits, hence the look-arounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from ...files.errors import require


@dataclass(frozen=True)
class Rule:
    """One pattern of an entity. `check` says whether a match counts."""

    entity: str
    pattern: str
    check: Callable[[str], bool] | None = None
    score: float = 0.9


@cache
def _pattern_recognizer() -> Any:
    """PatternRecognizer of Presidio, with a rule's own check in the place of a validator."""
    presidio = require("presidio_analyzer", "privacy")

    class RuleRecognizer(presidio.PatternRecognizer):  # type: ignore[misc,name-defined]
        def __init__(self, rule: Rule, language: str, name: str) -> None:
            self.check = rule.check
            pattern = presidio.Pattern(name, rule.pattern, rule.score)
            regex = require("regex", "privacy")
            self.compiled = regex.compile(rule.pattern, regex.MULTILINE)
            super().__init__(
                supported_entity=rule.entity,
                name=name,
                supported_language=language,
                patterns=[pattern],
                global_regex_flags=regex.MULTILINE,
            )

        def analyze(self, text: str, *_: Any, **__: Any) -> list[Any]:
            """What the base class finds, without the account that it keeps of every match."""
            rule = self.patterns[0]
            spans = ((m.start(), m.end()) for m in self.compiled.finditer(text) if m.end() > m.start())
            return [
                presidio.RecognizerResult(self.supported_entities[0], start, end, rule.score)
                for start, end in spans
                if self.check is None or self.check(text[start:end])
            ]

        def invalidate_result(self, pattern_text: str) -> bool | None:
            return None if self.check is None else not self.check(pattern_text)

    return RuleRecognizer


def recognizers(rules: Iterable[Rule], language: str) -> list[Any]:
    """A Presidio recogniser for each rule."""
    make = _pattern_recognizer()
    return [make(rule, language, f"{rule.entity.lower()}_{language}_{place}") for place, rule in enumerate(rules)]
