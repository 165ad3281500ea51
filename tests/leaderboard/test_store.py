import json
import os
import shutil
import time

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.leaderboard.store import FILES, Store, submission_id

ABOUT = {"model": "m", "dataset": "PiLabZJU/alignsurvey-gss", "config": "survey_response", "split": "test",
         "data_revision": "v1.0.0"}  # fmt: skip
PREDICTIONS, RUN = b'{"id": "a", "prediction": "x"}\n', json.dumps(ABOUT).encode()
RESULTS = {"config": "survey_response", "accuracy": 0.5, "n": 1}


def test_a_submission_reads_back(tmp_path):
    store = Store(tmp_path)
    name = store.add(PREDICTIONS, RUN, RESULTS)
    found = store.submissions()
    assert [(item.id, item.run, item.results) for item in found] == [(name, ABOUT, RESULTS)]


def test_the_same_files_are_stored_once(tmp_path):
    store = Store(tmp_path)
    assert store.add(PREDICTIONS, RUN, RESULTS) == store.add(PREDICTIONS, RUN, {**RESULTS, "accuracy": 1.0})
    assert store.submissions()[0].results == RESULTS


def test_the_id_depends_on_both_files():
    assert len({submission_id(PREDICTIONS, RUN), submission_id(PREDICTIONS, b"{}"), submission_id(b"", RUN)}) == 3


def test_half_a_submission_is_no_submission(tmp_path):
    store = Store(tmp_path)
    name = store.add(PREDICTIONS, RUN, RESULTS)
    (tmp_path / "submissions" / name / "results.json").unlink()
    assert store.submissions() == []
    assert name not in store


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("results.json", "{"),
        ("results.json", '{"config": "survey_response"}'),
        ("results.json", '{"config": "poem", "n": 1}'),
        ("run.json", "{}"),
        ("run.json", json.dumps({**ABOUT, "model": "x\ud800y"})),
        ("run.json", json.dumps({**ABOUT, "adapter": "x\u202ey"})),
        ("run.json", json.dumps({**ABOUT, "mode": "\u0007"})),
        ("run.json", json.dumps({**ABOUT, "data_revision": None})),
        ("run.json", json.dumps({**ABOUT, "endpoint": "x\x1by"})),
    ],
)
def test_a_row_that_cannot_be_shown_is_left_out_with_a_warning(tmp_path, capsys, file, content):
    good, bad = Store(tmp_path).add(PREDICTIONS, RUN, RESULTS), tmp_path / "submissions" / "0123456789ab"
    shutil.copytree(tmp_path / "submissions" / good, bad)
    (bad / file).write_text(content)
    assert [item.id for item in Store(tmp_path).submissions()] == [good]
    assert "leaderboard: left out: " in capsys.readouterr().err


def test_what_cannot_be_shown_is_not_stored(tmp_path):
    with pytest.raises(InputError, match="holds half of a surrogate pair"):
        Store(tmp_path).add(PREDICTIONS, json.dumps({**ABOUT, "model": "x\ud800y"}).encode(), RESULTS)
    assert not (tmp_path / "submissions").exists()


def test_the_index_is_only_a_faster_way(tmp_path):
    store = Store(tmp_path)
    names = sorted(store.add(PREDICTIONS + b"\n" * number, RUN, RESULTS) for number in range(3))
    assert [item.id for item in store.submissions()] == names
    (tmp_path / "index.jsonl").write_text((tmp_path / "index.jsonl").read_text()[:-30] + "\n{}\n")
    assert [item.id for item in Store(tmp_path).submissions()] == names
    (tmp_path / "index.jsonl").unlink()
    shutil.rmtree(tmp_path / "submissions" / names[0])
    assert [item.id for item in Store(tmp_path).submissions()] == names[1:]
    assert [item.id for item in store.submissions()] == names[1:]


def test_five_thousand_rows_are_there_within_a_second(tmp_path):
    first = Store(tmp_path).add(PREDICTIONS, RUN, {**RESULTS, "distributions": None})
    for number in range(5000):
        folder = tmp_path / "submissions" / f"{number:012d}"
        shutil.copytree(tmp_path / "submissions" / first, folder, copy_function=os.link)
    assert len(Store(tmp_path).submissions()) == 5001
    board, begun = Store(tmp_path), time.process_time()
    assert len(board.submissions()) == 5001
    assert time.process_time() - begun < 1
    begun = time.process_time()
    for _ in range(10):
        board.submissions()
    assert time.process_time() - begun < 0.1


def test_what_a_killed_submission_left_is_removed(tmp_path):
    left = tmp_path / "submissions" / ".0123456789ab.abcdefgh"
    left.mkdir(parents=True)
    assert Store(tmp_path).submissions() == []
    assert not left.exists()


def test_scores_that_are_no_numbers_are_not_stored(tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        Store(tmp_path).add(PREDICTIONS, RUN, {**RESULTS, "accuracy": float("nan")})
    assert not list(tmp_path.rglob("*.json"))


def test_an_empty_store_has_no_rows(tmp_path):
    assert Store(tmp_path / "new").submissions() == []


def test_files_are_named_as_predict_writes_them():
    assert FILES[:2] == ("predictions.jsonl", "run.json")
