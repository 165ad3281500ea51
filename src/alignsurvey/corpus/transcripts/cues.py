"""Speaker turns from subtitles, SubRip and WebVTT: times, cue numbers, tags and settings go, utterances are joined.

Read here and not by a library: the ones at hand (webvtt-py 0.6, pysubs2 1.8) give a cue one voice at most, so that the
second speaker of a cue would be taken for the first, and leave `&amp;` as it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from ...files.errors import InputError
from .lines import Line, labelled, speakers
from .talk import Turn, join_utterances

_ARROW = "-->"
_BLOCKS = ("NOTE", "STYLE", "REGION")  # of WebVTT: no cues
# <v Name> or <v.loud Name> of WebVTT; other tags, also {\an8} of SubRip, are layout.
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAG = re.compile(r"</?[A-Za-z0-9][^>]*>|\{\\[^}]*\}")
# A dash or >> before a line of a cue marks a change of speaker in subtitles without names.
_DASH = re.compile(r"(?:[-–—]|>>+)\s*")


class CueLine(NamedTuple):
    """A line of a cue: who speaks by its voice tag (None: as before), and what."""

    number: int
    voice: str | None
    text: str


def turns_of(text: str, where: str, labels: Collection[str] = ()) -> list[Turn]:
    """Turns of a .srt or .vtt; cues of one speaker in a row are one turn. Raises InputError naming the line."""
    said = list(_cue_lines(text, where))
    voices = any(one.voice for one in said)
    lines = [Line(one.number, one.voice, one.text, one.text) if voices else _bare(one) for one in said]
    names = {line.label for line in lines if line.label} if voices else speakers(lines, labels)
    turns: list[Turn] = []
    for line in lines:
        name, words = (line.label, line.text) if line.label in names else (None, line.whole)
        if name and (not turns or turns[-1]["speaker"] != name):
            turns.append({"speaker": name, "text": words})
        elif not turns:
            raise InputError(f"{where} line {line.number}: a cue that names no speaker; write <v Name> or 'Name: text'")
        else:
            turns[-1]["text"] = join_utterances(turns[-1]["text"], words)
    return [turn for turn in turns if turn["text"]]


def _bare(said: CueLine) -> Line:
    line = labelled(_DASH.sub("", said.text, count=1) if _DASH.match(said.text) else said.text, said.number)
    return line._replace(whole=said.text)


def _cue_lines(text: str, where: str) -> Iterator[CueLine]:
    lines = text.splitlines()
    place = 0
    while place < len(lines):
        block_start = place
        while place < len(lines) and lines[place].strip():
            place += 1
        block = lines[block_start:place]
        times = next((row for row, line in enumerate(block[:2]) if _ARROW in line), None)
        skipped = block and (block[0].startswith(_BLOCKS) or (block_start == 0 and block[0].startswith("WEBVTT")))
        if block and times is None and not skipped:
            line = f"{where} line {block_start + 1}"
            raise InputError(f"{line}: a cue without a line of times such as 00:00:01,000 --> 00:00:02,000")
        if times is not None and not skipped:
            for row, line in enumerate(block[times + 1 :], start=block_start + times + 2):
                yield from _spoken(line, row)
        place += 1


def _spoken(line: str, number: int) -> Iterator[CueLine]:
    """What a line of a cue says, voice by voice."""
    parts = _VOICE.split(line)
    for voice, text in zip([None, *parts[1::2]], parts[::2], strict=True):
        words = " ".join(html.unescape(_TAG.sub("", text)).replace("\ufeff", "").split())
        if words:
            yield CueLine(number, html.unescape(voice).strip() if voice else None, words)
