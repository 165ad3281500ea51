"""Task 4, group: predict how the answers of a demographic group are distributed over the choices of an item."""

from __future__ import annotations

from ..schema import Record
from .spec import (
    DISTANCES,
    DISTRIBUTION,
    NEARNESS,
    PARSED,
    PROFILE,
    SHARED,
    SURVEY_ITEM,
    WASSERSTEIN,
    Score,
    Spec,
    TablePart,
)
from .survey_response import TITLE
from .text import wording
from .text.wording import Message

SPEC = Spec(
    columns={**SHARED, "group": PROFILE, **SURVEY_ITEM, **DISTRIBUTION},
    made_from="survey",
    score="distribution",
    item="question_id",
    answer="distribution",
    choices="choices",
    reply_tokens=160,
    baselines=("uniform", "majority", "marginal", "cell", "nearest"),
    headline=Score("wasserstein_normalized", "1 - normalised Wasserstein distance", False),
    table=TablePart(4, TITLE, (*DISTANCES, *PARSED), "group", 2),
    radar=(NEARNESS,),
    ranking=(WASSERSTEIN,),
)

_TEXT = {
    "en": {
        "role": "These people answered a survey:",
        "question": "Survey question: ",
        "options": "Options:",
        "ask": "Which share of this group chose each option? Reply with one line per option: letter, "
        "text and per cent; the shares add up to 100%.",
    },
    "zh": {
        "role": "下列人群回答了一份问卷：",
        "question": "问卷题目：",
        "options": "选项：",
        "ask": "这一人群选择各选项的比例是多少？请每行写一个选项的字母、内容和百分比，合计为100%。",
    },
}


def prompt(record: Record, form: str = "letter_text") -> list[Message]:
    """The group, the item and its choices in scale order. A distribution has one form; `form` changes nothing."""
    wording.check_form(form)
    lang = wording.language(record)
    text = _TEXT[lang]
    shown = wording.options(record["choices"], "letter_text")
    return wording.ask(
        wording.blocks(
            f"{text['role']}\n{wording.attributes(record['group'], lang)}",
            f"{text['question']}{record['question']}\n{text['options']}\n{shown}",
            text["ask"],
        )
    )


def completion(record: Record, form: str = "letter_text") -> list[Message]:
    wording.check_form(form)
    return wording.reply(wording.percentages(record["choices"], record["distribution"]))


def member(record: Record) -> tuple[Record, str]:
    """The record as one person of the group is asked, and the config that asks so: shares of such answers are the
    group's distribution, which a loss over choices learns (SubPOP, arXiv 2502.16761)."""
    return {**record, "profile": record["group"]}, "survey_response"
