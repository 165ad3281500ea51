"""Released windows of dialogues (the qualitative part of the foundation corpus): what is said next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import privacy
from ...schema import Record
from ..transcripts.language_detection import language_of
from .background import messages
from .checks import breaks_off
from .reading import Row, replace_parts, replace_spans, rows, settings_of

if TYPE_CHECKING:
    from ..context import Context


def records(home: Path, raw: Path, context: Context) -> Iterator[tuple[str, Record]]:
    """("qualitative", record) of every released window; none has an id, so each is taken as an interview of its own."""
    settings = settings_of(home)
    declared = settings["files"]["qualitative"]
    for row in rows(raw, declared, context.defects):
        turns = list(re.finditer(declared["turn"], row["dialogue"], re.DOTALL | re.MULTILINE))
        _check(row, turns, declared, context)
        person = context.respondent_id(f"{row.file} {row.number}")
        history = [{"speaker": turn["speaker"], "text": turn["text"]} for turn in turns]
        last = {"speaker": declared["next_speaker"], "text": row.fields["output"]}
        language = language_of("\n".join(turn["text"] for turn in [*history, last])) or settings["language"]
        said = _anonymised([*history, last], language, f"{row.file} {row.number}", context)
        prompt = replace_parts(
            row,
            {
                "dialogue": replace_spans(
                    row["dialogue"],
                    [(turn.span("text"), new["text"]) for turn, new in zip(turns, said, strict=False)],
                )
            },
        )
        context.defects.add_made(row.file)
        yield (
            "qualitative",
            {
                "id": f"{settings['source']}/{person}/turn-001",
                "respondent_id": person,
                "source": settings["source"],
                "country": settings["country"],
                "language": language,
                "interview_id": person,
                "history": said[:-1],
                "speaker": said[-1]["speaker"],
                "response": said[-1]["text"],
                "messages": lambda record, prompt=prompt: messages(prompt, record["response"]),
            },
        )


def _check(row: Row, turns: list[re.Match[str]], declared: dict[str, Any], context: Context) -> None:
    texts = [turn["text"] for turn in turns]
    kinds = ["no respondent id"] if "respondent" not in declared else []
    kinds += ["one speaker"] if len(turns) > 1 and len({turn["speaker"] for turn in turns}) == 1 else []
    kinds += (
        ["text outside the turns"]
        if replace_spans(row["dialogue"], [(turn.span(), "") for turn in turns]).strip()
        else []
    )
    cut = declared.get("cut")
    kinds += ["cut utterance"] if cut and any(len(text) == cut and breaks_off(text) for text in texts) else []
    kinds += ["empty output"] if not row.fields["output"] else []
    for kind in kinds:
        context.defects.add(row.file, kind, row.number)


def _anonymised(turns: list[dict[str, str]], language: str, name: str, context: Context) -> list[dict[str, str]]:
    made, report = privacy.anonymise_interview(turns, language=language, key=context.key, interview_id=name)
    for entity, count in report["replaced"].items():
        replaced = context.facts.setdefault("replaced", {})
        replaced[entity] = replaced.get(entity, 0) + count
    return made
