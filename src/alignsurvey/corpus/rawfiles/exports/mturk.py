"""Amazon Mechanical Turk: what a worker answered in `Answer.` columns, all else about the task."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import Header, cells

PLATFORM = "Mechanical Turk"
METADATA = (
    r"hit(type|layout)?id|title|description|keywords|reward|creationtime|maxassignments|requesterannotation|"
    r"assignmentdurationinseconds|autoapprovaldelayinseconds|expiration|numberofsimilarhits|lifetimeinseconds|assignmentid|"
    r"workerid|assignmentstatus|accepttime|submittime|autoapprovaltime|approvaltime|rejectiontime|requesterfeedback|"
    r"worktimeinseconds|lifetimeapprovalrate|last(30|7)daysapprovalrate|input\..*|approve|reject"
)
KEY = ("AssignmentId", "WorkerId")
MISSING: tuple[str, ...] = ()
SAFE = False  # `title` may be a question elsewhere
_ANSWER = re.compile(r"^Answer\.")


def header(rows: Sequence[Sequence[str]]) -> Header | None:
    first = cells(rows[0])
    if not {"HITId", "WorkerId"} <= set(first):
        return None
    return Header(PLATFORM, tuple(first), tuple(_ANSWER.sub("", name) if " " in name else "" for name in first))
