"""Check digits against published examples and against Faker, which computes them on its own."""

import pytest
from faker import Faker

from alignsurvey.privacy.languages.shared.check_digits import chinese_id, luhn


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_examples_of_the_standard_are_right(number):
    assert chinese_id(number)


def test_every_changed_digit_of_an_identity_number_is_noticed():
    right = "11010519491231002X"
    for place in range(17):
        for digit in set("0123456789") - {right[place]}:
            assert not chinese_id(right[:place] + digit + right[place + 1 :])


def test_numbers_of_faker_pass():
    chinese, english = Faker("zh_CN"), Faker("en_US")
    chinese.seed_instance(1)
    english.seed_instance(1)
    assert all(chinese_id(chinese.ssn()) for _ in range(200))
    assert all(luhn(english.credit_card_number()) for _ in range(200))


@pytest.mark.parametrize("number", ["4532276644577021", "0000000000000000", "12", "not a number"])
def test_what_is_no_card_fails(number):
    assert not luhn(number)
