"""Distributions that models write."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignsurvey.scoring.replies.choices import letter
from alignsurvey.scoring.replies.distributions import read_distribution

EN = ["good", "average", "bad"]


ZH = ["满意", "一般", "不满意"]


LINES = {
    "lettered": lambda letter, name, share: f"{letter}.{name}: {100 * share:.6f}%",
    "full width": lambda letter, name, share: f"{name}：{100 * share:.6f}％",
    "letters": lambda letter, name, share: f"- **{letter}**: {100 * share:.6f}%",
    "leading": lambda letter, name, share: f"{100 * share:.6f}% {name}",
    "table": lambda letter, name, share: f"| {name} | {100 * share:.6f}% |",
    "fractions": lambda letter, name, share: f"{name}: {share:.8f}",
}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(0, 50), min_size=3, max_size=3).filter(sum),
    st.sampled_from(sorted(LINES)),
    st.sampled_from([EN, ZH]),
)
def test_every_way_of_writing_reads_as_the_same_shares(counts, form, names):
    shares = [count / sum(counts) for count in counts]
    text = "\n".join(LINES[form](letter(place), names[place], shares[place]) for place in range(3))
    for wrapped in (text, f"<think>A: 100%</think>\n{text}", f"```\n{text}\n```"):
        assert read_distribution(wrapped, names) == pytest.approx(shares, abs=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        '{"满意": "45%", "一般": "27%", "不满意": "28%"}',
        '{"A": 0.45, "B": 0.27, "C": 0.28}',
        '{"distribution": {"满意": 45, "一般": 27, "不满意": 28}}',
        '```json\n[{"option": "A", "share": 45}, {"option": "B", "share": 27}, {"option": "C", "share": 28}]\n```',
        "[45, 27, 28]",
        "A. 45%, B. 27%, C. 28%",
        "约45%满意，27%一般，28%不满意",
        "满意: 45%\n一般: 27%\n不满意: 28%\n合计: 100%",
        "满意 45% 一般 27% 不满意 28%",
        "A 45 B 27 C 28",
        "A: 45, B: 27, C: 28",
        "45%, 27%, 28%",
        "0.45\n0.27\n0.28",
        "45/27/28",
        "| 选项 | 比例 |\n|---|---|\n| A. 满意 | 45% |\n| B. 一般 | 27% |\n| C. 不满意 | 28% |",
        "Ａ．满意：４５％\nＢ．一般：２７％\nＣ．不满意：２８％",
        "{'A': 45, 'B': 27, 'C': 28}",
        "{A: 45, B: 27, C: 28}",
        '{"A": 45, "B": 27, "C": 28,}',
        '{"满意": {"percentage": 45}, "一般": {"percentage": 27}, "不满意": {"percentage": 28}}',
        '{"reasoning": "roads 60%", "distribution": {"A": 45, "B": 27, "C": 28}}',
        '[["满意", 45], ["一般", 27], ["不满意", 28]]',
        '{"A": "0.45", "B": "0.27", "C": "0.28"}',
        "<think>A: 90%</think>A=45%; B=27%; C=28%",
        "预测如下：\nA. 满意（45%）\nB. 一般（27%）\nC. 不满意（28%）\n说明：其中60%的人收入较高。",
    ],
)
def test_forms_of_replies(text):
    assert read_distribution(text, ZH) == pytest.approx([0.45, 0.27, 0.28])


@pytest.mark.parametrize(
    "text",
    [
        "满意：四成五；一般：三成；不满意：两成半",
        "百分之四十五满意，百分之三十一般，百分之25不满意",
        "满意占9/20，一般占3/10，不满意占1/4",
        "A: 9/20\nB: 3/10\nC: 1/4",
        "9/20, 3/10, 1/4",
        "1. 45%\n2. 30%\n3. 25%",
        "1: 45%\n2: 30%\n3: 25%",
        "A.45% B.30% C.25%",
        "1) 满意: 45%\n2) 一般: 30%\n3) 不满意: 四分之一",
        "0.45, 0.30 and 0.25",
        "The shares are 0.45, 0.30 and 0.25.",
        "A: 45 pct, B: 30 pct, C: a quarter",
        "A: 45,0 %\nB: 30,0 %\nC: 25,0 %",
    ],
)
def test_fractions_and_shares_in_words(text):
    assert read_distribution(text, ZH) == pytest.approx([0.45, 0.3, 0.25])


@pytest.mark.parametrize(
    "text",
    [
        "大约一半满意，三成一般，两成不满意",
        "half 满意, 30% 一般, one fifth 不满意",
        "满意占五成，一般占三成，不满意占二成",
    ],
)
def test_halves_and_tenths(text):
    assert read_distribution(text, ZH) == pytest.approx([0.5, 0.3, 0.2])


def test_choices_may_hold_fractions_themselves():
    names = ["less than half", "half", "more than half"]
    assert read_distribution("less than half: 45%\nhalf: 30%\nmore than half: 25%", names) == pytest.approx(
        [0.45, 0.3, 0.25]
    )
    assert read_distribution("一半以下: 三成，一半以上: 七成", ["一半以下", "一半以上"]) == pytest.approx([0.3, 0.7])


def test_two_shares_with_a_slash_are_no_fraction():
    assert read_distribution("40/60", ["yes", "no"]) == pytest.approx([0.4, 0.6])


def test_a_margin_of_error_is_no_share():
    assert read_distribution("A: 45% (±3%), B: 30% (±3%), C: 25% (±3%)", ZH) == pytest.approx([0.45, 0.3, 0.25])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A: 45%",
        "A: 1%",
        "good: 50%\ngood: 60%\nbad: 50%",
        "I cannot tell",
        '{"A": "x"}',
        "A: -45%\nB: 45%\nC: 55%",
        "A: NaN\nB: 1",
        '{"A": NaN, "B": 1.0}',
        '{"A": -0.5, "B": 1.0, "C": 0.5}',
        "A: 45-50%\nB: 30%\nC: 25%",
        "A: 0%\nB: 0%\nC: 0%",
        "45%, 55%",
        "A: 145%\nB: 30%\nC: 25%",
    ],
)
def test_what_is_no_distribution(text):
    assert read_distribution(text, EN) is None


@pytest.mark.parametrize("text", ["0%-20%: 45%\nover 20%: 55%", "A. 0%-20%: 45%\nB. over 20%: 55%", "A: 45%, B: 55%"])
def test_choices_may_hold_per_cent_themselves(text):
    assert read_distribution(text, ["0%-20%", "over 20%"]) == pytest.approx([0.45, 0.55])


@settings(max_examples=150, deadline=None)
@given(st.text('AB:0123456789.%{}[]",-\n 满意一般nan', max_size=60))
def test_any_text_is_a_distribution_or_none(text):
    found = read_distribution(text, ZH)
    assert found is None or (sum(found) == pytest.approx(1) and min(found) >= 0)
