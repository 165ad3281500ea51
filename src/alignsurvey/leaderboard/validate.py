"""What a run must say before it may stand on the board. Nothing here stores anything."""

from __future__ import annotations

import re

from ..files.errors import InputError
from ..project import organisation
from ..runs.info import RunInfo
from ..tasks import spec_of

SPLIT = "test"  # what a model was trained on says nothing about it
_VERSION = re.compile(r"v\d+\.\d+\.\d+")


def check_submission(info: RunInfo, where: str) -> None:
    """Refuse a run whose row could not be compared with others.

    Args:
        info: The run.
        where: What a message calls its run.json.

    Raises:
        InputError: It is of other data than the organisation's, of no release, or of another split than test.
    """
    spec_of(info.config)
    if not re.fullmatch(rf"{re.escape(organisation())}/alignsurvey-[a-z0-9-]+", info.dataset):
        raise InputError(f"{where}: dataset {info.dataset!r} is not one of {organisation()}/alignsurvey-*")
    if info.data_revision is None:
        raise InputError(f"{where}: the run is not on a published version; predict with --revision v1.0.0")
    if not _VERSION.fullmatch(info.data_revision):
        raise InputError(
            f"{where}: data_revision {info.data_revision!r} is no release; predict on a tag such as v1.0.0"
        )
    if info.split != SPLIT:
        raise InputError(f"{where}: split {info.split!r}; rows of the board are of the {SPLIT} split")
