"""A version that is read is the very version, whatever lies in the caches."""

import pyarrow
import pyarrow.parquet as pq
from campaigns.faulty_hub import Found, forget

from alignsurvey.files.errors import InputError
from alignsurvey.hub.publish import publish
from alignsurvey.runs import published
from alignsurvey.tasks import features

REPO = "Faults/alignsurvey-versions"
VERSIONS = ("v1.0.0", "v1.1.0")
CARD = """---
configs:
- config_name: survey_response
  data_files:
  - {{split: test, path: test.parquet}}
---
{version}
"""


def under_faults(hub, root, reads):
    """Read one of two versions at a time, from a cache that may hold either, while the Hub fails."""
    found, start = Found("the rows of the version that was asked for, or one line"), hub.injected
    rows = {version: _publish(root, version, place) for place, version in enumerate(VERSIONS)} if reads else {}
    for number in range(reads):
        version = VERSIONS[number % 2]
        found.tried += 1
        forget()
        published._read_commit.cache_clear()
        if hub.draw.random() < 0.3:
            _empty(root / "cache")
        try:
            with hub.armed(rate=0.4, most=hub.draw.randint(1, 40)):
                read = published.read_split(REPO, "survey_response", version, "test")[0]
            if read != rows[version]:
                found.broken.append(f"read {number}: other rows than those of {version}")
        except InputError as error:
            if len(str(error).splitlines()) != 1:
                found.broken.append(f"read {number}: more than one line: {error}")
        except Exception as error:
            found.broken.append(f"read {number}: {type(error).__name__}: {error}")
    found.faults = hub.injected - start
    return found


def _empty(cache):
    import shutil

    shutil.rmtree(cache, ignore_errors=True)


def _publish(root, version, place):
    rows = [_record(number + 100 * place) for number in range(40)]
    folder = root / version / "files"
    folder.mkdir(parents=True)
    schema = features("survey_response").arrow_schema
    pq.write_table(pyarrow.Table.from_pylist(rows, schema=schema), folder / "test.parquet")
    (folder / "README.md").write_text(CARD.format(version=version))
    publish(folder, REPO, "dataset", version, version)
    return pq.read_table(folder / "test.parquet").to_pylist()


def _record(number):
    return {
        "id": f"test/r{number}/q", "respondent_id": f"r{number}", "source": "test", "country": "US", "language": "en",
        "prompt": [], "completion": [], "profile": [], "question_id": "q", "question": "Roads?",
        "choices": ["yes", "no"], "scale": [0.0, 1.0], "answer": number % 2, "weight": 1.0,
    }  # fmt: skip
