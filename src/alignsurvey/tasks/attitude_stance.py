"""Task 3, individual: predict a respondent's stance on a theme, and the reasoning behind it."""

from __future__ import annotations

import json

from ..schema import STANCES, Record
from .spec import ACCURACY, CODE, F1, MACRO, PARSED, PROFILE, SHARED, Column, Harness, Score, Spec, TablePart
from .text import wording
from .text.wording import Message

TITLE = "attitude and stance"
SPEC = Spec(
    columns={
        **SHARED,
        "profile": PROFILE,
        "theme": CODE,
        "stance": CODE,
        "reasoning": Column("string", "talk"),
        "annotations": Column([{"annotator": "string", "stance": "string", "reasoning": "string"}], "talk"),
    },
    made_from="records",
    score="stance",
    item="theme",
    answer="stance",
    choices=STANCES,
    group="attitude_stance_group",
    harness=Harness(
        "stance",  # in English whatever the language of the prompt, so the reply must have it in English
        "pattern",
        r'"stance"\s*:\s*"(positive|neutral|negative)"',
        'Write the value of "stance" in English: positive, neutral or negative.',
    ),
    reply_tokens=256,
    baselines=("uniform", "majority", "marginal", "cell", "logistic", "boosting"),
    headline=Score("accuracy", "accuracy"),
    table=TablePart(
        3,
        TITLE,
        (
            ACCURACY,
            *MACRO,
            Score("rouge1", "ROUGE-1"),
            Score("rouge2", "ROUGE-2"),
            Score("rougeL", "ROUGE-L"),
            Score("jaccard", "Jaccard"),
            Score("cosine", "Cosine"),
            *PARSED,
        ),
    ),
    radar=(Score("accuracy", "accuracy"), Score("f1", "F1"), Score("rougeL", "ROUGE-L")),
    ranking=(ACCURACY,),
    board=(F1,),
)

STANCE_WORDS = {
    "en": {"negative": "negative", "neutral": "neutral", "positive": "positive"},
    "zh": {"negative": "消极", "neutral": "中立", "positive": "积极"},
}
_TEXT = {
    "en": (
        "You study interviews. This is the background of a respondent:",
        "Which stance does the respondent take on the theme: {theme}?",
        'Reply with JSON of two fields: "stance" (positive, neutral or negative) and "reason".',
    ),
    "zh": (
        "你在研究访谈资料。以下是一位受访者的背景：",
        "这位受访者对以下主题持何种态度：{theme}？",
        '请用JSON回答，包含两个字段："stance"（积极、中立或消极）和"reason"（理由）。',
    ),
}


def prompt(record: Record, form: str = "letter_text") -> list[Message]:
    """The background and the theme. The reply is JSON; `form` changes nothing."""
    wording.check_form(form)
    lang = wording.language(record)
    role, question, ask = _TEXT[lang]
    background = wording.attributes(record["profile"], lang)
    return wording.ask(wording.blocks(f"{role}\n{background}", question.format(theme=record["theme"]), ask))


def completion(record: Record, form: str = "letter_text") -> list[Message]:
    wording.check_form(form)
    stance = STANCE_WORDS[wording.language(record)][record["stance"]]
    return wording.reply(json.dumps({"stance": stance, "reason": record["reasoning"]}, ensure_ascii=False))
