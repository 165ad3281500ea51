"""Baselines that know other answers of the respondent find what these tell."""

import pytest

from alignsurvey.baselines import fitting_baselines, predict_baseline
from alignsurvey.files.errors import InputError
from alignsurvey.schema import profile_items
from alignsurvey.tasks.past_answers import with_past


def _records(people, start=0):
    """Two kinds of people whom the profile does not tell apart; each answers all questions in their own way."""
    rows = []
    for person in range(start, start + people):
        kind = person % 2
        for question in range(6):
            answer = kind if (person + question) % 7 else 1 - kind
            rows.append({
                "id": f"t/r{person}/q{question}", "respondent_id": f"r{person}", "language": "en",
                "profile": profile_items([("Sex", "female" if person % 3 else "male")]),
                "question_id": f"q{question}", "question": f"Question {question}?", "choices": ["yes", "no", "maybe"],
                "scale": [0.0, 1.0, 2.0], "answer": answer, "weight": 1.0,
            })  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def data():
    train, test = _records(240), _records(20, 240)
    return with_past(train, train, 3, 1, "survey_response"), with_past(test, test, 3, 1, "survey_response")


@pytest.mark.parametrize("name", ["logistic", "boosting", "neighbours", "low_rank"])
def test_past_answers_are_worth_something(data, name):
    train, test = data
    lines = predict_baseline(name, train, test, 1, "survey_response")
    right = [line.prediction == row["choices"][row["answer"]] for line, row in zip(lines, test, strict=True)]
    assert sum(right) / len(right) > 0.6
    assert all(sum(line.probabilities) == pytest.approx(1, abs=1e-4) for line in lines)


@pytest.mark.parametrize("name", ["neighbours", "low_rank"])
def test_a_question_that_train_lacks_takes_the_marginal(data, name):
    train, test = data
    known = [row for row in train if row["question_id"] != "q0"]
    asked = [row for row in test if row["question_id"] == "q0"]
    expected = predict_baseline("marginal", known, asked, 1, "survey_response")
    assert predict_baseline(name, known, asked, 1, "survey_response") == expected


def test_they_are_listed_for_runs_with_past_answers_alone(data):
    assert "low_rank" in fitting_baselines("survey_response", 5)
    assert "low_rank" not in fitting_baselines("survey_response")
    with pytest.raises(InputError, match="with --past also"):
        predict_baseline("low_rank", _records(4), _records(2), 1, "survey_response")
