"""Folders of runs taken in, named apart, refused."""

import json

import pytest

from alignsurvey import report
from alignsurvey.files.errors import InputError
from alignsurvey.report import scored_run
from alignsurvey.report.tables import layouts


def test_rows_go_by_setting_and_are_named_by_model(compared):
    found = compared.read()
    assert [run.name for run in found] == ["small (zero-shot)", "SurveyLM-small (fine-tuned)", "majority (baseline)"]
    assert {run.track for run in found} == {("gss", "survey_response")}


def test_items_add_up_to_the_scores(compared):
    for run in compared.read():
        accuracy, distance = run.items
        assert accuracy.values.mean() == pytest.approx(run.results["accuracy"])
        assert distance.values.mean() == pytest.approx(run.results["wasserstein"])
        assert (len(accuracy.ids), len(distance.ids)) == (240, 4)


def test_the_base_is_the_zero_shot_run_of_the_same_model(compared):
    base, tuned, majority = compared.read()
    assert scored_run.base_of(tuned, [base, tuned, majority]) is base
    assert scored_run.base_of(base, [base, tuned]) is None
    assert scored_run.base_of(majority, [base, tuned, majority]) is None


def test_the_base_in_the_same_answer_form_is_preferred(survey, answered):
    for name, form in (("letter", "letter"), ("text", "text")):
        survey.add(name, *answered, form=form)
    survey.add("tuned", *answered, adapter="a/b", form="text")
    found = survey.read()
    assert scored_run.base_of(found[-1], found).about["form"] == "text"
    assert [run.setting for run in found] == ["zero-shot, form letter", "zero-shot, form text", "fine-tuned"]


def test_examples_make_few_shot(survey, answered):
    survey.add("three", *answered, shots=3)
    assert survey.read()[0].name == "small (few-shot (3))"


def test_another_split_than_test_is_told(survey, answered):
    survey.add("train", *answered, split="train")
    assert survey.read()[0].setting == "zero-shot, train split"


def test_models_of_one_name_are_told_apart_by_their_organisation(survey, answered):
    survey.add("a", *answered, model="one/same")
    survey.add("b", *answered, model="two/same")
    survey.add("c", *answered, model="two/other")
    assert [run.label for run in survey.read()] == ["one/same", "other", "two/same"]


def test_the_same_run_twice_is_refused(survey, answered):
    survey.add("a", *answered)
    survey.add("b", *answered)
    with pytest.raises(InputError, match=r"b: the same run as .*a \(small \(zero-shot\) on gss\); give one"):
        survey.read()


def test_two_versions_of_a_data_set_are_refused(survey, answered):
    survey.add("a", *answered)
    survey.add("b", *answered, data_revision="v1.1.0", adapter="x/y")
    with pytest.raises(InputError, match=r"b: of PiLabZJU/alignsurvey-gss v1\.1\.0, but .*one version at a time"):
        survey.read()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sample": {"respondents": 4, "seed": 42}}, "of sample respondents 4 seed 42, but .* is of sample all"),
        ({"split": "train"}, "of split train, but .* is of split test"),
        ({"data_commit": "d" * 40}, "of data_commit ddddddddddddddd, but .* is of data_commit ccccccccccccccc"),
    ],
)
def test_runs_of_other_respondents_are_refused(changes, message, survey, answered):
    survey.add("a", *answered)
    survey.add("b", *answered, adapter="x/y", **changes)
    with pytest.raises(InputError, match=f"{message}; predict and score both on the same"):
        survey.read()


def test_the_human_floor_is_of_half_the_respondents_and_no_baseline_to_beat(survey, answered):
    rows, lines = answered
    survey.add("base", rows, lines)
    survey.add("human", rows[:8], lines[:8], model="baseline/human", sample={"respondents": 4, "seed": 42})
    base, floor = survey.read()
    assert (floor.name, floor.floor) == ("other half of the respondents (human floor)", True)
    assert report.runs_without_majority([base, floor]) == [base]


def test_the_majority_is_found_or_missed(compared):
    base, tuned, majority = compared.read()
    assert report.runs_without_majority([base, tuned, majority]) == []
    assert scored_run.majority_of(base, [tuned, majority]) is majority
    assert scored_run.majority_of(majority, [tuned, majority]) is None


def test_a_run_predicted_for_the_report_has_no_folder(compared):
    base, _, majority = compared.read()
    found = report.score_beside(base, report.MAJORITY, majority.predictions)
    assert (found.folder, found.name, found.track) == ("", majority.name, majority.track)
    assert found.results["accuracy"] == majority.results["accuracy"]


