"""What a build.py, or a corpus of transcripts, is given to make its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import privacy
from ..files.errors import InputError
from .defects import Defects
from .interviews.anonymisation import anonymised
from .interviews.planted_values import stands
from .transcripts import Transcript, Turn
from .unfinished import Part, Unfinished


@dataclass
class Private:
    """Takes what raw files hold of respondents, for `alignsurvey audit --raw`: nothing is anonymised or built then."""

    keys: set[str] = field(default_factory=set, repr=False)
    values: set[tuple[str, str]] = field(default_factory=set, repr=False)


@dataclass
class Context:
    """What a build.py is given. `report` adds a fact to the data set's privacy report: figures, never text.

    `defects` takes what is wrong with records that somebody else has made; they are published as defects.json.
    """

    corpus: str
    seed: int
    key: bytes = field(repr=False)
    workers: int
    facts: dict[str, Any] = field(default_factory=dict)
    unfinished: Unfinished | None = None
    part: Part | None = None
    defects: Defects = field(default_factory=Defects)
    private: Private | None = field(default=None, repr=False)

    def respondent_id(self, raw_key: str) -> str:
        """The keyed pseudonym of a respondent."""
        if self.private:
            self.private.keys.add(str(raw_key))
        return privacy.pseudonym(self.key, self.corpus, raw_key)

    def report(self, name: str, value: Any) -> None:
        self.facts[name] = value

    def anonymised(self, transcripts: Sequence[Transcript]) -> Iterator[tuple[list[Turn], Mapping[str, Any]]]:
        """(turns, report of counts) of each transcript, in order; what a killed build has finished is not done again.

        In a task of a cluster it makes the task's share alone and raises Elsewhere, which a build.py lets pass.
        """
        if self.private:
            for transcript in transcripts:
                self.private.values.update(transcript.known)
                yield [{**turn, "text": ""} for turn in transcript.turns], {"replaced": {}}
            return
        searched, left = 0, Counter[str]()
        made = anonymised(transcripts, self.key, self.workers, self.unfinished, self.part)
        for transcript, (turns, counts) in zip(transcripts, made, strict=True):
            texts = [turn["text"] for turn in turns]
            searched += len(transcript.known)
            left.update(entity for entity, value in transcript.known if stands(entity, value, texts))
            yield turns, counts
        self._known(searched, left)

    def _known(self, searched: int, left: Counter[str]) -> None:
        """Report that what the contact sheets tell is gone. Raises InputError where a direct identifier is not."""
        direct = {entity: left[entity] for entity in privacy.DIRECT if left[entity]}
        if direct:
            named = ", ".join(f"{count} {entity}" for entity, count in direct.items())
            raise InputError(
                f"{self.corpus}: of what the contact sheets tell, {named} would still be published; nothing was written"
            )
        self.report("known_values", {"searched": searched, "left": dict(sorted(left.items()))})
