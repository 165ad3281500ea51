"""The local Hub as huggingface_hub sees it, over HTTP."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from huggingface_hub import CommitOperationAdd, CommitOperationCopy, CommitOperationDelete, HfApi
from huggingface_hub.errors import (
    EntryNotFoundError,
    HfHubHTTPError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from alignsurvey.hub import server


def added(path, content):
    return CommitOperationAdd(path, content)


@pytest.fixture(scope="module")
def api(hub):
    return HfApi(endpoint=hub.url, token="local")


@pytest.fixture
def repo(api, request):
    """An empty data set repository of the test's own."""
    repo_id = f"Test/{request.node.name.replace('[', '-').replace(']', '')[:60]}"
    api.create_repo(repo_id, repo_type="dataset")
    return repo_id


def commit(api, repo, *operations, **options):
    return api.create_commit(repo, operations, commit_message="a change", repo_type="dataset", **options).oid


def files(api, repo, revision=None):
    return set(api.list_repo_files(repo, repo_type="dataset", revision=revision)) - {".gitattributes"}


def read(api, repo, path, revision, folder):
    found = api.hf_hub_download(repo, path, repo_type="dataset", revision=revision, cache_dir=folder)
    return Path(found).read_bytes()


@pytest.mark.parametrize("kind", ["model", "dataset", "space"])
def test_a_repository_is_made_once(api, kind):
    options = {"repo_type": kind, "space_sdk": "gradio" if kind == "space" else None}
    url = api.create_repo("Test/once", **options)
    assert (url.repo_id, url.repo_type) == ("Test/once", kind)
    assert api.create_repo("Test/once", exist_ok=True, **options) == url
    with pytest.raises(HfHubHTTPError, match="409"):
        api.create_repo("Test/once", **options)
    assert [found.id for found in getattr(api, f"list_{kind}s")(author="Test", search="once")] == ["Test/once"]


def test_a_deleted_repository_is_gone(api, repo):
    api.delete_repo(repo, repo_type="dataset")
    with pytest.raises(RepositoryNotFoundError):
        api.dataset_info(repo)


def test_one_commit_adds_and_deletes(api, repo, tmp_path):
    commit(api, repo, added("old/a.txt", b"a"), added("old/b.txt", b"b"), added("stale.txt", b"s"))
    gone = [CommitOperationDelete("old/"), CommitOperationDelete("stale.txt")]
    head = commit(api, repo, *gone, added("说明 one.md", "你好".encode()), added("data/x.parquet", b"PAR1" * 999))
    assert files(api, repo) == {"说明 one.md", "data/x.parquet"}
    assert read(api, repo, "说明 one.md", head, tmp_path) == "你好".encode()
    assert read(api, repo, "data/x.parquet", head, tmp_path) == b"PAR1" * 999
    info = {file.path: file for file in api.get_paths_info(repo, ["说明 one.md", "data"], repo_type="dataset")}
    assert set(info) == {"说明 one.md", "data"}


def test_a_commit_of_nothing_new_changes_nothing(api, repo):
    head = commit(api, repo, added("a.txt", b"a"), added("w.safetensors", b"w" * 5000))
    assert commit(api, repo, added("a.txt", b"a"), added("w.safetensors", b"w" * 5000)) == head


def test_a_copied_large_file_shares_its_content(api, repo, tmp_path):
    commit(api, repo, added("w.safetensors", b"w" * 5000))
    head = commit(api, repo, CommitOperationCopy("w.safetensors", "copy.safetensors"))
    assert read(api, repo, "copy.safetensors", head, tmp_path) == b"w" * 5000


def test_deleting_what_is_not_there_is_refused(api, repo):
    with pytest.raises(EntryNotFoundError):
        commit(api, repo, added("a.txt", b"a"), CommitOperationDelete("none.txt"))
    assert files(api, repo) == set()


def test_a_commit_on_a_stale_parent_is_refused(api, repo):
    first = commit(api, repo, added("a.txt", b"1"))
    second = commit(api, repo, added("a.txt", b"2"), parent_commit=first)
    with pytest.raises(HfHubHTTPError, match="412"):
        commit(api, repo, added("a.txt", b"3"), parent_commit=first)
    assert api.dataset_info(repo).sha == second


def test_of_concurrent_commits_on_one_parent_one_wins(api, repo):
    parent = api.dataset_info(repo).sha

    def attempt(number):
        try:
            return commit(api, repo, added("a.txt", b"%d" % number), parent_commit=parent)
        except HfHubHTTPError as error:
            return error.response.status_code

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(8)))
    assert outcomes.count(412) == 7
    assert api.dataset_info(repo).sha in outcomes


def test_concurrent_commits_without_parent_all_arrive(api, repo):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: commit(api, repo, added(f"{number}.txt", b"%d" % number)), range(8)))
    assert files(api, repo) == {f"{number}.txt" for number in range(8)}
    assert len(api.list_repo_commits(repo, repo_type="dataset")) == 9


