"""LimeSurvey: codes such as G1Q1 or Q1[SQ001], the wording, or both ("G1Q1. How ...?") as names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import Header, cells

PLATFORM = "LimeSurvey"
METADATA = (
    r"id|response id|submitdate|date submitted|lastpage|last page|startlanguage|start language|seed|startdate|"
    r"date started|datestamp|date last action|ipaddr|ip address|refurl|referrer url|token|access code|interviewtime|"
    r"total time|grouptime\d+.*|group time.*|.*time\b.*|question time.*|antwort id|datum abgeschickt|letzte seite|"
    r"start-sprache|id de la réponse|date de soumission|dernière page"
)
KEY = ("id", "Response ID", "Antwort ID", "ID de la réponse")
MISSING: tuple[str, ...] = ()
SAFE = False
_KNOWN = {"submitdate", "date submitted", "lastpage", "last page", "startlanguage", "start language", "seed",
          "datum abgeschickt", "letzte seite", "date de soumission", "dernière page"}  # fmt: skip
_CODE = re.compile(r"^\s*([A-Za-z]\w*(?:\[\w+\])*)\s*\.\s+(.+)$", re.DOTALL)
_OPTION = re.compile(r"^(.*\S)\s*\[([^\[\]]+)\]\s*$", re.DOTALL)


def header(rows: Sequence[Sequence[str]]) -> Header | None:
    first = cells(rows[0])
    if len(_KNOWN & {_bare(name).lower() for name in first}) < 2:
        return None
    names, labels = [], []
    for name in first:
        coded = _CODE.match(name)
        bare, wording = (coded[1], coded[2]) if coded and not _metadata(coded[2]) else (_bare(name), "")
        wording = wording or (name if " " in name and not _metadata(_bare(name)) else "")
        option = _OPTION.match(wording)
        names.append(bare)
        labels.append(" ".join((f"{option[1]} - {option[2]}" if option else wording).split()))
    return Header(PLATFORM, tuple(names), tuple(labels))


def _bare(name: str) -> str:
    """The name of a column of metadata without its code ("id. Response ID")."""
    coded = _CODE.match(name)
    return coded[2] if coded and _metadata(coded[2]) else name


def _metadata(name: str) -> bool:
    return name.lower() in _KNOWN or name.lower() in {
        "response id",
        "date started",
        "date last action",
        "ip address",
        "referrer url",
    }
