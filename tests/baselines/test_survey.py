"""Baselines give what their names say, over the choices as shown."""

import math
from collections import Counter

import pytest

from alignsurvey import baselines
from alignsurvey.files.errors import InputError
from alignsurvey.files.hashes import digest
from alignsurvey.schema import profile_items, sample_respondents

CHOICES = ("too little", "about right", "too much")
PLACES = ("north", "south", "east")


def record(person, question="roads", answer="too little", shown=CHOICES, weight=1.0, place="north", **others):
    return {
        "id": f"test/{person}/{question}",
        "respondent_id": person,
        "profile": profile_items([("Place", place), ("Age", "40")]),
        "question_id": question,
        "question": f"What of the money for {question}?",
        "choices": list(shown),
        "scale": [float(CHOICES.index(text)) if text in CHOICES else -1.0 for text in shown],
        "answer": list(shown).index(answer),
        "weight": weight,
        **others,
    }


def predict(name, train, test, seed=42):
    return baselines.predict_baseline(name, train, test, seed, "survey_response")


def by_place(people, start=0):
    """In each place nearly everybody gives that place's own answer."""
    rows = []
    for number in range(start, start + people):
        place = number % 3
        answer = CHOICES[place if number % 10 else (place + 1) % 3]
        rows.append(record(f"r{number}", answer=answer, place=PLACES[place]))
    return rows


TRAIN = [record("a"), record("b"), record("c", answer="too much", weight=6.0), record("d", answer="about right")]


@pytest.mark.parametrize("name", [name for name in baselines.fitting_baselines("survey_response") if name != "human"])
def test_every_baseline_gives_shares_for_every_record(name):
    test = by_place(9, start=100)
    found = predict(name, by_place(60), test)
    assert [line.id for line in found] == [row["id"] for row in test]
    for line, row in zip(found, test, strict=True):
        assert math.fsum(line.probabilities) == pytest.approx(1, abs=1e-5)
        likeliest = max(line.probabilities)
        assert line.probabilities[row["choices"].index(line.prediction)] == pytest.approx(likeliest)


def test_marginal_is_the_weighted_distribution_in_the_order_shown():
    shown = ("too much", "too little", "about right")
    [line] = predict("marginal", TRAIN, [record("new", shown=shown)])
    assert line.probabilities == pytest.approx((6 / 9, 2 / 9, 1 / 9), abs=1e-6)
    assert line.prediction == "too much"


def test_majority_is_sure_of_the_most_frequent_answer():
    [line] = predict("majority", TRAIN, [record("new")])
    assert line.probabilities == (0.0, 0.0, 1.0)


def test_choice_that_is_not_shown_is_left_out():
    [line] = predict("marginal", TRAIN, [record("new", shown=("too little", "about right"))])
    assert line.probabilities == pytest.approx((2 / 3, 1 / 3), abs=1e-6)


def test_uniform_guesses_each_choice_about_as_often_and_repeats_itself():
    test = [record(f"r{number}") for number in range(600)]
    found = predict("uniform", [], test)
    assert all(line.probabilities == pytest.approx((1 / 3, 1 / 3, 1 / 3), abs=1e-6) for line in found)
    assert all(150 < count < 250 for count in Counter(line.prediction for line in found).values())
    assert found == predict("uniform", [], test)
    assert found != predict("uniform", [], test, seed=43)


def test_unknown_question_takes_the_pool_of_its_choices():
    [line] = predict("marginal", TRAIN, [record("new", question="parks")])
    assert line.probabilities == pytest.approx((2 / 9, 1 / 9, 6 / 9), abs=1e-6)


def test_unknown_question_with_unknown_choices_takes_equal_shares():
    [line] = predict("marginal", TRAIN, [record("new", question="tea", answer="yes", shown=("yes", "no"))])
    assert line.probabilities == (0.5, 0.5)


@pytest.mark.parametrize("name", ["logistic", "boosting", "cell"])
def test_profile_baselines_learn_what_the_profile_tells(name):
    test = by_place(30, start=1)
    found = predict(name, by_place(600), test)
    usual = [CHOICES[PLACES.index(row["profile"][0]["value"])] for row in test]
    assert [line.prediction for line in found] == usual
    assert all(max(line.probabilities) > 0.6 for line in found)


