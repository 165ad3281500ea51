"""Tables of survey answers made by column are those made record by record."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignsurvey.corpus.records import chunks
from alignsurvey.corpus.records.chunks import Chunk, tables
from alignsurvey.corpus.records.surveys import columns as survey_columns
from alignsurvey.corpus.records.surveys.records import RowItem, Rows
from alignsurvey.tasks import features

SCHEMA = features("survey_response").arrow_schema
TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)


@st.composite
def surveys(draw):
    """Respondents of a survey, with missing answers, split ballots, and questions of up to eleven choices."""
    count = draw(st.integers(1, 12))
    people = sorted(draw(st.sets(st.text("abcdefgh234", min_size=4, max_size=4), min_size=count, max_size=count)))
    values = {"respondent_id": people, "country": ["US"] * count, "weight": [1.0 + row for row in range(count)]}
    for name in draw(st.sets(TEXT, max_size=2)):
        values[f"profile:{name}"] = draw(st.lists(st.none() | TEXT, min_size=count, max_size=count))
    items = []
    for number in range(draw(st.integers(1, 3))):
        choices = draw(st.lists(TEXT, min_size=2, max_size=11, unique=True))
        wordings = draw(st.lists(TEXT, min_size=1, max_size=2))
        items.append(RowItem(f"q{9 - number}", tuple(choices), tuple(map(float, range(len(choices)))), tuple(wordings)))
        answers = st.lists(st.none() | st.integers(0, len(choices) - 1), min_size=count, max_size=count)
        values[f"answer:q{9 - number}"] = draw(answers)
        if len(wordings) > 1:
            values[f"version:q{9 - number}"] = draw(st.lists(st.integers(0, 1), min_size=count, max_size=count))
    return Rows("s-2020", draw(st.sampled_from(["en", "zh-Hant"])), tuple(items), values)


@settings(deadline=None, max_examples=60)
@given(rows=surveys(), seed=st.integers(0, 5))
def test_columns_and_records_give_the_same_tables(rows, seed):
    chunk = Chunk("survey_response", seed, (rows,))
    assert survey_columns.fits("survey_response", SCHEMA)
    by_column = tables(chunk, SCHEMA)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "fits", lambda config, schema: False)
        by_record = tables(chunk, SCHEMA)
    assert by_column == by_record
    for table in by_column.values():
        table.validate(full=True)


def test_a_column_that_is_not_known_here_is_made_record_by_record():
    assert not survey_columns.fits("survey_response", SCHEMA.append(pa.field("new", pa.string())))
    assert not survey_columns.fits("interview", features("interview").arrow_schema)


def test_configs_of_answers_are_made_by_column():
    """Or a build of a large survey takes three times as long."""
    assert all(survey_columns.fits(name, features(name).arrow_schema) for name in ("survey_response", "quantitative"))
