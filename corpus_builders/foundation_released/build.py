"""The samples of the Social Foundation Corpus that the authors of AlignSurvey released."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from alignsurvey.corpus import Context
from alignsurvey.corpus.released import answers, dialogues
from alignsurvey.corpus.transcripts import RawMaterial
from alignsurvey.schema import Record

HOME = Path(__file__).parent


def records(raw: Path, context: Context) -> Iterator[tuple[str, Record]]:
    """(config, record) of qualitative and quantitative. Raises InputError."""
    return chain(dialogues.records(HOME, raw, context), answers.records(HOME, raw, context, "quantitative"))


def raw_material(raw: Path) -> RawMaterial:
    """The ids of respondents in the released answers; the dialogues have none. Raises InputError."""
    return answers.raw_material(HOME, raw, "quantitative")
