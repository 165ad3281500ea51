"""Task 2: continue a semi-structured interview in the voice of the respondent."""

from __future__ import annotations

from dataclasses import replace

from ..schema import Record
from .spec import CODE, COUNT, PROFILE, SHARED, TURNS, Column, Harness, Score, Spec, TablePart
from .text import wording
from .text.wording import Message

JUDGED = (
    Score("naturalness", "Naturalness", low=1, high=5),
    Score("style_match", "Style match", low=1, high=5),
    Score("consistency", "Consistency", low=1, high=5),
)
SPEC = Spec(
    columns={
        **SHARED,
        "profile": PROFILE,
        "theme": CODE,
        "history": TURNS,
        "question": Column("string", "talk"),
        "response": Column("string", "talk"),
    },
    made_from="records",
    score="judged",
    answer="response",
    harness=Harness("response", "f1"),
    reply_tokens=256,
    headline=Score("consistency", "consistency, 1 to 5", low=1, high=5),
    table=TablePart(
        2,
        "interview, scores of the judges, 1 to 5",
        (*JUDGED, COUNT),
    ),
    radar=tuple(replace(score, head=score.head.lower()) for score in JUDGED),
)

_TEXT = {
    "en": (
        "You are a respondent in an interview on the theme: {theme}. This is your background:",
        "The interview so far:",
        "Interviewer: {question}",
        "Give your answer, in your own voice.",
    ),
    "zh": (
        "你是一位受访者，访谈主题是：{theme}。你的背景如下：",
        "此前的对话：",
        "采访者：{question}",
        "请以你自己的口吻回答。",
    ),
}


def prompt(record: Record, form: str = "letter_text") -> list[Message]:
    """The background, the last utterances and the question; `form` changes nothing."""
    wording.check_form(form)
    lang = wording.language(record)
    role, before, question, ask = _TEXT[lang]
    history = wording.turns(record["history"], lang)
    return wording.ask(
        wording.blocks(
            f"{role.format(theme=record['theme'])}\n{wording.attributes(record['profile'], lang)}",
            f"{before}\n{history}" if history else "",
            question.format(question=record["question"]),
            ask,
        )
    )


def completion(record: Record, form: str = "letter_text") -> list[Message]:
    wording.check_form(form)
    return wording.reply(record["response"])
