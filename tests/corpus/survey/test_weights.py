import polars as pl
import pytest

from alignsurvey.corpus.rawfiles.table import Table
from alignsurvey.corpus.survey.weights import respondent_weights
from alignsurvey.files.errors import InputError


@pytest.fixture
def table():
    frame = pl.DataFrame({"a": [0.5, 2.0, 1.0], "b": ["2", "0", "1.5"], "c": [1.0, 999.0, 1.0], "d": ["0,5", "1", "2"]})
    return Table("a.sav", frame, user_missing={"c": [(900, 999)], "a": [(9, 9)]})


def test_without_a_weight_everybody_weighs_one(table):
    assert respondent_weights(table, ()).to_list() == [1.0, 1.0, 1.0]


def test_texts_are_numbers_and_products_are_made(table):
    assert respondent_weights(table, [["a", "b"], ["c"]]).to_list() == [1.0, 0.0, 1.5]


def test_a_declared_missing_code_is_no_weight(table):
    with pytest.raises(InputError, match=r"a.sav: weight a \* c is no number of at least 0 in 1 rows$"):
        respondent_weights(table, [["a", "c"]])


def test_a_decimal_comma_is_told(table):
    with pytest.raises(InputError, match=r"in 1 rows; where a comma is the decimal point, say `decimal_comma: true`"):
        respondent_weights(table, [["d"]])
