"""The records of task 4 that the authors of AlignSurvey made from CHIP and released."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from alignsurvey.corpus import Context
from alignsurvey.corpus.released import answers
from alignsurvey.corpus.transcripts import RawMaterial
from alignsurvey.schema import Record

HOME = Path(__file__).parent


def records(raw: Path, context: Context) -> Iterator[tuple[str, Record]]:
    """("survey_response", record) of every answer. Raises InputError."""
    return answers.records(HOME, raw, context)


def raw_material(raw: Path) -> RawMaterial:
    """The ids of respondents in the released file. Raises InputError."""
    return answers.raw_material(HOME, raw)
