"""Every staged metric: loads where alignsurvey cannot be imported, and scores as the package does."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import evaluate
import pytest

from alignsurvey.scoring import (
    score_attitude_stance,
    score_attitude_stance_group,
    score_distributions,
    score_interview,
    score_social_role,
    score_survey_response,
)

NAMES = sorted(path.parent.name for path in Path(__file__).parents[2].glob("evaluate_metrics/*/alignsurvey_*.py"))
STANCE = '{"stance": "积极", "reason": "离家很近"}'
CASES = {
    "alignsurvey_survey_response": (
        score_survey_response,
        {"predictions": ["B", "mumble"], "references": ["B. good", "A. bad"], "choices": [["bad", "good"]] * 2},
    ),
    "alignsurvey_attitude_stance": (
        score_attitude_stance,
        {"predictions": [STANCE, STANCE], "references": [STANCE, '{"stance": "negative", "reason": "long waits"}']},
    ),
    "alignsurvey_social_role": (
        score_social_role,
        {"predictions": ["男", "3人"], "references": ["['男']", "4"], "attributes": ["性别", "家里人口数"]},
    ),
    "alignsurvey_interview": (
        score_interview,
        {"predictions": [['{"naturalness": 4}', "naturalness: 2"], ['{"naturalness": 3}', ""]]},
    ),
}
GROUP = {"predictions": ["A: 40%\nB: 60%", "?"], "references": ["A. positive: 50%\nB. negative: 50%"] * 2}


def test_every_metric_has_a_case():
    assert sorted(CASES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_staged_metric_scores_as_the_package_does(name, staged):
    compute, inputs = CASES[name]
    assert evaluate.load(str(staged(name))).compute(**inputs) == compute(**inputs)


@pytest.mark.parametrize(
    ("name", "compute"),
    [
        ("alignsurvey_survey_response", score_distributions),
        ("alignsurvey_attitude_stance", score_attitude_stance_group),
    ],
)
@pytest.mark.parametrize("protocol", ["robust", "paper"])
def test_the_group_config(name, compute, protocol, staged):
    inputs = {**GROUP, "protocol": protocol}
    assert evaluate.load(str(staged(name)), "group").compute(**inputs) == compute(**inputs)


PAPER = [
    ("alignsurvey_social_role", score_social_role, ["男", 3, None, "\ud83d"], {"attributes": ["家里人口数"] * 4}),
    (
        "alignsurvey_attitude_stance",
        score_attitude_stance,
        [STANCE.replace("stance", "predict"), 3, None, "\ud83d"],
        {},
    ),
    ("alignsurvey_survey_response", score_survey_response, ["A. x", "\ud83d", "", "B. x"], {}),
]


@pytest.mark.parametrize(("name", "compute", "predictions", "more"), PAPER)
def test_protocol_paper_gets_values_as_they_are(name, compute, predictions, more, staged):
    """A number is no text, and half of a surrogate pair is one: evaluate's own way to hold them knows neither."""
    truth = STANCE.replace("stance", "predict") if "stance" in name else "3"
    inputs = {"predictions": predictions, "references": [truth] * 4, "protocol": "paper", **more}
    assert evaluate.load(str(staged(name))).compute(**inputs) == compute(**inputs)


def test_a_refusal_of_protocol_paper_is_one_line_and_holds_nothing_back(staged):
    metric = evaluate.load(str(staged("alignsurvey_survey_response")))
    with pytest.raises(ValueError, match=r"\Arow 0: [^\n]*published script stops on such a file\Z"):
        metric.compute(predictions=[3, "A. x"], references=["A. x"] * 2, protocol="paper")
    assert metric.compute(predictions=["A. x"], references=["A. x"], protocol="paper")["n"] == 1


@pytest.mark.parametrize("name", ["alignsurvey_survey_response", "alignsurvey_attitude_stance"])
def test_group_takes_lists_of_shares(name, staged):
    metric = evaluate.load(str(staged(name)), "group")
    scores = metric.compute(predictions=[[0.2, 0.3, 0.5]], references=[[0.5, 0.3, 0.2]])
    assert scores["wasserstein"] == pytest.approx(0.6)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("place", [0, 1])
def test_a_reply_may_be_missing_wherever_it_stands(name, place, staged):
    compute, inputs = CASES[name]
    given = list(inputs["predictions"])
    given[place] = [None, *given[place][1:]] if isinstance(given[place], list) else None
    missing = {**inputs, "predictions": given}
    assert evaluate.load(str(staged(name))).compute(**missing) == compute(**missing)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_reply_is_told_in_one_line_without_any_text(name, staged):
    inputs = CASES[name][1]
    with pytest.raises(ValueError, match="row 0: ") as told:
        evaluate.load(str(staged(name))).compute(**{**inputs, "predictions": [{"a": 1}, *inputs["predictions"][1:]]})
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("name", NAMES)
def test_rows_may_come_in_batches(name, staged):
    compute, inputs = CASES[name]
    columns = {field: inputs[field] for field in ("predictions", "references") if field in inputs}
    metric = evaluate.load(str(staged(name)))
    metric.add_batch(**columns)
    assert metric.compute(**{field: inputs[field] for field in inputs.keys() - columns}) == compute(**inputs)


def test_columns_may_come_from_pandas_and_numpy(staged):
    pandas = pytest.importorskip("pandas")
    compute, inputs = CASES["alignsurvey_survey_response"]
    frame = pandas.DataFrame({field: inputs[field] for field in ("predictions", "references")}, index=[7, 3])
    metric = evaluate.load(str(staged("alignsurvey_survey_response")))
    mixed = {"predictions": frame["predictions"], "references": frame["references"].to_numpy()}
    assert metric.compute(**mixed, choices=inputs["choices"]) == compute(**inputs)


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_config_is_refused(name, staged):
    with pytest.raises(ValueError, match="unknown config 'persons'"):
        evaluate.load(str(staged(name)), "persons")


def test_metrics_stand_alone(staged, tmp_path):
    """In a process in which importing alignsurvey fails, every metric loads and scores."""
    inputs = {name: (str(staged(name)), case[1]) for name, case in CASES.items()}
    program = """
        import json, sys
        sys.modules["alignsurvey"] = None
        import evaluate
        for name, (script, inputs) in json.load(open(sys.argv[1])).items():
            print(name, evaluate.load(script).compute(**inputs)["n"])
    """
    path = tmp_path / "inputs.json"
    path.write_text(json.dumps(inputs))
    environment = {"HF_HOME": str(tmp_path), "HF_EVALUATE_OFFLINE": "1", "PATH": "", "HOME": str(tmp_path)}
    command = [sys.executable, "-c", textwrap.dedent(program), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split("\n")[:-1] == [f"{name} 2" for name in CASES]


def test_columns_of_a_data_set_may_be_passed_as_they_are(staged):
    from datasets import Dataset

    row = {"choices": ["low", "high"], "answer": 1, "completion": [{"role": "assistant", "content": "B. high"}]}
    test = Dataset.from_list([row, {**row, "answer": 0, "completion": [{"role": "assistant", "content": "A. low"}]}])
    for references in (test["completion"], test["answer"]):
        metric = evaluate.load(str(staged("alignsurvey_survey_response")))
        scores = metric.compute(predictions=["B", "B"], references=references, choices=test["choices"])
        assert scores["accuracy"] == 0.5
