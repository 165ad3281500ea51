"""The Chinese Household Income Project: people joined to their household, urban and rural apart."""

from pathlib import Path

import pandas
import pyarrow.parquet as pq
import pyreadstat
import pytest

from alignsurvey.corpus import build_dataset
from alignsurvey.files.errors import InputError

ROOT = Path(__file__).parents[2] / "corpus_builders"
KEY = bytes(range(32))
PERSON = {
    "hhcode": ["110101001", "110101001", "440303002", "440303002"],
    "idcode": [1.0, 2, 1, 2],
    "A03": [1.0, 2, 1, 2],
    "A04_1": [1958.0, 1988, 2010, 2019],
    "A10": [1.0, 2, 3, -99],
    "A13_1": [9.0, 1, 5, -88],
    "A16_1": [1.0, 5, 3, -99],
    "C03_1": [2.0, 4, -88, -88],
    "C03_2": [4.0, 7, -88, 3],
    "A23": ["1,4", "-88", "5", "6"],
}
HOUSEHOLD = {"hhcode": ["440303002", "110101001"], "P07_3": [1.0, 4], "n3701": [90000.0, 20000]}


@pytest.fixture
def files(tmp_path):
    """Write the four files of the wave, with columns replaced."""

    def write(person=None, household=None):
        for area in ("urban", "rural"):
            for kind, columns in (("person", {**PERSON, **(person or {})}),
                                  ("household", {**HOUSEHOLD, **(household or {})})):  # fmt: skip
                frame = pandas.DataFrame({name: values for name, values in columns.items() if values})
                pyreadstat.write_dta(frame, str(tmp_path / f"chip2018_{area}_{kind}.dta"))
        return tmp_path

    return write


@pytest.fixture
def read(files, survey):
    """One of the two files of persons, with its households."""

    def one(area, **changes):
        folder = files(**changes)
        return survey("chip", f"chip-2018-{area}", folder / f"chip2018_{area}_person.dta")

    return one


def test_members_have_the_answer_of_their_household(read, counts):
    assert counts(read("urban"), "P07_3") == {"下降": 2, "不变": 0, "小幅度上升": 0, "大幅度上升": 2}


@pytest.mark.parametrize(
    ("area", "place", "employers"),
    [("urban", "城镇", ["其他股份制企业", "私营企业"]), ("rural", "农村", ["集体企业", "其他股份制企业"])],
)
def test_the_name_of_the_file_tells_the_area_and_the_list_of_employers(read, profiles, area, place, employers):
    found = read(area)
    assert profiles(found, "城乡") == {place: 4}
    assert profiles(found, "单位类型") == {employers[0]: 1, employers[1]: 1, "国有企业": 1, None: 1}


def test_minus_88_and_minus_99_are_no_answers(read, profiles):
    found = read("urban", household={"P07_3": [-99.0, -88]})
    assert found.frame["answer:P07_3"].null_count() == 4
    assert profiles(found, "健康状况") == {"非常好": 1, "一般": 1, "非常不好": 1, None: 1}
    assert profiles(found, "年龄") == {"60至74岁": 1, "30至44岁": 1, "17岁及以下": 2}


def test_urban_and_rural_people_with_the_same_key_are_different_people(files, tmp_path):
    both = ["chip-2018-urban", "chip-2018-rural"]
    manifest = build_dataset("chip", files(), tmp_path / "out", key=KEY, root=ROOT, sources=both)
    assert sum(manifest["respondents"].values()) == 8
    assert manifest["counts"]["chip-2018-rural/P07_3"]["大幅度上升"] == 2
    assert set(manifest["raw"]) == {
        f"chip2018_{a}_{k}.dta" for a in ("urban", "rural") for k in ("person", "household")
    }


def test_nothing_of_the_providers_key_is_written(files, tmp_path):
    build_dataset("chip", files(), tmp_path / "out", key=KEY, root=ROOT, sources=["chip-2018-urban"])
    written = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*.json"))
    rows = [pq.read_table(path).to_pylist() for path in (tmp_path / "out").rglob("*.parquet")]
    assert b"110101001" not in written
    assert "110101001" not in str(rows)


def test_a_person_without_a_household_has_no_answer(read):
    found = read("urban", household={"hhcode": ["440303002", "999999999"]})
    assert found.frame["answer:P07_3"].null_count() == 2


def test_without_its_households_the_file_of_persons_cannot_be_read(files):
    folder = files()
    (folder / "chip2018_urban_household.dta").unlink()
    with pytest.raises(InputError, match=r"chip2018_urban_household.dta: not found beside chip2018_urban_person.dta"):
        build_dataset("chip", folder, folder / "out", key=KEY, root=ROOT, sources=["chip-2018-urban"])
