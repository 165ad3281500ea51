"""The American Trends Panel: refusals that no file declares, half samples, answers as words."""

import csv
from pathlib import Path

import pytest

from alignsurvey.corpus import read_codebook

ROOT = Path(__file__).parents[2] / "corpus_builders"
REFUSED = {99: "Refused"}
OPTIMIST = {1: "Very optimistic", 2: "Somewhat optimistic", 3: "Somewhat pessimistic", 4: "Very pessimistic", **REFUSED}
# Unweighted answers as the file of wave 41 has them; the last is 99.
COUNTS = {
    "OPTIMIST_W41": {1: 290, 2: 1113, 3: 806, 4: 306, 99: 9},
    "ENVC_W41": {1: 405, 2: 1454, 3: 656, 99: 9},
    "GOVPRIOiF1_W41": {1: 458, 2: 633, 3: 147, 4: 11, None: 1275},
}


@pytest.fixture
def wave_41(whole_file, survey, tmp_path, spread):
    """Wave 41 with the published counts of three items; no missing value is declared."""
    columns = {name: spread(counts) for name, counts in COUNTS.items()}
    rows = len(columns["OPTIMIST_W41"])
    columns |= {
        "F_AGECAT": [1, 2, 3, 4, 99] * 504 + [1] * 4,
        "F_RACETHN": [1, 2, 3, 4, 9] * 504 + [1] * 4,
        "WEIGHT_W41": [0.5, 1.5] * (rows // 2),
    }
    path = whole_file("atp", "atp-w41", tmp_path / "ATP W41.sav", columns, value_labels={"OPTIMIST_W41": OPTIMIST})
    return survey("atp", "atp-w41", path)


def test_there_are_twelve_items_and_more_in_both_waves():
    waves = read_codebook(ROOT / "atp" / "codebook.yaml").waves
    assert {wave.name: {len(layout.items) for layout in wave.layouts} for wave in waves} == {
        "atp-w41": {45}, "atp-w54": {102},
    }  # fmt: skip


def test_counts_are_those_of_the_file_without_its_refusals(wave_41, counts):
    assert len(wave_41.frame) == 2524
    assert list(counts(wave_41, "OPTIMIST_W41").values()) == [290, 1113, 806, 306]
    assert list(counts(wave_41, "GOVPRIOiF1_W41").values()) == [458, 633, 147, 11]


def test_a_middle_answer_stands_in_the_middle(wave_41, counts):
    assert counts(wave_41, "ENVC_W41") == {
        "Better than it is now": 405, "About the same as it is now": 656, "Worse than it is now": 1454,
    }  # fmt: skip


def test_the_refusals_of_the_profile_have_their_own_codes(wave_41, profiles):
    assert profiles(wave_41, "Age")[None] == 504
    assert profiles(wave_41, "Race-ethnicity")[None] == 504
    assert wave_41.frame["weight"].sum() == pytest.approx(2524)


def test_who_should_pay_is_no_scale(wave_41):
    positions = {item.question.id: item.question.positions for item in wave_41.items}
    assert positions["ELDFINANCEF2_W41"] == (-1, -1, -1)
    assert positions["OPTIMIST_W41"] == (0, 1, 2, 3)


def test_a_file_of_wave_54_without_a_profile_variable_is_read_and_told(whole_file, survey, tmp_path, counts):
    import pyreadstat

    path = whole_file("atp", "atp-w54", tmp_path / "ATP W54.sav", {"INEQ1_W54": [1, 2, 3, 99]})
    frame, _ = pyreadstat.read_sav(str(path))
    pyreadstat.write_sav(frame.drop(columns=["F_INCOME"]), str(path))
    found = survey("atp", "atp-w54", path)
    assert found.left_out == {"Family income": "F_INCOME"}
    assert counts(found, "INEQ1_W54") == {
        "Too much economic inequality": 1,
        "About the right amount of economic inequality": 1,
        "Too little economic inequality": 1,
    }


def test_answers_as_words_are_the_same_answers(survey, tmp_path, counts, profiles):
    path = tmp_path / "American_Trends_Panel_W54" / "responses.csv"
    path.parent.mkdir()
    rows = [
        ["ECON5_b_W54", "FIN_SIT_W54", "GOVRESP_a_W54", "WEIGHT_W54", "AGE", "POLPARTY", "INCOME"],
        ["Neither helping nor hurting", "Live comfortably", "", "0.5", "65+", "Other", "$30,000-$50,000"],
        ["Helping a lot", "Just meet your basic expenses", "Refused", "1.5", "18-29", "Refused", "Less than $30,000"],
    ]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    found = survey("atp", "atp-w54", path, "American_Trends_Panel_W54/responses.csv")
    assert list(counts(found, "ECON5_b_W54").values()) == [1, 0, 1, 0, 0]
    assert list(counts(found, "FIN_SIT_W54").values()) == [1, 0, 1, 0]
    assert sum(counts(found, "GOVRESP_a_W54").values()) == 0
    assert profiles(found, "Party") == {"Something else": 1, None: 1}
    assert profiles(found, "Household income") == {"$30,000-$50,000": 1, "Less than $30,000": 1}
    assert sorted(found.frame["weight"]) == [0.5, 1.5]
