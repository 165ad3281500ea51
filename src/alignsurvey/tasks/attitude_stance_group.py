"""Task 3, group: predict how the stances of a demographic group on a theme are distributed."""

from __future__ import annotations

from ..schema import STANCES, Record
from .attitude_stance import STANCE_WORDS, TITLE
from .spec import (
    CHOICES,
    CODE,
    DISTANCES,
    DISTRIBUTION,
    NEARNESS,
    PARSED,
    PROFILE,
    SHARED,
    WASSERSTEIN,
    Column,
    Score,
    Spec,
    TablePart,
)
from .text import wording
from .text.wording import Message

SPEC = Spec(
    columns={
        **SHARED,
        "group": PROFILE,
        "theme": CODE,
        "choices": CHOICES,
        "scale": Column(["float64"]),
        **DISTRIBUTION,
    },
    made_from="records",
    score="distribution",
    item="theme",
    answer="distribution",
    choices=STANCES,
    reply_tokens=160,
    baselines=("uniform", "majority", "marginal", "cell"),
    headline=Score("wasserstein_normalized", "1 - normalised Wasserstein distance", False),
    table=TablePart(3, TITLE, (*DISTANCES, *PARSED), "group", 2),
    radar=(NEARNESS,),
    ranking=(WASSERSTEIN,),
)

_TEXT = {
    "en": (
        "These people were interviewed:",
        "Theme: {theme}\nStances:\n{options}",
        "Which share of this group takes each stance? Reply with one line per stance: letter, text and per cent; "
        "the shares add up to 100%.",
    ),
    "zh": (
        "下列人群接受了访谈：",
        "主题：{theme}\n态度：\n{options}",
        "这一人群中持各种态度的比例是多少？请每行写一种态度的字母、内容和百分比，合计为100%。",
    ),
}


def prompt(record: Record, form: str = "letter_text") -> list[Message]:
    """The group, the theme and the stances in scale order; `form` changes nothing."""
    wording.check_form(form)
    lang = wording.language(record)
    role, question, ask = _TEXT[lang]
    shown = wording.options(_words(record, lang), "letter_text")
    return wording.ask(
        wording.blocks(
            f"{role}\n{wording.attributes(record['group'], lang)}",
            question.format(theme=record["theme"], options=shown),
            ask,
        )
    )


def completion(record: Record, form: str = "letter_text") -> list[Message]:
    wording.check_form(form)
    return wording.reply(wording.percentages(_words(record, wording.language(record)), record["distribution"]))


def _words(record: Record, lang: str) -> list[str]:
    """The stances in the prompt's language; the column `choices` holds their canonical names."""
    return [STANCE_WORDS[lang].get(choice, choice) for choice in record["choices"]]
