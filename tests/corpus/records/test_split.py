from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.corpus.records.split import split_of

people = st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=50, unique=True)


@given(seed=st.integers(), people=people, data=st.data())
def test_a_respondent_keeps_the_split_whoever_else_is_there(seed, people, data):
    alone = {person: split_of(seed, person) for person in people}
    for person in data.draw(st.permutations(people)):
        assert split_of(seed, person) == alone[person]


@given(seed=st.integers(), person=st.text(max_size=20), low=st.floats(0, 1), high=st.floats(0, 1))
def test_a_larger_test_fraction_only_adds_to_test(seed, person, low, high):
    low, high = sorted((low, high))
    assert split_of(seed, person, low) == "train" or split_of(seed, person, high) == "test"


@given(seed=st.integers(), person=st.text(max_size=20))
def test_the_ends(seed, person):
    assert split_of(seed, person, 0) == "train"
    assert split_of(seed, person, 1) == "test"


def test_a_quarter_is_held_out():
    held_out = sum(split_of(42, f"respondent {number}") == "test" for number in range(8000))
    assert 0.235 < held_out / 8000 < 0.265
