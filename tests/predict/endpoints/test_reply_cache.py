"""Kept replies appear whole or count as none, and a process waits for what another one is asking."""

import multiprocessing
import time

import pytest

from alignsurvey.predict.endpoints.reply_cache import claimed, open_locks, place, recall


@pytest.mark.parametrize(
    "content",
    [
        b"", b'{"reply": "x', b"null", b"[]", b'{"reply": "x"}', b'{"reply": null, "finish_reason": null}',
        b'{"reply": 5, "finish_reason": "stop"}', b'{"reply": {"a": 1}, "finish_reason": "stop"}',
        b'{"reply": "\\ud83d", "finish_reason": "stop"}', b'{"reply": "\xff", "finish_reason": "stop"}',
    ],
)  # fmt: skip
def test_what_is_not_whole_counts_as_none(tmp_path, content):
    path = tmp_path / "a.json"
    path.write_bytes(content)
    assert recall(path) is None


def test_entry_of_an_earlier_version_is_read(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"finish_reason": "stop", "reply": "4分"}', encoding="utf-8")
    assert recall(path) == {"reply": "4分", "finish_reason": "stop", "parameters": "unknown"}


def hold(cache, asked, held):
    path = place(cache, asked)
    with open_locks(cache) as locks, claimed(locks, path):
        held.set()
        time.sleep(0.4)


@pytest.mark.parametrize(("asked", "waits"), [("a", True), ("b", False)])
def test_only_what_another_process_is_asking_is_waited_for(tmp_path, asked, waits):
    fork = multiprocessing.get_context("fork")
    held = fork.Event()
    other = fork.Process(target=hold, args=(tmp_path, "a", held))
    other.start()
    held.wait(10)
    began = time.monotonic()
    with open_locks(tmp_path) as locks, claimed(locks, place(tmp_path, asked)):
        waited = time.monotonic() - began
    other.join()
    assert (waited > 0.2) == waits
