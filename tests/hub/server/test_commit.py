"""The commit call without HTTP: what is refused leaves the branch where it was."""

import base64
import json

import pytest

from alignsurvey.hub.server import commit, history
from alignsurvey.hub.server.store import HubError, open_store


@pytest.fixture
def opened(tmp_path):
    with open_store(tmp_path) as store:
        assert store.create("datasets", "Test/x", lambda repo: commit.first_commit(repo, {"first.txt": b"1"}))
        with store.repository("datasets", "Test/x") as repo:
            yield store, repo


def body(*changes, **header):
    lines = [{"key": "header", "value": {"summary": "s", **header}}]
    lines += [{"key": key, "value": {"path": path, **value}} for key, path, value in changes]
    return "\n".join(json.dumps(line) for line in lines).encode()


def text(path, content=b"x"):
    return "file", path, {"content": base64.b64encode(content).decode(), "encoding": "base64"}


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/etc/passwd", ".git/config", "a//b", "", "a\\b", "a/.", "a\0b"])
def test_paths_that_leave_the_repository_are_refused(path):
    with pytest.raises(HubError, match="Invalid path"):
        commit.parse(body(text(path)))


@pytest.mark.parametrize("cut", [0, 20, 60, -4])
def test_a_cut_commit_is_refused(cut):
    whole = body(text("a.txt"), text("b.txt"))
    with pytest.raises(HubError, match="may be cut"):
        commit.parse(whole[:cut])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("file", "a.txt", {"content": "no base64!"}), "not base64"),
        (text("big.txt", b"x" * (commit.REGULAR_LIMIT + 1)), "through LFS"),
        (text("first.txt/under.txt"), "in its way"),
        (("lfsFile", "a.bin", {"oid": "../../x", "size": 1}), "SHA-256"),
        (("rename", "a.txt", {}), "unknown change"),
        (("deletedFolder", "first.txt", {}), "does not exist"),
    ],
)
def test_one_bad_change_leaves_the_branch_alone(opened, change, why):
    store, repo = opened
    before = history.resolve(repo, "main")
    with pytest.raises(HubError, match=why):
        commit.apply(store, repo, "main", commit.parse(body(text("good.txt"), change)))
    assert history.resolve(repo, "main") == before


def test_changes_apply_in_their_order(opened):
    store, repo = opened
    changes = [
        text("d/a.txt", b"old"),
        ("deletedFolder", "d", {}),
        text("d/a.txt", b"new"),
        ("deletedFile", "first.txt", {}),
    ]
    head = commit.apply(store, repo, "main", commit.parse(body(*changes, description="why")))
    assert [entry.path for entry in history.entries(repo, head)] == ["d", "d/a.txt"]
    assert history.read(repo, history.find(repo, head, "d/a.txt").oid) == b"new"
    assert next(history.commits(repo, head))["message"] == "why"


def test_a_commit_to_a_tag_is_refused(opened):
    store, repo = opened
    commit.add_ref(store, repo, "refs/tags/", "v1", history.resolve(repo, "main"))
    with pytest.raises(HubError) as refused:
        commit.apply(store, repo, "v1", commit.parse(body(text("a.txt"))))
    assert refused.value.code == "RevisionNotFound"


@pytest.mark.parametrize("name", ["", "a b", "a..b", "x.lock", "a~1", "/"])
def test_names_that_git_refuses_are_refused(opened, name):
    store, repo = opened
    with pytest.raises(HubError, match="Invalid name"):
        commit.add_ref(store, repo, "refs/tags/", name, history.resolve(repo, "main"))
