"""The records of tasks 1 to 3 that the authors of AlignSurvey released."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from alignsurvey.corpus import Context
from alignsurvey.corpus.released import study
from alignsurvey.schema import Record


def records(raw: Path, context: Context) -> Iterator[tuple[str, Record]]:
    """(config, record) of social_role, interview and attitude_stance. Raises InputError."""
    return study.records(Path(__file__).parent, raw, context)
