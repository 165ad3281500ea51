"""Task 1: infer one attribute of a respondent's social role from a segment of an interview."""

from __future__ import annotations

import json

from ..schema import Record
from .spec import ACCURACY, CHOICES, CODE, PARSED, SHARED, TURNS, Column, Harness, Score, Spec, TablePart
from .text import wording
from .text.wording import Message

SPEC = Spec(
    columns={
        **SHARED,
        "theme": CODE,
        "segment": TURNS,
        "attribute": CODE,
        "attribute_group": CODE,
        "choices": CHOICES,
        "answer": Column(["string"], "profile"),
    },
    made_from="records",
    score="attribute",
    item="attribute",
    item_in_profile=True,
    answer="answer",
    choices="choices",
    harness=Harness("target", "f1"),
    baselines=("uniform", "majority", "marginal"),
    headline=Score("accuracy", "accuracy"),
    table=TablePart(
        1,
        "social role",
        (
            ACCURACY,
            Score("basic", "Basic"),
            Score("social", "Social"),
            Score("family", "Family"),
            Score("partial", "Partial"),
            *PARSED,
        ),
    ),
    radar=(Score("basic", "basic"), Score("social", "social"), Score("family", "family")),
    ranking=(ACCURACY,),
)

_TEXT = {
    "en": (
        "You analyse an interview on the theme: {theme}.",
        "What does the dialogue suggest about the respondent's attribute “{attribute}”?\nOptions:\n{options}",
        "Reply with a JSON list of the fitting option or options, and nothing else.",
    ),
    "zh": (
        "你在分析一段访谈，主题是：{theme}。",
        "根据对话，受访者的“{attribute}”最可能是什么？\n选项：\n{options}",
        "请只用JSON列表回答符合的一个或多个选项。",
    ),
}


def prompt(record: Record, form: str = "letter_text") -> list[Message]:
    """The segment, the attribute and its values. The reply is a JSON list; `form` changes nothing."""
    wording.check_form(form)
    lang = wording.language(record)
    role, question, ask = _TEXT[lang]
    shown = wording.options(record["choices"], "text")
    return wording.ask(
        wording.blocks(
            role.format(theme=record["theme"]),
            wording.turns(record["segment"], lang),
            question.format(attribute=record["attribute"], options=shown),
            ask,
        )
    )


def completion(record: Record, form: str = "letter_text") -> list[Message]:
    wording.check_form(form)
    return wording.reply(json.dumps(record["answer"], ensure_ascii=False))
