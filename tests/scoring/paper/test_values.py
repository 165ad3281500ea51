"""`protocol="paper"` on what is no text, on instructions, and where the published scripts stop.

`measured/values.json` holds what a caller passes and the figures that the scripts gave for a file of the same values,
null where they raised. The texts were made for this test.
"""

import json
import math
import warnings
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score, precision_score, recall_score

from alignsurvey.scoring import (
    score_attitude_stance,
    score_attitude_stance_group,
    score_distributions,
    score_interview,
    score_social_role,
    score_survey_response,
)
from alignsurvey.scoring.paper.survey_response import averages

MEASURED = json.loads(Path(__file__).with_name("measured").joinpath("values.json").read_text(encoding="utf-8"))
CASES = [pytest.param(task, case, id=f"{task}-{row}") for task in MEASURED for row, case in enumerate(MEASURED[task])]
COMPUTE = {
    "task1": score_social_role, "task3": score_attitude_stance,
    "task3g": score_attitude_stance_group, "task4": score_survey_response,
}  # fmt: skip
NAMES = {
    "acc": "accuracy", "acc_all": "accuracy", "total": "n", "total_count": "n", "correct_count": "correct",
    "voc": "vocabulary_overlap", "jac": "jaccard", "cos": "cosine", "wd": "wasserstein",
    "precision_macro": "precision", "recall_macro": "recall", "f1_macro": "f1",
}  # fmt: skip
GOOD = json.dumps({"predict": "积极", "reason": "好"})


def _figure(found, name):
    kind, _, letter = name.partition("_")
    if letter in ("A", "B", "C"):
        return found["accuracy_by_option" if kind == "acc" else "count_by_option"][letter]
    return found[NAMES.get(name, name)]


