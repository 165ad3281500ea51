"""Qualtrics: the names, the wording and, in newer exports, a row of import ids above the answers."""

from __future__ import annotations

from collections.abc import Sequence

from . import Header, cells

PLATFORM = "Qualtrics"
METADATA = (
    r"start ?date|end ?date|status|ip ?address|progress|duration \(in seconds\)|finished|recorded ?date|response ?id|"
    r"responseset|name|externaldatareference|externalreference|recipient.*|email(address)?|location(latitude|longitude|"
    r"accuracy)|distributionchannel|userlanguage|q_\w+|v\d+|.*_(first click|last click|page submit|click count)|"
    r".*_(browser|version|operating system|resolution)|mturk.*code|random(id|code)?"
)
KEY = ("ResponseId", "ResponseID", "_recordId")
MISSING = ("-99",)
SAFE = False  # `status` and `name` may be questions elsewhere


def header(rows: Sequence[Sequence[str]]) -> Header | None:
    first = cells(rows[0])
    ids = next((place for place in (2, 1) if len(rows) > place and _import_ids(rows[place])), 0)
    if ids:
        wording = cells(rows[1]) if ids == 2 else [""] * len(first)
        return Header(PLATFORM, tuple(first), tuple(_plain(text) for text in wording), ids + 1)
    known = {"responseid", "startdate", "recordeddate", "v1"} & {name.lower() for name in first}
    second = [cell.lower() for cell in cells(rows[1])] if len(rows) > 1 else []
    if (
        len(known) > 0
        and {"response id", "responseid"} & set(second)
        and {"start date", "startdate", "recorded date"} & set(second)
    ):
        return Header(PLATFORM, tuple(first), tuple(_plain(text) for text in cells(rows[1])), 2)
    return None


def _import_ids(row: Sequence[str]) -> bool:
    return sum("ImportId" in cell for cell in row) > len(row) / 2


def _plain(text: str) -> str:
    """The wording in one line; "Selected Choice" is a note of the program."""
    return " ".join(text.split()).replace(" - Selected Choice", "")
