"""A server that is killed, and one that is started again on the same folder."""

import hashlib
import re
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from huggingface_hub import CommitOperationAdd, HfApi
from huggingface_hub.lfs import UploadInfo, post_lfs_batch_info

from alignsurvey.files.errors import InputError
from alignsurvey.hub import server
from alignsurvey.hub.server import history
from alignsurvey.hub.server.store import open_store


@contextmanager
def process(root):
    """`alignsurvey hub` in a process of its own; yields (process, URL)."""
    command = [sys.executable, "-m", "alignsurvey.cli", "hub", "--root", str(root), "--port", "0"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        line = running.stdout.readline()
        told = re.fullmatch(r"export HF_ENDPOINT=(http://127\.0\.0\.1:\d+) HF_TOKEN=local HF_HUB_DISABLE_XET=1\n", line)
        assert told, line
        yield running, told[1]
    finally:
        running.kill()
        running.wait()
        running.stdout.close()


def commit(url, path, content):
    api = HfApi(endpoint=url, token="local")
    operations = [CommitOperationAdd(path, content)]
    return api.create_commit("Test/kept", operations, commit_message=path, repo_type="dataset").oid


def begin(url):
    HfApi(endpoint=url, token="local").create_repo("Test/kept", repo_type="dataset")


def test_a_restart_serves_the_same(tmp_path):
    with server.running(tmp_path / "hub") as url:
        begin(url)
        head = commit(url, "data/x.parquet", b"x" * 9000)
        HfApi(endpoint=url, token="local").create_tag("Test/kept", tag="v1", repo_type="dataset")
    with server.running(tmp_path / "hub") as url:
        api = HfApi(endpoint=url)
        assert api.dataset_info("Test/kept", revision="v1").sha == head
        found = api.hf_hub_download("Test/kept", "data/x.parquet", repo_type="dataset", cache_dir=tmp_path)
        assert Path(found).read_bytes() == b"x" * 9000


def test_a_kill_in_the_middle_of_an_upload_leaves_nothing(tmp_path):
    root, content = tmp_path / "hub", b"y" * 4_000_000
    with process(root) as (running, url):
        begin(url)
        head = commit(url, "a.txt", b"a")
        info = UploadInfo.from_bytes(content)
        (action,), _, _ = post_lfs_batch_info([info], "local", "dataset", "Test/kept", endpoint=url)
        target = urlsplit(action["actions"]["upload"]["href"])
        with socket.create_connection((target.hostname, target.port)) as wire:
            start = f"PUT {target.path}?{target.query} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(content)}\r\n\r\n"
            wire.sendall(start.encode() + content[:2_000_000])
            deadline = time.monotonic() + 20
            while not any(path.stat().st_size for path in (root / "tmp").rglob("*") if path.is_file()):
                assert time.monotonic() < deadline, "the upload never reached the disk"
                time.sleep(0.02)
            running.kill()
            running.wait()
    oid = hashlib.sha256(content).hexdigest()
    with server.running(root) as url:
        assert not list((root / "tmp").iterdir())
        assert not (root / "lfs" / oid[:2] / oid[2:4] / oid).exists()
        assert HfApi(endpoint=url).dataset_info("Test/kept").sha == head
        assert commit(url, "y.parquet", content) != head


@pytest.mark.parametrize("after", [0.05, 0.2, 0.5])
def test_a_kill_among_commits_leaves_a_whole_history(tmp_path, after):
    root, done = tmp_path / "hub", []
    with process(root) as (running, url):
        begin(url)
        commit(url, "start.txt", b"start")
        threading.Timer(after, running.kill).start()
        with pytest.raises(Exception, match=r"(?i)connect|disconnect|reset|refused"):
            while True:
                done.append(commit(url, f"{len(done)}.txt", b"%d" % len(done)))
    with open_store(root) as store, store.repository("datasets", "Test/kept") as repo:
        told = [step["id"] for step in history.commits(repo, history.resolve(repo, "main"))]
        assert set(done) <= set(told)
        for sha in told:
            for entry in history.entries(repo, sha):
                assert entry.folder or len(history.read(repo, entry.oid)) == entry.size
    with server.running(root) as url:
        commit(url, "after.txt", b"z")


def test_locks_of_a_killed_server_do_not_stop_the_next(tmp_path):
    with server.running(tmp_path) as url:
        begin(url)
    (tmp_path / "datasets/Test/kept.git/refs/heads/main.lock").touch()
    with server.running(tmp_path) as url:
        assert commit(url, "a.txt", b"a")


def test_a_folder_is_served_once(tmp_path):
    with (
        server.running(tmp_path),
        pytest.raises(InputError, match="another Hub serves this folder"),
        server.running(tmp_path),
    ):
        pass


def test_a_taken_port_is_told_in_one_line(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        command = [sys.executable, "-m", "alignsurvey.cli", "hub", "--root", str(tmp_path), "--port"]
        done = subprocess.run([*command, str(other.getsockname()[1])], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert re.fullmatch(r"alignsurvey: port \d+ of 127\.0\.0\.1 is taken or not allowed; .*--port\n", done.stderr)


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="choose another folder"), server.running(tmp_path / "file"):
        pass
