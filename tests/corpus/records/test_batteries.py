"""Batteries that are held out whole: which ones, and whose answers stay."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.corpus.codebook.codebook import Item
from alignsurvey.corpus.records.batteries import SHARE, held_questions, with_new_questions
from alignsurvey.corpus.records.split import split_of
from alignsurvey.corpus.survey.survey import ANSWER, Survey
from alignsurvey.schema import Question


def _survey(stems, people=0):
    """A survey with a question for each stem ("" for none), all answered with the second choice."""
    items = tuple(
        Item(Question(f"q{number}", f"Question {number}?", ("a", "b"), (0.0, 1.0)), (), {}, frozenset(), stem=stem)
        for number, stem in enumerate(stems)
    )
    columns = {f"{ANSWER}{item.question.id}": [1] * people for item in items}
    frame = pl.DataFrame({"respondent_id": [f"r{number}" for number in range(people)], **columns})
    return Survey("s", "en", items, Path("x.csv"), frame)


@given(st.lists(st.sampled_from(["", "money", "trust", "work"]), min_size=5, max_size=40), st.integers(0, 20))
def test_batteries_are_held_out_whole(stems, seed):
    survey = _survey(stems)
    held = held_questions([survey], seed)
    assert held == held_questions([survey], seed)
    if len(set(stems)) > 1:
        assert len(held) <= SHARE * len(stems)
        for stem in set(stems) - {""}:
            members = {f"q{number}" for number, own in enumerate(stems) if own == stem}
            assert members <= held or not members & held


def test_of_a_survey_that_is_one_battery_a_fifth_is_held_out():
    assert len(held_questions([_survey(["spending"] * 18)], 42)) == 4


def test_a_short_survey_keeps_all_its_questions():
    assert held_questions([_survey(["", "", "a", "a"])], 42) == set()


def test_a_battery_goes_before_single_questions():
    assert held_questions([_survey(["trust"] * 3 + [""] * 9)], 42) == {"q0", "q1", "q2"}


@pytest.mark.parametrize("held", [{"q0"}, {"q1", "q2"}])
def test_train_has_the_other_questions_and_test_only_the_held_out_ones(held):
    survey = _survey([""] * 5, people=60)
    rows = with_new_questions(survey, held, 42).frame.rows(named=True)
    for row in rows:
        answered = {name.removeprefix(ANSWER) for name in row if name.startswith(ANSWER) and row[name] is not None}
        test = split_of(42, row["respondent_id"]) == "test"
        assert answered == (held if test else {f"q{number}" for number in range(5)} - held)
