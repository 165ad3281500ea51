"""Prompts are golden: a change of one byte changes every score, so it must be seen in a diff.

Write the files anew with ALIGNSURVEY_WRITE_GOLDEN=1 and look at the difference.
"""

import json
import os
from pathlib import Path

import pytest

from alignsurvey import tasks
from alignsurvey.files.errors import InputError
from alignsurvey.schema import profile_items

GOLDEN = Path(__file__).parent / "golden"
_EN = {
    "language": "en",
    "profile": profile_items([("Age", "18-29"), ("Sex", "female")]),
    "group": profile_items([("Sex", "female")]),
}
_ZH = {
    "language": "zh-Hans",
    "profile": profile_items([("年龄", "18-25岁"), ("性别", "女")]),
    "group": profile_items([("性别", "女")]),
}
_ASKED_EN = {
    "question": "Compared with American families in general, would you say your family income is ...",
    "choices": ["above average", "average", "below average"],
    "answer": 1,
    "distribution": [0.25, 0.5, 0.25],
}
_ASKED_ZH = {
    "question": "考虑到生活的各个方面，您觉得幸福吗？",
    "choices": ["一般", "幸福", "不幸福"],
    "answer": 0,
    "distribution": [0.333, 0.5, 0.167],
}
_TURNS_EN = [{"speaker": "Interviewer", "text": "How is the hospital?"}, {"speaker": "Interviewee", "text": "Good."}]
_TALK_EN = {
    "theme": "service quality",
    "speaker": "Interviewee",
    "segment": [
        {"speaker": "Interviewer", "text": "How is the hospital?"},
        {"speaker": "Interviewee", "text": "Good."},
    ],
    "history": [
        {"speaker": "Interviewer", "text": "How is the hospital?"},
        {"speaker": "Interviewee", "text": "Good."},
    ],
    "question": "Can you give an example?",
    "response": "The queue was short last week.",
    "stance": "positive",
    "reasoning": "Short queues.",
    "attribute": "Housing",
    "choices": ["owns", "rents"],
    "answer": ["owns"],
}
_TALK_ZH = {
    "theme": "公共服务质量",
    "speaker": "受访者",
    "segment": [{"speaker": "采访者", "text": "医院怎么样？"}, {"speaker": "受访者", "text": "挺好。"}],
    "history": [{"speaker": "采访者", "text": "医院怎么样？"}, {"speaker": "受访者", "text": "挺好。"}],
    "question": "能举个例子吗？",
    "response": "上周排队很短。",
    "stance": "positive",
    "reasoning": "排队时间短。",
    "attribute": "家庭成员关系",
    "choices": ["子女", "配偶", "父母"],
    "answer": ["子女", "配偶"],
}
_STANCES = {"choices": ["negative", "neutral", "positive"], "distribution": [0.2, 0.3, 0.5]}


def _record(config: str, lang: str) -> dict:
    base, asked, talk = (_EN, _ASKED_EN, _TALK_EN) if lang == "en" else (_ZH, _ASKED_ZH, _TALK_ZH)
    if config == "attitude_stance_group":
        return {**base, **talk, **_STANCES}
    return {
        **base,
        **(asked if "choices" in tasks.columns(config) and "question_id" in tasks.columns(config) else talk),
    }


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("config", tasks.configs())
def test_prompt_and_completion_are_golden(config, lang):
    record = tasks.with_messages(_record(config, lang), config)
    text = "\n-----\n".join(message["content"] for message in record["prompt"] + record["completion"]) + "\n"
    path = GOLDEN / f"{config}.{lang}.txt"
    if os.environ.get("ALIGNSURVEY_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("form", tasks.FORMS)
def test_completion_is_one_of_the_candidates(form, lang):
    record = _record("survey_response", lang)
    task = tasks.load("survey_response")
    reply = task.completion(record, form)[0]["content"]
    assert task.candidates(record, form).index(reply) == record["answer"]


def test_text_form_shows_no_letters():
    prompt = tasks.load("survey_response").prompt(_record("survey_response", "en"), "text")
    assert "A." not in prompt[0]["content"]


@pytest.mark.parametrize(("index", "expected"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ")])
def test_labels_go_past_z(index, expected):
    from alignsurvey.tasks.text.wording import label

    assert label(index) == expected


def test_unknown_config_names_the_known_ones():
    with pytest.raises(InputError, match="survey_response"):
        tasks.load("no_such_task")


def test_unknown_form_is_refused_even_where_it_changes_nothing():
    with pytest.raises(InputError, match="answer form"):
        tasks.load("interview").prompt(_record("interview", "en"), "roman")


def test_stance_completion_is_json_with_the_words_of_the_language():
    reply = tasks.load("attitude_stance").completion(_record("attitude_stance", "zh"))[0]["content"]
    assert json.loads(reply)["stance"] == "积极"


def test_a_record_keeps_the_words_that_its_data_set_holds_for_it():
    """In the form in which data sets hold them; another form is rendered in the words of the project."""
    own = {"prompt": [{"role": "user", "content": "?"}], "completion": [{"role": "assistant", "content": "A. x"}]}
    record = {**_ZH, **_ASKED_ZH, **own}
    assert tasks.messages(record, "survey_response") == (own["prompt"], own["completion"])
    task = tasks.load("survey_response")
    assert tasks.messages(record, "survey_response", "text") == (
        task.prompt(record, "text"),
        [{"role": "assistant", "content": "一般"}],
    )
    bare = {**_ZH, **_ASKED_ZH}
    assert tasks.messages(bare, "survey_response") == (task.prompt(bare), task.completion(bare))


_PAST = {
    "en": [{"question": "Do you smoke?", "answer": "no"}, {"question": "Do you vote?", "answer": "always"}],
    "zh": [{"question": "您抽烟吗？", "answer": "不抽"}, {"question": "您参加投票吗？", "answer": "每次都参加"}],
}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_prompt_with_past_answers_is_golden(lang):
    record = {**_record("survey_response", lang), "past": _PAST[lang]}
    text = tasks.messages(record, "survey_response")[0][0]["content"] + "\n"
    path = GOLDEN / f"past.{lang}.txt"
    if os.environ.get("ALIGNSURVEY_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
