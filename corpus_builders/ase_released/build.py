"""The records of tasks 1 to 3 that the authors of AlignSurvey released."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from alignsurvey.corpus import Context
from alignsurvey.corpus.interviews.anonymisation import anonymise
from alignsurvey.corpus.released import study
from alignsurvey.corpus.transcripts import RawMaterial
from alignsurvey.schema import Record

HOME = Path(__file__).parent


def records(raw: Path, context: Context) -> Iterator[tuple[str, Record]]:
    """(config, record) of social_role, interview and attitude_stance. Raises InputError."""
    return study.records(HOME, raw, context, anonymise)


def raw_material(raw: Path) -> RawMaterial:
    """The respondents of the released files, and what was said by or about each. Raises InputError."""
    return study.raw_material(HOME, raw)
