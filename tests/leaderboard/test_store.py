import os
import subprocess
import sys
import textwrap

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.leaderboard.store import FILES, Store, submission_id

PREDICTIONS, RUN, RESULTS = b'{"id": "a", "prediction": "x"}\n', b'{"model": "m"}', {"accuracy": 0.5, "n": 1}


def test_a_submission_reads_back(tmp_path):
    store = Store(tmp_path)
    name = store.add(PREDICTIONS, RUN, RESULTS)
    found = store.submissions()
    assert [(item.id, item.run, item.results) for item in found] == [(name, {"model": "m"}, RESULTS)]


def test_the_same_files_are_stored_once(tmp_path):
    store = Store(tmp_path)
    assert store.add(PREDICTIONS, RUN, RESULTS) == store.add(PREDICTIONS, RUN, {"accuracy": 1.0, "n": 1})
    assert store.submissions()[0].results == RESULTS


def test_the_id_depends_on_both_files():
    assert len({submission_id(PREDICTIONS, RUN), submission_id(PREDICTIONS, b"{}"), submission_id(b"", RUN)}) == 3


def test_half_a_submission_is_no_submission(tmp_path):
    store = Store(tmp_path)
    name = store.add(PREDICTIONS, RUN, RESULTS)
    (tmp_path / "submissions" / name / "results.json").unlink()
    assert store.submissions() == []
    assert name not in store


def test_a_results_file_that_does_not_read_is_named(tmp_path):
    store = Store(tmp_path)
    name = store.add(PREDICTIONS, RUN, RESULTS)
    (tmp_path / "submissions" / name / "results.json").write_text("{")
    with pytest.raises(InputError, match=name):
        store.submissions()


def test_scores_that_are_no_numbers_are_not_stored(tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        Store(tmp_path).add(PREDICTIONS, RUN, {"accuracy": float("nan")})
    assert not list(tmp_path.rglob("*.json"))


def test_an_empty_store_has_no_rows(tmp_path):
    assert Store(tmp_path / "new").submissions() == []


def test_a_lost_disk_is_restored_from_the_hub(hub, tmp_path):
    script = textwrap.dedent("""
        import sys
        from pathlib import Path
        from alignsurvey.leaderboard.store import Store
        first, second = (Store(Path(sys.argv[1]) / name, "PiLabZJU/board-test") for name in ("one", "two"))
        assert second.restore() == 0
        name = first.add(b'{"id": "a", "prediction": "x"}\\n', b'{"model": "m"}', {"n": 1})
        assert second.restore() == 1, "nothing came back"
        assert second.submissions() == first.submissions()
        assert second.restore() == 0
    """)
    environment = {**os.environ, **hub.env}
    done = subprocess.run([sys.executable, "-c", script, tmp_path], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_nothing_is_stored_when_the_hub_is_away(tmp_path):
    script = textwrap.dedent("""
        import sys
        from pathlib import Path
        from alignsurvey.leaderboard.store import Store
        from alignsurvey.files.errors import InputError
        store = Store(Path(sys.argv[1]), "PiLabZJU/board-test")
        try:
            store.add(b"p", b'{"model": "m"}', {"n": 1})
        except InputError as error:
            assert "submit it again" in str(error)
            sys.exit(7 if not store.submissions() else 1)
    """)
    environment = {
        **os.environ,
        "HF_ENDPOINT": "http://127.0.0.1:9",
        "HF_TOKEN": "any",
        "HF_HOME": str(tmp_path / "hf"),
    }
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "s"], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 7, done.stderr


def test_files_are_named_as_predict_writes_them():
    assert FILES[:2] == ("predictions.jsonl", "run.json")
