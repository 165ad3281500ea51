"""Answers as numbers: indices and texts mean the same, and every form of a reply is read once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.scoring import score_survey_response
from alignsurvey.scoring.coded_answers import code_answers
from alignsurvey.scoring.replies.answers import render_choice
from alignsurvey.scoring.replies.exact import REFUSED, UNREADABLE

CHOICES = ["low", "middle", "high"]
ROWS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.permutations(CHOICES)), min_size=1, max_size=20)


@given(ROWS)
def test_indices_and_texts_are_the_same_answers(rows):
    given, truths, shown = (list(column) for column in zip(*rows, strict=True))
    texts = [[render_choice(index, row) for index, row in zip(side, shown, strict=True)] for side in (given, truths)]
    by_index, by_text = code_answers(given, truths, shown), code_answers(*texts, shown)
    for name in ("predicted", "reference", "chosen", "truth"):
        np.testing.assert_array_equal(getattr(by_index, name), getattr(by_text, name))
    assert by_index.truth.tolist() == truths


def test_what_was_not_read_stays_told_apart():
    coded = code_answers(["?", "I cannot answer.", -1, -2, 7], [0] * 5, [CHOICES] * 5)
    assert coded.predicted.tolist() == coded.chosen.tolist() == [UNREADABLE, REFUSED, REFUSED, UNREADABLE, UNREADABLE]
    assert coded.right.tolist() == [0] * 5


@pytest.mark.parametrize("truth", [3, -1])
def test_an_index_that_is_no_choice_names_its_row(truth):
    with pytest.raises(ValueError, match="row 1: the reference"):
        code_answers(["A", "A"], [0, truth], [CHOICES] * 2)


def test_protocol_paper_takes_indices_where_it_knows_the_choices():
    found = score_survey_response(["B. middle"], [1], [CHOICES], protocol="paper")
    assert found["accuracy"] == 1
