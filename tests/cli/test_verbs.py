"""How the command line answers what it cannot use: one line on stderr, status 2."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["build"], "alignsurvey build: Missing argument 'dataset'; see alignsurvey build --help"),
        (["build", "gss", "--k", "0"], "Invalid value for '--k'"),
        (["nope"], "alignsurvey: No such command 'nope'; see alignsurvey --help"),
        (["publish", "gss", "--version", "1.0.0"], "HF_ENDPOINT is 'http://127.0.0.1:99999'; set it to an address"),
        (["publish", "model", "a", "b", "--results", "c"], "--results are those of one model"),
        (["score", "a", "b", "--out", "c"], "--run and --out are for one predictions.jsonl"),
    ],
)
def test_a_mistake_is_one_line(words, message):
    environment = {**os.environ, "HF_ENDPOINT": "http://127.0.0.1:99999"}
    command = [sys.executable, "-m", "alignsurvey.cli", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("words", [["--version"], ["--show-completion", "bash"]])
def test_version_and_completion_are_printed(words):
    command = [sys.executable, "-m", "alignsurvey.cli", *words]
    # Under make the shell is sh, which has no completion: take the one that is named.
    named = {**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    done = subprocess.run(command, env=named, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "alignsurvey" in done.stdout
