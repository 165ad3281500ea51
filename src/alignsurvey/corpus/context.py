"""What a build.py, or a corpus of transcripts, is given to make its records: data, and where to put facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .. import privacy
from .defects import Defects
from .unfinished import Share, Unfinished


@dataclass
class Context:
    """The settings of a build for one corpus, and what its records leave for the reports.

    `key` is the secret of the builder, `workers` the number of processes, `unfinished` the folder of finished pieces,
    `share` what one task of a cluster makes (None: all of it), `round_weights` the decimals of weights (None: as they
    are), `hidden` the share of the test split whose answers are not published. `facts` go into privacy.json, `defects`
    into defects.json: figures, kinds and places, never text.
    """

    corpus: str
    seed: int
    key: bytes = field(repr=False)
    workers: int
    facts: dict[str, Any] = field(default_factory=dict)
    unfinished: Unfinished | None = None
    share: Share | None = None
    round_weights: int | None = None
    hidden: float = 0.0
    defects: Defects = field(default_factory=Defects)

    def respondent_id(self, raw_key: str) -> str:
        """The keyed pseudonym of a respondent.

        Args:
            raw_key: what identifies the respondent in the raw files of this corpus.
        """
        return privacy.pseudonym(self.key, self.corpus, raw_key)

    def report(self, name: str, value: Any) -> None:
        """Add a fact to the privacy report of the data set: a figure, never text."""
        self.facts[name] = value
