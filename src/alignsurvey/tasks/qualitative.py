"""Foundation corpus, qualitative part: the next utterance of a dialogue, from a window of five turns."""

from __future__ import annotations

from ..schema import Record
from . import wording
from .wording import Message

_TEXT = {
    "en": ("An interview, so far:", "Write what {speaker} says next."),
    "zh": ("一段访谈，到目前为止：", "请写出{speaker}接下来说的话。"),
}


def prompt(record: Record, form: str = "letter_text") -> list[Message]:
    """The window and who speaks next; `form` changes nothing."""
    wording.check_form(form)
    lang = wording.language(record)
    before, ask = _TEXT[lang]
    history = wording.turns(record["history"], lang)
    return wording.ask(wording.blocks(f"{before}\n{history}", ask.format(speaker=record["speaker"])))


def completion(record: Record, form: str = "letter_text") -> list[Message]:
    wording.check_form(form)
    return wording.reply(record["response"])
