"""Every pattern of the recognisers takes time in proportion to the text, whatever the text is."""

import re
import time

import pytest

from alignsurvey.privacy import known_values
from alignsurvey.privacy.languages import languages, load, shared
from alignsurvey.privacy.languages.rules import Matcher

SIZES = (2000, 8000)
SLOW = 0.02  # seconds below which a clock says nothing
# What backtracking feeds on: digits, words, and both with every sign that stands between the parts of a number.
SEEDS = (
    "1", "1 ", "12-", "1.", "12,", "1/", "+1 ", "(1", "1:", "A1", "a1_", "a.", "a-", "a'", "a@", "@a", "a b ", "Aa ",
    "Aa, ", "12 Aa ", "flat 1, ", "No. 1/", "one ", "double oh ", "a dot ", "dot a at ", "http://a", "1 Elm Street, ",
    "St. ", "A ", "aaaa", "AAAA", "ÄäÖ", "一", "幺", "零一", "1号", "一号楼", "村1", "路1弄", "王·", "微信a_", "电话1-",
    "京A1", "1年1月", "我是", "岁1", "收入1", "\n", "  ",
)  # fmt: skip
CUES = "my phone number is account card id passport licence plate postcode insta 电话 身份证 卡号 "


def _patterns():
    for language in languages():
        for number, rule in enumerate(shared.RULES + load(language).rules):
            yield pytest.param(Matcher(rule).find, id=f"{language}-{number}-{rule.entity}")
        for amount in load(language).amounts:
            yield pytest.param(amount.pattern.findall, id=f"{language}-{amount.entity}")
    from alignsurvey.privacy.languages.zh import addresses, names, organisations

    for module in (addresses, names, organisations):
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield pytest.param(value.findall, id=f"{module.__name__.split('.')[-1]}-{name}")
    yield pytest.param(known_values.pattern("12 3456 7890 Ann Lee").findall, id="known-number")
    yield pytest.param(known_values.pattern("Ann  Lee Roe").findall, id="known-name")


def _seconds(find, text):
    times = []
    for _ in range(2):
        start = time.process_time()
        find(text)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("find", _patterns())
def test_four_times_the_text_takes_no_sixteen_times_the_time(find):
    for seed in SEEDS:
        for lead in ("", CUES):
            texts = [lead + (seed * size)[:size] + "!" for size in SIZES]
            long = _seconds(find, texts[1])
            if long > SLOW:
                assert long < 9 * max(_seconds(find, texts[0]), SLOW / 9), (seed, lead)
