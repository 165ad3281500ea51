"""Made-up people: numbers of the right shape, the same for the same draw."""

from pathlib import Path

import pytest

from alignsurvey.corpus.synthetic.people import OWN, Cast, faker
from alignsurvey.corpus.synthetic.talk import draw
from alignsurvey.files.yaml import load
from alignsurvey.privacy.languages.shared.check_digits import chinese_id, digits

PHRASES = Path(__file__).parents[3] / "corpus_builders" / "ase"


def _cast(language, number=0):
    rng = draw("cast", number)
    return Cast(language, load(PHRASES / f"phrases.{language}.yaml"), rng, faker(language, rng))


def _contact(language, number):
    cast = _cast(language, number)
    return cast.contact(list(cast.bank["titles"])[number % 2], ["spouse", "child"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_same_draw_gives_the_same_person(language):
    assert _contact(language, 3) == _contact(language, 3) != _contact(language, 4)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_contact_sheet_has_a_value_for_everything_that_can_be_planted(language):
    contact = _contact(language, 1)
    assert all(contact[name] for name in OWN)
    assert [member["relation"] for member in contact["household"]] != []


def test_chinese_identity_numbers_have_a_right_check_digit():
    cast = _cast("zh")
    numbers = [cast.id_number() for _ in range(50)]
    assert all(chinese_id(number.replace(" ", "")) for number in numbers)
    assert any(" " in number for number in numbers)


def test_american_identity_numbers_avoid_areas_that_were_never_given_out():
    cast = _cast("en")
    parts = [digits(cast.id_number()) for _ in range(200)]
    assert all(len(part) == 9 and part[:3] not in ("000", "666") and part[0] != "9" for part in parts)


@pytest.mark.parametrize(("language", "lengths"), [("en", {10, 11}), ("zh", {11, 12, 13})])
def test_phone_numbers_are_complete_and_written_in_several_ways(language, lengths):
    cast = _cast(language)
    numbers = [cast.phone() for _ in range(80)]
    assert {len(digits(number)) for number in numbers} <= lengths
    assert len({"".join(sign for sign in number if not sign.isdigit()) for number in numbers}) > 3
