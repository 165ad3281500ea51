"""Scores by group: cells, small cells, gaps, change against the base."""

import numpy as np
import pytest

from alignsurvey.report import equity


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