def _rewrite(path, change):
    value = json.loads(path.read_text(encoding="utf-8"))
    change(value)
    path.write_text(json.dumps(value), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda folder: (folder / "results.json").unlink(), "results.json: cannot be read"),
        (lambda folder: (folder / "results.json").write_text("{"), "results.json: not complete JSON"),
        (
            lambda folder: (folder / "predictions.jsonl").open("a").write("\n"),
            "not of this predictions.jsonl; run `alignsurvey score` again",
        ),
        (
            lambda folder: _rewrite(folder / "results.json", lambda value: value.update(data_revision="v0.9.0")),
            "its data_revision is not the run's",
        ),
        (
            lambda folder: _rewrite(folder / "results.json", lambda value: value.update(accuracy=float("nan"))),
            "accuracy is nan",
        ),
        (
            lambda folder: _rewrite(folder / "results.json", lambda value: value.update(accuracy="high")),
            "results.json: accuracy is no number",
        ),
        (
            lambda folder: _rewrite(folder / "results.json", lambda value: value.pop("accuracy")),
            "results.json: accuracy is missing",
        ),
        (
            lambda folder: _rewrite(folder / "results.json", lambda value: value.update(accuracy=0.99)),
            "accuracy is 0.99, but the predictions beside it give",
        ),
        (
            lambda folder: _rewrite(folder / "results.json", lambda value: value.update(intervals=[1])),
            "intervals is no object",
        ),
        (
            lambda folder: _rewrite(
                folder / "results.json", lambda value: value["intervals"].update(accuracy=["a", 1])
            ),
            "the interval of accuracy is not two numbers",
        ),
        (lambda folder: _rewrite(folder / "results.json", lambda value: value.update(n="many")), "n is no number"),
        (
            lambda folder: _rewrite(folder / "results.json", lambda value: value.update(distributions=[{}])),
            "distributions are not as score writes them",
        ),
        (lambda folder: (folder / "predictions.jsonl").write_text(""), "the file is empty"),
        (
            lambda folder: (folder / "predictions.jsonl").write_text('{"id": "a", "prediction": "b"}\n' * 2),
            "line 2: duplicate id a, already on line 1",
        ),
        (
            lambda folder: (folder / "predictions.jsonl").write_text(
                '{"id": "a", "prediction": "b", "probabilities": [NaN, 1]}\n'
            ),
            "line 1: probabilities must be numbers",
        ),
    ],
)
def test_a_spoilt_folder_is_one_line(survey, answered, spoil, message):
    folder = survey.add("a", *answered)
    spoil(folder)
    with pytest.raises(InputError) as caught:
        survey.read()
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_folder_and_an_absent_one(tmp_path):
    with pytest.raises(InputError, match="no folder was given"):
        report.read_runs([], dict)
    with pytest.raises(InputError, match="no such folder"):
        report.read_runs([tmp_path / "none"], dict)


def test_judged_interviews_need_no_records(tmp_path):
    run = {"model": "org/m", "dataset": "PiLabZJU/alignsurvey-ase", "config": "interview", "data_revision": "v1.0.0"}
    results = {"config": "interview", "naturalness": 3.5, "n": 4, "run": run}
    (tmp_path / "results.json").write_text(json.dumps(results), encoding="utf-8")
    found = report.read_runs([tmp_path], dict)
    assert (found[0].track, found[0].items) == (("ase", "interview"), ())


@pytest.mark.parametrize(
    ("config", "message"), [("survey", "unknown config"), ("survey_response_group", "right or wrong")]
)
def test_a_config_without_right_answers_has_none(config, message):
    run = scored_run.ScoredRun("", "m", "zero-shot", {"model": "m", "dataset": "gss", "config": config}, {})
    with pytest.raises(InputError, match=message):
        _ = run.right


def test_runs_that_differ_in_the_training_seed_alone_share_a_row(survey, builders):
    answers, told = builders
    rows = answers(people=20)
    for seed in (1, 2, 3):
        training = {"seed": seed, "recipe": "abc"}
        adapter = f"org/SurveyLM-small-gss-survey_response-seed{seed}"
        survey.add(f"s{seed}", rows, told(rows, 0.5, seed), adapter=adapter, adapter_revision="c" * seed,
                   training=training)  # fmt: skip
    runs = survey.read()
    assert {run.series for run in runs} == {"fine-tuned, 3 training seeds"}
    assert [run.setting for run in runs] == [f"fine-tuned, training seed {seed}" for seed in (1, 2, 3)]
    table = next(iter(layouts.tables(runs, [], {}, "t")))
    assert [row.names for row in table.rows] == [("SurveyLM-small", "fine-tuned, 3 training seeds")]
    accuracies = [run.results["accuracy"] for run in runs]
    assert table.rows[0].cells[0].value == pytest.approx(sum(accuracies) / 3)
    assert table.rows[0].cells[0].interval == (min(accuracies), max(accuracies))


def test_runs_of_other_recipes_keep_rows_of_their_own(survey, builders):
    answers, told = builders
    rows = answers(people=20)
    for seed in (1, 2):
        survey.add(f"s{seed}", rows, told(rows, 0.5, seed), adapter="org/a", adapter_revision="c" * seed,
                   training={"seed": seed, "recipe": f"r{seed}"})  # fmt: skip
    assert {run.series for run in survey.read()} == {""}