def test_a_tag_stays_where_it_was_put(api, repo, tmp_path):
    first = commit(api, repo, added("a.txt", b"1"))
    api.create_tag(repo, tag="v1.0.0", tag_message="first", repo_type="dataset")
    commit(api, repo, added("a.txt", b"2"), added("b.txt", b"2"))
    with pytest.raises(HfHubHTTPError, match="409"):
        api.create_tag(repo, tag="v1.0.0", repo_type="dataset")
    tags = api.list_repo_refs(repo, repo_type="dataset").tags
    assert [(tag.name, tag.target_commit) for tag in tags] == [("v1.0.0", first)]
    folder = api.snapshot_download(repo, repo_type="dataset", revision="v1.0.0", cache_dir=tmp_path)
    assert {path.name for path in Path(folder).iterdir()} == {".gitattributes", "a.txt"}
    assert read(api, repo, "a.txt", "v1.0.0", tmp_path) == b"1"
    api.delete_tag(repo, tag="v1.0.0", repo_type="dataset")
    with pytest.raises(RevisionNotFoundError):
        api.dataset_info(repo, revision="v1.0.0")


def test_branches_are_apart(api, repo):
    commit(api, repo, added("a.txt", b"1"))
    api.create_branch(repo, branch="try/this", repo_type="dataset")
    commit(api, repo, added("b.txt", b"2"), revision="try/this")
    assert (files(api, repo), files(api, repo, "try/this")) == ({"a.txt"}, {"a.txt", "b.txt"})
    api.delete_branch(repo, branch="try/this", repo_type="dataset")
    assert [branch.name for branch in api.list_repo_refs(repo, repo_type="dataset").branches] == ["main"]
    with pytest.raises(HfHubHTTPError, match="403"):
        api.delete_branch(repo, branch="main", repo_type="dataset")


def test_a_short_sha_and_a_folder_can_be_asked_for(api, repo):
    head = commit(api, repo, added("data/a/x.txt", b"1"), added("y.txt", b"2"))
    tree = api.list_repo_tree(repo, "data", revision=head[:9], repo_type="dataset", recursive=True, expand=True)
    assert [(entry.path, entry.last_commit.oid) for entry in tree] == [("data/a", head), ("data/a/x.txt", head)]


def test_a_tree_of_many_files_comes_in_pages(api, repo):
    commit(api, repo, *(added(f"d/{number:04}.txt", b"x") for number in range(1203)))
    assert len(list(api.list_repo_tree(repo, "d", repo_type="dataset"))) == 1203


def test_missing_things_have_their_own_errors(api, repo, tmp_path):
    with pytest.raises(RepositoryNotFoundError):
        api.model_info("Test/none")
    with pytest.raises(RevisionNotFoundError):
        api.dataset_info(repo, revision="v9")
    with pytest.raises(EntryNotFoundError):
        api.hf_hub_download(repo, "none.txt", repo_type="dataset", cache_dir=tmp_path)
    with pytest.raises(EntryNotFoundError):
        list(api.list_repo_tree(repo, "none", repo_type="dataset"))
    assert not api.file_exists(repo, "none.txt", repo_type="dataset")
    assert not api.revision_exists(repo, "v9", repo_type="dataset")


def test_writing_needs_a_token(hub, repo):
    with pytest.raises(HfHubHTTPError, match="401"):
        HfApi(endpoint=hub.url, token=False).create_tag(repo, tag="v1", repo_type="dataset")


def test_a_card_that_the_hub_would_refuse_is_refused(api, repo):
    with pytest.raises(ValueError, match="line 3"):
        commit(api, repo, added("README.md", b"---\nlicense: mit\nconfigs: [a\n---\n"))
    commit(api, repo, added("README.md", b"---\nlicense: mit\nlanguage: [en, zh]\n---\ntext"))
    info = api.dataset_info(repo)
    assert (info.card_data.license, info.tags) == ("mit", ["language:en", "language:zh", "license:mit"])


def test_thirty_megabytes_go_up_and_down(api, repo, tmp_path):
    content = os.urandom(30_000_000)
    head = commit(api, repo, added("big.bin", content))
    (sibling,) = (s for s in api.dataset_info(repo, files_metadata=True).siblings if s.rfilename == "big.bin")
    assert (sibling.size, sibling.lfs.size) == (30_000_000, 30_000_000)
    assert read(api, repo, "big.bin", head, tmp_path) == content


def test_an_upload_survives_a_passing_failure(tmp_path):
    failures = [503, 503]

    def failing(app):
        async def wrapped(scope, receive, send):
            if scope["method"] != "PUT" or not failures:
                return await app(scope, receive, send)
            await send({"type": "http.response.start", "status": failures.pop(), "headers": []})
            await send({"type": "http.response.body", "body": b""})

        return wrapped

    with server.running(tmp_path / "hub", wrap=failing) as url:
        api = HfApi(endpoint=url, token="local")
        api.create_repo("Test/fault", repo_type="dataset")
        head = commit(api, "Test/fault", added("w.safetensors", b"w" * 5000))
        assert not failures
        assert read(api, "Test/fault", "w.safetensors", head, tmp_path) == b"w" * 5000
