"""Scoring in a process of its own: the same results, refusals in one line, limits, one submission a person."""

import json
import threading
import time

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.leaderboard.worker import Limits, one_at_a_time, score_in_worker
from alignsurvey.report.score_files import score_submission
from alignsurvey.runs.info import run_info

INFO = run_info({"model": "m", "dataset": "d/alignsurvey-x", "config": "survey_response", "split": "test"}, "run.json")
CHOICES = ["low", "high"]


def _record(number):
    return {
        **{"id": f"r{number}", "respondent_id": f"p{number}", "source": "s", "country": "US", "language": "en"},
        **{"prompt": [], "completion": [], "profile": [], "question_id": "q", "question": "?", "choices": CHOICES},
        **{"scale": [0, 1], "answer": number % 2, "weight": 1.0},
    }


RECORDS = [_record(number) for number in range(12)]


def _file(folder, reply="A"):
    path = folder / "predictions.jsonl"
    lines = [json.dumps({"id": row["id"], "prediction": reply}) for row in RECORDS]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_worker_scores_as_the_page_would(tmp_path):
    path = _file(tmp_path)
    assert score_in_worker(path, INFO, RECORDS) == json.loads(json.dumps(score_submission(path, INFO, RECORDS)))


def test_what_cannot_be_scored_is_told_in_the_same_words(tmp_path):
    path = _file(tmp_path)
    path.write_text(path.read_text().replace('"r3"', '"r99"'), encoding="utf-8")
    with pytest.raises(InputError) as here:
        score_submission(path, INFO, RECORDS)
    with pytest.raises(InputError) as there:
        score_in_worker(path, INFO, RECORDS)
    assert str(here.value) == str(there.value)


@pytest.mark.parametrize("limits", [Limits(seconds=0), Limits(megabytes=300)], ids=["time", "memory"])
def test_the_limits_hold(tmp_path, limits):
    with pytest.raises(InputError, match=r"needs more than|fault of this board"):
        score_in_worker(_file(tmp_path), INFO, RECORDS, limits)


def test_the_page_goes_on_while_a_submission_is_scored(tmp_path):
    path, ticks = _file(tmp_path, "A " * 5000), 0
    work = threading.Thread(target=score_in_worker, args=(path, INFO, RECORDS))
    work.start()
    longest, last = 0.0, time.monotonic()
    while work.is_alive():
        time.sleep(0.01)
        ticks, longest, last = ticks + 1, max(longest, time.monotonic() - last), time.monotonic()
    assert ticks > 5
    assert longest < 2


def test_a_person_has_one_submission_scored_at_a_time():
    with one_at_a_time("ada"):
        with pytest.raises(InputError, match="still being scored"), one_at_a_time("ada"):
            pass
        with one_at_a_time("ben"):
            pass
    with one_at_a_time("ada"):
        pass
