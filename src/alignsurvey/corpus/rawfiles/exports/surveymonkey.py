"""SurveyMonkey: the wording, and below it the options; the columns after the first of a question have no name."""

from __future__ import annotations

from collections.abc import Sequence

from . import Header, cells

PLATFORM = "SurveyMonkey"
METADATA = (
    r"respondent ?id|collector ?id|start ?date|end ?date|date (created|modified)|ip address|email address|"
    r"first name|last name|custom (data|value)( ?\d+)?"
)
KEY = ("Respondent ID", "RespondentID", "respondent_id")
MISSING: tuple[str, ...] = ()
_SECOND = {"response", "open-ended response", "réponse", "antwort", "respuesta", "resposta", "回答", "答复"}


def header(rows: Sequence[Sequence[str]]) -> Header | None:
    first, second = cells(rows[0]), cells(rows[1]) if len(rows) > 1 else []
    known = [name for name in first if name.lower().replace(" ", "") in ("respondentid", "collectorid")]
    options = sum(cell.lower() in _SECOND for cell in second)
    nameless = any(not name and cell for name, cell in zip(first, second, strict=False))
    if not known or len(second) < len(first) or second[first.index(known[0])] or not (options or nameless):
        return None
    names, labels, question = [], [], ""
    for name, option in zip(first, second, strict=False):
        question = name or question
        single = not option or option.lower() in _SECOND
        names.append(question if single else f"{question} - {option}")
        labels.append(" ".join((question if single else f"{question} - {option}").split()))
    return Header(PLATFORM, tuple(names), tuple(labels), 2)
