"""What is wrong with the released records of an interview study; nothing here changes a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..defects import Defects
from .background import list_values, narrower_places
from .reading import replace_spans
from .record import Released

SENTENCE_ENDS = tuple("。！？!?….～~”』」》）)；;\"'’")
WINDOW = 5  # utterances before the question, by the paper's section on task 2


def check(one: Released, settings: Mapping[str, Any], defects: Defects) -> None:
    """Report the defects of one record."""
    found = [*_of_dialogue(one, settings), *_of_output(one, settings), *_of_background(one, settings)]
    for kind in [*found, *(["serial number"] if one.person.isdigit() else [])]:
        defects.add(one.row.file, kind, one.row.number)


def _of_dialogue(one: Released, settings: Mapping[str, Any]) -> Iterator[str]:
    declared = settings["files"][one.config]
    shown = one.row[declared["dialogue"]] if "dialogue" in declared else ""
    texts = [turn["text"] for turn in one.turns]
    if one.config == "interview":
        texts.append(one.row["question"])
        if len(one.turns) > WINDOW:
            yield "long history"
    if any(not text.strip() for text in texts):
        yield "empty utterance"
    if any(breaks_off(text) for text in texts):
        yield "unfinished utterance"
    if any(turn.start() and shown[turn.start() - 1] != "\n" for turn in one.turns):
        yield "run-together turns"
    if replace_spans(shown, [(turn.span(), "") for turn in one.turns]).strip():
        yield "text outside the turns"


def breaks_off(text: str) -> bool:
    """Whether an utterance breaks off: it ends without a mark that ends a sentence."""
    return bool(text.strip()) and not text.rstrip("\u200b \n").endswith(SENTENCE_ENDS)


def _of_output(one: Released, settings: Mapping[str, Any]) -> Iterator[str]:
    if not one.output:
        yield "empty output"
    if one.config == "social_role":
        choices = one.row["choices"].split(settings["files"]["social_role"]["between"])
        if not set(one.output) <= set(choices):
            yield "answer not among the options"
        if len(set(choices)) < len(choices):
            yield "repeated option"
    elif one.config == "interview" and breaks_off(one.output):
        yield "unfinished output"
    elif one.config == "attitude_stance" and one.output["reason"].strip() in ("", *settings.get("no_reason", ())):
        yield "no reason"


def _of_background(one: Released, settings: Mapping[str, Any]) -> Iterator[str]:
    if one.background is None:
        return
    texts, several = one.background.texts(), list_values(one.background)
    if any(len(set(values)) < len(values) for values in several.values()):
        yield "repeated value"
    for ranking, items in settings.get("rankings", {}).items():
        if not set(several.get(ranking, ())) <= set(several.get(items, ())):
            yield "ranking names another item"
    if any(narrower_places(texts[name]) for name in settings["places"] if name in texts):
        yield "place below the prefecture"
    if texts.get(settings["story"]):
        yield "life story"


def compare(released: Sequence[Released], settings: Mapping[str, Any], defects: Defects) -> None:
    """Report what is wrong between records: profiles of one respondent, respondents and attributes of the files."""
    first: dict[str, dict[str, str]] = {}
    names = {name for one in released if one.background for name in one.background.values}
    for one in released:
        if one.background is None:
            continue
        if set(one.background.values) != names:
            defects.add(one.row.file, "attribute absent", one.row.number)
        if first.setdefault(one.person, one.background.texts()) != one.background.texts():
            defects.add(one.row.file, "profiles differ", one.row.number)
    files: dict[str, set[str]] = {}
    for one in released:
        files.setdefault(one.row.file, set()).add(one.person)
    for file, people in files.items():
        if people != set().union(*files.values()):
            defects.add(file, "respondents differ")
    asked = {one.row["attribute"] for one in released if one.config == "social_role"}
    if asked and asked != set(settings["attributes"]):
        defects.add(next(one.row.file for one in released if one.config == "social_role"), "few attributes")
