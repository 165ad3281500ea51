"""Scores by group: cells, small cells, gaps, change against the base."""

import numpy as np
import pytest

from alignsurvey.report.analyses import equity
from alignsurvey.schema import Prediction


def test_cells_are_the_accuracy_of_their_people(compared):
    runs = compared.read()
    cells, _ = equity.tables(runs, k=5)
    tuned = runs[1]
    cell = next(cell for cell in cells if cell.run == tuned.name and cell.value == "female")
    mine = [n for n, row in enumerate(tuned.records) if row["profile"][0]["value"] == "female"]
    assert cell.accuracy == pytest.approx(tuned.right[mine].mean())
    assert (cell.n, cell.respondents) == (len(mine), len(mine) // 4)
    assert cell.interval[0] < cell.accuracy < cell.interval[1]
    assert cell.change == pytest.approx(cell.accuracy - runs[0].right[mine].mean())
    assert cell.change_interval[0] < cell.change < cell.change_interval[1]
    assert cell.wasserstein > 0


def test_intervals_of_few_people_stay_within_the_score(compared):
    cells, _ = equity.tables(compared.read(), k=2)
    assert all(0 <= cell.interval[0] <= cell.interval[1] <= 1 for cell in cells if cell.interval)
    assert all(-1 <= cell.change_interval[0] <= cell.change_interval[1] <= 1 for cell in cells if cell.change_interval)


def test_baselines_and_bases_have_no_change(compared):
    cells, _ = equity.tables(compared.read(), k=5)
    assert {cell.run for cell in cells if cell.change is not None} == {"SurveyLM-small (fine-tuned)"}


def test_the_gap_is_between_the_best_and_the_worst(compared):
    cells, gaps = equity.tables(compared.read(), k=5)
    for gap in gaps:
        mine = {cell.value: cell.accuracy for cell in cells if (cell.run, cell.attribute) == (gap.run, gap.attribute)}
        assert (mine[gap.best], mine[gap.worst]) == (max(mine.values()), min(mine.values()))
        assert gap.gap == pytest.approx(max(mine.values()) - min(mine.values()))
        assert gap.interval[0] <= gap.gap <= gap.interval[1]


def test_nothing_below_k_is_shown(compared):
    for k in (5, 28, 61):
        cells, _ = equity.tables(compared.read(), k=k)
        assert all(cell.respondents >= k for cell in cells)
    assert not cells
    assert np.isfinite([cell.accuracy for cell in cells]).all()


def test_no_small_group_is_what_the_shown_ones_leave_over(survey, builders):
    """All answers less those of the groups shown would be the answers of two people."""
    answers, told = builders
    rows = answers(people=40)
    for row in rows:
        if row["respondent_id"] in ("r1", "r2"):
            row["profile"][0]["value"] = "other"
        if row["respondent_id"] == "r3":
            del row["profile"][1]
    survey.add("base", rows, told(rows, 0.4))
    half = rows[:80]
    survey.add("half", half, told(half, 0.4), model="baseline/human", sample={"respondents": 20, "seed": 42})
    cells, _ = equity.tables(survey.read(), k=8)
    for name, people in (("small (zero-shot)", 40), ("other half of the respondents (human floor)", 20)):
        for attribute in ("Sex", "Age"):
            mine = [cell for cell in cells if (cell.run, cell.attribute) == (name, attribute)]
            assert sum(cell.respondents for cell in mine) in (0, people)
            assert all(cell.respondents >= 8 for cell in mine)


def _groups(people=6):
    """Two groups by sex, asked three questions; a rare third group."""
    sizes = {"female": people, "male": people, "other": 2}
    return [
        {"id": f"{value}/{question}", "respondent_id": None, "group": [{"attribute": "Sex", "value": value}],
         "question_id": question, "choices": ["no", "yes"], "scale": [0.0, 1.0], "distribution": [0.5, 0.5], "n": size,
         "respondent_ids": [f"{value}{number}" for number in range(size)]}
        for value, size in sizes.items()
        for question in ("q0", "q1", "q2")
    ]  # fmt: skip


def test_groups_have_distances_by_value_and_a_gap(survey):
    rows = _groups()
    far = {"female": 0.9, "male": 0.7, "other": 0.5}
    for name, by, more in (("base", 0.1, {}), ("tuned", 0.0, {"adapter": "a/b"})):
        shares = [far[row["group"][0]["value"]] + by for row in rows]
        lines = [Prediction(row["id"], "", (share, 1 - share)) for row, share in zip(rows, shares, strict=True)]
        survey.add(name, rows, lines, config="survey_response_group", **more)
    cells, gaps = equity.tables(survey.read(), k=5)
    tuned = {cell.value: cell for cell in cells if "fine-tuned" in cell.run}
    assert set(tuned) == {"male", "female or other"}  # two people are too few to be shown, or to be left over
    assert (tuned["male"].n, tuned["male"].respondents, tuned["male"].accuracy) == (3, 6, None)
    assert tuned["male"].wasserstein == pytest.approx(0.2)
    assert tuned["male"].change == pytest.approx(-0.1)
    both = tuned["female or other"]
    assert (both.n, both.respondents, both.wasserstein) == (6, 8, pytest.approx(0.2))
    assert [gap.metric for gap in gaps] == ["wasserstein"] * 2


def test_the_gap_between_groups_is_between_the_nearest_and_the_farthest(survey):
    rows = _groups(people=6)
    far = {"female": 0.9, "male": 0.7, "other": 0.9}
    lines = [
        Prediction(row["id"], "", (far[row["group"][0]["value"]], 1 - far[row["group"][0]["value"]])) for row in rows
    ]
    survey.add("base", rows, lines, config="survey_response_group")
    _, (gap,) = equity.tables(survey.read(), k=5)
    assert (gap.best, gap.worst, gap.gap) == ("male", "female or other", pytest.approx(0.2))
