"""Examples come from train, from other people, and are the same for every model."""

import pytest

from alignsurvey import tasks
from alignsurvey.files.errors import InputError
from alignsurvey.predict.few_shot import draw

TASK = tasks.load("survey_response")


def test_examples_are_answered_records_of_different_people(records):
    messages = draw(records, "survey_response", "text", 3, 42)({**records[0], "respondent_id": "new"})
    assert [message["role"] for message in messages] == ["user", "assistant"] * 3
    known = {TASK.prompt(record, "text")[0]["content"]: record for record in records}
    shown = [known[message["content"]] for message in messages[::2]]
    assert len({record["respondent_id"] for record in shown}) == 3
    assert [message["content"] for message in messages[1::2]] == [
        record["choices"][record["answer"]] for record in shown
    ]


def test_own_answers_are_never_shown(records):
    examples = draw(records, "survey_response", "text", 3, 42)
    own = {TASK.prompt(record, "text")[0]["content"]: record["respondent_id"] for record in records}
    for record in records:
        shown = {own[message["content"]] for message in examples(record)[::2]}
        assert len(shown) == 3
        assert record["respondent_id"] not in shown


def test_draw_depends_on_the_seed_alone(records):
    stranger = {**records[0], "respondent_id": "new"}
    first = draw(records, "survey_response", "text", 3, 42)(stranger)
    assert draw(records[::-1], "survey_response", "text", 3, 42)(stranger) == first
    assert draw(records, "survey_response", "text", 3, 43)(stranger) != first


def test_examples_are_in_the_language_of_the_record(records):
    chinese = [{**record, "id": f"zh/{record['id']}", "language": "zh-Hans"} for record in records]
    examples = draw([*records, *chinese], "survey_response", "text", 2, 42)
    for record in ({**records[0], "respondent_id": "new"}, {**chinese[0], "respondent_id": "new"}):
        expected = "你是一位" if record["language"].startswith("zh") else "You are"
        assert all(message["content"].startswith(expected) for message in examples(record)[::2])


def test_too_few_examples_is_an_input_error(records):
    with pytest.raises(InputError, match="lower --shots"):
        draw(records[:4], "survey_response", "text", 3, 42)({**records[0], "respondent_id": "new"})
