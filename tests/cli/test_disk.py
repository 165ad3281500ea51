"""A disk that is full, or a place that cannot be written: one line that names it, and nothing half there."""

import os
import resource
import signal
import subprocess
import sys

import pytest


def _run(*words, bytes_a_file=None):
    """A verb in a process whose files may not grow beyond a size, which libraries meet as they meet a full disk."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_a_file, bytes_a_file))

    command = [sys.executable, "-m", "alignsurvey.cli", *map(str, words)]
    return subprocess.run(
        command, env=os.environ, capture_output=True, text=True, check=False, preexec_fn=limit if bytes_a_file else None
    )


@pytest.mark.parametrize("words", [("baseline", "majority"), ("baseline", "all")])
def test_predictions_that_do_not_fit_name_the_file(build_folder, tmp_path, words):
    done = _run(*words, build_folder, "--out", tmp_path / "out", bytes_a_file=4096)
    assert done.returncode == 2
    assert "predictions.jsonl: cannot be written (File too large); free some space" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list((tmp_path / "out").rglob("*.json*"))


def test_a_place_that_cannot_be_written_is_named(build_folder, tmp_path):
    (tmp_path / "file").touch()
    done = _run("baseline", "majority", build_folder, "--out", tmp_path / "file" / "out")
    assert done.returncode == 2
    assert f"{tmp_path}/file/out" in done.stderr
    assert "Not a directory" in done.stderr or "File exists" in done.stderr
    assert len(done.stderr.splitlines()) == 1
