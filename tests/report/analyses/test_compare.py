"""Paired tests of runs, their corrections and stars."""

import numpy as np
import pytest
from scipy import stats as scipy_stats

from alignsurvey import stats
from alignsurvey.report.analyses import compare


def test_every_pair_is_tested_on_the_same_items(compared):
    found = compare.pairs(compared.read())
    assert len(found) == 6  # three pairs, accuracy and distance
    first = found[0]
    base, tuned = compared.read()[:2]
    assert (first.left, first.right, first.n, first.clusters) == (tuned.name, base.name, 240, 60)
    assert first.p["t"] == pytest.approx(scipy_stats.ttest_rel(tuned.right, base.right).pvalue)
    assert first.p["mcnemar"] == stats.mcnemar(tuned.right, base.right).p
    assert first.interval[0] < first.difference < first.interval[1]


def test_distances_have_no_mcnemar(compared):
    distance = compare.pairs(compared.read())[1]
    assert (distance.metric, distance.p["mcnemar"], distance.n) == ("wasserstein", None, 4)


def test_correction_is_over_all_pairs_of_a_test(compared):
    found = compare.pairs(compared.read())
    for name in compare.TESTS:
        p = [item.p[name] for item in found if item.p[name] is not None]
        assert [item.adjusted[name] for item in found if item.p[name] is not None] == list(stats.holm(p))


def test_stars_go_to_what_differs_from_its_base(compared):
    marks = compare.stars(compared.read())
    assert marks["SurveyLM-small (fine-tuned)", "gss", "survey_response", "accuracy"] == "**"
    assert {name for name, *_ in marks} == {"SurveyLM-small (fine-tuned)"}


def test_the_human_floor_is_compared_on_the_half_that_it_predicts(survey, answered):
    rows, lines = answered
    survey.add("whole", rows, lines)
    survey.add("half", rows[:8], lines[:8], model="baseline/human", sample={"respondents": 4, "seed": 42})
    found = compare.pairs(survey.read())
    assert [(item.metric, item.n) for item in found] == [("accuracy", 8)]  # distances are of other people
    assert found[0].p == {"t": 1.0, "mcnemar": 1.0, "bootstrap": 1.0}
    assert found[0].difference == 0


def test_groups_are_compared_by_distance(survey):
    rows = [
        {"id": f"g{n}", "respondent_id": None, "question_id": f"q{n % 5}", "choices": ["a", "b"], "scale": [0.0, 1.0],
         "distribution": [0.5, 0.5], "n": 30}
        for n in range(20)
    ]  # fmt: skip
    from alignsurvey.schema import Prediction

    near = [Prediction(row["id"], "A: 50% B: 50%", (0.5, 0.5)) for row in rows]
    far = [Prediction(row["id"], "A: 90% B: 10%", (0.9 - n / 100, 0.1 + n / 100)) for n, row in enumerate(rows)]
    survey.add("far", rows, far, config="survey_response_group")
    survey.add("near", rows, near, config="survey_response_group", adapter="a/b")
    (found,) = compare.pairs(survey.read())
    assert (found.metric, found.n, found.clusters) == ("wasserstein", 20, 5)
    assert found.difference == pytest.approx(-np.mean([0.4 - n / 100 for n in range(20)]))
