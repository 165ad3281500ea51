"""A tree holds every sequence once, and a node sees its own prefix and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.predict.prefix_tree import Tree, groups

SEQUENCES = st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=8), min_size=1, max_size=8)


@given(SEQUENCES)
def test_each_node_sees_the_prefix_that_ends_in_it(sequences):
    tree = Tree()
    paths = [tree.add(sequence) for sequence in sequences]
    mask = tree.mask()
    for sequence, path in zip(sequences, paths, strict=True):
        for depth, node in enumerate(path):
            assert tree.positions[node] == depth
            seen = sorted(mask[node].nonzero()[0].tolist())
            assert seen == sorted(path[: depth + 1])
            assert [tree.tokens[place] for place in path[: depth + 1]] == sequence[: depth + 1]


@given(SEQUENCES)
def test_shared_prefixes_are_stored_once(sequences):
    tree = Tree()
    for sequence in sequences:
        tree.add(sequence)
    prefixes = {tuple(sequence[:end]) for sequence in sequences for end in range(1, len(sequence) + 1)}
    assert len(tree.tokens) == len(prefixes)
    assert all(tree.shared(sequence) == len(sequence) for sequence in sequences)


@given(SEQUENCES, st.integers(1, 30))
def test_groups_keep_order_and_budget(prompts, budget):
    found = groups(prompts, [2] * len(prompts), budget)
    assert [index for group in found for index in group] == list(range(len(prompts)))
    for group in found:
        tree = Tree()
        for index in group:
            tree.add(prompts[index])
        assert len(group) == 1 or len(tree.tokens) + 2 * len(group) <= budget
