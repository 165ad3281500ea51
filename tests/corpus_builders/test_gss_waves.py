"""The later waves of the GSS and the opinion items: what differs from wave to wave."""

import os
from pathlib import Path

import pytest

from alignsurvey.corpus import read_codebook
from alignsurvey.files.errors import InputError

ROOT = Path(__file__).parents[2] / "corpus_builders"
RAW = os.environ.get("ALIGNSURVEY_RAW")
real_file = pytest.mark.skipif(not RAW, reason="ALIGNSURVEY_RAW names no folder with gss/GSS2018.dta and GSS2021.dta")
LETTERS = list("dijmnprsuxy")
LABELS_2024 = {letter: f"label of {letter}" for letter in LETTERS}


@pytest.fixture
def wave(whole_file, survey, tmp_path):
    """One wave, read from a file with the given columns."""

    def read(year, columns, **settings):
        path = whole_file("gss", f"gss-{year}", tmp_path / f"GSS{year}.dta", columns, **settings)
        return survey("gss", f"gss-{year}", path)

    return read


def test_there_are_twenty_opinion_items_and_more_beside_the_spending_items_in_every_wave():
    codebook = read_codebook(ROOT / "gss" / "codebook.yaml")
    items = {wave.name: [item.question.id for item in wave.layouts[0].items] for wave in codebook.waves}
    assert {name: len(ids) for name, ids in items.items()} == {
        "gss-2018": 54, "gss-2021": 47, "gss-2022": 54, "gss-2024": 54,
    }  # fmt: skip
    assert all(sum(name.startswith("nat") for name in ids) == 18 for ids in items.values())


def test_counts_of_2024_are_those_that_are_published(wave, counts, spread):
    published = {1: 684, 2: 1892, 3: 705, "n": 3, "d": 13, "s": 12}
    missing = {"happy": LETTERS}
    labels = {"happy": {1: "very happy", 2: "pretty happy", 3: "not too happy", **LABELS_2024}}
    found = wave(2024, {"happy": spread(published)}, missing=missing, value_labels=labels)
    assert counts(found, "happy") == {"very happy": 684, "pretty happy": 1892, "not too happy": 705}
    assert len(found.frame) == 3309


def test_an_answer_in_between_stands_between_whatever_its_code(wave):
    items = {item.question.id: item for item in wave(2018, {"trust": [1, 2, 3]}).items}
    trust, finalter, tax = (items[name].question for name in ("trust", "finalter", "tax"))
    assert trust.choices == ("most people can be trusted", "it depends", "can't be too careful")
    assert finalter.choices == ("getting worse", "stayed the same", "getting better")
    assert dict(zip(tax.choices, tax.positions, strict=True)) == {
        "too high": 0, "about right": 1, "too low": 2, "I pay no income tax": -1,
    }  # fmt: skip


@pytest.mark.parametrize(("year", "weight"), [(2018, "wtssall"), (2021, "wtssnrps"), (2024, "wtssnrps")])
def test_each_wave_has_its_own_weight(wave, year, weight):
    assert sorted(wave(year, {weight: [0.4, 1.1, 2.5]}).frame["weight"]) == [0.4, 1.1, 2.5]


@pytest.mark.parametrize(
    ("year", "south"),
    [(2018, [5, 6, 7]), (2021, [5, 6, 7]), (2024, [3])],
)
def test_nine_divisions_and_four_regions_are_told_apart(wave, profiles, year, south):
    codes = [1, 2, 3, 4, 5, 6, 7, 8, 9] if len(south) == 3 else [1, 2, 3, 4]
    found = profiles(wave(year, {"region": codes}), "Region")
    assert found["South"] == len(south)
    assert sum(found.values()) == len(codes)


def test_27_is_refused_and_0_is_no_income_in_2021_alone(wave, profiles):
    income = {"rincom16": [0, 26, 27], "income16": [26, 27, 1]}
    found = wave(2021, income)
    assert profiles(found, "Own yearly income") == {"no income": 1, "$90,000 or more": 1, None: 1}
    assert profiles(found, "Household yearly income") == {"$130,000 or more": 1, None: 1, "under $10,000": 1}
    with pytest.raises(InputError, match=r"GSS2018.dta: variable rincom16 has undeclared code 0 in 1 rows"):
        wave(2018, income)


