"""The samples of the Social Foundation Corpus that the authors of AlignSurvey released."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from alignsurvey.corpus import Context
from alignsurvey.corpus.released import answers, dialogues
from alignsurvey.schema import Record


def records(raw: Path, context: Context) -> Iterator[tuple[str, Record]]:
    """(config, record) of qualitative and quantitative. Raises InputError."""
    home = Path(__file__).parent
    return chain(dialogues.records(home, raw, context), answers.records(home, raw, context, "quantitative"))
