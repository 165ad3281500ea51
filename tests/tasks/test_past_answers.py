"""Past answers: whose, which, and never the question itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.files.errors import InputError
from alignsurvey.tasks.past_answers import with_past


def _past(records, count, seed=1, config="survey_response", pool=None):
    return with_past(records, records if pool is None else pool, count, seed, config)


@given(st.integers(0, 6), st.integers(0, 5))
def test_they_are_other_answers_of_the_same_respondent(make_records, count, seed):
    records = make_records(5)
    given_answers = {(r["respondent_id"], r["question_id"]): r["choices"][r["answer"]] for r in records}
    for record in _past(records, count, seed):
        asked = [one["question_id"] for one in record["past"]]
        assert len(set(asked)) == len(asked) == min(count, 3)
        assert record["question_id"] not in asked
        for one in record["past"]:
            assert given_answers[record["respondent_id"], one["question_id"]] == one["answer"]


def test_they_depend_on_no_order_of_the_records(make_records):
    records = make_records(5)
    there = {record["id"]: record["past"] for record in _past(records, 2)}
    assert there == {record["id"]: record["past"] for record in _past(records[::-1], 2)}


def test_the_prompts_of_a_respondent_show_mostly_the_same_ones(make_records):
    shown = [tuple(one["question_id"] for one in record["past"]) for record in _past(make_records(1), 2)]
    assert len(set(shown)) == 3  # two of four are nobody's own question but their own


def test_the_item_in_another_wording_or_wave_is_left_out(make_records):
    records = make_records(1)
    other = {**records[0], "id": "test-2020/r0000/q0", "question": "Are we spending too much on item zero?"}
    assert all(one["question_id"] != "q0" for one in _past(records[:1], 9, pool=[*records, other])[0]["past"])


def test_of_new_questions_none_that_is_asked_is_shown(make_records):
    records = make_records(3)
    asked = [record for record in records if record["question_id"] in ("q1", "q3")]
    for record in _past(asked, 9, config="new_questions", pool=records):
        assert {one["question_id"] for one in record["past"]} == {"q0", "q2"}


def test_hidden_answers_are_said_to_be_hidden(make_records):
    hidden = [{**record, "answer": None} for record in make_records(1)]
    with pytest.raises(InputError, match="is hidden, and --past needs public ones"):
        _past(hidden, 2)


def test_a_config_without_other_answers_is_refused(make_records):
    with pytest.raises(InputError, match="--past is for survey_response"):
        _past(make_records(1), 2, config="interview")