def test_place_of_residence_is_missing_in_2021_and_never_that_of_the_age_of_16(wave):
    found = {year: wave(year, {"happy": [1, 2]}).frame.columns for year in (2018, 2021, 2024)}
    assert ["profile:Place of residence" in columns for columns in found.values()] == [True, False, True]
    codebook = read_codebook(ROOT / "gss" / "codebook.yaml")
    used = {one.variable for wave in codebook.waves for layout in wave.layouts for one in layout.profile}
    assert not used & {"res16", "reg16", "income"}


def test_labels_may_be_spelt_otherwise_or_be_more_than_the_answers(wave, profiles):
    columns = {"polviews": [5, 7]}
    for year, label in ((2018, "slghtly conservative"), (2021, "slightly conservative")):
        labels = {"polviews": {5: label, 7: "extremely conservative", 98: "dk", 99: "na"}}
        found = profiles(wave(year, columns, value_labels=labels), "Political views")
        assert found == {"slightly conservative": 1, "extremely conservative": 1}


def test_an_item_that_the_file_of_2022_lacks_is_left_out_and_named(whole_file, survey, tmp_path):
    path = whole_file("gss", "gss-2022", tmp_path / "GSS2022.dta", {"happy": [1, 2]})
    import pyreadstat

    frame, _ = pyreadstat.read_dta(str(path))
    pyreadstat.write_dta(frame.drop(columns=["grass", "xnorcsiz"]), str(path))
    found = survey("gss", "gss-2022", path)
    assert found.left_out == {"grass": "grass", "Place of residence": "xnorcsiz"}


def test_the_spss_file_of_a_wave_gives_the_same_answers_as_the_stata_file(
    survey, whole_file, tmp_path, counts, profiles
):
    published = {1: 705, 2: 684, 3: 1892}
    happy = [code for code, n in published.items() for _ in range(n)]
    missing = {"happy": ["d", "s"], "income16": ["r"]}
    stata = {"happy": [*happy, "d", "s"], "income16": [*([1, 26] * 1640), 1, "r", "r"]}
    spss = {"HAPPY": [*happy, -98, -97], "income16": [*([1, 26] * 1640), 1, -96, -96]}
    declared = {name: [{"lo": -100, "hi": -1}] for name in spss}
    whole = whole_file("gss", "gss-2024", tmp_path / "GSS2024.dta", stata, missing=missing)
    other = whole_file("gss", "gss-2024", tmp_path / "GSS2024.sav", spss, missing=declared, without=["happy"])
    found = [survey("gss", "gss-2024", path) for path in (whole, other)]
    assert [list(counts(one, "happy").values()) for one in found] == [[705, 684, 1892]] * 2
    assert profiles(found[0], "Household yearly income") == profiles(found[1], "Household yearly income")
    assert found[1].left_out == {}


@real_file
def test_the_real_waves_give_the_providers_counts(survey, counts):
    found = {year: survey("gss", f"gss-{year}", Path(RAW or ".") / "gss" / f"GSS{year}.dta") for year in (2018, 2021)}
    assert [len(one.frame) for one in found.values()] == [2348, 4032]
    assert [list(counts(one, "happy").values()) for one in found.values()] == [[701, 1307, 336], [783, 2308, 923]]
    assert list(counts(found[2021], "letin1a").values()) == [227, 476, 1128, 426, 413]
    assert list(counts(found[2021], "natspac").values()) == [488 + 461, 1043 + 1071, 438 + 498]


@real_file
def test_the_weights_of_2021_are_those_of_its_file(survey):
    weights = survey("gss", "gss-2021", Path(RAW or ".") / "gss" / "GSS2021.dta").frame["weight"]
    assert weights.sum() == pytest.approx(4032, abs=0.5)
    assert weights.n_unique() == 1854


@real_file
def test_the_profile_of_2021_is_that_of_its_file(survey, profiles):
    found = survey("gss", "gss-2021", Path(RAW or ".") / "gss" / "GSS2021.dta")
    assert profiles(found, "Own yearly income")["no income"] == 1307
    assert profiles(found, "Household yearly income")[None] == 80 + 335 + 108
    assert profiles(found, "Region")["South"] == 800 + 270 + 426
    assert profiles(found, "Sex") == {"male": 1736, "female": 2204, None: 92}
