import json

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.hub.stage.card_facts import example_record, glossary
from alignsurvey.tasks import configs


def test_every_column_of_every_config_is_explained():
    assert all(meaning.strip() for meaning in glossary(configs()).values())


def test_a_column_without_a_sentence_is_named(project):
    (project / "cards" / "columns.yaml").write_text("id: Name of the record\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"cards/columns.yaml: column 'respondent_id' is missing"):
        glossary(["survey_response"])


def test_the_example_is_the_first_record_with_its_own_letters(build_folder):
    record = json.loads(example_record(build_folder / "data" / "survey_response" / "test.parquet"))
    assert record["id"] == "test/r0030/q0"
    assert record["profile"][0] == {"attribute": "Place", "value": "east"}
