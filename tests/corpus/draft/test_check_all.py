import polars as pl
import pytest

from alignsurvey.corpus.draft.check_all import find_option_sets, option_counts, option_separator
from alignsurvey.corpus.rawfiles.table import Table


def test_cells_that_list_options_have_a_separator():
    counts = {"Internet;TV": 40, "Radio": 30, "TV;Radio": 30, "Internet": 10, "TV": 10}
    assert option_separator(counts, "") == ";"
    assert option_counts(counts, ";") == {"Internet": 50, "TV": 80, "Radio": 60}


@pytest.mark.parametrize(
    "counts",
    [
        {"Yes, always": 40, "No, never": 40, "Sometimes": 10},
        {"Agree": 40, "Disagree": 40, "Neither; nor": 10},
        {"I like it, it is good": 1, "No": 1, "It is bad, I think": 1},
    ],
)
def test_sentences_with_commas_are_no_lists(counts):
    assert option_separator(counts, "") == ""


def test_columns_of_one_wording_and_one_value_each_are_options():
    frame = pl.DataFrame({
        "Q5_1": ["TV", None] * 5, "Q5_2": [None, "Radio"] * 5, "Q5_3_TEXT": ["mine", None] * 5, "Q6": ["a", "b"] * 5,
    })  # fmt: skip
    labels = {"Q5_1": "Which? - TV", "Q5_2": "Which? - Radio", "Q5_3_TEXT": "Other - text"}
    table = Table("a.csv", frame, labels)
    assert find_option_sets(table, frame.columns) == (("Which?", "Which?", ("Q5_1", "Q5_2")),)


def test_what_spss_declares_is_taken():
    frame = pl.DataFrame({"m1": [1.0, None], "m2": [None, 1.0]})
    table = Table("a.sav", frame, option_sets={"news": ("Where do you get news?", ("m1", "m2"))})
    assert find_option_sets(table, ["m1", "m2"]) == (("news", "Where do you get news?", ("m1", "m2")),)
