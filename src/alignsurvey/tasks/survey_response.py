"""Task 4, individual: predict the answer of one respondent to one survey item (paper, section on survey response)."""

from __future__ import annotations

from ..schema import Record
from .spec import (
    ACCURACY,
    DISTANCES,
    F1,
    LETTER,
    MACRO,
    NEARNESS,
    PARSED,
    PROFILE,
    SHARED,
    SURVEY_ITEM,
    WASSERSTEIN,
    Column,
    Harness,
    Score,
    Spec,
    TablePart,
)
from .text import wording
from .text.wording import Message

TITLE = "survey response"
SPEC = Spec(
    columns={**SHARED, "profile": PROFILE, **SURVEY_ITEM, "answer": Column("int64"), "weight": Column("float64")},
    made_from="survey",
    score="choice",
    item="question_id",
    answer="answer",
    choices="choices",
    group="survey_response_group",
    past="survey_response",
    new_questions="new_questions",
    harness=Harness("answer", "pattern", LETTER),
    baselines=("uniform", "majority", "marginal", "cell", "logistic", "boosting", "nearest", "human"),
    past_baselines=("majority", "marginal", "logistic", "boosting", "neighbours", "low_rank"),
    headline=Score("accuracy", "accuracy"),
    table=TablePart(4, TITLE, (ACCURACY, *MACRO, *DISTANCES, *PARSED)),
    radar=(Score("accuracy", "accuracy"), Score("f1", "F1"), NEARNESS),
    ranking=(ACCURACY, WASSERSTEIN),
    board=(F1,),
)

_TEXT = {
    "en": {
        "role": "You are a survey respondent with this background:",
        "past": "You answered other questions of this survey:",
        "answer": " Answer: ",
        "question": "Survey question: ",
        "options": "Options:",
        "letter_text": "Reply with the letter and the text of the one option you choose.",
        "text": "Reply with the one option you choose.",
        "letter": "Reply with the letter of the one option you choose.",
    },
    "zh": {
        "role": "你是一位正在填写问卷的受访者，背景如下：",
        "past": "你已回答过这份问卷的其他题目：",
        "answer": "回答：",
        "question": "问卷题目：",
        "options": "选项：",
        "letter_text": "请只回答你所选的一个选项，写出字母和内容。",
        "text": "请只回答你所选的一个选项的内容。",
        "letter": "请只回答你所选的一个选项的字母。",
    },
}


def prompt(record: Record, form: str = "letter_text") -> list[Message]:
    """The background, what else the respondent answered where a run shows it, the item and its choices as shown."""
    background, item = prompt_parts(record, form)
    return wording.ask(f"{background}{_past(record)}{item}")


def _past(record: Record) -> str:
    """Other answers of the respondent, one a line; respondents share none, but the questions to one share most."""
    if not record.get("past"):
        return ""
    text = _TEXT[wording.language(record)]
    lines = [f"- {one['question']}{text['answer']}{one['answer']}" for one in record["past"]]
    return "\n".join([text["past"], *lines]) + "\n\n"


def prompt_parts(record: Record, form: str = "letter_text") -> tuple[str, str]:
    """What the prompts of a respondent share, and what those to a question share: a build makes each of them once."""
    lang = wording.language(record)
    text = _TEXT[lang]
    item = f"{text['question']}{record['question']}\n{text['options']}\n{wording.options(record['choices'], form)}"
    background = f"{text['role']}\n{wording.attributes(record['profile'], lang)}"
    return f"{background}\n\n", wording.blocks(item, text[form])


def completion(record: Record, form: str = "letter_text") -> list[Message]:
    return wording.reply(wording.answer(record["answer"], record["choices"], form))


def candidates(record: Record, form: str = "letter_text") -> list[str]:
    """The reply for each shown choice, in order: what a back end scores."""
    return [wording.answer(index, record["choices"], form) for index in range(len(record["choices"]))]
