import json

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.runs.predictions import read_predictions
from alignsurvey.schema import Prediction


def _write(tmp_path, *lines):
    path = tmp_path / "predictions.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_predictions_survive_a_round_trip(tmp_path):
    given_ = [Prediction("a", "B. 一般", (0.25, 0.75)), Prediction("b", "")]
    path = _write(tmp_path, *(item.to_json() for item in given_))
    assert read_predictions(path) == given_


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "a", "predic', "line 1: not a complete JSON object"),
        ('{"id": "a"}', 'line 1: expected {"id": text'),
        ('{"id": 3, "prediction": "x"}', "line 1: expected"),
        ("[1, 2]", "line 1: expected"),
        ('{"id": "a", "prediction": "x\\ud800y"}', "line 1: holds half of a surrogate pair"),
        ('{"id": "a\\ud800", "prediction": "x"}', "line 1: holds half of a surrogate pair"),
        ('{"id": "a\\u202e", "prediction": "x"}', "line 1: the id holds control characters"),
        ('{"id": "' + "a" * 501 + '", "prediction": "x"}', "line 1: the id is longer than 500 characters"),
        ('{"id": "a", "prediction": "' + "x" * 1_000_001 + '"}', "line 1: the prediction is longer than 1,000,000"),
        ('{"id": "a", "prediction": "x", "score": 1}', "unknown field 'score'"),
        ('{"id": "a", "prediction": "x", "probabilities": [0.5, 0.4]}', "sum to 1"),
        ('{"id": "a", "prediction": "x", "probabilities": [NaN, 1]}', "sum to 1"),
        ('{"id": "a", "prediction": "x", "probabilities": [-0.5, 1.5]}', "sum to 1"),
        ('{"id": "a", "prediction": "x", "probabilities": [true, 0]}', "sum to 1"),
        ('{"id": "a", "prediction": "x", "probabilities": "all"}', "sum to 1"),
        ('{"id": "a", "prediction": "x", "probabilities": [NaN, 1.0]}', "sum to 1"),
        ('{"id": "a", "prediction": "x", "probabilities": [Infinity, 0]}', "sum to 1"),
        ('{"id": "a", "prediction": "x", "probabilities": [1' + "0" * 400 + ", 0]}", "sum to 1"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, message):
    with pytest.raises(InputError) as error:
        read_predictions(_write(tmp_path, line))
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_reply_keeps_its_line_feeds_tabs_and_characters_of_any_plane(tmp_path):
    text = "a\n\tb \U0001f600 一"
    path = _write(tmp_path, json.dumps({"id": "a", "prediction": text}))
    assert read_predictions(path)[0].prediction == text


def test_a_repeated_id_names_both_lines(tmp_path):
    line = Prediction("a", "x").to_json()
    with pytest.raises(InputError, match=r"line 2: duplicate id a, already on line 1"):
        read_predictions(_write(tmp_path, line, line))


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="empty"):
        read_predictions(_write(tmp_path, ""))


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_bytes(b'{"id": "\xff"}\n')
    with pytest.raises(InputError, match="line 1"):
        read_predictions(path)


def test_other_encodings_are_told_from_broken_lines(tmp_path):
    path, line = tmp_path / "p.jsonl", Prediction("a", "x").to_json() + "\n"
    path.write_text(line, encoding="utf-16")
    with pytest.raises(InputError, match="line 1: not UTF-8 text"):
        read_predictions(path)
    path.write_text(line.replace("\n", "\r\n"), encoding="utf-8-sig")
    assert read_predictions(path) == [Prediction("a", "x")]


def test_a_message_calls_the_file_what_it_is_told(tmp_path):
    with pytest.raises(InputError, match=r"^runs/a/p\.jsonl line 1: not"):
        read_predictions(_write(tmp_path, "{"), "runs/a/p.jsonl")
    with pytest.raises(InputError, match=r"^runs/a/p\.jsonl: the file is empty"):
        read_predictions(_write(tmp_path, ""), "runs/a/p.jsonl")


def test_a_line_separator_inside_a_text_does_not_split_the_line(tmp_path):
    path = _write(tmp_path, json.dumps({"id": "a", "prediction": "x\u2028y"}, ensure_ascii=False))
    assert read_predictions(path)[0].prediction == "x\u2028y"
