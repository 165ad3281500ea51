"""The European Social Survey: declared missing values, letters, bare codes; countries; extracts."""

import os
from pathlib import Path

import pytest

from alignsurvey.corpus import read_codebook
from alignsurvey.files.errors import InputError

ROOT = Path(__file__).parents[2] / "corpus_builders"
RAW = os.environ.get("ALIGNSURVEY_RAW")
real_file = pytest.mark.skipif(not RAW, reason="ALIGNSURVEY_RAW names no folder with ess/ESS9DE.sav and ess/ESS11.csv")

COUNTRIES = {"cntry": ["AT", "AT", "NO", "DE", "GB"], "idno": [1, 2, 1, 1, 2]}
TRUST = {0: "No trust at all", 10: "Complete trust"}
# The same three answers and two missing ones in each form of the data: 77 refusal, 88 don't know.
FORMS = {
    "ESS11.sav": {"trstprl": [0, 7, 10, 77, 88], "gincdif": [1, 5, 3, 7, 8], "agea": [77, 15, 66, 88, 999]},
    "ESS11.dta": {"trstprl": [0, 7, 10, "a", "b"], "gincdif": [1, 5, 3, "a", "b"], "agea": [77, 15, 66, 88, "a"]},
    "ESS11.csv": {"trstprl": [0, 7, 10, 77, 88], "gincdif": [1, 5, 3, 7, 8], "agea": [77, 15, 66, 88, 999]},
}
WIDE = [{"lo": code, "hi": code} for code in (77, 88, 99)]
SETTINGS = {
    "ESS11.sav": {
        "value_labels": {"trstprl": {**TRUST, 77: "Refusal", 88: "Don't know", 99: "No answer"}},
        "missing": {"trstprl": WIDE, "gincdif": [{"lo": 7, "hi": 9}], "agea": [{"lo": 999, "hi": 999}]},
    },
    "ESS11.dta": {
        "value_labels": {"trstprl": {**TRUST, "a": "Refusal", "b": "Don't know", "c": "No answer"}},
        "missing": {"trstprl": ["a", "b", "c"], "gincdif": ["a", "b"], "agea": ["a"]},
    },
    "ESS11.csv": {},
}


@pytest.fixture
def read(whole_file, survey, tmp_path):
    """Round 11 from a file of the given form."""

    def one(file, **columns):
        path = whole_file("ess", "ess-11", tmp_path / file, {**COUNTRIES, **FORMS[file], **columns}, **SETTINGS[file])
        return survey("ess", "ess-11", path)

    return one


def test_there_are_twenty_opinion_items_and_more_in_both_rounds():
    waves = read_codebook(ROOT / "ess" / "codebook.yaml").waves
    assert {wave.name: len(wave.layouts[0].items) for wave in waves} == {"ess-9": 33, "ess-11": 39}


@pytest.mark.parametrize("file", FORMS)
def test_every_form_of_the_file_gives_the_same_answers(read, counts, profiles, file):
    found = read(file)
    assert {choice: n for choice, n in counts(found, "trstprl").items() if n} == {
        "0, no trust at all": 1, "7": 1, "10, complete trust": 1,
    }  # fmt: skip
    assert list(counts(found, "gincdif").values()) == [1, 0, 1, 0, 1]
    assert profiles(found, "Age") == {"75 or older": 2, "under 18": 1, "60 to 74": 1, None: 1}
    assert found.left_out == {}


def test_countries_are_iso_codes_and_numbers_are_unique_within_them_only(read):
    frame = read("ESS11.sav").frame
    assert frame["country"].value_counts().sort("country").rows() == [("AT", 2), ("DE", 1), ("GB", 1), ("NO", 1)]
    assert frame["respondent_id"].n_unique() == 5


def test_the_weight_is_that_for_analysis(read):
    assert sorted(read("ESS11.sav", anweight=[0.2, 0.4, 1, 2, 3]).frame["weight"]) == [0.2, 0.4, 1, 2, 3]


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ({"pspwght": [0.5, 1, 1, 1, 2], "pweight": [2.0] * 5, "dweight": [9.0] * 5}, [1, 2, 2, 2, 4]),
        ({"pweight": [0.5] * 5, "dweight": [1.0, 2, 3, 4, 6]}, [0.5, 1, 1.5, 2, 3]),
    ],
)
def test_without_the_analysis_weight_it_is_the_product_that_it_is_made_of(survey, raw_file, tmp_path, held, expected):
    path = raw_file(tmp_path / "ESS11.sav", {**COUNTRIES, "gincdif": [1, 2, 3, 4, 5], **held})
    found = survey("ess", "ess-11", path)
    assert sorted(found.frame["weight"]) == expected
    assert "weight" not in found.left_out


def test_a_country_that_the_codebook_does_not_know_is_named(read):
    with pytest.raises(InputError, match=r"ESS11.sav: variable cntry has undeclared code ZZ in 1 rows"):
        read("ESS11.sav", cntry=["AT", "AT", "NO", "DE", "ZZ"])


def test_the_blank_of_r_is_missing_and_a_missing_weight_is_told(survey, tmp_path, counts):
    path = tmp_path / "ESS11.csv"
    path.write_text('"";"idno";"cntry";"trstplc"\n"1";50014;"AT";6\n"2";50030;"AT";NA\n', encoding="utf-8")
    found = survey("ess", "ess-11", path)
    assert counts(found, "trstplc")["6"] == 1
    assert found.left_out["weight"] == "anweight or pspwght * pweight or dweight * pweight"
    assert [item.question.id for item in found.items] == ["trstplc"]


@real_file
def test_the_integrated_file_of_round_11_gives_the_published_numbers(survey, counts):
    found = survey("ess", "ess-11", Path(RAW or ".") / "ess" / "ESS11.csv")
    assert len(found.frame) == 46162
    by_country = dict(found.frame["country"].value_counts().iter_rows())
    assert len(by_country) == 28
    assert (by_country["AT"], by_country["DE"], by_country["NO"], by_country["IT"]) == (2354, 2420, 1337, 2865)
    assert list(counts(found, "trstplc").values()) == [
        1566, 816, 1663, 2364, 2679, 5761, 5190, 7871, 9155, 5222, 3424,
    ]  # fmt: skip


@real_file
def test_the_german_file_of_round_9_gives_its_answers_without_the_declared_missing_ones(survey, counts, profiles):
    found = survey("ess", "ess-9", Path(RAW or ".") / "ess" / "ESS9DE.sav")
    assert (len(found.frame), len(found.items)) == (2358, 33)
    assert found.left_out == {}
    assert list(counts(found, "gincdif").values()) == [610, 1107, 309, 264, 48]
    assert sum(counts(found, "trstun").values()) == 2254
    assert profiles(found, "Main activity")[None] == 6
    assert found.frame["weight"].sum() == pytest.approx(2358, abs=1)
