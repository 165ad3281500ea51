"""Foundation corpus, qualitative part: the next utterance of a dialogue, from a window of five turns."""

from __future__ import annotations

import re

from ..schema import Record
from .spec import CODE, SHARED, TURNS, Column, Spec
from .text import wording
from .text.wording import Message

SPEC = Spec(
    columns={
        **SHARED,
        "interview_id": Column("string", "id"),
        "history": TURNS,
        "speaker": CODE,
        "response": Column("string", "talk"),
    },
    made_from="transcripts",
    score="none",
    answer="response",
    foundation=True,
    reply_tokens=256,
)

_TEXT = {
    "en": ("An interview, so far:", "Write what {speaker} says next."),
    "zh": ("一段访谈，到目前为止：", "请写出{speaker}接下来说的话。"),
}
# How the roles that records carry are called in a prompt. Other labels stay as they are.
_ROLES = {
    "en": {"interviewer": "Interviewer", "interviewee": "Interviewee", "speaker": "Speaker"},
    "zh": {"interviewer": "采访者", "interviewee": "受访者", "speaker": "发言人"},
}
_ROLE = re.compile(r"(interviewer|interviewee|speaker)(?: (\d+))?")


def prompt(record: Record, form: str = "letter_text") -> list[Message]:
    """The window and who speaks next; `form` changes nothing."""
    wording.check_form(form)
    lang = wording.language(record)
    before, ask = _TEXT[lang]
    shown = [{"speaker": _called(turn["speaker"], lang), "text": turn["text"]} for turn in record["history"]]
    speaker = _called(record["speaker"], lang)
    return wording.ask(wording.blocks(f"{before}\n{wording.turns(shown, lang)}", ask.format(speaker=speaker)))


def completion(record: Record, form: str = "letter_text") -> list[Message]:
    wording.check_form(form)
    return wording.reply(record["response"])


def _called(label: str, lang: str) -> str:
    role = _ROLE.fullmatch(label)
    if not role:
        return label
    gap = " " if lang == "en" and role[2] else ""
    return f"{_ROLES[lang][role[1]]}{gap}{role[2] or ''}"
