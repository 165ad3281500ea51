"""The Chinese General Social Survey: names that change case, cut labels, values that mean no answer."""

import json
import os
import re
from pathlib import Path

import pytest

from alignsurvey.corpus import build_dataset, read_codebook
from alignsurvey.files.errors import InputError

ROOT = Path(__file__).parents[2] / "corpus_builders"
RAW = os.environ.get("ALIGNSURVEY_RAW")
real_codebook = pytest.mark.skipif(not RAW, reason="ALIGNSURVEY_RAW names no folder with cgss/codebook_CGSS2018.json")
NO_ANSWER = {98: "不知道", 99: "拒绝回答"}
FAIR = {1: "完全不公平", 2: "比较不公平", 3: "说不上公平但也不能说不公平", 4: "比较公平", 5: "完全公平", **NO_ANSWER}
INCOME = {9999996: "收入高于百万位数", 9999997: "不适用", 9999998: "不知道", 9999999: "拒绝回答"}
WAVES = {2018: ("a35", "a62", "a31"), 2021: ("A35", "A62", "A3_1")}


@pytest.fixture(params=WAVES)
def read(request, whole_file, survey, tmp_path):
    """A wave of six people: the last two did not answer."""
    year = request.param
    fair, income, born = WAVES[year]
    columns = {
        fair: [1, 3, 5, 5, 98, 99],
        income: [0, 29999, 30000, 9999996, 9999998, 9999997],
        born: [year - age for age in (18, 29, 30, 75, 40, 60)],
        "weight": [0.5, 1, 1.5, 1, 1, 1],
    }
    labels = {fair: "总的来说，您认为当今的社会公不公平？"}
    path = whole_file(
        "cgss", f"cgss-{year}", tmp_path / f"CGSS{year}.dta", columns,
        value_labels={fair: FAIR, income: INCOME}, labels=labels,
    )  # fmt: skip
    return survey("cgss", f"cgss-{year}", path)


def test_there_are_twenty_opinion_items_and_more_in_both_waves():
    waves = read_codebook(ROOT / "cgss" / "codebook.yaml").waves
    assert {wave.name: len(wave.layouts[0].items) for wave in waves} == {"cgss-2018": 26, "cgss-2021": 29}


def test_refusals_are_no_answers(read, counts):
    assert list(counts(read, "a35").items()) == [
        ("完全不公平", 1), ("比较不公平", 0), ("说不上公平但也不能说不公平", 1), ("比较公平", 0), ("完全公平", 2),
    ]  # fmt: skip


def test_the_profile_is_in_chinese_and_above_a_million_is_no_missing_income(read, profiles):
    assert profiles(read, "家庭年收入") == {
        "1万元以下": 1, "1万至3万元以下": 1, "3万至6万元以下": 1, "20万元及以上": 1, None: 2,
    }  # fmt: skip
    assert profiles(read, "年龄") == {"18至29岁": 2, "30至44岁": 2, "75岁及以上": 1, "60至74岁": 1}
    assert read.language == "zh-Hans"
    assert sorted(read.frame["weight"]) == [0.5, 1, 1, 1, 1, 1.5]


def test_a_code_that_the_wave_does_not_know_is_named_with_its_count(whole_file, survey, tmp_path):
    path = whole_file("cgss", "cgss-2021", tmp_path / "CGSS2021.dta", {"D1": [1, 8, 8]})
    with pytest.raises(InputError, match=r"CGSS2021.dta: variable D1 has undeclared code 8 in 2 rows"):
        survey("cgss", "cgss-2021", path)


def test_records_are_asked_in_chinese(whole_file, tmp_path):
    import pyarrow.parquet as pq

    whole_file("cgss", "cgss-2021", tmp_path / "raw" / "CGSS2021.dta", {"A42_4": [5] * 40})
    build_dataset("foundation", tmp_path / "raw", tmp_path, key=bytes(32), root=ROOT, sources=["cgss-2021"])
    rows = pq.read_table(tmp_path / "foundation" / "data" / "quantitative" / "train.parquet").to_pylist()
    row = next(row for row in rows if row["question_id"] == "a424")
    assert row["question"] == "您是否同意以下说法：在经济不景气时，应该先解雇女性员工"
    assert row["choices"][row["answer"]] == "完全同意"
    assert (row["country"], row["language"]) == ("CN", "zh-Hans")
    assert "问卷" in row["prompt"][0]["content"] + row["prompt"][-1]["content"]


def declared(year):
    path = Path(RAW or ".") / "cgss" / f"codebook_CGSS{year}.json"
    return {one["varname"]: one for one in json.loads(path.read_text(encoding="utf-8"))["variables"]}


def layout(year):
    waves = {wave.name: wave for wave in read_codebook(ROOT / "cgss" / "codebook.yaml").waves}
    return waves[f"cgss-{year}"].layouts[0]


@real_codebook
@pytest.mark.parametrize("year", WAVES)
def test_every_variable_code_and_word_is_that_of_the_wave(year):
    found = declared(year)
    assert set(layout(year).variables()) <= set(found)
    for item in layout(year).items:
        ((variable, _),) = item.versions
        words = {code: item.question.choices[index] for code, index in item.codes.items()}
        labels = found[variable]["valuelabels"]
        assert words == {code: label for code, label in labels.items() if code not in item.missing}, variable
    for attribute in layout(year).profile:
        if attribute.codes:
            labels = {code: label.removesuffix("（请注明）") for code, label in
                      found[attribute.variable]["valuelabels"].items()}  # fmt: skip
            assert attribute.codes == {c: label for c, label in labels.items() if c not in attribute.missing}


@real_codebook
@pytest.mark.parametrize("year", WAVES)
def test_every_wording_is_whole_and_begins_as_the_label_of_the_wave(year):
    for item in layout(year).items:
        ((variable, text),) = item.versions
        label = declared(year)[variable]["label"].replace("\xa0", " ").strip()
        part, rest = re.fullmatch(r"(?:\[\s*\w+[.\s]+(.*?)\])?\s*(.*)", label).groups()
        rest = re.sub(r"^[A-Z]\d+[a-z]?\.\s*", "", rest)
        assert text.endswith(part or "")
        assert text.startswith(rest), (variable, text, rest)


@real_codebook
@pytest.mark.parametrize("year", WAVES)
def test_a_file_with_every_variable_of_the_wave_is_read(year, tmp_path, survey, whole_file):
    everything = {name: [1.0] * 3 for name in declared(year)}
    ours = dict.fromkeys(layout(year).variables())
    columns = {name: values for name, values in everything.items() if name not in ours}
    labels = {name: {int(c): label for c, label in one["valuelabels"].items()} for name, one in declared(year).items()}
    path = whole_file("cgss", f"cgss-{year}", tmp_path / f"CGSS{year}.dta", columns, value_labels=labels)
    assert len(survey("cgss", f"cgss-{year}", path).frame) == 3
