"""Releases on a real local Hub: one commit, one tag, nothing overwritten, nothing that was not put there."""

import pytest
from huggingface_hub import CommitOperationAdd

from alignsurvey.files.errors import InputError
from alignsurvey.files.hashes import sha256
from alignsurvey.hub.local_files import listed
from alignsurvey.hub.publish import publish
from alignsurvey.project import organisation


@pytest.fixture
def folder(tmp_path):
    """Files of both storages: Parquet goes to LFS, text to git."""
    files = tmp_path / "staged" / "files"
    (files / "data").mkdir(parents=True)
    (files / "README.md").write_text("---\nlicense: mit\n---\n\n# 数据\n", encoding="utf-8")
    (files / "data" / "a.parquet").write_bytes(b"PAR1" * 50)
    return files


def repo():
    return f"{organisation()}/thing"


def commits(api):
    return [commit.commit_id for commit in api.list_repo_commits(repo(), repo_type="dataset")]


def tags(api):
    return {ref.name: ref.target_commit for ref in api.list_repo_refs(repo(), repo_type="dataset").tags}


def put(folder, tag="v1.0.0"):
    return publish(folder, repo(), "dataset", tag, "Release")


def test_a_release_is_one_commit_and_one_tag(api, folder):
    api.create_repo(repo(), repo_type="dataset")
    before = len(commits(api))
    done = put(folder)
    assert done.changed
    assert len(commits(api)) == before + 1
    assert tags(api) == {"v1.0.0": done.commit}
    assert done.files == {
        "README.md": sha256(folder / "README.md"),
        "data/a.parquet": sha256(folder / "data/a.parquet"),
    }


def test_the_same_release_again_changes_nothing(api, folder):
    first = put(folder)
    seen = commits(api)
    again = put(folder)
    assert (again.changed, again.commit) == (False, first.commit)
    assert "nothing changed" in again.sentence()
    assert commits(api) == seen


def test_a_version_is_never_overwritten(api, folder):
    put(folder)
    seen = commits(api), tags(api)
    (folder / "data" / "a.parquet").write_bytes(b"PAR1" * 51)
    with pytest.raises(InputError, match=r"v1\.0\.0 .* other content \(1 files differ, the first data/a\.parquet\)"):
        put(folder)
    assert (commits(api), tags(api)) == seen


def test_the_next_version_drops_what_is_gone_and_keeps_the_old_one(api, folder):
    old = put(folder)
    (folder / "data" / "a.parquet").rename(folder / "data" / "b.parquet")
    new = put(folder, "v1.1.0")
    names = {
        tag: set(api.list_repo_files(repo(), repo_type="dataset", revision=tag)) - {".gitattributes"}
        for tag in ("v1.0.0", "v1.1.0")
    }
    assert names == {"v1.0.0": {"README.md", "data/a.parquet"}, "v1.1.0": {"README.md", "data/b.parquet"}}
    assert tags(api) == {"v1.0.0": old.commit, "v1.1.0": new.commit}
    assert len(set(commits(api)) - {old.commit, new.commit}) == len(commits(api)) - 2


def test_the_hubs_own_dot_files_stay(api, folder):
    put(folder)
    api.create_commit(
        repo(), [CommitOperationAdd(".eval_results/x.yaml", b"a: 1\n")], commit_message="results", repo_type="dataset"
    )
    (folder / "README.md").write_text("---\nlicense: mit\n---\n\nnew\n")
    put(folder, "v1.1.0")
    assert ".eval_results/x.yaml" in api.list_repo_files(repo(), repo_type="dataset", revision="v1.1.0")


def test_content_without_a_version_is_updated_in_place(api, folder):
    first, again = put(folder, None), put(folder, None)
    (folder / "README.md").write_text("---\nlicense: mit\n---\n\nnew\n")
    other = put(folder, None)
    assert [first.changed, again.changed, other.changed] == [True, False, True]
    assert first.commit == again.commit != other.commit


@pytest.mark.parametrize("name", [".env", "data/.cache/x", ".git/config"])
def test_hidden_files_are_refused(folder, name):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("secret")
    with pytest.raises(InputError, match="hidden files and links are not published"):
        listed(folder)


def test_evaluation_results_are_the_hidden_files_that_go_up(folder):
    (folder / ".eval_results").mkdir()
    (folder / ".eval_results" / "gss.yaml").write_text("[]")
    assert ".eval_results/gss.yaml" in listed(folder)


def test_links_are_refused(folder, tmp_path):
    (tmp_path / "outside").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "outside")
    with pytest.raises(InputError, match=r"link\.txt: hidden files and links"):
        listed(folder)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="nothing in it"):
        listed(tmp_path)
