from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.corpus.records.shuffle import permutation, shuffle_choices

ids = st.text(min_size=1, max_size=30)


@given(seed=st.integers(), record_id=ids, count=st.integers(0, 40))
def test_a_permutation_holds_every_choice_once(seed, record_id, count):
    assert sorted(permutation(seed, record_id, count)) == list(range(count))


@given(seed=st.integers(), record_id=ids, count=st.integers(1, 12), answer=st.integers(0, 11))
def test_the_answer_and_the_scale_move_with_their_choice(seed, record_id, count, answer):
    answer %= count
    record = {
        "id": record_id,
        "choices": tuple(f"choice {index}" for index in range(count)),
        "scale": tuple(float(index) for index in range(count)),
        "answer": answer,
    }
    shown = shuffle_choices(record, seed)
    assert shown["choices"][shown["answer"]] == f"choice {answer}"
    assert shown["scale"] == [float(choice.split()[1]) for choice in shown["choices"]]


@given(seed=st.integers(), record_id=ids, count=st.integers(2, 12))
def test_the_order_depends_on_seed_and_id_alone(seed, record_id, count):
    record = {"id": record_id, "choices": list("abcdefghijkl"[:count]), "answer": ["a"]}
    first, again = (
        shuffle_choices(record, seed),
        shuffle_choices({**record, "respondent_id": "r1", "weight": 2.0}, seed),
    )
    assert first["choices"] == again["choices"]
    assert first["answer"] == ["a"]


def test_every_order_is_about_equally_frequent():
    orders = Counter(tuple(permutation(42, f"record {number}", 3)) for number in range(6000))
    assert len(orders) == 6
    assert all(850 < count < 1150 for count in orders.values())


def test_the_order_is_that_of_the_first_release():
    assert permutation(42, "gss-2018/r1/natroad", 5) == (3, 2, 0, 4, 1)


def test_the_order_of_many_choices_is_that_of_the_first_release():
    assert permutation(42, "ess-9/r1/lrscale", 11) == (8, 9, 0, 6, 7, 5, 1, 2, 4, 10, 3)