@pytest.mark.parametrize(("task", "case"), CASES)
def test_figures_and_refusals_are_the_scripts(task, case):
    inputs = {name: value for name, value in case.items() if name != "figures"}
    if case["figures"] is None:
        with pytest.raises(ValueError, match=r"\A[^\n]*the published script stops on such a file\Z"):
            COMPUTE[task](**inputs, protocol="paper")
        return
    found = COMPUTE[task](**inputs, protocol="paper")
    wanted = {name: math.nan if value is None else value for name, value in case["figures"].items()}
    assert {name: _figure(found, name) for name in wanted} == pytest.approx(wanted, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize(
    ("instruction", "options"),
    [
        ("选项：\nA. 满意\nB. 一般\nC. 不满意\n\n请输出：", ["满意", "一般", "不满意"]),
        ("Options:\nA. 满意\nB. 一般\nC. 不满意", None),
        ("选项：\nA、满意\nB、一般\nC、不满意", None),
        (None, None),
    ],
)
def test_instructions_name_the_options_as_the_script_finds_them(instruction, options):
    truth, reply = "A. x: 100%", "C. y: 100%"
    found = score_distributions([reply], [truth], instructions=[instruction], protocol="paper")
    assert found == score_distributions([reply], [truth], choices=options, protocol="paper")


def test_one_instruction_holds_for_all_rows():
    rows = (["A. x: 100%"] * 2, ["C. y: 100%"] * 2)
    text = "选项：\nA. 满意\nB. 一般\nC. 不满意"
    found = [score_distributions(*rows, instructions=given, protocol="paper") for given in (text, [text] * 2)]
    assert found[0] == found[1]


def test_options_on_one_line_are_one_option():
    found = score_distributions(
        ["A. x: 100%"], ["B. y: 100%"], instructions="选项：A. b B. a", protocol="paper"
    )  # B is read as written, "y", which stands behind "b B. a"
    assert found["wasserstein"] == 1


def test_a_stance_whose_row_was_left_out_is_still_a_class():
    odd = json.dumps({"predict": ["积极"], "reason": "好"})
    found = score_attitude_stance([GOOD, odd], [GOOD, GOOD.replace(json.dumps("积极"), '"消极"')], protocol="paper")
    assert found["dropped"] == 1
    assert found["by_class"]["消极"]["n"] == 0


def test_a_number_that_is_none_is_a_class_of_its_own():
    odd = '{"predict": NaN, "reason": "x"}'
    found = score_attitude_stance([GOOD, GOOD], [GOOD, odd], protocol="paper")
    assert [part["n"] for part in found["by_class"].values()] == [1, 1]


def test_whole_numbers_written_as_fractions_are_stances():
    odd = '{"predict": 1.0, "reason": "x"}'
    assert score_attitude_stance([odd], [odd], protocol="paper")["f1"] == 1


def test_two_unreadable_texts_are_the_same_answer():
    assert score_attitude_stance(["mumble", GOOD], ["", GOOD], protocol="paper")["correct"] == 2


def test_one_long_reply_does_not_widen_all():
    """An array of texts is as wide as the longest: 20 GB here."""
    rows = 5000
    predictions = ["<think>" + "x" * 1_000_000 + "</think>A. b"] + ["A. a"] * (rows - 1)
    assert score_survey_response(predictions, ["A. a"] * rows, protocol="paper")["correct"] == rows - 1


@pytest.mark.parametrize(
    ("compute", "inputs", "row"),
    [
        (score_survey_response, {"predictions": ["A. a", None], "references": ["A. a"] * 2}, 1),
        (score_survey_response, {"predictions": ["A. a"], "references": [3]}, 0),
        (score_distributions, {"predictions": [{"a": 1}], "references": ["A. a: 1%"]}, 0),
        (score_distributions, {"predictions": ["", "A. a: 1.2.3%"], "references": ["A. a: 1%"] * 2}, 1),
        (score_distributions, {"predictions": ['{"a": -1, "b": 3}'], "references": ["A. a: 1%"]}, 0),
        (score_distributions, {"predictions": ["a: 1%"], "references": ["a: 1%"], "instructions": [3]}, 0),
    ],
)
def test_rows_on_which_the_script_stops_are_named(compute, inputs, row):
    with pytest.raises(ValueError, match=rf"\Arow {row}: [^\n]*the published script stops on such a file\Z"):
        compute(**inputs, protocol="paper")


def test_lists_of_shares_are_no_texts_of_the_script():
    with pytest.raises(ValueError, match="row 0: protocol 'paper' reads references written as texts"):
        score_distributions(["A. a: 1%"], [[0.5, 0.5]], protocol="paper")


@pytest.mark.parametrize("choices", [[], "AB", [["a", 1]], [3]])
def test_choices_that_are_none_are_refused(choices):
    with pytest.raises(ValueError, match=r"\A[^\n]*choices[^\n]*\Z"):
        score_distributions(["A. a: 1%"], ["A. a: 1%"], choices=choices, protocol="paper")


@pytest.mark.parametrize("lost", ['{"对话自然度": {"评分": 1e999}}', '{"a": ' + "[" * 19_000])
def test_judges_replies_that_cannot_be_read_have_no_score(lost):
    assert score_interview([lost], protocol="paper")["naturalness"] is None


def test_a_missing_distribution_costs_what_an_empty_one_does():
    truth = ["A. a: 50%\nB. b: 50%"]
    assert score_distributions([None], truth, protocol="paper") == score_distributions([""], truth, protocol="paper")


_STANCES = st.one_of(
    st.sampled_from(["积极", "中立", "a", "", "1", "1.0", "nan", "True"]),
    st.text(max_size=3),
    st.integers(-3, 3),
    st.booleans(),
    st.none(),
    st.sampled_from([1.0, 2.0, 0.5, 1e22, math.inf, math.nan, 2**63, 2**70]),
)
_ROWS = st.lists(st.tuples(_STANCES, _STANCES), min_size=1, max_size=8)
_WRITTEN = st.lists(st.tuples(*[st.text("ab\0\ud83d", max_size=2)] * 2), min_size=1, max_size=12)


@settings(max_examples=50, deadline=None)
@given(st.one_of(_WRITTEN, _ROWS))
def test_means_are_scikit_learns_or_both_refuse(rows):
    truths, replies = [row[0] for row in rows], [row[1] for row in rows]
    scored = {"precision": precision_score, "recall": recall_score, "f1": f1_score}
    kinds = {"": "macro", "_weighted": "weighted", "_micro": "micro"}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            wanted = {
                name + ending: compute(truths, replies, average=average, zero_division=0)
                for name, compute in scored.items()
                for ending, average in kinds.items()
            }
    except (ValueError, TypeError):
        with pytest.raises(ValueError, match="script stops on such a file"):
            averages(truths, replies)
    else:
        assert averages(truths, replies) == pytest.approx(wanted, abs=1e-9)
