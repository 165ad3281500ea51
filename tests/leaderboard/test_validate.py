import json

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.leaderboard.validate import check, read_run

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


def _predictions(tmp_path, lines):
    path = tmp_path / "predictions.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def _right():
    return [{"id": row["id"], "prediction": row["choices"][row["answer"]]} for row in _records()]


def test_right_answers_score_one(tmp_path):
    scored = check(_predictions(tmp_path, _right()), RUN, _records())
    assert (scored["accuracy"], scored["parse_rate"], scored["n"]) == (1.0, 1.0, 4)


def test_order_of_lines_changes_nothing(tmp_path):
    forward = check(_predictions(tmp_path, _right()), RUN, _records())
    backward = check(_predictions(tmp_path, _right()[::-1]), RUN, _records())
    assert {**forward, "predictions_sha256": ""} == {**backward, "predictions_sha256": ""}


def test_a_sample_needs_its_respondents_only(tmp_path):
    run = {**RUN, "sample": {"respondents": 2, "seed": 1}}
    with pytest.raises(InputError, match="2 of the ids are not in"):
        check(_predictions(tmp_path, _right()), run, _records())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda rows: [*rows, {"id": "elsewhere", "prediction": "yes"}],
            "line 5: 1 of the ids are not in .*'elsewhere'",
        ),
        (lambda rows: rows[1:], r"1 of 4 ids are missing, the first 'r0/q'"),
        (
            lambda rows: [{**rows[0], "probabilities": [0.2, 0.3, 0.5]}, *rows[1:]],
            "line 1: .* 3 probabilities for 2 choices",
        ),
    ],
)
def test_what_does_not_fit_the_split_is_named(tmp_path, change, message):
    with pytest.raises(InputError, match=message):
        check(_predictions(tmp_path, change(_right())), RUN, _records())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"model": ""}, "field 'model'"),
        ({"model": "x" * 201}, "field 'model'"),
        ({"data_revision": "main"}, "no release"),
        ({"dataset": "someone/else"}, "is not one of PiLabZJU/alignsurvey-"),
        ({"config": "other"}, "unknown config"),
        ({"sample": {"respondents": 0, "seed": 1}}, "sample must be"),
        ({"sample": {"respondents": True, "seed": 1}}, "sample must be"),
        ({"adapter": 3}, "field 'adapter'"),
    ],
)
def test_a_bad_run_names_the_field(tmp_path, change, message):
    path = tmp_path / "run.json"
    path.write_text(json.dumps({**RUN, **change}))
    with pytest.raises(InputError, match=message):
        read_run(path)


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")])
def test_a_run_that_is_no_object_is_refused(tmp_path, text):
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(InputError, match=r"run\.json"):
        read_run(path)
