"""Baselines of groups, stances and social roles: their replies are those of the tasks, and `report` scores them."""

import json

import pytest

from alignsurvey import baselines, report
from alignsurvey.files.errors import InputError
from alignsurvey.schema import STANCES, profile_items

CHOICES = ["good", "fair", "poor"]


def predict(name, config, train, test):
    return baselines.predict_baseline(name, train, test, 42, config)


def group(split, values, distribution, n, question="q1", **others):
    key = "|".join(f"{name}={value}" for name, value in values)
    return {
        "id": f"s/{split}/{key}/{question}",
        "respondent_id": None,
        "language": "en",
        "group": profile_items(values),
        "question_id": question,
        "question": f"What of {question}?",
        "choices": CHOICES,
        "scale": [0.0, 1.0, 2.0],
        "distribution": distribution,
        "n": n,
        "respondent_ids": [],
        **others,
    }


GROUPS = [
    group("train", [("Sex", "female")], [0.8, 0.2, 0.0], 60),
    group("train", [("Sex", "male")], [0.2, 0.2, 0.6], 40),
    group("train", [("Sex", "female"), ("Age", "30-44")], [0.0, 1.0, 0.0], 20),
]
MARGINAL = [(0.8 * 60 + 0.2 * 40) / 120, (0.2 * 60 + 0.2 * 40 + 20) / 120, 0.6 * 40 / 120]


def test_group_marginal_weighs_groups_by_their_size():
    [line] = predict("marginal", "survey_response_group", GROUPS, [group("test", [("Sex", "male")], [1, 0, 0], 9)])
    assert line.probabilities == pytest.approx(MARGINAL, abs=1e-6)
    assert line.prediction == "A. good: 46.7%\nB. fair: 33.3%\nC. poor: 20.0%"


def test_group_cell_backs_off_from_its_attributes_to_the_marginal():
    female = [(0.8 * 60 + 20 * MARGINAL[0]) / 80, (0.2 * 60 + 20 * MARGINAL[1]) / 80, 20 * MARGINAL[2] / 80]
    asked = [
        group("test", [("Sex", "female")], [1, 0, 0], 9),
        group("test", [("Sex", "female"), ("Age", "45-64")], [1, 0, 0], 9),
        group("test", [("Sex", "female"), ("Age", "30-44")], [1, 0, 0], 9),
        group("test", [("Race", "other")], [1, 0, 0], 9),
    ]
    one, unseen, both, other = predict("cell", "survey_response_group", GROUPS, asked)
    assert one.probabilities == pytest.approx(female, abs=1e-6)
    assert unseen.probabilities == one.probabilities
    expected = [20 * female[0] / 40, (20 + 20 * female[1]) / 40, 20 * female[2] / 40]
    assert both.probabilities == pytest.approx(expected, abs=1e-6)
    assert other.probabilities == pytest.approx(MARGINAL, abs=1e-6)


@pytest.mark.parametrize("with_probabilities", [True, False])
@pytest.mark.parametrize("name", baselines.fitting_baselines("survey_response_group"))
def test_group_baselines_are_scored_from_text_and_from_probabilities(name, with_probabilities):
    asked = [
        group("test", [("Sex", "female")], [0.8, 0.2, 0.0], 30),
        group("test", [("Sex", "male")], [0.2, 0.2, 0.6], 20),
        group("test", [("Sex", "male")], [0.5, 0.5, 0.0], 20, question="q2"),
    ]
    lines = predict(name, "survey_response_group", GROUPS, asked)
    if not with_probabilities:
        lines = [type(line)(line.id, line.prediction) for line in lines]
    found = report.score_predictions(asked, lines, "survey_response_group")
    assert found["parse_rate"] == 1
    if name == "uniform":
        # distances of the shares up to each place: |.8-1/3| + |1-2/3|, |.2-1/3| + |.4-2/3|, |.5-1/3| + |1-2/3|
        assert found["wasserstein"] == pytest.approx((0.8 + 0.4 + 0.5) / 3, abs=2e-3)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_stances_of_groups_are_written_in_the_language_of_the_record(language):
    def talk(split, distribution, n):
        return {
            "id": f"t/{split}/{n}",
            "respondent_id": None,
            "language": language,
            "group": profile_items([("Sex", "female")]),
            "theme": "future expectations",
            "choices": list(STANCES),
            "scale": [0.0, 1.0, 2.0],
            "distribution": distribution,
            "n": n,
            "respondent_ids": [],
        }

    train, asked = [talk("train", [0.5, 0.0, 0.5], 10)], [talk("test", [0.5, 0.0, 0.5], 4)]
    [line] = predict("marginal", "attitude_stance_group", train, asked)
    assert ("消极: 50.0%" in line.prediction) == (language != "en")
    found = report.score_predictions(asked, [type(line)(line.id, line.prediction)], "attitude_stance_group")
    assert found["wasserstein"] == 0


def stance(person, stance, theme="policy", place="north", reasoning="Because of the roads.", **others):
    return {
        "id": f"t/{person}/{theme}",
        "respondent_id": person,
        "language": "en",
        "profile": profile_items([("Place", place), ("Sex", "female")]),
        "theme": theme,
        "stance": stance,
        "reasoning": reasoning,
        **others,
    }


