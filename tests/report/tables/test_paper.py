"""Every number of the paper's tables 2 to 5 as it was read from the paper, and the layouts made of them."""

import hashlib
import json
from types import SimpleNamespace

import pytest
import yaml

from alignsurvey.report.tables import paper
from alignsurvey.report.tables.table import latex, markdown

# SHA-256 of the four tables as JSON with sorted keys, taken when they were read from the paper: a slip of the hand in
# one of the 396 figures changes it.
READ = "858307e5884470880c480b68d1458b3f6a635b297768a82e7df8bf5192880978"
COUNTS = {"table3": (19, 171), "table4": (19, 171), "table5": (9, 54)}  # rows and figures
TABLES = {table.id.removeprefix("paper_"): table for table in paper.tables()}


def _content():
    return yaml.safe_load(paper.FILE.read_text(encoding="utf-8"))


def test_every_figure_is_as_it_was_read():
    tables = {name: _content()[name] for name in ("table2", "table3", "table4", "table5")}
    assert hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest() == READ


@pytest.mark.parametrize(("name", "counts"), COUNTS.items())
def test_each_table_is_whole_and_in_the_papers_order(name, counts):
    rows = _content()[name]
    assert (len(rows), sum(len(row["scores"]) for row in rows)) == counts
    assert all(list(row["scores"]) == [column.key for column in paper.columns(name)] for row in rows)
    assert [row.names[0] for row in TABLES[name].rows] == [row["model"] for row in rows]


@pytest.mark.parametrize("name", COUNTS)
def test_every_printed_number_is_the_papers(name):
    printed = [line.split("|")[3:-1] for line in markdown(TABLES[name]).splitlines()[5:] if line.startswith("|")]
    for cells, row in zip(printed, _content()[name], strict=True):
        assert [float(cell.replace("\\*", "").strip()) for cell in cells] == list(row["scores"].values())
        stars = [cell.count("\\*") for cell in cells]
        assert stars == [row.get("stars", {}).get(key, 0) for key in row["scores"]]


def test_what_looks_odd_in_the_paper_is_said():
    assert "the paper prints 2.61, below the 3.21 of its zero-shot base" in TABLES["table3"].note
    assert "0.889, ten times its neighbours" in TABLES["table5"].note


def _run(track, setting="fine-tuned", **results):
    return SimpleNamespace(name="mine", label="mine", setting=setting, track=track, results=results)


def test_measured_rows_stand_above_in_the_papers_columns():
    runs = [
        _run(("gss", "survey_response"), accuracy=0.6, f1=0.4, wasserstein=0.1),
        _run(("chip", "survey_response_group"), wasserstein=0.2),
    ]
    table = list(paper.tables(runs))[1]
    cells = [(cell.value, cell.stars) for cell in table.rows[0].cells]
    assert table.rows[0].measured
    assert cells[5:] == [(0.2, ""), (0.6, ""), (0.4, ""), (0.1, "†")]
    assert "† from the distributions that single answers add up to" in table.note
    assert "†" in latex(table)


def test_a_run_that_no_table_of_the_paper_holds_makes_no_row():
    assert all(row.measured is False for table in paper.tables([_run(("mine", "survey_response"), accuracy=1.0)])
               for row in table.rows)  # fmt: skip


def test_the_average_of_task_2_needs_all_three_scores():
    whole = _run(("ase", "interview"), naturalness=3.0, style_match=2.0, consistency=4.0)
    part = _run(("ase", "interview"), setting="zero-shot", naturalness=3.0, style_match=2.0, consistency=None)
    rows = list(paper.tables([whole, part]))[2].rows
    assert [cell.value for cell in rows[0].cells] == [None, 3.0, None, None, None, None]
    assert not rows[1].measured


def test_figures_are_rows_of_their_own_by_data_set_and_config():
    found = {(figure.dataset, figure.config, figure.model): figure.scores for figure in paper.figures()}
    assert len(found) == 19 * (4 + 6)
    assert found["chip", "survey_response", "SurveyLM-Qwen2.5-7B, fine-tuned"] == {"accuracy": 0.6717, "f1": 0.3494}
