"""Changes to English examples: other names, small letters, no punctuation, fillers; positions follow by themselves."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from random import Random

from en import draws
from examples import Example, Piece
from word_lists import words

FILLERS = ("um", "uh", "you know", "like", "I mean", "well", "so", "er", "right", "okay so", "I guess", "sort of")
_BROAD = frozenset(nation.lower() for nation in words("en/nations")) | {
    "us",
    "u.s.",
    "usa",
    "america",
    "uk",
    "europe",
    "asia",
    "africa",
}


def augment(example: Example, random: Random, folder: Path) -> Example:
    """One example as it might have been said or written otherwise."""
    if example.source != "frames" and example.named:
        example = _renamed(example, random, folder)
    if random.random() < 0.12:
        example = _with_fillers(example, random)
    return _written(example, random)


def _renamed(example: Example, random: Random, folder: Path) -> Example:
    """Half of the people, a third of the places and a fifth of the organisations under other names, the same alike."""
    swap = {"PERSON": random.random() < 0.5, "LOCATION": random.random() < 0.33, "ORG": random.random() < 0.2}
    said: dict[str, str] = {}
    pieces: list[Piece] = []
    for string, kind in example.pieces:
        if kind and swap[kind] and string[0].isalnum():
            if string not in said:
                said[string] = _other(string, kind, random, folder)
            string = said[string]
        pieces.append((string, kind))
    return replace(example, pieces=tuple(pieces))


def _other(string: str, kind: str, random: Random, folder: Path) -> str:
    """Another name of the same kind and much the same length, in the same case."""
    words = string.split()
    if kind == "PERSON":
        known = draws.pools.forenames(folder)
        single = draws.first if string.title() in known.common or random.random() < 0.5 else draws.last
        made = single(folder, random) if len(words) == 1 else draws.full(folder, random)
    elif kind == "LOCATION":
        made = string if string.lower().removeprefix("the ") in _BROAD else _place(string, random, folder)
    else:
        made = random.choice((draws.company, draws.company, draws.school, draws.body))(folder, random)
    return made.lower() if string.islower() else made.upper() if string.isupper() and len(string) > 3 else made


def _place(string: str, random: Random, folder: Path) -> str:
    last = string.split()[-1]
    if len(string.split()) > 1 and last in ("County", "Street", "Avenue", "Road", "River", "Park", "Island", "Lake"):
        return f"{draws.last(folder, random)} {last}"
    return draws.state(folder, random) if random.random() < 0.15 else draws.city(folder, random)


def _with_fillers(example: Example, random: Random) -> Example:
    """Fillers and repeated words between the words that belong to no name."""
    pieces = []
    for string, kind in example.pieces:
        if not kind:
            words = re.split(r"(?<=\s)(?=\w)", string)
            made = []
            for word in words:
                chance = random.random()
                if chance < 0.05 and word.strip():
                    made.append(f"{random.choice(FILLERS)}{random.choice((' ', ', '))}")
                elif chance < 0.08 and word.strip().isalpha():
                    made.append(f"{word.strip()} ")
                made.append(word)
            string = "".join(made)
        pieces.append((string, kind))
    return replace(example, pieces=tuple(pieces))


def _written(example: Example, random: Random) -> Example:
    """Small letters without or with punctuation, capitals, names alone in capitals, or as it is."""
    chance = random.random()
    if chance < 0.25:
        return _mapped(example, lambda string, kind: _bare(string).lower())
    if chance < 0.35:
        return _mapped(example, lambda string, kind: string.lower())
    if chance < 0.40:
        return _mapped(example, lambda string, kind: _bare(string))
    if chance < 0.42:
        return _mapped(example, lambda string, kind: string.upper())
    if chance < 0.47:
        return _mapped(example, lambda string, kind: string if kind else string.lower())
    if chance < 0.50:
        return _mapped(example, lambda string, kind: string if kind == "PERSON" else _bare(string).lower())
    if chance < 0.54:  # a heading, where words that are no names have capitals, too
        return _mapped(example, lambda string, kind: string if kind else _BIG.sub(lambda m: m.group().title(), string))
    if chance < 0.60:  # some words with capitals that ask for none: "the Plant", "my Supervisor"
        return _mapped(example, lambda string, kind: string if kind else _some_capitals(string, random))
    return example


_BIG = re.compile(r"(?<![\w'’])[a-z]{4,}(?![\w'’])")


def _some_capitals(string: str, random: Random) -> str:
    return _BIG.sub(lambda m: m.group().title() if random.random() < 0.12 else m.group(), string)


def _mapped(example: Example, change) -> Example:
    pieces = tuple((change(string, kind), kind) for string, kind in example.pieces)
    return replace(example, pieces=tuple(piece for piece in pieces if piece[0]))


def _bare(string: str) -> str:
    """Without punctuation, which leaves no space twice."""
    made = re.sub(r"[.,!?;:\"“”()\[\]…]|(?<=\s)[-–—]+(?=\s)", "", string)
    return re.sub(r"  +", " ", made)
