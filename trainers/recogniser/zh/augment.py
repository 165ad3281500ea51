"""Changes to Chinese examples: other names, no punctuation, fillers; titles belong to the surname before them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from random import Random

from examples import Example, Piece
from word_lists import table
from zh import draws

FILLERS = (
    "嗯",
    "呃",
    "那个",
    "这个",
    "就是",
    "就是说",
    "然后",
    "啊",
    "对吧",
    "你知道",
    "其实",
    "反正",
    "怎么说呢",
    "哎",
)
_BROAD = frozenset(draws.ABROAD) | frozenset(table("zh/others")["broad"])
_TITLE = re.compile("|".join(sorted(draws.TITLES, key=len, reverse=True)))


def augment(example: Example, random: Random, folder: Path) -> Example:
    """One example as it might have been said or written otherwise."""
    if example.source != "frames" and example.named:
        example = _renamed(_with_titles(example), random, folder)
    if random.random() < 0.15:
        example = _with_fillers(example, random)
    chance = random.random()
    if chance < 0.3:
        example = _mapped(example, lambda string: re.sub(r"[，。！？、；：,.!?;:“”\"（）()《》…—]", "", string))
    elif chance < 0.4:
        example = _mapped(
            example, lambda string: re.sub(r"[，、；。！？](?!$)", lambda m: random.choice(" ，" + m.group()), string)
        )
    return example


def _with_titles(example: Example) -> Example:
    """王老师 is one mention, as the rules of this project have it."""
    pieces = list(example.pieces)
    for place in range(len(pieces) - 1):
        (string, kind), (after, other) = pieces[place], pieces[place + 1]
        title = _TITLE.match(after) if kind == "PERSON" and not other else None
        if title and (len(string) == 1 or (len(string) == 2 and string in draws.names_zh.COMPOUND)):
            pieces[place], pieces[place + 1] = (string + title.group(), kind), (after[title.end() :], "")
    return replace(example, pieces=tuple(piece for piece in pieces if piece[0]))


def _renamed(example: Example, random: Random, folder: Path) -> Example:
    """Six in ten people, a third of the places, a fifth of the organisations under other names, the same alike."""
    swap = {"PERSON": random.random() < 0.6, "LOCATION": random.random() < 0.33, "ORG": random.random() < 0.2}
    said: dict[str, str] = {}
    pieces: list[Piece] = []
    for string, kind in example.pieces:
        if kind and swap[kind] and len(string) > 1:
            said.setdefault(string, _other(string, kind, random, folder))
            string = said[string]
        pieces.append((string, kind))
    return replace(example, pieces=tuple(pieces))


def _other(string: str, kind: str, random: Random, folder: Path) -> str:
    if kind == "PERSON":
        if "·" in string or len(string) > 4:
            return (draws.foreign if random.random() < 0.7 else draws.minority)(folder, random)
        if string[-1] in "师生长任记理授" and len(string) < 5:
            return draws.titled(folder, random)
        return (draws.full if random.random() < 0.7 else draws.who)(folder, random)
    if kind == "LOCATION":
        return string if string in _BROAD else (draws.city if random.random() < 0.75 else draws.village)(folder, random)
    return random.choice((draws.company, draws.company, draws.school, draws.office))(folder, random)


def _with_fillers(example: Example, random: Random) -> Example:
    """A filler at the start or after punctuation, outside names."""
    pieces = []
    for string, kind in example.pieces:
        if not kind:
            string = re.sub(
                r"[，。]|^", lambda m: m.group() + (random.choice(FILLERS) if random.random() < 0.3 else ""), string
            )
        pieces.append((string, kind))
    return replace(example, pieces=tuple(pieces))


def _mapped(example: Example, change) -> Example:
    pieces = tuple((change(string), kind) for string, kind in example.pieces)
    return replace(example, pieces=tuple(piece for piece in pieces if piece[0]))
