"""The Chinese Social Survey, of which little is known: other names in every wave, any case, no respondent key."""

from pathlib import Path

import pytest

from alignsurvey.corpus import read_codebook

ROOT = Path(__file__).parents[2] / "corpus_builders"


@pytest.fixture
def wave(survey, tmp_path):
    """A wave of the given columns; the fixture is made up, because no codebook of the survey is public."""
    import pandas
    import pyreadstat

    def read(year, columns):
        path = tmp_path / f"css{year}.dta"
        pyreadstat.write_dta(pandas.DataFrame(columns), str(path))
        return survey("css", f"css-{year}", path)

    return read


@pytest.mark.parametrize(
    ("year", "item", "born"), [(2019, "D2A_5", "A1_1_A"), (2021, "d3a5", "a1c1"), (2021, "D3a5", "A1C1")]
)
def test_the_item_has_its_own_name_in_each_wave_and_case_does_not_matter(wave, counts, profiles, year, item, born):
    found = wave(year, {item: [1.0, 10, -1, 0], born: [year - 20.0, year - 60, year - 44, year - 45], "psu": [2.0] * 4})
    assert {choice: n for choice, n in counts(found, "social_life").items() if n} == {"1分": 1, "10分": 1}
    assert profiles(found, "年龄") == {"18至29岁": 1, "60岁及以上": 1, "30至44岁": 1, "45至59岁": 1}
    assert found.frame["respondent_id"].n_unique() == 4


def test_the_rows_of_2019_with_psu_1_are_dropped(wave):
    found = wave(2019, {"d2a_5": [1.0, 2, 3], "a1_1_a": [1980.0] * 3, "psu": [1.0, 7, 8]})
    assert sorted(found.frame["answer:social_life"]) == [1, 2]


def test_nothing_is_declared_that_is_not_known():
    for wave in read_codebook(ROOT / "css" / "codebook.yaml").waves:
        for layout in wave.layouts:
            assert len(layout.items) == 1
            assert [one.name for one in layout.profile] == ["年龄"]
            assert (layout.key, layout.weight) == ((), ())