def test_logistic_agrees_with_scikit_learn():
    from sklearn.linear_model import LogisticRegression

    train, test = by_place(90), by_place(3, start=7)
    inputs = [[float(row["profile"][0]["value"] == place) for place in sorted(PLACES)] for row in (*train, *test)]
    answers = [row["choices"][row["answer"]] for row in train]
    model = LogisticRegression(max_iter=1000).fit(inputs[:90], answers)
    order = [list(model.classes_).index(choice) for choice in CHOICES]
    expected = model.predict_proba(inputs[90:])[:, order]
    for line, row in zip(predict("logistic", train, test), expected, strict=True):
        assert line.probabilities == pytest.approx(row, abs=2e-3)


def test_logistic_without_two_kinds_of_answer_is_the_marginal():
    train = [record("a"), record("b")]
    [line] = predict("logistic", train, [record("new")])
    assert line.probabilities == (1.0, 0.0, 0.0)


def test_cell_backs_off_to_the_marginal_for_an_unseen_profile():
    [cell] = predict("cell", TRAIN, [record("new", place="nowhere")])
    [marginal] = predict("marginal", TRAIN, [record("new")])
    assert cell.probabilities == pytest.approx(marginal.probabilities, abs=1e-6)


def test_nearest_takes_the_question_with_the_likest_wording():
    train = [
        record("a", question="building and mending roads", answer="too much"),
        record("b", question="schools and teachers", answer="about right"),
    ]
    scale = ("low", "middle", "high")
    asked = record("new", question="mending old roads", answer="low", shown=scale) | {"scale": [0.0, 1.0, 2.0]}
    [line] = predict("nearest", train, [asked])
    assert line.prediction == "high"
    assert line.probabilities[2] > 0.9  # the likest counts almost alone


def test_questions_with_the_same_choices_are_nearer_than_any_wording():
    scale = ("low", "middle", "high")
    train = [
        record("a", question="mending old roads", answer="too much"),
        record("b", question="schools", answer="low", shown=scale) | {"scale": [0.0, 1.0, 2.0]},
    ]
    asked = record("new", question="mending old roads", answer="low", shown=scale) | {"scale": [0.0, 1.0, 2.0]}
    [line] = predict("nearest", train, [asked])
    assert line.prediction == "low"


def test_a_question_of_two_languages_is_likened_in_the_language_it_was_asked_in():
    english = [
        record("a", question="roads", answer="too much", language="en"),
        record("b", question="schools", answer="about right", language="en"),
    ]
    chinese = [
        record("c", question="roads", answer="too little", language="zh") | {"question": "修路的钱够不够？"},
        record("d", question="schools", answer="too little", language="zh") | {"question": "学校的钱够不够？"},
    ]
    asked = record("e", question="rural", answer="too little", language="en") | {"question": "What of country roads?"}
    other = record("f", question="rural", answer="too little", language="zh") | {"question": "农村修路的钱够不够？"}
    alone, _ = predict("nearest", english, [asked, other])
    both, translated = predict("nearest", [*english, *chinese], [asked, other])
    assert alone.prediction == "too much"
    assert both.probabilities != translated.probabilities  # each by the wording that its respondents read


def test_the_order_of_train_changes_no_digit():
    train = by_place(90)
    test = by_place(9, start=200)
    for name in ("cell", "logistic", "boosting"):
        assert predict(name, train, test) == predict(name, train[::-1], test)


def test_human_predicts_one_half_of_the_people_from_the_other():
    test = [record(f"r{number}", answer=CHOICES[number % 2]) for number in range(40)]
    found = predict("human", [], test)
    half = sample_respondents(test, 20, 42)
    assert [line.id for line in found] == [row["id"] for row in half]
    donors = [row["answer"] for row in test if row not in half]
    assert found[0].probabilities[0] == pytest.approx(donors.count(0) / 20)


def test_human_needs_two_people():
    with pytest.raises(InputError, match="two respondents"):
        predict("human", [], [record("a")])


def test_unknown_name_is_an_input_error():
    with pytest.raises(InputError, match="uniform, majority"):
        predict("oracle", TRAIN, [record("new")])


def test_record_without_one_answer_is_an_input_error():
    group = {"id": "g", "distribution": [0.5, 0.5], "choices": ["yes", "no"]}
    with pytest.raises(InputError, match="survey_response"):
        predict("marginal", [group], [group])


def test_tie_is_drawn_from_seed_and_id():
    [line] = predict("uniform", [], [record("a")])
    assert line.prediction == CHOICES[digest("tie", 42, "test/a/roads") % 3]
