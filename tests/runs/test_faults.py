"""A Hub that fails while a version is read: the very version comes, or nothing; never another one from a cache."""

import pyarrow
import pyarrow.parquet as pq
import pytest
from fixtures.faults import Faulty, cut, forged, html, shortened, unavailable, vanish

from alignsurvey.files.errors import InputError
from alignsurvey.hub import download, server
from alignsurvey.runs import published
from alignsurvey.tasks import features

REPOSITORY = "Test/alignsurvey-two"
CARD = """---
configs:
- config_name: survey_response
  data_files:
  - {split: test, path: data/survey_response/test.parquet}
---
"""
FAULTS = [unavailable, vanish, html, cut, shortened, forged]


def _publish(api, folder, records, version):
    from huggingface_hub import CommitOperationAdd

    table = pyarrow.Table.from_pylist(records, schema=features("survey_response").arrow_schema)
    pq.write_table(table, folder / "test.parquet")
    api.create_repo(REPOSITORY, repo_type="dataset", exist_ok=True)
    operations = [
        CommitOperationAdd("README.md", f"{CARD}{version}\n".encode()),
        CommitOperationAdd("data/survey_response/test.parquet", folder / "test.parquet"),
    ]
    api.create_commit(REPOSITORY, operations, repo_type="dataset", commit_message=version)
    api.create_tag(REPOSITORY, tag=version, repo_type="dataset")


@pytest.fixture(scope="module")
def faulty_hub(tmp_path_factory):
    faulty = Faulty()
    with server.running(tmp_path_factory.mktemp("hub"), faulty.wrap) as url:
        yield faulty, url


@pytest.fixture(scope="module")
def versions(faulty_hub, make_records, tmp_path_factory):
    """Records of v1.0.0 and of v1.1.0, both published."""
    from huggingface_hub import HfApi

    everybody = make_records(8)
    both = {"v1.0.0": everybody[:8], "v1.1.0": everybody[8:]}
    api = HfApi(endpoint=faulty_hub[1], token="local")
    for version, records in both.items():
        _publish(api, tmp_path_factory.mktemp("parquet"), records, version)
    return both


@pytest.fixture
def reading(faulty_hub, versions, use, sleeps, tmp_path, monkeypatch):
    """The faulty Hub, with the newer version read already and the older one not."""
    faulty, url = faulty_hub
    use(url)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    for cached in (download.files_at, published._read_commit):
        cached.cache_clear()
    faulty.faults.clear()
    assert _read("v1.1.0") == versions["v1.1.0"]
    yield faulty
    faulty.faults.clear()


def _read(version):
    return published.read_split(REPOSITORY, "survey_response", version, "test")[0]


@pytest.mark.parametrize("step", ["/revision/", "/tree/", "README.md", "GET /datasets/"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_hub_that_keeps_failing_gives_no_other_version(reading, fault, step):
    if fault is forged and step in ("/revision/", "/tree/"):
        pytest.skip("these answers have no hash to be compared with")
    reading.faults[step] = fault, 10**6
    with pytest.raises(InputError) as told:
        _read("v1.0.0")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("step", ["/revision/", "/tree/", "README.md", "GET /datasets/"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_passes_gives_the_very_version(reading, versions, fault, step):
    if fault is forged and step in ("/revision/", "/tree/"):
        pytest.skip("these answers have no hash to be compared with")
    reading.faults[step] = fault, 1
    assert _read("v1.0.0") == versions["v1.0.0"]


def test_training_takes_the_rows_of_its_commit(reading, versions):
    from alignsurvey.train.recipe import Source
    from alignsurvey.train.samples import read

    sha = published.commit(REPOSITORY, "dataset", "v1.0.0")
    reading.faults["/resolve/"] = unavailable, 10**6
    with pytest.raises(InputError, match=r"fetching .* answered 503"):
        read(Source(REPOSITORY, "survey_response", split="test"), sha)
    reading.faults.clear()
    assert read(Source(REPOSITORY, "survey_response", split="test"), sha).to_list() == versions["v1.0.0"]
