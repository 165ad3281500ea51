"""The leaderboard as a person meets it: real Gradio, real Hub, real Chromium."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip


@pytest.fixture(scope="module")
def release(hub, tmp_path_factory):
    """The environment of a Hub that holds the small data set, and its test records."""
    sys.path.insert(0, str(ROOT / "tests"))
    import release as small

    environment = {
        **hub.env,
        "ALIGNSURVEY_ORG": small.ORGANISATION,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT / 'tests'}",
    }
    folder = tmp_path_factory.mktemp("release")
    subprocess.run([sys.executable, ROOT / "tests/release.py", folder], env=environment, check=True)
    return environment, small


@pytest.fixture(scope="module")
def page(release, tmp_path_factory):
    """Address of a running leaderboard and the folder of its store."""
    board = tmp_path_factory.mktemp("board")
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "alignsurvey.cli", "leaderboard", "--results", board, "--port", "0"],
        env=release[0], cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield next(line.split("leaderboard: ")[1].strip() for line in process.stdout if "leaderboard: " in line), board
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def handed_in(release, tmp_path):
    """Writes the two files of a submission; returns their paths."""

    def write(model="test/model", cut=None, **change):
        small = release[1]
        run = {"model": model, "dataset": small.REPOSITORY, "config": "survey_response", "data_revision": "v1.0.0",
               "split": "test", "sample": None, "mode": "score", **change}  # fmt: skip
        lines = [
            json.dumps({"id": row["id"], "prediction": row["choices"][row["answer"]]}) for row in small.records("test")
        ]
        (tmp_path / "predictions.jsonl").write_text("\n".join(lines)[:cut] + "\n")
        (tmp_path / "run.json").write_text(json.dumps(run))
        return tmp_path / "predictions.jsonl", tmp_path / "run.json"

    return write


def _submit(address, files):
    from gradio_client import Client, handle_file

    return Client(address, verbose=False).predict(*map(handle_file, files), api_name="/submit")


def _stored(board):
    folder = board / "submissions"
    return len(list(folder.iterdir())) if folder.is_dir() else 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"data_revision": "v9.9.9"}, "never published"),
        ({"dataset": "board-tests/alignsurvey-none"}, "no such repository"),
        ({"cut": 100}, "not a complete JSON object"),
        ({"sample": {"respondents": 2, "seed": 3}}, "ids are not in"),
    ],
)
def test_what_cannot_be_scored_is_told_and_not_stored(page, handed_in, change, message):
    address, board = page
    before = _stored(board)
    with pytest.raises(Exception, match=message):
        _submit(address, handed_in(**change))
    assert _stored(board) == before


def test_the_api_stores_a_submission_once(page, handed_in):
    address, board = page
    files = handed_in("test/api")
    assert "accuracy 1.000" in _submit(address, files)
    before = _stored(board)
    with pytest.raises(Exception, match="on the board already"):
        _submit(address, files)
    assert _stored(board) == before


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)")
def test_a_person_submits_and_sees_the_row(page, handed_in, tmp_path):
    from playwright.sync_api import sync_playwright

    address, _ = page
    predictions, run = handed_in("test/browser")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        tab = browser.new_page()
        tab.goto(address)
        tab.get_by_role("tab", name="Submit").click()
        tab.locator("#predictions input[type=file]").set_input_files(predictions)
        tab.locator("#run input[type=file]").set_input_files(run)
        tab.locator("#predictions").get_by_text("predictions.jsonl").first.wait_for()
        tab.locator("#run").get_by_text("run.json").first.wait_for()
        tab.locator("#submit").click()
        tab.wait_for_function("document.querySelector('#message textarea').value.startsWith('Stored as')")
        tab.get_by_role("tab", name="Board").click()
        tab.locator("#board").get_by_text("test/browser").filter(visible=True).first.wait_for()
        for column in ("accuracy", "wasserstein", "parse rate", "n"):
            box = tab.locator("#board th").get_by_text(column, exact=True).filter(visible=True).first.bounding_box()
            assert box["x"] + box["width"] < tab.viewport_size["width"], f"{column} is beyond the screen's edge"
        if os.environ.get("ALIGNSURVEY_SCREENSHOT"):
            tab.screenshot(path=os.environ["ALIGNSURVEY_SCREENSHOT"], full_page=True)
        browser.close()
