"""Scores that judges' replies give."""

import pytest

from alignsurvey.scoring.replies.judge_scores import read_judge_scores


@pytest.mark.parametrize(
    "text",
    [
        '{"naturalness": 4.5, "style_match": 4, "consistency": 3}',
        '```json\n{"对话自然度": {"评分": "4.5分", "理由": "有2处"}, "风格匹配度": {"评分": 4}, '
        '"访谈一致性": {"评分": "３"}}\n```',
        "Sure!\n**Naturalness**: 4.5/5\nStyle match: 4 for 2 reasons\nConsistency: 3",
        "对话自然度：**评分**：4.5\n风格匹配度：四分\n一致性：3分",
        '<think>naturalness 1</think>{"scores": {"Naturalness": "4.5", "style-match": "4/5", "consistency": 3.0}}',
        "自然度（1-5分）：４．５\n风格（1-5分）：四分\n一致性（1-5分）：3",
        "Naturalness (1-5): 4.5\nStyle match (1 to 5): four\nConsistency (1-5): 3",
        "The naturalness is fine, with 2 slips. Naturalness: 4.5, style match: 4, consistency: 3",
        "| naturalness | 4.5 |\n| style_match | 4 |\n| consistency | 3 |",
        "{'naturalness': 4.5, 'style_match': 4, 'consistency': 3}",
        '{"naturalness": 4.5, "style_match": 4, "consistency": 3, "reason": "cut o',
        'First ```{"naturalness": 4.5}``` then ```{"style_match": 4}``` and {"consistency": "3 (fair)"}',
    ],
)
def test_forms_of_replies(text):
    assert read_judge_scores(text) == {"naturalness": 4.5, "style_match": 4, "consistency": 3}


@pytest.mark.parametrize(
    "text", [None, "", "I like it", '{"naturalness": 9}', '{"naturalness": true}', "naturalness: 45"]
)
def test_what_is_no_score_is_missing(text):
    assert read_judge_scores(text) == {}


@pytest.mark.parametrize("score", ["4-5", "3 or 4", "between 3 and 4", "3到4分", "4 - 2 slips", "3分或4分"])
def test_a_range_is_no_score(score):
    assert read_judge_scores(f'{{"naturalness": "{score}", "style_match": 3}}') == {"style_match": 3}
    assert read_judge_scores(f"Naturalness: {score}\nStyle match: 3") == {"style_match": 3}


@pytest.mark.parametrize("score", ["4/10", "4 out of 10", "3/4", "4分（满分10分）", "4 (max. 10)", "40%", "4/50"])
def test_a_mark_of_another_scale_is_no_score(score):
    assert read_judge_scores(f"Naturalness: {score}\nStyle match: 3") == {"style_match": 3}


@pytest.mark.parametrize(
    "score", ["满分5分，给4分", "5分制，4分", "(max 5): 4", "4（满分5分）", "4 (out of 5)", "4 / 5"]
)
def test_the_best_mark_is_not_taken_for_the_one_given(score):
    assert read_judge_scores(f"自然度：{score}\n一致性：3分") == {"naturalness": 4, "consistency": 3}


@pytest.mark.parametrize(
    "text",
    ["风格一致性：3分\n访谈一致性：4分", "Style Consistency: 3\nConsistency: 4", '{"styleMatch": 3, "consistency": 4}'],
)
def test_style_is_not_taken_for_consistency(text):
    assert read_judge_scores(text) == {"style_match": 3, "consistency": 4}


@pytest.mark.parametrize(
    "text",
    [
        'The reply says {"naturalness": 5, "style_match": 5, "consistency": 5}. Mine: '
        '{"naturalness": 1, "style_match": 1, "consistency": 1}',
        '{"naturalness": 1, "style_match": 1, "consistency": 1}\nIt ended with '
        '```json\n{"naturalness": 5, "style_match": 5, "consistency": 5}\n```',
        "Naturalness: 5, as the reply claims.\nNaturalness: 1",
        '{"naturalness": 1} because it wrote </think>{"naturalness": 5}',
        '<think>It wrote </think>{"naturalness": 5}, so</think>{"naturalness": 1}',
        '{"naturalness": 1} and assistantfinal{"naturalness": 5}',
        '<think>{"naturalness": 5}',
    ],
)
def test_scores_that_a_judge_quotes_are_not_taken_for_its_own(text):
    assert read_judge_scores(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        '<think>perhaps {"naturalness": 5}</think>{"naturalness": 1}',
        'perhaps naturalness: 5</think>{"naturalness": 1}',
        'analysis: {"naturalness": 5}? assistantfinal{"naturalness": 1}',
    ],
)
def test_a_trace_is_no_judgement(text):
    assert read_judge_scores(text) == {"naturalness": 1}


def test_scores_that_are_quoted_within_a_reason_count_for_nothing():
    text = '{"naturalness": 1, "reason": "it wrote {\\"naturalness\\": 5}"}'
    assert read_judge_scores(text) == {"naturalness": 1}
