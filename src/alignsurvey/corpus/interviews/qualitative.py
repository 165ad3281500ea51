"""Transcripts to records of `qualitative`: what is said next, after a window of five turns.

A corpus of transcripts needs no code: its SOURCE.yaml says `config: qualitative`, and where its files are odd, `fields`
and `speakers`. Nothing is yielded before every transcript is anonymised and no planted direct identifier is left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from ...files.errors import InputError
from ...files.json import read_json
from ...languages import resolve
from ...schema import Record
from ..codebook.sources import Corpus
from ..context import Context
from ..transcripts import (
    NAMES,
    ROLES,
    RawMaterial,
    Shape,
    Transcript,
    Turn,
    is_foreign,
    known_values,
    read_transcripts,
    windows,
)
from . import planted_values as planted
from .anonymisation import anonymise

CONFIG = "qualitative"
CONTACTS, PLANTED = "contacts.json", "planted.json"
UNKNOWN_COUNTRY = "ZZ"  # CLDR's code for a region that is not known


def records(folder: Path, files: Sequence[Path], corpus: Corpus, context: Context) -> Iterator[tuple[str, Record]]:
    """("qualitative", record) for every utterance but the first of every transcript. Raises InputError."""
    contacts = _contacts(folder)
    transcripts = _read(files, shape_of(corpus), contacts)
    published = _anonymised(folder, transcripts, context)
    source = str(corpus.facts.get("source") or corpus.name)
    for name, turns in published.items():
        transcript, contact = transcripts[name], contacts.get(name, {})
        interview = context.respondent_id(f"interview {name}")
        shared = {
            "respondent_id": context.respondent_id(_person(transcript, contact)),
            "source": source,
            "country": _checked(contact.get("country") or transcript.country, transcript.where) or _country(corpus),
            "language": transcript.language,
            "interview_id": interview,
        }
        for place, (history, turn) in enumerate(windows(turns), start=1):
            own = {"id": f"{source}/{interview}/turn-{place:04}", "speaker": turn["speaker"], "response": turn["text"]}
            yield CONFIG, {**shared, **own, "history": history}


def raw_material(folder: Path, files: Sequence[Path], corpus: Corpus) -> RawMaterial:
    """The interviews with what must not be published of them, and the keys of their respondents."""
    contacts = _contacts(folder)
    transcripts = _read(files, shape_of(corpus), contacts)
    keys = {_person(one, contacts.get(name, {})) for name, one in transcripts.items()}
    return RawMaterial(frozenset(keys), tuple(_by_role(one) for one in transcripts.values()))


def _person(transcript: Transcript, contact: Mapping[str, Any]) -> str:
    """The raw key of the interviewee: interviews with one contact person or of one group are of the same people."""
    return str(contact.get("person") or (f"group {transcript.group}" if transcript.group else transcript.id))


def shape_of(corpus: Corpus) -> Shape:
    """`fields` and `speakers` of SOURCE.yaml. Raises InputError for a name that is not known."""
    fields, speakers = (corpus.facts.get(key) or {} for key in ("fields", "speakers"))
    for key, given, known in (("fields", fields, tuple(NAMES)), ("speakers", speakers, ROLES)):
        unknown = sorted(set(given) - set(known)) if isinstance(given, Mapping) else ["no mapping"]
        if unknown:
            raise InputError(f"{corpus.name}/SOURCE.yaml: {key}: {unknown[0]!r} is unknown; use {', '.join(known)}")
    labels = {role: tuple([given] if isinstance(given, str) else given) for role, given in speakers.items()}
    return Shape({name: str(column) for name, column in fields.items()}, labels)


def _checked(country: str | None, where: str) -> str | None:
    """A country is published, so it must be nothing but one."""
    if country and not re.fullmatch("[A-Z]{2}", country):
        raise InputError(f"{where}: its country is no ISO 3166-1 code of two letters, such as US or CN; correct it")
    return country


def _country(corpus: Corpus) -> str:
    """The country of all interviews, where SOURCE.yaml names one alone."""
    country = corpus.facts.get("country")
    return country if isinstance(country, str) else UNKNOWN_COUNTRY


def _contacts(folder: Path) -> Mapping[str, Any]:
    contacts = read_json(folder / CONTACTS) if (folder / CONTACTS).is_file() else {}
    if not isinstance(contacts, dict) or not all(isinstance(contact, dict) for contact in contacts.values()):
        raise InputError(f"{CONTACTS}: expected an object of contact sheets, each under its interview_id")
    return contacts


def _read(files: Sequence[Path], shape: Shape, contacts: Mapping[str, Any]) -> dict[str, Transcript]:
    transcripts: dict[str, Transcript] = {}
    paths = [path for path in files if path.name not in (CONTACTS, PLANTED) and not path.name.startswith((".", "~$"))]
    for path in tqdm(paths, desc="transcripts", unit=" files"):
        for transcript in read_transcripts(path, shape):
            if transcript.id in transcripts:
                where = f"{transcript.where}: has the interview_id of {transcripts[transcript.id].where}"
                raise InputError(f"{where}; give each interview its own")
            known = (*transcript.known, *known_values(contacts.get(transcript.id, {})))
            transcripts[transcript.id] = replace(transcript, known=known)
    unknown = set(contacts) - set(transcripts)
    if unknown:
        raise InputError(
            f"{CONTACTS}: {len(unknown)} of {len(contacts)} contact sheets are of no interview; check the ids"
        )
    return transcripts


def _anonymised(folder: Path, transcripts: Mapping[str, Transcript], context: Context) -> dict[str, list[Turn]]:
    """The turns of every transcript without personal data, by role; figures go to the privacy report.

    An utterance in another language than its interview is left out: the recognisers of one do not know the other.
    """
    pairs = list(anonymise([_by_role(one) for one in transcripts.values()], context))
    published = dict(zip(transcripts, (turns for turns, _ in pairs), strict=True))
    replaced: Counter[str] = Counter()
    for _, report in pairs:
        replaced.update(report["replaced"])
    context.report("interviews", len(transcripts))
    context.report("languages", dict(sorted(Counter(one.language for one in transcripts.values()).items())))
    context.report("replaced", dict(sorted(replaced.items())))
    if (folder / PLANTED).is_file():
        plain = {name: replace(one, language=resolve(one.language).recognisers) for name, one in transcripts.items()}
        recall = planted.measure_recall(planted.read_planted(folder / PLANTED, plain, {}), plain, published)
        context.report("recall", recall)
        tqdm.write(f"recall on planted personal data\n{planted.recall_table(recall)}")
    kept = {name: list(_in_language(transcripts[name], turns)) for name, turns in published.items()}
    lost = sum(len(turns) for turns in published.values()) - sum(len(turns) for turns in kept.values())
    context.report("utterances_in_another_language", lost)
    return kept


def _by_role(transcript: Transcript) -> Transcript:
    """The transcript with roles as speakers, so that no label can be taken for a name; names are among its `known`."""
    pairs = zip(transcript.turns, transcript.who, strict=True)
    return replace(transcript, turns=tuple({"speaker": who.split()[0], "text": turn["text"]} for turn, who in pairs))


def _in_language(transcript: Transcript, published: Sequence[Turn]) -> Iterator[Turn]:
    for raw, who, turn in zip(transcript.turns, transcript.who, published, strict=True):
        if not is_foreign(raw["text"], transcript.language):
            yield {"speaker": who, "text": turn["text"]}
