import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey import schema
from alignsurvey.files.errors import InputError
from alignsurvey.schema import Question


@given(st.lists(st.floats(-1, 5), max_size=12))
def test_choices_without_a_position_come_last_and_as_given(positions):
    order = schema.in_scale_order(positions)
    placed = [positions[index] for index in order if positions[index] >= 0]
    assert sorted(order) == list(range(len(positions)))
    assert placed == sorted(placed)
    assert order[len(placed) :] == [index for index, position in enumerate(positions) if position < 0]


def test_question_refuses_two_choices_of_the_same_text():
    with pytest.raises(InputError, match="same text"):
        Question("q", "?", ("yes", "yes"), (0.0, 1.0))


@given(st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=30), st.integers(1, 10), st.integers(0, 99))
def test_a_sample_depends_on_the_people_and_the_seed_alone(people, count, seed):
    rows = [{"respondent_id": person, "id": index} for index, person in enumerate(people)]
    drawn = {row["respondent_id"] for row in schema.sample_respondents(rows, count, seed)}
    again = {row["respondent_id"] for row in schema.sample_respondents(rows[::-1], count, seed)}
    assert drawn == again
    assert len(drawn) == min(count, len(set(people)))
