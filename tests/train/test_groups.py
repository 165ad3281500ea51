"""Trees: each record once, one unit a tree, all items asked as often every few trees."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.train.groups import deal

_RECORDS = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("qrstuv")), unique=True, max_size=30)


@given(_RECORDS, st.none() | st.integers(1, 7), st.integers(0, 5))
def test_each_record_is_in_one_tree_of_its_unit(records, size, seed):
    units, items = [unit for unit, _ in records], [item for _, item in records]
    trees = deal(units, items, size, seed)
    assert sorted(index for tree in trees for index in tree) == list(range(len(records)))
    assert all(len({units[index] for index in tree}) == 1 for tree in trees)
    assert all(len(tree) <= (size or 30) for tree in trees)


def test_every_few_trees_ask_all_items_once():
    records = [(f"r{person:02}", f"q{item}") for person in range(12) for item in range(9)]
    trees = deal([unit for unit, _ in records], [item for _, item in records], 3, seed=1)
    for start in range(0, len(trees), 3):
        asked = Counter(records[index][1] for tree in trees[start : start + 3] for index in tree)
        assert set(asked.values()) == {1}
        assert len(asked) == 9


def test_all_units_give_a_tree_before_one_gives_its_second():
    records = [(f"r{person}", f"q{item}") for person in range(5) for item in range(6)]
    trees = deal([unit for unit, _ in records], [item for _, item in records], 2, seed=1)
    assert len({records[tree[0]][0] for tree in trees[:5]}) == 5


def test_another_seed_gives_another_order():
    units, items = [f"r{index}" for index in range(20)], ["q"] * 20
    assert deal(units, items, None, 1) != deal(units, items, None, 2)
