"""Scores by group: cells, small cells, gaps, change against the base."""

import numpy as np
import pytest

from alignsurvey.report import equity
from alignsurvey.schema import Prediction


def _people(values, attribute="Region"):
    return [
        {"respondent_id": f"r{n}", "profile": [{"attribute": attribute, "value": value}]}
        for n, value in enumerate(values)
    ]


def test_rare_values_are_counted_together():
    shown = equity.grouping(_people(["north"] * 5 + ["south"] * 2 + ["east"] * 2), k=3)
    assert sorted(set(shown["Region"].values())) == ["north", "other (2 values)"]


def test_what_is_still_too_small_is_left_out():
    shown = equity.grouping(_people(["north"] * 5 + ["south"] * 2), k=3)
    assert set(shown["Region"].values()) == {"north"}
    assert equity.grouping(_people(["north"] * 2), k=3) == {}


def test_one_rare_value_that_is_large_enough_keeps_its_name():
    assert set(equity.grouping(_people(["a"] * 3), k=3)["Region"].values()) == {"a"}


def test_numbers_in_variety_become_bands():
    shown = equity.grouping(_people([str(age) for age in range(20, 60)], "Age"), k=5)
    assert sorted(set(shown["Age"].values())) == ["20 to 29", "30 to 39", "40 to 49", "50 to 59"]
    few = equity.grouping(_people(["1", "2", "3"] * 5, "Household"), k=5)
    assert set(few["Household"].values()) == {"1", "2", "3"}


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
    assert set(tuned) == {"female", "male"}  # two people are too few to be shown
    assert (tuned["female"].n, tuned["female"].respondents, tuned["female"].accuracy) == (3, 6, None)
    assert tuned["female"].wasserstein == pytest.approx(0.4)
    assert tuned["female"].change == pytest.approx(-0.1)
    gap = next(gap for gap in gaps if "fine-tuned" in gap.run)
    assert (gap.metric, gap.best, gap.worst) == ("wasserstein", "male", "female")
    assert gap.gap == pytest.approx(0.2)


def test_an_attribute_whose_values_are_all_rare_is_not_shown():
    people = [
        {"respondent_id": f"r{n}", "profile": [{"attribute": "职业类型", "value": f"职业{n % 5}"}]} for n in range(20)
    ]
    assert equity.grouping(people, k=5) == {}
    assert set(equity.grouping(people, k=4)) == {"职业类型"}


@pytest.mark.parametrize(("attribute", "rest"), [("家里人口数", "其他（2 类）"), ("Household", "other (2 values)")])
def test_merged_values_are_named_in_the_language_of_their_attribute(attribute, rest):
    people = _people(["4"] * 6 + ["5"] * 3 + ["6"] * 3, attribute)
    assert set(equity.grouping(people, k=5)[attribute].values()) == {"4", rest}