def test_majority_stance_of_the_theme_comes_with_the_reasoning_of_the_likest_respondent():
    train = [
        stance("a", "positive", place="south", reasoning="South words."),
        stance("b", "positive", place="north", reasoning="North words."),
        stance("c", "negative", place="north"),
        stance("d", "negative", theme="mobility"),
    ]
    asked = [stance("x", "positive"), stance("y", "neutral", theme="mobility"), stance("z", "neutral", theme="new")]
    first, second, third = predict("majority", "attitude_stance", train, asked)
    assert json.loads(first.prediction) == {"stance": "positive", "reason": "North words."}
    assert json.loads(second.prediction) == {"stance": "negative", "reason": "Because of the roads."}
    assert json.loads(third.prediction)["stance"] in ("positive", "negative")  # as many of each over all themes
    assert json.loads(third.prediction)["reason"] == ""
    assert [line.probabilities for line in (first, second)] == [(0.0, 0.0, 1.0), (1.0, 0.0, 0.0)]
    found = report.score_predictions(asked[:2], [first, second], "attitude_stance")
    assert (found["accuracy"], found["parse_rate"]) == (0.5, 1)


@pytest.mark.parametrize("name", baselines.fitting_baselines("attitude_stance"))
def test_stance_baselines_learn_from_the_profile(name):
    places = ("north", "south", "east")
    train = [stance(f"r{number}", STANCES[number % 3], place=places[number % 3]) for number in range(150)]
    asked = [stance(f"x{number}", STANCES[number % 3], place=places[number % 3]) for number in range(9)]
    found = report.score_predictions(asked, predict(name, "attitude_stance", train, asked), "attitude_stance")
    assert found["parse_rate"] == 1
    assert name in ("uniform", "majority", "marginal") or found["accuracy"] == 1


def role(person, attribute, choices, answer, **others):
    return {
        "id": f"t/{person}/{attribute}",
        "respondent_id": person,
        "language": "zh-Hans",
        "attribute": attribute,
        "attribute_group": "family",
        "theme": "服务",
        "segment": [],
        "choices": choices,
        "answer": answer,
        **others,
    }


def test_majority_value_of_an_attribute_may_be_several_values_or_a_number():
    family, size = ("家庭成员关系", ["子女", "父母", "配偶"]), ("家里人口数", [])
    train = [
        role("a", *family, ["配偶", "子女"]),
        role("b", *family, ["子女", "配偶"]),
        role("c", *family, ["父母"]),
        role("a", *size, ["3"]),
        role("b", *size, ["4"]),
        role("c", *size, ["3"]),
    ]
    asked = [role("x", *family, ["子女", "配偶"]), role("x", *size, ["3"])]
    lines = predict("majority", "social_role", train, asked)
    assert [set(json.loads(line.prediction)) for line in lines] == [{"子女", "配偶"}, {"3"}]
    assert report.score_predictions(asked, lines, "social_role")["accuracy"] == 1


def test_probabilities_of_a_role_are_told_where_one_choice_is_the_answer():
    family, size, car = ("家庭成员关系", ["子女", "父母"]), ("家里人口数", []), ("有车", ["有", "没有"])
    train = [role("a", *car, ["有"]), role("b", *car, ["有"]), role("c", *car, ["没有"]), role("a", *size, ["3"])]
    train += [role("a", *family, ["父母", "子女"]), role("b", *family, ["父母"])]
    asked = [role("x", *car, ["有"]), role("x", *size, ["3"]), role("x", *family, ["父母"])]
    lines = predict("marginal", "social_role", train, asked)
    assert [line.probabilities for line in lines] == [(0.666667, 0.333333), None, None]


def test_attribute_that_train_does_not_have_gets_one_of_its_values():
    [line] = predict("majority", "social_role", [], [role("x", "有房", ["有", "没有"], ["有"])])
    assert json.loads(line.prediction) in (["有"], ["没有"])


def test_answers_of_test_change_no_prediction():
    asked = [stance("x", "positive"), stance("y", "negative")]
    turned = [{**asked[0], "stance": "negative", "reasoning": "?"}, {**asked[1], "stance": "neutral"}]
    train = [stance(f"r{number}", STANCES[number % 2]) for number in range(30)]
    for name in baselines.fitting_baselines("attitude_stance"):
        assert predict(name, "attitude_stance", train, asked) == predict(name, "attitude_stance", train, turned)
    roles = [role("x", "有房", ["有", "没有"], ["有"])]
    other = [role("x", "有房", ["有", "没有"], ["没有"])]
    for name in baselines.fitting_baselines("social_role"):
        assert predict(name, "social_role", roles, roles) == predict(name, "social_role", roles, other)


@pytest.mark.parametrize(
    ("name", "config", "message"),
    [
        ("logistic", "survey_response_group", "known: uniform, majority, marginal, cell, nearest"),
        ("human", "social_role", "known: uniform, majority"),
        ("majority", "interview", "has no baselines"),
    ],
)
def test_baseline_that_does_not_fit_names_those_that_do(name, config, message):
    with pytest.raises(InputError, match=message):
        predict(name, config, GROUPS, GROUPS)


def test_records_of_another_config_are_refused():
    with pytest.raises(InputError, match="has no stance"):
        predict("majority", "attitude_stance", GROUPS, GROUPS)
