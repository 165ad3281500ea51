"""Records of a config: those that bring their own words keep them, the others are shuffled and rendered."""

import pytest

from alignsurvey import tasks
from alignsurvey.corpus.records.chunks import Chunk, tables
from alignsurvey.tasks import features

CHOICES = ["low", "middle", "high"]


def _record(number, **own):
    return {
        "id": f"s/r{number}/q", "respondent_id": f"r{number}", "source": "s", "country": "US", "language": "en",
        "profile": [{"attribute": "Sex", "value": "male"}], "question_id": "q", "question": "How much?",
        "choices": CHOICES, "scale": [0.0, 1.0, 2.0], "answer": 2, "weight": 1.0, **own,
    }  # fmt: skip


@pytest.fixture
def rows():
    def make(*records):
        made = tuple((None, record) for record in records)
        chunk = Chunk("survey_response", 42, records=made)
        return [
            row
            for table in tables(chunk, features("survey_response").arrow_schema).values()
            for row in table.to_pylist()
        ]

    return make


def test_a_record_that_brings_its_messages_keeps_them_and_the_order_of_its_choices(rows):
    own = {"prompt": [{"role": "user", "content": "?"}], "completion": [{"role": "assistant", "content": "C) high"}]}
    made = rows(*(_record(number, **own) for number in range(12)))
    assert all(row["choices"] == CHOICES and row["answer"] == 2 for row in made)
    assert all(row["prompt"] == own["prompt"] and row["completion"] == own["completion"] for row in made)


def test_other_records_are_shuffled_and_rendered(rows):
    made = rows(*(_record(number) for number in range(12)))
    assert len({tuple(row["choices"]) for row in made}) > 1
    assert all(row["choices"][row["answer"]] == "high" for row in made)
    assert all(row["prompt"] == tasks.load("survey_response").prompt(row) for row in made)
