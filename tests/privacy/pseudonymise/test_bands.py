"""Ages and incomes in free text become bands, in both languages; other numbers stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.privacy.languages.bands import edges
from alignsurvey.privacy.languages.zh.amounts import number
from alignsurvey.privacy.pseudonymise.bands import band


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "I'm 47.", "I'm 45 to 49."),
        ("en", "I am forty-seven now.", "I am 45 to 49 now."),
        ("en", "She is a 33-year-old nurse.", "She is a 30 to 34-year-old nurse."),
        ("en", "He turned 93.", "He turned 90 or over."),
        ("en", "She is ninety four years old.", "She is 90 or over years old."),
        ("en", "I was nineteen.", "I was 15 to 19."),
        ("en", "At 19 I left home.", "At 15 to 19 I left home."),
        ("en", "I make about $48,500 a year.", "I make about $40,000 to $50,000 a year."),
        ("en", "My salary is 62k.", "My salary is 50 to 75k."),
        ("en", "They pay me $15 an hour.", "They pay me $15 to $20 an hour."),
        ("zh", "我今年四十七岁。", "我今年45至49岁。"),
        ("zh", "我今年47了。", "我今年45至49了。"),
        ("zh", "年收入二十三万。", "年收入20万至30万。"),
        ("zh", "一个月工资三千五。", "一个月工资3000至4000。"),
        ("zh", "年薪23.5万左右", "年薪20万至30万左右"),
        ("zh", "我四十七歲，年收入二十三萬元", "我45至49歲，年收入20萬至30萬元"),
    ],
)
def test_an_amount_becomes_a_band(language, text, expected):
    assert band(text, language)[0] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I was 20 minutes late and I am 100% sure."),
        ("en", "At 9 we had supper, at 20 Main Street I got off."),
        ("en", "An income of 120,000 people; we made 3 of them."),
        ("zh", "4至5歲的小孩，四五岁，3到6岁都收。"),
        ("en", "Children 4 to 5 years old go free."),
        ("zh", "三十多岁，挣八块钱，工资二十年没涨，挣了一百多万。"),
        ("zh", "退休金打在卡上，我今年二月去过。"),
    ],
)
def test_other_numbers_stay(language, text):
    assert band(text, language) == (text, {})


@pytest.mark.parametrize(
    ("text", "value"),
    [("四十七", 47), ("十八", 18), ("三千五", 3500), ("两万三", 23000), ("一百零五", 105), ("23万", 230000)],
)
def test_a_chinese_numeral_is_read(text, value):
    assert number(text) == value


@given(st.floats(1, 1e9))
def test_a_sum_lies_in_its_band(value):
    low, high = edges(value)
    assert low <= value < high <= 2 * low
