"""A run is calibrated on training respondents alone, and its predictions follow its probabilities."""

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.report import calibrate
from alignsurvey.runs.info import run_info


def _info(**changes):
    facts = {"model": "m", "dataset": "gss", "config": "survey_response", "split": "test", "form": "text"}
    return run_info({**facts, **changes}, "run.json")


def test_a_model_that_is_wrong_about_a_question_learns_its_marginal(builders):
    answers, told = builders
    train, test = answers(people=80, seed=1), answers(people=40, seed=2)
    shares = {"too much": 0.8, "about right": 0.1, "too little": 0.1}
    biased = [type(line)(line.id, row["choices"][0], tuple(map(shares.get, row["choices"])))
              for line, row in zip(told(train), train, strict=True)]  # fmt: skip
    asked = [type(line)(line.id, "", tuple(0.8 if text == "too much" else 0.1 for text in row["choices"]))
             for line, row in zip(told(test), test, strict=True)]  # fmt: skip
    fitted = calibrate.fit(train, biased, train, "on")
    lines = calibrate.apply(fitted, test, asked, _info(), "run")
    for question in {row["question_id"] for row in test}:
        mine = [row["choices"][row["answer"]] for row in train if row["question_id"] == question]
        row, line = next(pair for pair in zip(test, lines, strict=True) if pair[0]["question_id"] == question)
        for text, share in zip(row["choices"], line.probabilities, strict=True):
            assert share == pytest.approx(mine.count(text) / len(mine), abs=0.01)
        assert line.prediction == row["choices"][line.probabilities.index(max(line.probabilities))]


def test_a_run_of_test_is_never_fitted_on():
    with pytest.raises(InputError, match="--on needs a run of the train split"):
        calibrate.check_pair(_info(), _info(), "on")


def test_both_runs_are_of_one_model_asked_in_one_way():
    calibrate.check_pair(_info(), _info(split="train"), "on")
    with pytest.raises(InputError, match="on: past is not that of the run"):
        calibrate.check_pair(_info(past=5), _info(split="train"), "on")


def test_replies_without_probabilities_cannot_be_calibrated(builders):
    answers, told = builders
    rows = answers(people=3)
    with pytest.raises(InputError, match="has no probabilities; predict with --mode score"):
        calibrate.fit(rows, told(rows, probabilities=False), rows, "on")
