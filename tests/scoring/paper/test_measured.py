"""`protocol="paper"` against figures that the authors' published scripts gave for the same texts.

`measured/*.json` hold random texts of every shape (labels, fences, traces, half a JSON, blanks) and, for each file of
them, the figures that the scripts printed or returned. The texts were made for this test.
"""

import json
from pathlib import Path

import pytest

from alignsurvey.scoring import (
    score_attitude_stance,
    score_attitude_stance_group,
    score_distributions,
    score_interview,
    score_social_role,
    score_survey_response,
)

MEASURED = Path(__file__).with_name("measured")
# Name of a figure in the files -> key of our output.
CLASSES = {
    **{"acc": "accuracy", "n": "n", "precision": "precision", "recall": "recall", "f1": "f1"},
    **{"precisionw": "precision_weighted", "recallw": "recall_weighted", "f1w": "f1_weighted"},
}
STANCES = CLASSES | {"jac": "jaccard", "cos": "cosine", "voc": "vocabulary_overlap"}


def _cases(name):
    cases = json.loads((MEASURED / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=str(number)) for number, case in enumerate(cases)]


def _agree(found, case, keys):
    assert {name: found[key] for name, key in keys.items()} == pytest.approx(
        {name: case["numbers"][name] for name in keys}, abs=1e-9
    )


def _columns(case):
    return [list(column) for column in zip(*case["rows"], strict=True)]


@pytest.mark.parametrize("case", _cases("survey_response"))
def test_survey_response(case):
    found = score_survey_response(*_columns(case), protocol="paper")
    _agree(found, case, CLASSES)
    for letter in "ABC":
        assert found["accuracy_by_option"][letter] == pytest.approx(case["numbers"][f"acc{letter}"], abs=1e-9)
        assert found["count_by_option"][letter] == case["numbers"][f"cnt{letter}"]


@pytest.mark.parametrize("case", _cases("attitude_stance"))
def test_attitude_stance(case):
    _agree(score_attitude_stance(*_columns(case), protocol="paper"), case, STANCES)


@pytest.mark.parametrize("case", _cases("social_role"))
def test_social_role(case):
    predictions, references = _columns(case)
    name = case["attribute"]
    found = score_social_role(predictions, references, [name] * len(references), protocol="paper")
    _agree(found["by_attribute"][name], case, {"acc": "accuracy", "n": "n"})


@pytest.mark.parametrize("case", _cases("interview"))
def test_interview(case):
    keys = {"nat": "naturalness", "sty": "style_match", "con": "consistency"}
    _agree(score_interview(_columns(case)[0], protocol="paper"), case, keys)


@pytest.mark.parametrize("compute", [score_distributions, score_attitude_stance_group])
@pytest.mark.parametrize("case", _cases("group"))
def test_groups(case, compute):
    found = compute(*_columns(case), choices=case["choices"], protocol="paper")
    _agree(found, case, {"wd": "wasserstein", "n": "n"})


@pytest.mark.parametrize("predict", [[], ["a"], {"a": 1}])
def test_stances_that_cannot_be_compared_leave_their_row_out(predict):
    good = json.dumps({"predict": "积极", "reason": "好"})
    odd = json.dumps({"predict": predict, "reason": "好"})
    assert score_attitude_stance([good, odd], [good, good], protocol="paper")["dropped"] == 1


def test_numbers_among_stances_become_texts_in_the_macro_means_alone():
    gold = [json.dumps({"predict": text, "reason": "好"}) for text in ("积极", "1")]
    given = [gold[0], json.dumps({"predict": 1, "reason": "好"})]
    found = score_attitude_stance(given, gold, protocol="paper")
    assert (found["accuracy"], found["f1"]) == (0.5, 1)


def test_endless_nesting_leaves_the_row_out():
    good = json.dumps({"predict": "积极", "reason": "好"})
    assert score_attitude_stance([good, "[" * 19_000], [good, good], protocol="paper")["dropped"] == 1


@pytest.mark.parametrize("text", ['{"predict": null, "reason": "x"}', '{"predict": 1.5, "reason": "x"}'])
def test_what_stops_the_script_is_an_error(text):
    good = json.dumps({"predict": "积极", "reason": "好"})
    with pytest.raises(ValueError, match="script stops"):
        score_attitude_stance([text], [good], protocol="paper")


def test_a_reference_whose_trace_never_ends_is_an_error():
    with pytest.raises(ValueError, match="script stops"):
        score_social_role(["男"], ["<think>男"], ["性别"], protocol="paper")


def test_options_may_carry_their_letters():
    truth, reply = "A. 满意: 20%\nB. 一般: 80%", "A. 满意: 50%\nB. 一般: 50%"
    plain, lettered = ["满意", "一般"], ["A. 满意", "B. 一般"]
    found = [score_distributions([reply], [truth], None, names, protocol="paper") for names in (plain, lettered)]
    assert found[0] == found[1]
