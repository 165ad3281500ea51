"""Speaker turns from lines of text: "Speaker: text", with or without times; further lines belong to the turn before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from ...files.errors import InputError
from .roles import INTERVIEWEE, INTERVIEWER, roles_by_label
from .talk import Turn, join_utterances

# 00:01, [00:01:02.5], （1:02）: times as transcription services and meeting tools put them before or after a speaker.
_TIME = r"[\[(（【]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])）】]?"
_LEADING_TIME = re.compile(rf"{_TIME}\s+(?=\D)")
# "Speaker: text". At most 40 characters, so that a sentence with a colon is rarely taken for a label; not "http://" and
# not the colon of a time; asterisks and underscores are Markdown's bold and italics.
_LABELLED = re.compile(
    rf"(?P<label>[^:：\n]{{1,40}}?)(?:\s*{_TIME})?[*_]*\s*[:：](?!//)(?!(?<=\d[:：])\d)[*_]*\s*(?P<text>.*)", re.DOTALL
)
_ALONE = re.compile(rf"(?P<label>\D[^:：]{{0,39}}?)\s+{_TIME}")  # a line of its own, as meeting tools write it
_KEY = re.compile(r"#+\s*(?P<key>\w+)\s*[:：]\s*(?P<value>.*)")
# What no name of a speaker has: marks within a sentence, two full stops, the number of a list.
_SENTENCE = re.compile(r"[!?。！？，,;；…\"“”«»]|\.\s*\S*\s\S*\.|^\d+[.)]\s")
_HAN = re.compile(r"[\u3400-\u9fff]")
# A Chinese label is short and without punctuation, but for brackets and the dot within a name.
_NAME_HAN = re.compile(r"[\u3400-\u9fff·A-Za-z0-9()（） ]{1,12}")


class Line(NamedTuple):
    """A line that may open a turn: `label` None for one that cannot."""

    number: int
    label: str | None
    text: str
    whole: str


def turns_of(text: str, where: str, labels: Collection[str] = ()) -> tuple[dict[str, Any], list[Turn]]:
    """(header from lines "# key: value", turns). `labels` are speakers that SOURCE.yaml names. Raises InputError."""
    header: dict[str, Any] = {}
    lines = []
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.strip()
        key = _KEY.fullmatch(bare)
        if key:
            header[key["key"]] = key["value"].strip()
        elif bare and not bare.startswith("#"):
            lines.append(labelled(bare, number))
    return header, list(_turns(lines, where, labels))


def labelled(line: str, number: int = 0) -> Line:
    """The line with its label apart, and without its times."""
    bare = _LEADING_TIME.sub("", line, count=1) if _LEADING_TIME.match(line) else line
    found = _ALONE.fullmatch(bare) or _LABELLED.fullmatch(bare)
    label = found["label"].strip(" \t*_-–—") if found else ""
    if not found or not label or label.isdigit():
        return Line(number, None, bare, line)
    return Line(number, label, found.groupdict().get("text") or "", line)


def speakers(lines: Iterable[Line], labels: Collection[str] = ()) -> set[str]:
    """Which labels are speakers. Where both roles are named, others must come back to be more than a word in the talk;
    else every label that looks like a name is one: a speaker lost would be worse than one too many."""
    counted = Counter(line.label for line in lines if line.label)
    roles = roles_by_label(list(counted))
    known = {label for label in counted if label in labels or roles[label]}
    if labels or {INTERVIEWER, INTERVIEWEE} <= set(roles.values()):
        return known | {label for label, count in counted.items() if count > 1 and like_a_name(label)}
    return known | {label for label in counted if like_a_name(label)}


def like_a_name(label: str) -> bool:
    """Whether a label could name a speaker: few words, each with a capital or a digit, or Chinese characters alone."""
    if _HAN.search(label):
        return _NAME_HAN.fullmatch(label) is not None
    words = label.split()
    capital = all(not word[0].isalpha() or not word[0].islower() for word in words)
    return len(words) <= 5 and not _SENTENCE.search(label) and (len(words) == 1 or capital)


def _turns(lines: list[Line], where: str, labels: Collection[str]) -> Iterator[Turn]:
    names = speakers(lines, labels)
    turn: Turn | None = None
    for line in lines:
        if line.label in names:
            if turn and turn["text"]:
                yield turn
            turn = {"speaker": str(line.label), "text": line.text.strip()}
        elif turn is None:
            raise InputError(
                f"{where} line {line.number}: text before the first speaker; write 'Speaker: text', and # before notes"
            )
        else:
            turn["text"] = join_utterances(turn["text"], line.whole)
    if turn and turn["text"]:
        yield turn
