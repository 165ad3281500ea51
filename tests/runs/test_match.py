import json

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.report.score_files import score_submission
from alignsurvey.runs.info import RunInfo

RUN = {
    "model": "m", "dataset": "PiLabZJU/alignsurvey-gss", "config": "survey_response", "data_revision": "v1.0.0",
    "split": "test", "sample": None,
}  # fmt: skip


def _records():
    return [
        {
            "id": f"r{person}/q", "respondent_id": f"r{person}", "question_id": "q", "language": "en",
            "choices": ["yes", "no"], "scale": [0.0, 1.0], "answer": person % 2, "weight": 1.0, "profile": [],
        }
        for person in range(4)
    ]  # fmt: skip


def _right():
    return [{"id": row["id"], "prediction": row["choices"][row["answer"]]} for row in _records()]


def _score(tmp_path, lines, **change):
    path = tmp_path / "predictions.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return score_submission(path, RunInfo(**{**RUN, **change}), _records())


def test_right_answers_score_one(tmp_path):
    scored = _score(tmp_path, _right())
    assert (scored["accuracy"], scored["parse_rate"], scored["n"]) == (1.0, 1.0, 4)


def test_order_of_lines_changes_nothing(tmp_path):
    forward, backward = _score(tmp_path, _right()), _score(tmp_path, _right()[::-1])
    assert {**forward, "predictions_sha256": ""} == {**backward, "predictions_sha256": ""}


def test_a_sample_needs_its_respondents_only(tmp_path):
    with pytest.raises(InputError, match="2 of the ids are not in"):
        _score(tmp_path, _right(), sample={"respondents": 2, "seed": 1})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda rows: [*rows, {"id": "elsewhere", "prediction": "yes"}],
            "line 5: 1 of the ids are not in .*'elsewhere'",
        ),
        (lambda rows: [*rows, {"id": "x" * 400, "prediction": "yes"}], "the first 'x{60}\\.\\.\\.'; predict"),
        (lambda rows: rows[1:], r"1 of 4 ids are missing, the first 'r0/q'"),
        (
            lambda rows: [{**rows[0], "probabilities": [0.2, 0.3, 0.5]}, *rows[1:]],
            "line 1: .* 3 probabilities for 2 choices",
        ),
    ],
)
def test_what_does_not_fit_the_split_is_named(tmp_path, change, message):
    with pytest.raises(InputError, match=message):
        _score(tmp_path, change(_right()))
