"""Prolific: what it knows of its participants, which is a profile and no question."""

from __future__ import annotations

from collections.abc import Sequence

from . import Header, cells

PLATFORM = "Prolific"
METADATA = (
    r"submission id|participant id|prolific.?(id|pid)|study.?id|session.?id|status|custom study tncs accepted at|"
    r"started at|completed at|reviewed at|archived at|time taken|completion code|total approvals|"
    r"num_(approvals|rejections)|"
    r"prolific_score|entered_code|started_datetime|completed_date_time|reviewed_at_datetime|submission approval rate"
)
KEY = ("Participant id", "participant_id", "PROLIFIC_PID", "Submission id", "session_id")
MISSING = ("CONSENT_REVOKED", "DATA_EXPIRED")
SAFE = False  # `status` may be a question elsewhere


def header(rows: Sequence[Sequence[str]]) -> Header | None:
    first = cells(rows[0])
    names = {name.lower() for name in first}
    if not ({"submission id", "participant id"} <= names or {"participant_id", "session_id"} <= names):
        return None
    return Header(PLATFORM, tuple(first), ("",) * len(first))
