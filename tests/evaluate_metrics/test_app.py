"""Every metric's page runs on Gradio and scores its own examples, staged and from its sources."""

import csv
import importlib.util
import json
import sys
from pathlib import Path

import pytest

NAMES = [
    "alignsurvey_attitude_stance",
    "alignsurvey_interview",
    "alignsurvey_social_role",
    "alignsurvey_survey_response",
]
SOURCES = Path(__file__).parents[2] / "evaluate_metrics"


@pytest.fixture
def app(staged, monkeypatch):
    """name -> the module of the staged page."""
    pytest.importorskip("gradio")

    def load(name, folder=None):
        folder = folder or staged(name).parent
        monkeypatch.syspath_prepend(str(folder))
        monkeypatch.delitem(sys.modules, "metric_page", raising=False)
        spec = importlib.util.spec_from_file_location(f"app_of_{name}", folder / "app.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


def _score(app, config, protocol, rows, file=None):
    fields = app.FIELDS[config]
    helper = sys.modules[app.build_page.__module__]
    table = [[helper.written(row.get(name)) for name in fields] for row in rows]
    return helper.page_scorer(app.NAME, app.__file__, app.FIELDS)(config, protocol, table, file)[1]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sources", [False, True], ids=["staged", "sources"])
def test_examples_are_scored(name, sources, app):
    page = app(name, SOURCES / name if sources else None)
    for config, rows in page.EXAMPLES.items():
        assert _score(page, config, "robust", rows)["n"] == len(rows)


@pytest.mark.parametrize("name", [name for name in NAMES if "interview" not in name])
def test_examples_are_scored_as_in_the_paper_too(name, app):
    page = app(name)
    for config, rows in page.EXAMPLES.items():
        assert _score(page, config, "paper", rows)["n"] == len(rows)


@pytest.mark.parametrize("name", ["alignsurvey_attitude_stance", "alignsurvey_survey_response"])
def test_rows_of_groups_may_have_their_instruction(name, app):
    row = {"prediction": "A. x: 100%", "reference": "B. y: 100%", "instruction": "选项：\nA. 甲\nB. 乙"}
    for protocol in ("robust", "paper"):
        assert _score(app(name), "group", protocol, [row])["n"] == 1


def test_two_judges_make_one_panel(app):
    page = app("alignsurvey_interview")
    assert set(_score(page, "default", "robust", page.EXAMPLES["default"])["by_judge"]) == {"judge 1", "judge 2"}


def test_a_file_takes_the_place_of_the_table(app, tmp_path):
    page = app("alignsurvey_survey_response")
    rows = [{"prediction": "B", "reference": "b", "choices": "a | b"}] * 3
    lines = tmp_path / "rows.jsonl"
    lines.write_text("\n".join(json.dumps({**row, "choices": ["a", "b"]}) for row in rows))
    table = tmp_path / "rows.csv"
    with table.open("w", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    for file in (lines, table):
        assert _score(page, "individual", "robust", [], str(file))["accuracy"] == 1


def test_every_figure_is_explained(app):
    for name in NAMES:
        page = app(name)
        helper = sys.modules[page.build_page.__module__]
        for config, rows in page.EXAMPLES.items():
            explained = helper.explained(_score(page, config, "robust", rows))
            assert [line[0] for line in explained if not line[2]] == []


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("", "at least one row"),
        ("{", "line 1 is not"),
        ("[1]", "line 1 is not"),
        ('{"guess": 1}', "unknown column 'guess'"),
        ('{"prediction": "A", "reference": "A"}', "choices are needed"),
        ('{"prediction": "A"}', "a column reference is needed"),
        ('{"prediction": 3, "reference": "A", "choices": ["a"]}', "row 0: predictions must be texts"),
        ('{"prediction": "A", "reference": "A", "choices": ["a"], "weight": "x"}', "row 1, weight: expected a number"),
        ("{}", "at least one row"),
    ],
)
def test_bad_rows_are_told_in_one_line(lines, message, app, tmp_path):
    page = app("alignsurvey_survey_response")
    (tmp_path / "rows.jsonl").write_text(lines)
    import gradio as gr

    with pytest.raises(gr.Error, match=message):
        _score(page, "individual", "robust", [], str(tmp_path / "rows.jsonl"))


def test_the_page_answers_over_http(app):
    page = app("alignsurvey_survey_response")
    client = pytest.importorskip("gradio_client")
    blocks = page.page()
    _, url, _ = blocks.launch(server_name="127.0.0.1", prevent_thread_lock=True, quiet=True)
    try:
        calls = client.Client(url, verbose=False)
        rows = {"headers": list(page.FIELDS["individual"]), "data": [["B", "b", "a | b", *[""] * 6]], "metadata": None}
        _, scores = calls.predict("individual", "robust", rows, None, api_name="/score")
    finally:
        blocks.close()
    assert (scores["accuracy"], scores["n"]) == (1, 1)
