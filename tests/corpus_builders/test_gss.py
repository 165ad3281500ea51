"""GSS 2018 from the extract that a package carries and, where the real file is, from GSS2018.dta."""

import os
from pathlib import Path

import pytest

from alignsurvey.corpus import build_dataset, read_codebook
from alignsurvey.corpus.codebook.sources import fetch_dataset
from alignsurvey.corpus.survey.survey import read_layout
from alignsurvey.files.errors import InputError

ROOT = Path(__file__).parents[2] / "corpus_builders"
KEY = bytes(range(32))
RAW = os.environ.get("ALIGNSURVEY_RAW")
real_file = pytest.mark.skipif(not RAW, reason="ALIGNSURVEY_RAW names no folder with gss/GSS2018.dta")

# Answers per item, and too little / about right / too much for three of them, as the provider's file has them.
ANSWERS = {
    "natspac": 2086, "natenvir": 2276, "natheal": 2294, "natcity": 2078, "natcrime": 2249, "natdrug": 2261,
    "nateduc": 2326, "natrace": 2104, "natarms": 2256, "nataid": 2196, "natfare": 2265, "natroad": 2309,
    "natsoc": 2230, "natmass": 2195, "natpark": 2288, "natchld": 2215, "natsci": 2209, "natenrgy": 2234,
}  # fmt: skip
SHARES = {"natspac": (494, 1043, 549), "nataid": (332, 699, 1165), "natroad": (1283, 817, 209)}


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    folder = tmp_path_factory.mktemp("raw")
    assert fetch_dataset("gss", folder, ROOT) == [folder / "gss" / "gss_spending.csv"]
    return folder


@pytest.fixture(scope="module")
def read(raw):
    codebook = read_codebook(ROOT / "gss" / "codebook.yaml")
    layouts = {layout.file: layout for wave in codebook.waves for layout in wave.layouts}

    def survey(file, folder=raw):
        return read_layout(layouts[file], folder / "gss" / file, "gss-2018", "gss", KEY)

    return survey


def spending(survey):
    return survey.frame.select("respondent_id", *(f"answer:{item}" for item in ANSWERS))


def test_counts_are_those_of_the_provider(read):
    survey = read("gss_spending.csv")
    assert len(survey.frame) == 2348
    found = {item: survey.frame[f"answer:{item}"].drop_nulls() for item in ANSWERS}
    assert {item: len(answers) for item, answers in found.items()} == ANSWERS
    assert sum(ANSWERS.values()) == 40071
    for item, counts in SHARES.items():
        assert tuple((found[item] == index).sum() for index in range(3)) == counts


def test_the_extract_says_who_is_a_woman_and_has_no_weight(read):
    frame = read("gss_spending.csv").frame
    assert frame["profile:Sex"].value_counts(sort=True).rows() == [("female", 1296), ("male", 1052)]
    assert frame["weight"].unique().to_list() == [1.0]
    assert frame["profile:Own yearly income"].null_count() == 985


def test_the_data_set_is_complete(raw, tmp_path):
    manifest = build_dataset("gss", raw, tmp_path, key=KEY, root=ROOT, sources=["gss-2018"])
    single = manifest["configs"]["survey_response"]
    assert single["train"]["rows"] + single["test"]["rows"] == 40071
    assert sum(manifest["respondents"].values()) == 2348
    assert 0.22 < manifest["respondents"]["test"] / 2348 < 0.28
    assert manifest["configs"]["survey_response_group"]["test"]["rows"] > 500
    assert manifest["counts"]["gss-2018/nataid"] == {"too little": 332, "about right": 699, "too much": 1165}


def test_without_a_raw_file_the_error_says_how_to_obtain_it(tmp_path):
    with pytest.raises(
        InputError, match=r"GSS2018.dta or GSS2018.sav or gss_spending.csv not found.*alignsurvey fetch gss"
    ):
        build_dataset("gss", tmp_path, tmp_path / "out", key=KEY, root=ROOT, sources=["gss-2018"])


@real_file
def test_both_files_agree_answer_by_answer(read):
    extract, whole = (spending(survey) for survey in (read("gss_spending.csv"), read("GSS2018.dta", Path(RAW or "."))))
    assert extract.equals(whole)


@real_file
def test_both_files_agree_on_the_profile(read):
    extract, whole = read("gss_spending.csv").frame, read("GSS2018.dta", Path(RAW or ".")).frame
    for name in extract.columns:
        if name.startswith("profile:"):
            assert extract[name].equals(whole[name]), name


@real_file
def test_the_whole_file_has_weights_and_knows_which_wording_was_asked(read):
    survey = read("GSS2018.dta", Path(RAW or "."))
    assert survey.frame["weight"].sum() == pytest.approx(2348, abs=0.5)
    versions = survey.frame["version:natspac"]
    assert ((versions == 0).sum(), (versions == 1).sum()) == (1029, 1057)
    natspac = next(item for item in survey.items if item.question.id == "natspac")
    assert natspac.versions[1][1].endswith("the right amount on space exploration?")
