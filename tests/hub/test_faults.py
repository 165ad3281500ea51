"""A Hub that answers 503, loses answers, is raced, lies or is not there, made by an ASGI app around the real one."""

import socket
import uuid

import pytest
from fixtures.faults import Faulty, cut, forged, html, lost, shortened, unavailable, vanish
from huggingface_hub import CommitOperationAdd
from starlette.concurrency import run_in_threadpool

from alignsurvey.files.errors import InputError
from alignsurvey.hub import server
from alignsurvey.hub.publish import publish


@pytest.fixture
def folder(tmp_path):
    files = tmp_path / "staged" / "files"
    files.mkdir(parents=True)
    (files / "README.md").write_text("---\nlicense: mit\n---\n\ntext\n")
    (files / "a.parquet").write_bytes(uuid.uuid4().bytes * 50)  # new to the Hub, so that it is uploaded
    return files


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A faulty Hub and its URL."""
    faulty = Faulty()
    with server.running(tmp_path_factory.mktemp("faulty"), faulty.wrap) as url:
        yield faulty, url


class Release:
    """One test's repository on the faulty Hub."""

    def __init__(self, faulty, api, repo, folder):
        self.faulty, self.api, self.repo, self.folder = faulty, api, repo, folder

    def fail(self, part, fault, times=10**6):
        self.faulty.faults[part] = fault, times

    def put(self):
        return publish(self.folder, self.repo, "dataset", "v1.0.0", "Release")

    def titles(self):
        self.faulty.faults.clear()
        return [commit.title for commit in self.api.list_repo_commits(self.repo, repo_type="dataset")]

    def tags(self):
        self.faulty.faults.clear()
        return [ref.name for ref in self.api.list_repo_refs(self.repo, repo_type="dataset").tags]


@pytest.fixture
def release(served, use, folder, sleeps):
    faulty, url = served
    faulty.faults.clear()
    yield Release(faulty, use(url), f"Test/{uuid.uuid4().hex}", folder)
    faulty.faults.clear()


STEPS = ["/validate-yaml", "/preupload/", "/objects/batch", "PUT ", "/commit/main"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("fault", [unavailable, vanish])
def test_a_hub_that_fails_before_the_commit_gets_no_release(release, sleeps, step, fault):
    release.fail(step, fault)
    with pytest.raises(InputError, match=r"committing 2 files to dataset Test/.* run the same command again") as error:
        release.put()
    assert release.api.endpoint in str(error.value)
    assert "\n" not in str(error.value)
    assert sum(sleeps) < 30
    assert release.tags() == []
    assert "Release" not in release.titles()


@pytest.mark.parametrize("fault", [unavailable, vanish])
def test_a_release_cut_off_before_its_tag_is_finished_by_the_next_run(release, fault):
    release.fail("/tag/", fault)
    with pytest.raises(InputError, match=r"tagging dataset Test/.* as v1\.0\.0"):
        release.put()
    assert release.tags() == []
    assert release.put().changed
    assert release.tags() == ["v1.0.0"]
    assert release.titles().count("Release") == 1


def test_a_fault_that_passes_is_sat_out(release, sleeps):
    release.fail("/commit/main", unavailable, 2)
    release.fail("/tag/", vanish, 2)
    assert release.put().changed
    assert sleeps == [1.0, 2.0, 1.0, 2.0]
    assert release.titles().count("Release") == 1


@pytest.mark.parametrize("step", ["/commit/main", "/tag/"])
def test_a_lost_answer_does_not_make_a_second_commit(release, step):
    release.fail(step, lost, 1)
    assert release.put().changed
    assert release.tags() == ["v1.0.0"]
    assert release.titles().count("Release") == 1


def test_a_commit_that_came_first_is_told_and_kept(release):
    async def raced(app, scope, receive, send):
        theirs = [CommitOperationAdd("other.txt", b"theirs")]
        options = {"commit_message": "theirs", "repo_type": "dataset"}
        await run_in_threadpool(release.api.create_commit, release.repo, theirs, **options)
        await app(scope, receive, send)

    release.fail("/commit/main", raced, 1)
    with pytest.raises(InputError, match="another commit that came first"):
        release.put()
    assert release.titles()[0] == "theirs"
    assert release.tags() == []


@pytest.mark.parametrize("fault", [forged, html, cut, shortened, vanish, unavailable])
def test_a_release_that_cannot_be_read_back_is_read_back_by_the_next_run(release, fault):
    release.fail("/resolve/", fault)
    with pytest.raises(InputError, match=r"reading back v1\.0\.0 .*do not use this release before it was") as error:
        release.put()
    assert len(str(error.value).splitlines()) == 1
    with pytest.raises(InputError, match="do not use this release"):
        release.put()
    release.faulty.faults.clear()
    assert not release.put().changed
    release.fail("/resolve/", fault)
    assert not release.put().changed  # what was read back once needs no second time


@pytest.mark.parametrize("fault", [forged, html, cut, shortened, vanish, unavailable])
def test_reading_back_is_tried_again(release, fault):
    release.fail("GET /datasets/", fault, 1)
    assert release.put().changed
    assert release.titles().count("Release") == 1


def test_a_file_that_changes_while_it_is_sent_gets_no_tag(release):
    async def changed(app, scope, receive, send):
        (release.folder / "a.parquet").write_bytes(uuid.uuid4().bytes * 50)
        await app(scope, receive, send)

    release.fail("/validate-yaml", changed, 1)
    with pytest.raises(InputError):
        release.put()
    assert release.tags() == []


def test_what_a_killed_run_read_back_is_removed(release):
    left = release.folder.parent / "read-back-abc"
    left.mkdir()
    release.put()
    assert not left.exists()


def test_a_hub_that_answers_503_to_all_is_asked_five_times(release, sleeps):
    release.fail(" /", unavailable)
    with pytest.raises(InputError, match=f"looking up .*: the Hub at {release.api.endpoint} answered 503"):
        release.put()
    assert sleeps == [1.0, 2.0, 4.0, 8.0]


def test_nobody_at_the_address(use, folder, sleeps):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        use(f"http://127.0.0.1:{closed.getsockname()[1]}")
        with pytest.raises(InputError, match=r"did not answer .*check HF_ENDPOINT") as error:
            publish(folder, "Test/nobody", "dataset", "v1.0.0", "Release")
    assert "\n" not in str(error.value)


def test_no_token_names_the_remedy(release, monkeypatch, tmp_path):
    monkeypatch.delenv("HF_TOKEN")
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path / "none"))
    with pytest.raises(InputError, match=r"refused \(401\).*HF_TOKEN"):
        release.put()
