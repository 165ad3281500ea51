"""A board whose disk is lost, and a Hub that fails while submissions are stored or fetched."""

import json
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from fixtures.faults import Faulty, cut, html, lost, unavailable, vanish

from alignsurvey.files.errors import InputError
from alignsurvey.hub import server
from alignsurvey.leaderboard.mirror import follow
from alignsurvey.leaderboard.store import Store

ABOUT = {"model": "m", "dataset": "PiLabZJU/alignsurvey-gss", "config": "survey_response", "split": "test",
         "data_revision": "v1.0.0"}  # fmt: skip
RESULTS = {"config": "survey_response", "accuracy": 0.5, "n": 1}


@pytest.fixture(scope="module")
def faulty_hub(tmp_path_factory):
    faulty = Faulty()
    with server.running(tmp_path_factory.mktemp("hub"), faulty.wrap) as url:
        yield faulty, url


@pytest.fixture
def boards(faulty_hub, use, sleeps, tmp_path, monkeypatch):
    """The faults, a client, and `board(name)`: a store of its own disk with the one mirror."""
    faulty, url = faulty_hub
    faulty.faults.clear()
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    repo, api = f"Test/{uuid.uuid4().hex}", use(url)
    yield faulty, api, lambda name: Store(tmp_path / name, repo)
    faulty.faults.clear()


def _add(store, number=0):
    run = json.dumps({**ABOUT, "model": f"m{number}"}).encode()
    return store.add(b'{"id": "a", "prediction": "x"}\n', run, RESULTS)


def test_a_lost_disk_has_every_row_again(boards):
    _, _, board = boards
    first, second = board("first"), board("second")
    assert second.restore() == 0
    for number in range(3):
        _add(first, number)
    assert second.restore() == 3
    assert second.submissions() == first.submissions()
    assert second.restore() == 0
    assert _add(second, 1) in second
    assert first.restore() == 0


def test_a_new_disk_takes_few_requests(boards):
    faulty, _, board = boards
    for number in range(12):
        _add(board("first"), number)
    lines = faulty.lines = []
    assert board("second").restore() == 12
    assert len(lines) < 45
    assert not [line for line in lines if "predictions" in line or "/submissions/" in line]


def test_rows_that_an_older_board_stored_without_an_index_come_too(boards):
    _, api, board = boards
    name = _add(board("first"))
    api.delete_folder("index", board("first").repo, repo_type="dataset")
    assert board("second").restore() == 1
    assert [row.id for row in board("second").submissions()] == [name]


def test_boards_that_store_at_once_lose_no_row(boards):
    _, _, board = boards
    _add(board("first"))
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda number: _add(board(f"board{number % 2}"), number), range(1, 7)))
    assert board("new").restore() == 7


@pytest.mark.parametrize("step", ["/revision/", "/paths-info/", "/preupload/", "/commit/main"])
@pytest.mark.parametrize("fault", [unavailable, vanish, html, cut])
def test_a_fault_that_passes_stores_the_submission_once(boards, step, fault):
    faulty, api, board = boards
    _add(board("first"))
    faulty.faults[step] = fault, 1
    name = _add(board("first"), 1)
    faulty.faults.clear()
    titles = [commit.title for commit in api.list_repo_commits(board("first").repo, repo_type="dataset")]
    assert titles.count(f"Add submission {name}") == 1
    assert board("second").restore() == 2


def test_a_commit_whose_answer_was_lost_is_looked_up(boards):
    faulty, _, board = boards
    _add(board("first"))
    faulty.faults["/commit/main"] = lost, 10**6
    name = _add(board("first"), 1)
    faulty.faults.clear()
    assert name in board("first")
    assert board("second").restore() == 2


def test_nothing_is_stored_where_the_hub_takes_nothing(boards):
    faulty, _, board = boards
    _add(board("first"))
    faulty.faults["/commit/main"] = unavailable, 10**6
    with pytest.raises(InputError, match=r"nothing was stored, submit it again: adding submission .* answered 503"):
        _add(board("first"), 1)
    assert len(board("first").submissions()) == 1


def test_what_nobody_knows_is_said(boards):
    faulty, _, board = boards
    faulty.faults[" /"] = unavailable, 10**6
    with pytest.raises(InputError, match=r"it is not known whether submission .* was stored; submit the same files"):
        _add(board("first"))


@pytest.mark.parametrize("fault", [unavailable, vanish, html, cut])
def test_a_board_starts_from_its_disk_and_catches_up(boards, fault):
    faulty, _, board = boards
    _add(board("first"))
    second = board("second")
    second.restore()
    _add(board("first"), 1)
    faulty.faults[" /"] = fault, 10**6
    assert len(second.submissions()) == 1
    with pytest.raises(InputError):
        second.restore()
    progress = follow(second, pause=0.05)
    assert progress.behind
    faulty.faults.clear()
    deadline = time.monotonic() + 60
    while progress.behind and time.monotonic() < deadline:
        threading.Event().wait(0.02)
    assert progress.behind == ""
    assert len(second.submissions()) == 2
