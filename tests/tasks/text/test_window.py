"""A prompt over the window loses its middle only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.files.errors import InputError
from alignsurvey.tasks.text.window import cut_middle


@given(st.lists(st.integers(0, 9), max_size=60), st.integers(2, 40))
def test_result_is_both_ends_of_the_prompt(ids, limit):
    kept = cut_middle(ids, limit)
    assert len(kept) == min(len(ids), limit)
    head = limit // 2
    if len(ids) > limit:
        assert kept[:head] == ids[:head]
        assert kept[head:] == ids[-(limit - head) :]
    else:
        assert kept == ids


def test_odd_limit_favours_the_query():
    assert cut_middle(list(range(10)), 5) == [0, 1, 7, 8, 9]


def test_limit_that_leaves_no_prompt_is_an_input_error():
    with pytest.raises(InputError, match="at least 2"):
        cut_middle([1, 2, 3], 1)
