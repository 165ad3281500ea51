"""A small build, a project of one's own to stage from, and this process pointed at the local Hub."""

import json
import uuid
from pathlib import Path

import pytest

from alignsurvey.files.hashes import sha256
from alignsurvey.tasks import arrow_schema

ROOT = Path(__file__).parents[2]


def record(config, number):
    """A record whose every column holds something of its kind."""
    answer = [{"role": "assistant", "content": "B. 满意"}]
    shared = {
        "id": f"toy/{number}", "respondent_id": f"r{number}", "source": "toy", "country": "CN", "language": "zh",
        "prompt": [{"role": "user", "content": "你怎么看？"}], "completion": answer,
        "question_id": "q", "question": "满意吗", "choices": ["不满意", "满意"], "scale": [0.0, 1.0],
    }  # fmt: skip
    if config == "survey_response":
        return {**shared, "profile": [{"attribute": "性别", "value": "女"}], "answer": number % 2, "weight": 1.5}
    group = [{"attribute": "性别", "value": "女"}]
    return {**shared, "respondent_id": None, "group": group, "distribution": [0.25, 0.75], "n": 4, "respondent_ids": []}


def write_build(folder, rows=3, dataset="gss", **source):
    """A build as `alignsurvey build` leaves it; returns its manifest."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    configs = {}
    for config in ("new_questions", "survey_response", "survey_response_group"):
        for split in ("test", "train"):
            path = folder / "data" / config / f"{split}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            records = [record(config, number) for number in range(rows)]
            pq.write_table(pa.Table.from_pylist(records, schema=arrow_schema(config)), path)
            facts = {"file": f"data/{config}/{split}.parquet", "rows": rows, "bytes": path.stat().st_size}
            configs.setdefault(config, {})[split] = {**facts, "sha256": sha256(path)}
    about = {
        "corpus": "toy", "title": "Toy survey", "provider": "Nobody", "licence": "CC0", "citation": "None.",
        "obtain": "Made by a test.", "synthetic": False, "redistribution": True,
    }  # fmt: skip
    manifest = {
        "dataset": dataset, "configs": configs, "respondents": {"test": rows, "train": rows}, "seed": 42,
        "sources": [{**about, **source}], "raw": {}, "alignsurvey": "1.0.0", "counts": {}, "absent": {},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))
    recall = {"zh": {"PHONE": {"planted": 10, "removed": 0.9}}}
    (folder / "privacy.json").write_text(json.dumps({"toy": {"respondents": 3, "recall": recall}}))
    return manifest


@pytest.fixture
def make_build():
    """`make_build(folder, rows)` writes a build."""
    return write_build


@pytest.fixture
def build(tmp_path):
    """Folder of a small build of the data set gss."""
    folder = tmp_path / "datasets" / "gss"
    write_build(folder)
    return folder


@pytest.fixture
def api(hub, use, monkeypatch):
    """A client of the session's Hub, where this test is an organisation of its own."""
    monkeypatch.setenv("ALIGNSURVEY_ORG", f"T{uuid.uuid4().hex}")
    return use(hub.url)


@pytest.fixture(autouse=True)
def _checkout(checkout, tmp_path, monkeypatch):
    """Units and cards come from this checkout in every test of the Hub; the key is each test's own."""
    monkeypatch.setenv("ALIGNSURVEY_KEY_FILE", str(tmp_path / "key" / "pseudonym.key"))
