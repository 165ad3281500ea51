"""The World Values Survey extract, the foundation corpus that anyone may build."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from alignsurvey.corpus import build_dataset
from alignsurvey.corpus.codebook.sources import fetch_dataset

ROOT = Path(__file__).parents[2] / "corpus_builders"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("foundation")
    assert folder / "raw" / "wvs" / "wvs_poverty.csv" in fetch_dataset("foundation", folder / "raw", ROOT)
    manifest = build_dataset(
        "foundation", folder / "raw", folder, key=bytes(range(32)), root=ROOT, sources=["wvs-1995"]
    )
    return manifest, folder / "foundation" / "data" / "quantitative"


def test_counts_are_those_of_the_extract(built):
    manifest, _ = built
    assert manifest["counts"] == {
        "wvs-1995/poverty": {"too little": 2708, "about the right amount": 1862, "too much": 811}
    }
    assert list(manifest["configs"]) == ["quantitative"]
    assert "carData" in manifest["sources"][0]["provider"]


def test_every_respondent_has_a_country_and_nearly_all_a_full_profile(built):
    _, folder = built
    rows = [row for split in ("train", "test") for row in pq.read_table(folder / f"{split}.parquet").to_pylist()]
    countries = [row["country"] for row in rows]
    assert {country: countries.count(country) for country in set(countries)} == {
        "AU": 1874, "US": 1377, "NO": 1127, "SE": 1003,
    }  # fmt: skip
    names = ["Country", "Age", "Sex", "Member of a religion", "University degree"]
    profiles = [[item["attribute"] for item in row["profile"]] for row in rows]
    assert all(profile == [name for name in names if name in profile] for profile in profiles)
    assert sum(profile == names for profile in profiles) > 0.97 * len(profiles)  # the others are k-anonymous
