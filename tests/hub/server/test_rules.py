"""Which files go through LFS and which cards pass."""

import base64
import hashlib
import re

import pytest

from alignsurvey.hub.server import commit, history, rules
from alignsurvey.hub.server.store import open_store


def modes(tmp_path, asked, ignore=None, **extra):
    files = {".gitattributes": rules.GITATTRIBUTES.encode(), **{key: value.encode() for key, value in extra.items()}}
    with open_store(tmp_path) as store:
        store.create("models", "Test/x", lambda repo: commit.first_commit(repo, files))
        with store.repository("models", "Test/x") as repo:
            request = {"files": asked} if ignore is None else {"files": asked, "gitIgnore": ignore}
            return rules.upload_modes(repo, history.resolve(repo, "main"), request)


@pytest.mark.parametrize(
    ("path", "size", "sample", "mode"),
    [
        ("data/test.parquet", 10, b"PAR1", "lfs"),
        ("deep/er/model.safetensors", 10, b"x", "lfs"),
        ("README.md", 10, "说明".encode(), "regular"),
        ("notes.txt", commit.REGULAR_LIMIT + 1, b"x", "lfs"),
        ("unknown.xyz", 10, b"a\0b", "lfs"),
    ],
)
def test_upload_mode(tmp_path, path, size, sample, mode):
    asked = {"path": path, "size": size, "sample": base64.b64encode(sample).decode()}
    assert [answer["uploadMode"] for answer in modes(tmp_path, [asked])] == [mode]


def test_ignored_and_unchanged_files_are_told(tmp_path):
    asked = [{"path": path, "size": 1, "sample": ""} for path in ("a.pyc", "kept.txt")]
    first, second = modes(tmp_path, asked, ignore="*.pyc\n", **{"kept.txt": "x"})
    assert (first["shouldIgnore"], second["shouldIgnore"]) == (True, False)
    assert "oid" not in first
    assert second["oid"] == hashlib.sha1(b"blob 1\0x").hexdigest()


@pytest.mark.parametrize(
    ("card", "kind", "error"),
    [
        ("---\nsdk: gradio\ncolorFrom: red\n---\n", "space", None),
        ("---\nsdk: gradio\ncolorFrom: orange\n---\n", "space", "colorFrom"),
        ("---\ntitle: x\n---\n", "space", "sdk"),
        (f"---\nsdk: static\nshort_description: {'x' * 61}\n---\n", "space", "short_description"),
        ("---\nconfigs:\n- config_name: a\n  data_files: x.parquet\n---\n", "dataset", None),
        ("---\nconfigs:\n- data_files: x.parquet\n---\n", "dataset", r"configs\[0\]"),
        ("---\n- a list\n---\n", "dataset", "mapping"),
    ],
)
def test_card_checks(card, kind, error):
    errors, warnings = rules.card_problems(card, kind)
    assert not warnings
    assert bool(errors) == (error is not None)
    assert error is None or re.search(error, errors[0])


@pytest.mark.parametrize("card", ["", "# no front matter", "---\n---\n", "---\nnever: closed\n"])
def test_a_card_without_metadata_is_warned_about(card):
    assert rules.card_problems(card, "dataset") == ([], ["empty or missing yaml metadata in repo card"])
