import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey import schema
from alignsurvey.schema import InputError, Prediction, Question


def _write(tmp_path, *lines):
    path = tmp_path / "predictions.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("config", sorted(schema.COLUMNS))
def test_features_have_the_columns_in_order(config):
    assert list(schema.features(config)) == list(schema.columns(config))


def test_unknown_config_lists_the_known():
    with pytest.raises(InputError, match="survey_response"):
        schema.columns("survey")


def test_question_refuses_two_choices_of_the_same_text():
    with pytest.raises(InputError, match="same text"):
        Question("q", "?", ("yes", "yes"), (0.0, 1.0))


def test_predictions_survive_a_round_trip(tmp_path):
    given_ = [Prediction("a", "B. 一般", (0.25, 0.75)), Prediction("b", "")]
    path = _write(tmp_path, *(item.to_json() for item in given_))
    assert schema.read_predictions(path) == given_


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "a", "predic', "line 1: not a complete JSON object"),
        ('{"id": "a"}', 'line 1: expected {"id": text'),
        ('{"id": 3, "prediction": "x"}', "line 1: expected"),
        ("[1, 2]", "line 1: expected"),
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
        schema.read_predictions(_write(tmp_path, line))
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_repeated_id_names_both_lines(tmp_path):
    line = Prediction("a", "x").to_json()
    with pytest.raises(InputError, match=r"line 2: id a stands already on line 1"):
        schema.read_predictions(_write(tmp_path, line, line))


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="empty"):
        schema.read_predictions(_write(tmp_path, ""))


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_bytes(b'{"id": "\xff"}\n')
    with pytest.raises(InputError, match="line 1"):
        schema.read_predictions(path)


def test_other_encodings_are_told_from_broken_lines(tmp_path):
    path, line = tmp_path / "p.jsonl", Prediction("a", "x").to_json() + "\n"
    path.write_text(line, encoding="utf-16")
    with pytest.raises(InputError, match="line 1: not UTF-8 text"):
        schema.read_predictions(path)
    path.write_text(line.replace("\n", "\r\n"), encoding="utf-8-sig")
    assert schema.read_predictions(path) == [Prediction("a", "x")]


def test_a_message_calls_the_file_what_it_is_told(tmp_path):
    with pytest.raises(InputError, match=r"^runs/a/p\.jsonl line 1: not"):
        schema.read_predictions(_write(tmp_path, "{"), "runs/a/p.jsonl")
    with pytest.raises(InputError, match=r"^runs/a/p\.jsonl: the file is empty"):
        schema.read_predictions(_write(tmp_path, ""), "runs/a/p.jsonl")


def test_a_line_separator_inside_a_text_does_not_split_the_line(tmp_path):
    path = _write(tmp_path, json.dumps({"id": "a", "prediction": "x\u2028y"}, ensure_ascii=False))
    assert schema.read_predictions(path)[0].prediction == "x\u2028y"


def test_replacing_leaves_the_old_file_when_the_block_fails(tmp_path):
    path = tmp_path / "out.txt"
    path.write_text("old")
    with pytest.raises(RuntimeError), schema.replacing(path) as beside:
        beside.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["out.txt"]


def test_replacing_swaps_a_folder_whole(tmp_path):
    path = tmp_path / "set"
    path.mkdir()
    (path / "stale").touch()
    with schema.replacing(path) as beside:
        beside.mkdir()
        (beside / "fresh").touch()
    assert [item.name for item in path.iterdir()] == ["fresh"]


def test_require_names_the_extra():
    with pytest.raises(InputError, match=r"pip install 'alignsurvey\[board\]'"):
        schema.require("no_such_module_at_all", "board")


@given(st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=30), st.integers(1, 10), st.integers(0, 99))
def test_a_sample_depends_on_the_people_and_the_seed_alone(people, count, seed):
    rows = [{"respondent_id": person, "id": index} for index, person in enumerate(people)]
    drawn = {row["respondent_id"] for row in schema.sample_respondents(rows, count, seed)}
    again = {row["respondent_id"] for row in schema.sample_respondents(rows[::-1], count, seed)}
    assert drawn == again
    assert len(drawn) == min(count, len(set(people)))


def test_digest_tells_its_parts_apart():
    assert schema.digest("ab", "c") != schema.digest("a", "bc")


def test_json_never_holds_nan(tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        schema.write_json(tmp_path / "x.json", {"accuracy": math.nan})
    assert not list(tmp_path.iterdir())
