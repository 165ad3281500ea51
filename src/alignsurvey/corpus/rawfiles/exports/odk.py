"""KoboToolbox and ODK: names of an XLSForm behind those of its groups, and columns that begin with an underscore."""

from __future__ import annotations

from collections.abc import Sequence

from . import Header, cells

PLATFORM = "ODK or KoboToolbox"
METADATA = (
    r"_.*|start|end|today|deviceid|device_id|subscriberid|simserial|sim_serial|phonenumber|phone_number|username|"
    r"imei|audit|meta[-/:.]?instanceid|meta[-/:.]?instancename|instanceid|instancename|key|parent_key|setof-.*|"
    r"submissiondate|submitterid|submittername|attachments(present|expected)|reviewstate|edits|formversion|"
    r".*(latitude|longitude|altitude|accuracy)|formhub/uuid|__version__"
)
KEY = ("_uuid", "KEY", "meta/instanceID", "meta-instanceID", "instanceID", "_id")
MISSING: tuple[str, ...] = ()
SAFE = False
SEPARATOR = " "  # of the options that a cell lists
_KNOWN = {"_uuid", "_submission_time", "_index", "__version__", "meta/instanceid", "meta-instanceid", "submissiondate",
          "submitterid", "_id", "formhub/uuid", "_validation_status", "instanceid"}  # fmt: skip


def header(rows: Sequence[Sequence[str]]) -> Header | None:
    first = cells(rows[0])
    if len(_KNOWN & {name.lower() for name in first}) < 2:
        return None
    # With labels as names the export has no codes; then the wording is the name.
    wordings = tuple(" ".join(name.split()) if " " in name else "" for name in first)
    return Header(PLATFORM, tuple(first), wordings)
