"""Who is interviewer and who interviewee: by the labels of speakers, else by who asks; names are never stored."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ...files.yaml import load
from ...privacy.languages.zh.characters import simplified
from .talk import Turn

INTERVIEWER, INTERVIEWEE, SPEAKER = "interviewer", "interviewee", "speaker"
ROLES = (INTERVIEWER, INTERVIEWEE)
MIN_ASKING = 0.5  # share of turns with a question from which the one who asks more is the interviewer
MIN_DIFFERENCE = 0.25  # and by how much it must be the larger one
_CAPITALS = 0.005  # share of capitals from which a text has them where English does
# A question mark, or a Chinese question particle at the end of a sentence, which speech recognisers often leave bare.
_QUESTION = re.compile(r"[?？]|[吗呢](?:[。.！!]|$)")
# "Interviewer (Ann)", "Q/访谈员": the parts of a label are looked at one by one.
_PARTS = re.compile(r"[()（）\[\]/]")
# The number of a label: "R1", "Speaker #2", "受访者_3".
_NUMBER = re.compile(r"[\s#._-]*\d+$")


@cache
def _table() -> dict[str, list[Any]]:
    return load(Path(__file__).with_name("roles.yaml"))


def normalise_label(label: str) -> str:
    """A label without case, width, traditional characters and its number: "Ｒ１" and "r" are one role."""
    text = unicodedata.normalize("NFKC", label).casefold().strip(" .*_<>")
    return simplified(_NUMBER.sub("", text).strip())


def role_of(label: str, declared: Mapping[str, Sequence[str]] | None = None) -> str | None:
    """The role that a label names by itself; None for a name, a number, and a letter that is a role in a pair only."""
    for role, labels in (declared or {}).items():
        if label in labels:
            return role
    words = [normalise_label(part) for part in _PARTS.split(label)]
    return next((role for role in ROLES for word in words if word in _table()[role]), None)


def names_in(label: str) -> list[str]:
    """Parts of a label that may be somebody's name: no role, no neutral word, no code such as "S2" or a number."""
    letters = {letter for pair in _table()["pairs"] for letter in pair}
    other = {*letters, *_table()["neutral"]}
    parts = [part.strip() for part in _PARTS.split(label)]
    return [
        part
        for part in parts
        if len(normalise_label(part)) > 1 and role_of(part) is None and normalise_label(part) not in other
    ]


def names_of(turns: Sequence[Turn]) -> set[str]:
    """Names in the labels of a talk, to be looked for in it.

    A label such as "Will" or "Chef" is left to the recognisers where it is a word in the talk, too, in small letters:
    else every "will" would go. In a text without capitals this cannot be decided.
    """
    names = {name for label in dict.fromkeys(turn["speaker"] for turn in turns) for name in names_in(label)}
    text = " ".join(turn["text"] for turn in turns)
    if sum(map(str.isupper, text)) < _CAPITALS * len(text):
        return names
    words = set(re.findall(r"(?<![^\W_])[a-z]+(?![^\W_])", text))
    return {name for name in names if name.lower() not in words}


def assign_roles(turns: Sequence[Turn], declared: Mapping[str, Sequence[str]] | None = None) -> list[str]:
    """Who speaks each turn: "interviewer", "interviewee" or "speaker", with a number from the second of a kind on.

    Where labels do not decide, the one who asks in most turns, and clearly more than the others, is the interviewer; in
    talk without such a one everybody is a speaker.
    """
    labels = list(dict.fromkeys(turn["speaker"] for turn in turns))
    roles = roles_by_label(labels, declared)
    named = {role for role in roles.values() if role}
    if not named:
        roles |= _roles_by_questions(turns, labels)
    elif named == {INTERVIEWER} or named == {INTERVIEWEE}:
        other = INTERVIEWEE if named == {INTERVIEWER} else INTERVIEWER
        roles |= {label: other for label, role in roles.items() if role is None}
    return _number_speakers(turns, {label: role or SPEAKER for label, role in roles.items()}, declared)


def roles_by_label(labels: Sequence[str], declared: Mapping[str, Sequence[str]] | None = None) -> dict[str, str | None]:
    """The role of each label, also of letters that mean a role only in a pair; None for one without a role."""
    roles = {label: role_of(label, declared) for label in labels}
    words = {label: normalise_label(label) for label in roles}
    for asks, answers in _table()["pairs"]:
        if asks in words.values() and answers in words.values():
            pair = {asks: INTERVIEWER, answers: INTERVIEWEE}
            return {label: role or pair.get(words[label]) for label, role in roles.items()}
    return roles


def _roles_by_questions(turns: Sequence[Turn], labels: Sequence[str]) -> dict[str, str | None]:
    said: dict[str, list[bool]] = defaultdict(list)
    for turn in turns:
        said[turn["speaker"]].append(bool(_QUESTION.search(turn["text"])))
    shares = sorted(((sum(asks) / len(asks), label) for label, asks in said.items()), reverse=True)
    if len(shares) < 2 or shares[0][0] < MIN_ASKING or shares[0][0] - shares[1][0] < MIN_DIFFERENCE:
        return {}
    return {label: INTERVIEWER if label == shares[0][1] else INTERVIEWEE for label in labels}


def _number_speakers(
    turns: Sequence[Turn], roles: Mapping[str, str], declared: Mapping[str, Sequence[str]] | None
) -> list[str]:
    """Labels that are words for the same role, "AI" and "Assistant", are one speaker; names and numbers are several."""
    shown: dict[tuple[str, str], str] = {}
    for label, role in roles.items():
        count = sum(one == role for one, _ in shown)
        shown.setdefault(_person(label, role, declared), role if not count else f"{role} {count + 1}")
    return [shown[_person(turn["speaker"], roles[turn["speaker"]], declared)] for turn in turns]


def _person(label: str, role: str, declared: Mapping[str, Sequence[str]] | None) -> tuple[str, str]:
    word = role_of(label, declared) == role and not _NUMBER.search(label) and not names_in(label)
    counted = role in ROLES and normalise_label(label) in _table()["counted"]
    return role, "" if word or counted else label.casefold()
