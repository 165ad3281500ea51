"""Tasks 1 to 3 of a released interview study: social roles, interviews and stances of the same respondents.

All that is said by or about one respondent, in whichever file, is anonymised together, so that a person, a place or a
firm has one replacement everywhere. Prompts are then put together again from the parts that the records hold.
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...files.errors import InputError
from ...schema import Record
from ..defects import Defects
from ..transcripts import RawMaterial, Transcript, Turn
from . import checks
from .background import messages, narrower_places, profile_of, read_background, to_prefecture
from .reading import replace_parts, replace_spans, rows, settings_of
from .record import Released

if TYPE_CHECKING:
    from ..context import Context

    Anonymise = Callable[[Sequence[Transcript], Context], Iterator[tuple[list[Turn], Mapping[str, Any]]]]

Texts = Mapping[str, str]  # what was said -> what is published of it


def records(home: Path, raw: Path, context: Context, anonymise: Anonymise) -> Iterator[tuple[str, Record]]:
    """(config, record) of every released record that the columns can hold, all texts anonymised before the first.

    Args:
        home: the folder of the corpus, with its records.yaml.
        raw: the folder of the released files.
        context: the settings of the build; gets facts and defects.
        anonymise: `corpus.interviews.anonymisation.anonymise`.

    Raises:
        InputError: a file is unreadable, or says what records.yaml does not declare.
    """
    settings = settings_of(home)
    released = _read_all(raw, settings, context.defects)
    published = _anonymised(released, settings, context, anonymise)
    seen: Counter[tuple[str, str]] = Counter()
    for one in released:
        person = context.respondent_id(one.person)
        made = _MAKERS[one.config](one, published[one.person], settings)
        shared = {"respondent_id": person, **{name: settings[name] for name in ("source", "country", "language")}}
        context.defects.add_made(one.row.file)
        yield one.config, {"id": _id(one, person, settings, seen, context), **shared, **made}


def raw_material(home: Path, raw: Path) -> RawMaterial:
    """The respondents of the released files, and what was said by or about each. Raises InputError."""
    settings = settings_of(home)
    released = _read_all(raw, settings, Defects())
    return RawMaterial(frozenset(one.person for one in released), tuple(_transcripts(released, settings)))


def _read_all(raw: Path, settings: Mapping[str, Any], defects: Defects) -> list[Released]:
    """The records of all files; what is wrong with them goes into `defects`."""
    released = [one for config in settings["files"] for one in _read(config, raw, settings, defects)]
    checks.compare(released, settings, defects)
    return released


def _id(
    one: Released, person: str, settings: Mapping[str, Any], seen: Counter[tuple[str, str]], context: Context
) -> str:
    """Of the respondent, the question and what is asked; the turns of an interview are counted."""
    start = f"{settings['source']}/{person}"
    if one.config == "interview":
        seen[one.config, start] += 1
        return f"{start}/turn-{seen[one.config, start]:03}"
    question = _question(one, settings)["key"]
    own = f"{start}/{question}"
    if one.config == "social_role":
        own += f"/{settings['attributes'][one.row['attribute']]['key']}"
    seen[one.config, own] += 1
    if seen[one.config, own] == 1:
        return own
    context.defects.add(one.row.file, "second record", one.row.number)
    return f"{own}-{seen[one.config, own]}"


def _question(one: Released, settings: Mapping[str, Any]) -> Mapping[str, str]:
    """Key and theme of the core question that a record belongs to. Raises InputError for an unknown one."""
    name = settings["files"][one.config].get("question")
    asked = str(one.row.fields[name]) if name else one.row["theme"]
    for wording, question in settings["questions"].items():
        if asked in (wording, question["theme"]):
            return dict(question)
    raise InputError(f"{one.row.file} record {one.row.number}: unknown question; declare it in records.yaml")


def _read(config: str, raw: Path, settings: Mapping[str, Any], defects: Defects) -> Iterator[Released]:
    declared = settings["files"][config]
    earlier: set[str] = set()
    for row in rows(raw, declared, defects):
        whole = json.dumps(row.fields, sort_keys=True, ensure_ascii=False)
        shows = "background" in row.parts.groupdict()
        background = read_background(row["background"]) if shows else None
        output = _output(config, row.fields["output"], settings)
        if config == "social_role" and row["attribute"] not in settings["attributes"]:
            raise InputError(f"{row.file} record {row.number}: unknown attribute; declare it in records.yaml")
        wrong = "repeated record" if whole in earlier else "other prompt" if shows and background is None else None
        wrong = wrong or ("other output" if output is None else None)
        if wrong:
            defects.add_left_out(row.file, wrong, row.number)
            continue
        earlier.add(whole)
        dialogue = row[declared["dialogue"]] if "dialogue" in declared else ""
        turns = tuple(re.finditer(declared["turn"], dialogue, re.DOTALL)) if dialogue else ()
        one = Released(config, row, str(row.fields[declared["respondent"]]), background, turns, output)
        checks.check(one, settings, defects)
        yield one


def _output(config: str, output: str, settings: Mapping[str, Any]) -> Any:
    """The right reply as the columns hold it; None where it is none of that kind."""
    if config == "interview":
        return output
    try:
        if config == "social_role":
            value = ast.literal_eval(output) if output.startswith("[") else [output] if output else []
            return value if isinstance(value, list) and all(isinstance(item, str) for item in value) else None
        value = json.loads(output)
        return value if value["predict"] in settings["stances"] and isinstance(value["reason"], str) else None
    except (ValueError, SyntaxError, KeyError, TypeError):
        return None


def _transcripts(released: Sequence[Released], settings: Mapping[str, Any]) -> Iterator[Transcript]:
    """One for each respondent, who is its id: a turn for each text that was said, the first of them empty."""
    texts: dict[str, dict[str, None]] = {}
    known: dict[str, set[tuple[str, str]]] = {}
    for one in released:
        texts.setdefault(one.person, {"": None}).update(dict.fromkeys(one.texts(settings["story"])))
        values = one.background.texts() if one.background else {}
        narrow = {place for name in settings["places"] for place in narrower_places(values.get(name, ""))}
        known.setdefault(one.person, set()).update(("LOCATION", place) for place in narrow)
    for person, own in texts.items():
        yield Transcript(
            person,
            settings["language"],
            tuple({"speaker": "interviewee", "text": text} for text in own),
            tuple(sorted(known[person])),
            keep=tuple(settings.get("keep") or ()),
        )


def _anonymised(
    released: Sequence[Released], settings: Mapping[str, Any], context: Context, anonymise: Anonymise
) -> dict[str, dict[str, str]]:
    """By respondent, each text that was said -> what is published; a name has the same replacement in all files."""
    transcripts = list(_transcripts(released, settings))
    published: dict[str, dict[str, str]] = {}
    replaced: Counter[str] = Counter()
    for transcript, (turns, report) in zip(transcripts, anonymise(transcripts, context), strict=True):
        pairs = zip(transcript.turns, turns, strict=True)
        published[transcript.id] = {raw["text"]: turn["text"] for raw, turn in pairs}
        replaced.update(report["replaced"])
    context.report("respondents", len(published))
    context.report("replaced", dict(sorted(replaced.items())))
    for one in released:
        if any(text != published[one.person][text] for text in one.texts("")):
            context.defects.add(one.row.file, "personal data in the text", one.row.number)
    return published


def _profile(one: Released, new: Texts, settings: Mapping[str, Any]) -> list[dict[str, str]]:
    """The profile as published: home towns no narrower than a prefecture, the life story anonymised."""
    assert one.background
    texts = one.background.texts()
    places = {name: to_prefecture(texts[name]) for name in settings["places"] if name in texts}
    story = {settings["story"]: new[texts[settings["story"]]]} if settings["story"] in texts else {}
    return profile_of({**texts, **places, **story})


def _dialogue(one: Released, new: Texts, settings: Mapping[str, Any]) -> tuple[list[dict[str, str]], str]:
    """The turns, and the part of the prompt that shows them."""
    shown = one.row[settings["files"][one.config]["dialogue"]]
    turns = [{"speaker": turn["speaker"], "text": new[turn["text"]]} for turn in one.turns]
    return turns, replace_spans(shown, [(turn.span("text"), new[turn["text"]]) for turn in one.turns])


def _social_role(one: Released, new: Texts, settings: Mapping[str, Any]) -> Record:
    row, between = one.row, settings["files"]["social_role"]["between"]
    turns, shown = _dialogue(one, new, settings)

    def render(record: Record) -> Record:
        prompt = replace_parts(row, {"dialogue": shown, "choices": between.join(record["choices"])})
        answer = row.fields["output"] if record["answer"] == one.output else str(list(record["answer"]))
        return messages(prompt, answer)

    return {
        "theme": _question(one, settings)["theme"],
        "segment": turns,
        "attribute": row["attribute"],
        "attribute_group": settings["attributes"][row["attribute"]]["group"],
        "choices": row["choices"].split(between),
        "answer": one.output,
        "messages": render,
    }


def _interview(one: Released, new: Texts, settings: Mapping[str, Any]) -> Record:
    row, background = one.row, one.background
    history, shown = _dialogue(one, new, settings)
    question = new[row["question"]]

    def render(record: Record) -> Record:
        assert background
        parts = {"background": background.render(record["profile"]), "dialogue": shown, "question": question}
        return messages(replace_parts(row, parts), record["response"])

    return {
        "profile": _profile(one, new, settings),
        "theme": _question(one, settings)["theme"],
        "history": history,
        "question": question,
        "response": new[one.output],
        "messages": render,
    }


def _stance(one: Released, new: Texts, settings: Mapping[str, Any]) -> Record:
    row, background, reason = one.row, one.background, one.output["reason"]
    output = row.fields["output"]
    written = json.dumps(reason, ensure_ascii=False)
    reply = output.replace(written, json.dumps(new[reason], ensure_ascii=False))
    if written not in output and new[reason] != reason:
        reply = json.dumps({**one.output, "reason": new[reason]}, ensure_ascii=False)

    def render(record: Record) -> Record:
        assert background
        return messages(replace_parts(row, {"background": background.render(record["profile"])}), reply)

    return {
        "profile": _profile(one, new, settings),
        "theme": _question(one, settings)["theme"],
        "stance": settings["stances"][one.output["predict"]],
        "reasoning": new[reason],
        "annotations": [],
        "messages": render,
    }


_MAKERS = {"social_role": _social_role, "interview": _interview, "attitude_stance": _stance}
