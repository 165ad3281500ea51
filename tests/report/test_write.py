"""The whole report, and what must not be lost by it."""

import csv

import pytest
import yaml

from alignsurvey.files.errors import InputError
from alignsurvey.report import write


@pytest.fixture(scope="module")
def _quick():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("alignsurvey.report.analyses.compare.REPLICATES", 199)
        yield


@pytest.fixture
def written(compared, tmp_path, _quick):
    out = tmp_path / "report"
    return out, write(compared.read(), out, k=10)


def test_every_table_comes_in_three_forms(written):
    out, files = written
    names = {path.stem for path in files if path.parent.name == "tables"}
    assert names == {
        "task4", "comparisons", "equity", "gaps", "tendency", "tendency_questions", "calibration", "positions",
        "inputs",
    }  # fmt: skip
    assert all((out / "tables" / f"{name}.{kind}").is_file() for name in names for kind in ("md", "tex", "csv"))


def test_the_page_shows_what_lies_beside_it(written):
    out, _ = written
    page = (out / "report.md").read_text(encoding="utf-8")
    for title in (
        "Task 4",
        "Paired tests",
        "Best and worst group",
        "Central tendency",
        "Calibration",
        "What was scored",
    ):
        assert title in page
    pictures = [line.split("](")[1].rstrip(")") for line in page.splitlines() if line.startswith("![")]
    assert len(pictures) == 3
    assert all((out / name).is_file() for name in pictures)


def test_the_csv_has_the_scores_of_results_json(written, compared):
    out, _ = written
    with (out / "tables" / "task4.csv").open(encoding="utf-8") as stream:
        rows = {row["model"]: row for row in csv.DictReader(stream)}
    for run in compared.read():
        assert float(rows[run.label]["gss individual Acc"]) == run.results["accuracy"]


def test_hub_files_lie_by_repository(written):
    out, _ = written
    entry = yaml.safe_load(
        (out / "hub/SurveyLM-small-gss-survey_response/.eval_results/gss-survey_response.yaml").read_text()
    )
    assert entry[0]["dataset"]["task_id"] == "survey_response"
    assert (out / "hub/SurveyLM-small-gss-survey_response/model-index.yaml").is_file()
    assert (out / "hub/alignsurvey-gss/eval.yaml").is_file()
    assert not (out / "hub/majority").exists()


def test_the_same_runs_give_the_same_report(written, compared, tmp_path):
    out, files = written
    other = tmp_path / "again"
    for path in write(compared.read(), other, k=10):
        assert path.read_bytes() == (out / path.relative_to(other)).read_bytes()
    assert len(files) == len([path for path in other.rglob("*") if path.is_file()])


def test_an_old_report_is_replaced_but_nothing_else(written, compared, tmp_path):
    out, _ = written
    (out / "radar.png").unlink()
    write(compared.read(), out, k=10)
    assert (out / "radar.png").is_file()
    mine = tmp_path / "work"
    mine.mkdir()
    (mine / "thesis.tex").write_text("years", encoding="utf-8")
    with pytest.raises(InputError, match="holds something other than a report"):
        write(compared.read(), mine)
    assert [path.name for path in mine.iterdir()] == ["thesis.tex"]


def test_a_failure_leaves_nothing(compared, tmp_path, monkeypatch):
    def fail(*_):
        raise InputError("no font")

    monkeypatch.setattr("alignsurvey.report.analyses.compare.REPLICATES", 99)
    monkeypatch.setattr("alignsurvey.report.plots.radar_chart.radar", fail)
    with pytest.raises(InputError, match="no font"):
        write(compared.read(), tmp_path / "report")
    assert [path.name for path in tmp_path.iterdir()] == ["runs"]


def test_an_unknown_test_is_refused(compared, tmp_path):
    with pytest.raises(InputError, match="choose one of t, mcnemar, bootstrap"):
        write(compared.read(), tmp_path / "report", test="z")


def test_what_has_no_name_on_the_hub_has_no_files_for_it(survey, answered, tmp_path):
    survey.add("local", *answered, model="models/own", revision="sha256:" + "0" * 64)
    survey.add("odd", *answered, model="org/a b")
    survey.add("one", *answered, model="one/same")
    survey.add("two", *answered, model="two/same")
    write(survey.read(), tmp_path / "out", k=2)
    found = {path.name for path in (tmp_path / "out/hub").iterdir()}
    assert found == {"one--same", "two--same", "alignsurvey-gss"}


@pytest.mark.parametrize(
    "facts",
    [
        {"dataset": "build/datasets/gss", "data_revision": None, "data_commit": "sha256:" + "0" * 64},
        {"split": "train"},
    ],
)
def test_a_build_of_ones_own_and_another_split_have_no_files_for_the_hub(facts, survey, answered, tmp_path):
    survey.add("own", *answered, **facts)
    write(survey.read(), tmp_path / "out", k=2)
    assert not (tmp_path / "out/hub").exists()
    assert "None: the data set" in (tmp_path / "out/report.md").read_text(encoding="utf-8")
