"""What respondents say in their talk although k-anonymity hides it in their profile."""

from alignsurvey.corpus.records.said_aloud import said_aloud


def _record(profile, response):
    return {
        "respondent_id": "rabc",
        "source": "s",
        "profile": [{"attribute": name, "value": value} for name, value in profile.items()],
        "theme": "work",
        "history": [],
        "question": "What do you do?",
        "response": response,
    }


def _count(raw, published, response):
    before, after = (_record(profile, response) for profile in (raw, published))
    return said_aloud({"interview": [(None, before)]}, {"interview": [(None, after)]})


def test_a_value_that_was_left_out_is_counted_where_it_is_said():
    found = _count({"Occupation": "Farrier", "Sex": "Female"}, {"Sex": "Female"}, "I am a farrier, a female one.")
    assert found == {"respondents": 1, "of": 1, "records": {"Occupation": 1}}


def test_a_value_that_nobody_says_is_not_counted():
    assert _count({"Occupation": "Farrier"}, {}, "I shoe horses.") == {"respondents": 0, "of": 1, "records": {}}


def test_nothing_hidden_gives_nothing():
    assert _count({"Sex": "Female"}, {"Sex": "Female"}, "I am female.") == {}
