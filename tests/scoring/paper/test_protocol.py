"""The authors' way of scoring: every fault that the docstrings name, with figures worked out by hand."""

import json

import pytest

from alignsurvey.scoring import (
    score_attitude_stance,
    score_distributions,
    score_interview,
    score_social_role,
    score_survey_response,
)


def _answers(predictions, references):
    return score_survey_response(predictions, references, protocol="paper")


def test_letter_and_text_must_both_match():
    scores = _answers(["B", "average", "B. average", "(b) average"], ["B. average"] * 4)
    assert scores["accuracy"] == 0.5


def test_unread_strings_are_classes_of_the_macro_means():
    scores = _answers(["A. yes", "mumble", "so so"], ["A. yes"] * 3)
    # classes "Ayes" (recall 1/3), "mumble" and "so so"
    assert scores["recall"] == pytest.approx(1 / 9)
    assert scores["f1"] == pytest.approx(0.5 / 3)


def test_references_that_say_do_not_know_are_dropped():
    scores = _answers(["C. 不了解", "A. 满意"], ["C. 不了解", "A. 满意"])
    assert (scores["n"], scores["dropped"], scores["accuracy"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("reply", "read"),
    [
        ("I am satisfied", "I. am satisfied"),
        ("满 意", "满. 意"),
        ("We agree", "E. agree"),
        ("(b) yes\nor no", "B. yes"),
    ],
)
def test_letters_are_taken_where_the_script_sees_them(reply, read):
    assert _answers([reply], [read])["correct"] == 1


@pytest.mark.parametrize("reply", ["B、一般", "Ｂ．一般", "B：一般"])
def test_full_width_marks_are_none(reply):
    scores = _answers([reply], ["B. 一般"])
    assert (scores["correct"], scores["parse_rate"]) == (0, 0)


def test_figures_by_letter_stop_at_c():
    scores = _answers(["D. d", "A. a"], ["D. d", "A. a"])
    assert scores["count_by_option"] == {"A": 1, "B": 0, "C": 0}


def _stances(rows):
    texts = [json.dumps(row, ensure_ascii=False) if isinstance(row, dict) else row for row in rows]
    truth = json.dumps({"predict": "积极", "reason": "离家近"}, ensure_ascii=False)
    return score_attitude_stance(texts, [truth] * len(rows), protocol="paper")


def test_rows_without_reason_leave_the_denominator():
    scores = _stances([{"predict": "积极", "reason": "好"}] * 10 + [{"predict": "消极"}] * 90)
    assert (scores["accuracy"], scores["n"], scores["dropped"]) == (1, 10, 90)


def test_what_is_no_json_is_a_class_of_its_own():
    scores = _stances([{"predict": "积极", "reason": "好"}, "mumble"])
    assert scores["accuracy"] == 0.5
    assert scores["recall"] == pytest.approx(0.25)  # 积极 one half, 错误 none


def test_figures_by_class_are_those_of_the_script():
    found = _stances([{"predict": "积极", "reason": "好"}, "mumble", {"predict": "消极", "reason": "离家近"}])[
        "by_class"
    ]
    assert {name: (part["n"], part["correct"]) for name, part in found.items()} == {
        "积极": (3, 1), "错误": (0, 0), "消极": (0, 0),
    }  # fmt: skip
    assert (found["积极"]["precision"], found["积极"]["f1"]) == (1, pytest.approx(0.5))
    assert found["积极"]["jaccard"] == pytest.approx(1 / 3)


def test_a_thinking_trace_ends_only_before_a_blank_line():
    good = '{"predict": "积极", "reason": "好"}'
    assert _stances([f"<think>x</think>\n\n{good}"])["accuracy"] == 1
    assert _stances([f"<think>x</think>\n{good}"])["accuracy"] == 0


def test_english_reasoning_becomes_one_word():
    texts = [json.dumps({"predict": "积极", "reason": reason}) for reason in ("near and cheap", "near and good")]
    scores = score_attitude_stance(texts[:1], texts[1:], protocol="paper")
    assert scores["jaccard"] == 0
    assert scores["cosine"] == pytest.approx(2 / 3)


def test_whole_chinese_clauses_are_words_of_the_cosine():
    texts = [json.dumps({"predict": "积极", "reason": reason}) for reason in ("离家近，医生好", "离家近，医生很好")]
    assert score_attitude_stance(texts[:1], texts[1:], protocol="paper")["cosine"] == pytest.approx(0.5)


def _groups(predictions, references, choices=None):
    return score_distributions(predictions, references, choices=choices, protocol="paper")["wasserstein"]


def test_categories_stand_in_code_point_order():
    assert _groups(["A. 积极: 100%"], ["C. 消极: 100%"]) == 1  # 消极 积极
    names = ["满意", "一般", "不满意"]  # in code-point order 一般 不满意 满意
    assert _groups(["A.满意: 100%"], ["A.满意: 0%\nB.一般: 0%\nC.不满意: 100%"], names) == 1
    assert _groups(["A.满意: 100%"], ["A.满意: 0%\nB.一般: 100%\nC.不满意: 0%"], names) == 2


def test_a_right_reply_without_texts_costs_more_than_is_possible():
    truth = "A. 满意: 45%\nB. 一般: 27%\nC. 不满意: 28%"
    assert _groups(["A: 45%\nB: 27%\nC: 28%"], [truth], ["满意", "一般", "不满意"]) > 2


def test_no_reply_costs_the_categories_less_one_and_partial_ones_are_scaled():
    truth = "A. 积极: 50%\nB. 中立: 50%"
    assert _groups(["no idea"], [truth]) == 1
    assert _groups(["A. 积极: 10%\nB. 中立: 10%"], [truth]) == pytest.approx(0)


@pytest.mark.parametrize(
    ("reply", "truth", "cost", "n"),
    [("a: 100%", "a: 0%\nb: 0%", None, 0), ("no idea", "a: 0%\nb: 0%", 1, 1), ("no idea", "none", 0, 1)],
)
def test_a_reference_without_shares_leaves_the_mean_unless_the_reply_has_none(reply, truth, cost, n):
    found = score_distributions([reply], [truth], protocol="paper")
    assert (found["n"], found["dropped"]) == (n, 1 - n)
    assert found["wasserstein"] == cost or cost is None


@pytest.mark.parametrize(
    ("attribute", "prediction", "reference", "right"),
    [
        ("家庭成员关系", "['父母', '子女', '配偶']", "['子女']", 1),
        ("家庭成员关系", '["子女"]', "['子女']", 0),
        ("家里人口数", "共3人", "3", 1),
        ("家里人口数", "3人，2代", "3", 0),
        ("家庭月消费主要支出项目", "['日常（食品）', '教育']", "['日常(食品、衣物)']", 1),
        ("家庭年收入", "5万以下", "['5万以下']", 1),
        ("性别", "男。", "男", 0),
        ("性别", "<think>男", "男", 0),
    ],
)
def test_social_roles(attribute, prediction, reference, right):
    scores = score_social_role([prediction], [reference], [attribute], protocol="paper")
    assert scores["accuracy"] == right
    assert scores["by_attribute"][attribute]["n"] == 1


def test_a_score_with_a_fraction_loses_all_three():
    good = '{"对话自然度": {"评分": 4}, "风格匹配度": {"评分": 3}, "访谈一致性": {"评分": 5}}'
    scores = score_interview([good, good.replace("4", '"4.5"')], protocol="paper")
    assert (scores["naturalness"], scores["style_match"], scores["consistency"]) == (4, 3, 5)
    assert scores["missing"] == {"naturalness": 1, "style_match": 1, "consistency": 1}
