"""A run writes what it says, goes on after a kill with the same bytes, and refuses another run's folder."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.predict import Options, connect, run, store_baseline
from alignsurvey.predict.replies import split_reasoning
from alignsurvey.predict.run import JOURNAL
from alignsurvey.runs.predictions import read_predictions
from alignsurvey.runs.published import read_split
from alignsurvey.schema import Prediction, sample_respondents


def test_scores_become_predictions_with_probabilities(backend, records, tmp_path):
    path = run(records, "survey_response", backend, tmp_path / "run", form="text", about={"split": "test"})
    found = read_predictions(path)
    assert [line.id for line in found] == [record["id"] for record in records]
    for line, record in zip(found, records, strict=True):
        assert len(line.probabilities) == len(record["choices"])
        assert line.prediction == record["choices"][line.probabilities.index(max(line.probabilities))]
    facts = json.loads((tmp_path / "run" / "run.json").read_text())
    assert facts["counts"] == {"records": len(records), "cut_prompts": 0, "empty": 0}
    assert facts["split"] == "test"
    assert facts["revision"].startswith("sha256:")
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == ["predictions.jsonl", "run.json"]


def test_replies_become_predictions_without_probabilities(backend, records, tmp_path):
    path = run(records[:5], "survey_response", backend, tmp_path, mode="generate")
    assert all(line.probabilities is None for line in read_predictions(path))


def test_long_prompts_are_cut_counted_and_said(model_folder, records, tmp_path, capsys):
    narrow = connect("transformers", Options(str(model_folder), dtype="float32", window=60))
    run(records[:5], "survey_response", narrow, tmp_path, form="text")
    assert json.loads((tmp_path / "run.json").read_text())["counts"]["cut_prompts"] == 5
    assert "5 of 5 prompts" in capsys.readouterr().out


def test_config_without_choices_cannot_be_scored(backend, records, tmp_path):
    with pytest.raises(InputError, match="--mode generate"):
        run(records, "interview", backend, tmp_path)


def test_unknown_mode_is_an_input_error(backend, records, tmp_path):
    with pytest.raises(InputError, match="score, generate"):
        run(records, "survey_response", backend, tmp_path, mode="guess")


def test_same_run_again_changes_nothing(backend, records, tmp_path):
    path = run(records, "survey_response", backend, tmp_path)
    before = path.stat().st_mtime_ns
    assert run(records, "survey_response", backend, tmp_path) == path
    assert path.stat().st_mtime_ns == before


def test_another_run_into_the_folder_is_refused(backend, records, tmp_path):
    path = run(records, "survey_response", backend, tmp_path, form="text")
    before = path.read_bytes()
    with pytest.raises(InputError, match="form 'text', now 'letter'"):
        run(records, "survey_response", backend, tmp_path, form="letter")
    assert path.read_bytes() == before


def test_unfinished_run_of_other_settings_is_refused(backend, records, tmp_path):
    chunk = {"predictions": [], "reasoning": [], "cut": 0}
    (tmp_path / JOURNAL).write_text(json.dumps({"form": "letter"}) + "\n" + json.dumps(chunk) + "\n")
    with pytest.raises(InputError, match="holds another run"):
        run(records, "survey_response", backend, tmp_path, form="text")


def test_run_that_failed_before_its_first_chunk_binds_nobody(backend, records, tmp_path):
    (tmp_path / JOURNAL).write_text(json.dumps({"form": "letter"}) + "\n")
    path = run(records[:5], "survey_response", backend, tmp_path, form="text")
    assert len(read_predictions(path)) == 5
    assert not (tmp_path / JOURNAL).exists()


def test_other_baseline_into_the_folder_is_refused(tmp_path):
    lines = [Prediction("a", "yes", (0.5, 0.5))]
    store_baseline(tmp_path, {"split": "test"}, "baseline/uniform", 42, lines)
    with pytest.raises(InputError, match="model 'baseline/uniform', now 'baseline/majority'"):
        store_baseline(tmp_path, {"split": "test"}, "baseline/majority", 42, lines)


@pytest.mark.parametrize(
    ("text", "answer", "reasoning"),
    [
        ("B. average", "B. average", ""),
        ("<think>I am 40.</think>\nB. average", "B. average", "I am 40."),
        ("I am 40.</think>B", "B", "I am 40."),
        ("<think>and so on", "", "and so on"),
        ("<thinking>I am 40.</thinking>B", "B", "I am 40."),
        ("\n<reasoning>and so on", "", "and so on"),
        ("analysis: I am 40. assistantfinal B", "B", "analysis: I am 40."),
        ("<think>A? </think> no, <think>B</think>\nB", "B", "A? </think> no, <think>B"),
    ],
)
def test_reasoning_is_no_answer(text, answer, reasoning):
    assert split_reasoning(text) == (answer, reasoning)


def start(build_folder, model_folder, out):
    arguments = [build_folder, "--model", model_folder, "--form", "text", "--sample", "130", "--out", out]
    command = [sys.executable, "-m", "alignsurvey.cli", "predict", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ)


def lines_in(path):
    return path.read_bytes().count(b"\n") if path.exists() else 0


def test_killed_run_goes_on_and_writes_the_same_bytes(build_folder, model_folder, tmp_path):
    killed = tmp_path / "killed"
    process = start(build_folder, model_folder, killed)
    while lines_in(killed / JOURNAL) < 3 and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    done = lines_in(killed / JOURNAL)
    assert done >= 3
    assert not (killed / "predictions.jsonl").exists()
    with (killed / JOURNAL).open("ab") as stream:
        stream.write(b'{"predictions": [{"id": "test/r0')  # the line that the kill tore

    again = start(build_folder, model_folder, killed)
    assert again.wait(timeout=240) == 0, again.stderr.read()
    records, about = read_split(str(build_folder), "survey_response", None, "test")
    about["sample"] = {"respondents": 130, "seed": 42}
    whole = run(
        sample_respondents(records, 130, 42),
        "survey_response",
        connect("transformers", Options(str(model_folder))),
        tmp_path / "whole",
        form="text",
        about=about,
    )
    assert (killed / "predictions.jsonl").read_bytes() == whole.read_bytes()
    assert (killed / "run.json").read_bytes() == (tmp_path / "whole" / "run.json").read_bytes()
    assert not (killed / JOURNAL).exists()
