"""The content of results.json."""

import json
import random

import pytest

from alignsurvey import report
from alignsurvey.files.errors import InputError
from alignsurvey.schema import Prediction
from alignsurvey.scoring import wasserstein

CHOICES = ("too little", "about right", "too much")


def _answers(people=40, questions=5, seed=0):
    draw = random.Random(seed)
    rows = []
    for person in range(people):
        for question in range(questions):
            order = draw.sample(range(3), 3)
            rows.append(
                {
                    "id": f"gss-2018/r{person}/q{question}",
                    "respondent_id": f"r{person}",
                    "question_id": f"q{question}",
                    "choices": [CHOICES[place] for place in order],
                    "scale": [float(place) for place in order],
                    "answer": draw.randrange(3),
                    "weight": 1.0 + person % 2,
                }
            )
    return rows


def _told(rows, choose, probabilities=None):
    return [Prediction(row["id"], row["choices"][choose(row)], probabilities and probabilities(row)) for row in rows]


def test_right_answers_score_one_and_have_no_distance():
    rows = _answers()
    found = report.score_predictions(rows, _told(rows, lambda row: row["answer"]), "survey_response")
    assert (found["accuracy"], found["f1"], found["parse_rate"], found["wasserstein"]) == (1, 1, 1, 0)
    assert found["intervals"]["accuracy"] == [1, 1]
    assert (found["n"], found["respondents"], found["distances_from"]) == (200, 40, "answers")


def test_distances_come_from_probabilities_where_given():
    rows = _answers()
    middle = [0.0, 1.0, 0.0]
    told = _told(rows, lambda row: 0, lambda row: tuple(middle[int(place)] for place in row["scale"]))
    found = report.score_predictions(rows, told, "survey_response")
    part = found["distributions"][0]
    assert part["choices"] == list(CHOICES)
    assert part["predicted"] == middle
    first = [row for row in rows if row["question_id"] == "q0"]
    weights = [sum(row["weight"] for row in first if row["choices"][row["answer"]] == name) for name in CHOICES]
    assert part["reference"] == pytest.approx([weight / sum(weights) for weight in weights])
    assert part["wasserstein"] == pytest.approx(wasserstein.wasserstein(middle, weights, [0, 1, 2]))
    assert found["wasserstein"] == pytest.approx(sum(p["wasserstein"] for p in found["distributions"]) / 5)
    assert found["distances_from"] == "probabilities"


def test_unread_answers_are_far_from_every_choice():
    rows = _answers()
    told = [Prediction(row["id"], "mumble") for row in rows]
    found = report.score_predictions(rows, told, "survey_response")
    assert (found["accuracy"], found["parse_rate"], found["wasserstein"]) == (0, 0, 2)


def test_intervals_hold_their_scores_and_depend_on_the_seed_alone():
    rows = _answers()
    draw = random.Random(1)
    told = _told(rows, lambda row: row["answer"] if draw.random() < 0.5 else draw.randrange(3))
    found = report.score_predictions(rows, told, "survey_response")
    for name, (low, high) in found["intervals"].items():
        assert low <= found[name] <= high
    assert found["intervals"]["accuracy"][0] < found["intervals"]["accuracy"][1]
    assert report.score_predictions(rows, told, "survey_response") == found
    assert report.score_predictions(rows, told, "survey_response", seed=1)["intervals"] != found["intervals"]
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize(("language", "stance"), [("en", "positive"), ("zh", "积极")])
def test_stances(language, stance):
    rows = [
        {"id": f"i{n}", "respondent_id": f"r{n % 4}", "stance": ("positive", "negative")[n % 2], "reasoning": "等 long"}
        for n in range(12)
    ]
    reply = json.dumps({"stance": stance, "reason": "等 long"}, ensure_ascii=False)
    found = report.score_predictions(rows, [Prediction(row["id"], reply) for row in rows], "attitude_stance")
    assert (found["accuracy"], found["rougeL"], found["n"], found["respondents"]) == (0.5, 1, 12, 4)
    assert found["f1"] == pytest.approx(2 * 6 / 18 / 2)
    assert found["intervals"]["accuracy"][0] <= 0.5 <= found["intervals"]["accuracy"][1]


def test_groups():
    names = ["negative", "neutral", "positive"]
    rows = [
        {"id": f"g{n}", "theme": f"t{n % 3}", "question_id": f"q{n % 3}", "choices": names, "scale": [0.0, 1.0, 2.0],
         "distribution": [0.2, 0.3, 0.5]} for n in range(6)
    ]  # fmt: skip
    told = [Prediction(row["id"], "消极: 20%\n中立: 30%\n积极: 50%") for row in rows[:-1]]
    told.append(Prediction(rows[-1]["id"], "", (0.0, 0.0, 1.0)))
    found = report.score_predictions(rows, told, "attitude_stance_group")
    assert found["wasserstein"] == pytest.approx(0.7 / 6)
    assert found["parse_rate"] == 1
    found = report.score_predictions(rows, told, "survey_response_group")
    assert found["parse_rate"] == pytest.approx(1 / 6)
    assert found["wasserstein"] == pytest.approx((5 * 1.3 + 0.7) / 6)


def test_a_question_in_two_languages_is_two_questions():
    rows = [{**row, "language": "zh" if int(row["respondent_id"][1:]) % 2 else "en"} for row in _answers()]
    found = report.score_predictions(rows, _told(rows, lambda row: row["answer"]), "survey_response")
    assert set(found["by_question"]) == {f"q{n} ({language})" for n in range(5) for language in ("en", "zh")}
    assert {part["question_id"] for part in found["distributions"]} == set(found["by_question"])
    assert set(
        report.score_predictions(rows[:5], _told(rows[:5], lambda row: 0), "survey_response")["by_question"]
    ) == {f"q{n}" for n in range(5)}


def test_every_question_has_an_interval():
    rows = _answers()
    found = report.score_predictions(rows, _told(rows, lambda row: 0), "survey_response")
    for part in found["by_question"].values():
        low, high = part["accuracy_interval"]
        assert low <= part["accuracy"] <= high


def test_social_roles():
    rows = [
        {"id": "a", "respondent_id": "r1", "attribute": "sex", "attribute_group": "basic"},
        {"id": "b", "respondent_id": "r2", "attribute": "家庭成员关系", "attribute_group": "family"},
    ]
    rows[0] |= {"choices": ["male", "female"], "answer": ["male"]}
    rows[1] |= {"choices": ["父母", "子女"], "answer": ["父母", "子女"]}
    found = report.score_predictions(rows, [Prediction("a", '["male"]'), Prediction("b", '["子女"]')], "social_role")
    assert (found["basic"], found["family"], found["accuracy"]) == (1, 0, 0.5)
    assert found["partial"] == pytest.approx((1 + 2 / 3) / 2)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows, told: (rows, told[::-1], "survey_response"), "not in the order"),
        (lambda rows, told: (rows, told[:-1], "survey_response"), "not in the order"),
        (lambda rows, told: ([], [], "survey_response"), "no records"),
        (lambda rows, told: (rows, told, "qualitative"), "has no scores of its own"),
    ],
)
def test_what_cannot_be_scored_is_one_line(change, message):
    rows = _answers(people=2)
    with pytest.raises(InputError, match=message):
        report.score_predictions(*change(rows, _told(rows, lambda row: 0)))
