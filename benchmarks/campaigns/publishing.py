"""Releases are whole or not there: under faults, and when the publisher is killed."""

import random
import shutil
import uuid

from campaigns.faulty_hub import Found, forget, in_a_child

from alignsurvey.files.errors import InputError
from alignsurvey.hub.client import connect
from alignsurvey.hub.local_files import LocalFile, listed
from alignsurvey.hub.publish import publish

PROMISE = "a tag stands on exactly the files that were sent, in one commit; one line says what failed"
TRIES = 12


def under_faults(hub, root, faults):
    """Publish version after version while the Hub fails, until so many faults were met."""
    found, start = Found(PROMISE), hub.injected
    number = 0
    while hub.injected - start < faults:
        number += 1
        found.tried += 1
        folder, repo, tag = _release(root, number)
        with hub.armed():
            _attempts(found, folder, repo, tag)
        _finish(found, folder, repo, tag)
    found.faults = hub.injected - start
    return found


def under_kills(hub, root, kills):
    """Kill a publisher at any moment, twice a release, then publish again."""
    found, draw, number = Found(PROMISE), random.Random(1), 10**6
    while found.kills < kills:
        number += 1
        found.tried += 1
        folder, repo, tag = _release(root, number)
        for _ in range(2):
            found.kills += in_a_child(
                lambda given=(folder, repo, tag): _put(*given), kill_after=draw.uniform(0.02, 0.6)
            )
            _whole_or_absent(found, folder, repo, tag)
        _finish(found, folder, repo, tag)
    return found


def _release(root, number):
    """Files of a version: ten versions go to one repository."""
    folder = root / "releases" / f"r{number}" / "files"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text(f"---\nlicense: mit\n---\n\nversion {number}\n")
    (folder / "a.parquet").write_bytes(uuid.uuid4().bytes * 200)
    (folder / "b.txt").write_text(f"{number}\n" * 50)
    return folder, f"Faults/repo{number // 10}", f"v1.{number}.0"


def _put(folder, repo, tag):
    publish(folder, repo, "dataset", tag, f"Release {tag}")


def _attempts(found, folder, repo, tag):
    for _ in range(TRIES):
        try:
            _put(folder, repo, tag)
        except InputError as error:
            if len(str(error).splitlines()) != 1:
                found.broken.append(f"{tag}: more than one line: {error}")
        except Exception as error:
            found.broken.append(f"{tag}: {type(error).__name__}: {error}")
        else:
            return


def _finish(found, folder, repo, tag):
    """Without faults the release is there, once."""
    _whole_or_absent(found, folder, repo, tag)
    forget()
    try:
        _put(folder, repo, tag)
    except Exception as error:
        found.broken.append(f"{tag}: cannot be finished: {error}")
        return
    api = connect()
    if not _whole_or_absent(found, folder, repo, tag):
        found.broken.append(f"{tag}: was published but is not there")
    titles = [commit.title for commit in api.list_repo_commits(repo, repo_type="dataset")]
    if titles.count(f"Release {tag}") != 1:
        found.broken.append(f"{tag}: {titles.count(f'Release {tag}')} commits")
    shutil.rmtree(folder.parent)


def _whole_or_absent(found, folder, repo, tag):
    """Whether the tag is there; it may not be there on anything but the files."""
    api = connect()
    if not api.repo_exists(repo, repo_type="dataset"):
        return False
    if tag not in {ref.name for ref in api.list_repo_refs(repo, repo_type="dataset").tags}:
        return False
    there = {
        entry.path: entry
        for entry in api.list_repo_tree(repo, repo_type="dataset", revision=tag, recursive=True)
        if hasattr(entry, "blob_id") and not entry.path.startswith(".")
    }
    files = {name: LocalFile.of(path) for name, path in listed(folder).items()}
    if set(there) != set(files) or not all(files[name].equals(entry) for name, entry in there.items()):
        found.broken.append(f"{tag}: stands on other files")
    return True
