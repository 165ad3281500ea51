"""No submission is lost, stored twice or half there, when the Hub fails and the board is killed."""

import json

from campaigns.faulty_hub import Found, in_a_child

from alignsurvey.files.errors import InputError
from alignsurvey.hub.client import connect
from alignsurvey.leaderboard.rows import FILES
from alignsurvey.leaderboard.store import Store

REPO = "Faults/board"
RUN = {"dataset": "PiLabZJU/alignsurvey-gss", "config": "survey_response", "split": "test", "data_revision": "v1.0.0"}
RESULTS = {"config": "survey_response", "accuracy": 0.5, "n": 1}


def under_faults_and_kills(hub, root, submissions):
    """Submissions in turn with faults, with a kill, or with both; each is handed in until it is stored."""
    found, start = Found("stored once, whole, on disk and mirror; a new disk has every row"), hub.injected
    names = []
    for number in range(submissions):
        found.tried += 1
        store, given = Store(root / "board", REPO), _given(number)
        if number % 2:
            with hub.armed(rate=0.1):
                killed = in_a_child(lambda store=store, given=given: store.add(*given), hub.draw.uniform(0.01, 0.3))
            found.kills += killed
        names.append(_hand_in(found, hub, store, given, number))
    found.faults = hub.injected - start
    if submissions:
        _check(found, root, names)
    return found


def _given(number):
    run = json.dumps({"model": f"m{number}", **RUN}).encode()
    return b'{"id": "a", "prediction": "x"}\n', run, RESULTS


def _hand_in(found, hub, store, given, number):
    for again in range(20):
        try:
            with hub.armed(rate=0.0 if again > 10 else 0.15):
                return store.add(*given)
        except InputError:
            continue
        except Exception as error:
            found.broken.append(f"submission {number}: {type(error).__name__}: {error}")
    found.broken.append(f"submission {number}: never stored")
    return ""


def _check(found, root, names):
    api = connect()
    titles = [commit.title for commit in api.list_repo_commits(REPO, repo_type="dataset")]
    files = set(api.list_repo_files(REPO, repo_type="dataset"))
    new = Store(root / "new-disk", REPO)
    new.restore()
    restored = {row.id for row in new.submissions()}
    listed = [row.id for row in Store(root / "board", REPO).submissions()]
    for name in names:
        stored = all(f"submissions/{name}/{file}" in files for file in FILES)
        if not stored or titles.count(f"Add submission {name}") != 1:
            found.broken.append(f"{name}: {titles.count(f'Add submission {name}')} commits on the mirror")
        elif name not in restored or listed.count(name) != 1:
            found.broken.append(f"{name}: {listed.count(name)} rows on disk, {name in restored} on a new disk")
    left = [path for path in (root / "board" / "submissions").iterdir() if path.name.startswith(".")]
    if left:
        found.broken.append(f"{len(left)} leftovers of kills")
