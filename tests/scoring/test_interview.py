"""Scores of dialogues over judges."""

import numpy as np
import pytest

from alignsurvey.scoring import score_interview
from alignsurvey.scoring.interview import krippendorff_alpha


def test_a_missing_score_loses_no_other_and_is_never_averaged_in():
    rows = [
        ['{"naturalness": 4, "style_match": 2}', None],
        ['{"naturalness": 2, "consistency": 5}', '{"naturalness": 1}'],
    ]
    scores = score_interview(rows, judges=["a", "b"])
    assert scores["naturalness"] == (3 + 1) / 2
    assert (scores["style_match"], scores["consistency"]) == (2, 5)
    assert scores["missing"] == {"naturalness": 1, "style_match": 3, "consistency": 3}
    assert scores["by_judge"]["b"]["missing"] == 2
    assert scores["n"] == 2


def test_alpha_is_that_of_the_textbook():
    # Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section C: interval data, alpha 0.849
    missing = np.nan
    ratings = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, missing, missing, missing],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, missing, 3],
        [missing, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, missing],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, missing],
    ]
    assert krippendorff_alpha(np.array(ratings)) == pytest.approx(0.849, abs=5e-4)


def test_agreement_with_people():
    rows = [f'{{"naturalness": {score}}}' for score in (1, 3, 5, 4)]
    scores = score_interview(rows, human=[{"naturalness": score} for score in (1, 3, 5, 4)])
    assert scores["human_agreement"] == {"naturalness": 1, "style_match": None, "consistency": None}


def test_every_dialogue_needs_every_judge():
    with pytest.raises(ValueError, match="row 1: 1 replies for 2 judges"):
        score_interview([["", ""], [""]])
