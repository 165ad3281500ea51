"""Transcripts to records of the foundation corpus: what is said next, after a window of five turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from alignsurvey.corpus import Context, planted
from alignsurvey.corpus.anonymising import anonymised
from alignsurvey.corpus.declarations import load
from alignsurvey.corpus.transcripts import (
    Transcript,
    Turn,
    known_values,
    read_json,
    read_transcript,
    windows,
)
from alignsurvey.schema import InputError, Record

HERE = Path(__file__).parent
UNKNOWN_COUNTRY = "ZZ"  # CLDR's code for a region that is not known


def records(raw: Path, context: Context) -> Iterator[tuple[str, Record]]:
    """("qualitative", record) for every utterance but the first of every transcript. Raises InputError.

    Nothing is yielded before every transcript is anonymised and no planted direct identifier is left.
    """
    contacts = read_json(raw / "contacts.json") if (raw / "contacts.json").is_file() else {}
    transcripts = _read(raw, contacts)
    source = load(HERE / "SOURCE.yaml")["source"]
    written = _anonymised(raw, transcripts, context)
    for name, turns in written.items():
        contact = contacts.get(name, {})
        person = context.respondent_id(str(contact.get("person", name)))
        shared = {
            "respondent_id": person,
            "source": source,
            "country": contact.get("country", UNKNOWN_COUNTRY),
            "language": transcripts[name].language,
            "interview_id": context.respondent_id(f"interview {name}"),
        }
        for place, (history, turn) in enumerate(windows(turns), start=1):
            own = {"id": f"{source}/{person}/turn-{place:04}", "speaker": turn["speaker"], "response": turn["text"]}
            yield "qualitative", {**shared, **own, "history": history}


def _read(raw: Path, contacts: Mapping[str, Any]) -> dict[str, Transcript]:
    transcripts: dict[str, Transcript] = {}
    for path in sorted((raw / "transcripts").iterdir()):
        transcript = read_transcript(path)
        if transcript.id in transcripts:
            raise InputError(f"{path.name}: another transcript has the same interview_id; give each its own")
        known = (*transcript.known, *known_values(contacts.get(transcript.id, {})))
        transcripts[transcript.id] = replace(transcript, known=known)
    return transcripts


def _anonymised(raw: Path, transcripts: Mapping[str, Transcript], context: Context) -> dict[str, list[Turn]]:
    """The turns of every transcript without personal data; figures go to the privacy report."""
    done = list(anonymised(list(transcripts.values()), context.key, context.workers))
    written = dict(zip(transcripts, (turns for turns, _ in done), strict=True))
    replaced: Counter[str] = Counter()
    for _, report in done:
        replaced.update(report["replaced"])
    context.report("interviews", len(transcripts))
    context.report("replaced", dict(sorted(replaced.items())))
    if (raw / "planted.json").is_file():
        recall = planted.check(planted.read_planted(raw / "planted.json", transcripts, {}), transcripts, written)
        context.report("recall", recall)
        tqdm.write(f"recall on planted personal data\n{planted.table(recall)}")
    return written
