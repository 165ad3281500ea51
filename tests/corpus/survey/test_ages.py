import pytest

from alignsurvey.corpus.codebook.codebook import Attribute
from alignsurvey.corpus.survey.ages import number_of


def attribute(two_digit_years=False):
    return Attribute("Age", "born", {}, (("any", 0, 120),), frozenset(), 2023.0, None, two_digit_years)


@pytest.mark.parametrize(
    "born", ["1968", "1968-05-31", "1968/5/31", "31.05.1968", "5/31/1968", "1968年5月", "19680531"]
)
def test_the_year_is_taken_from_a_year_or_a_day(born):
    assert number_of(attribute(), born) == 55


@pytest.mark.parametrize(("born", "age"), [("68", 55), ("2", 21), ("0", 23), ("24", 99)])
def test_a_year_of_two_digits_makes_nobody_older_than_99(born, age):
    assert number_of(attribute(two_digit_years=True), born) == age


def test_what_is_no_year_is_no_age():
    assert number_of(attribute(), "unknown") is None
    assert number_of(attribute(), "68") == 1955  # in no band, so that the build says so
