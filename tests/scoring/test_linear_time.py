"""Every pattern and every reader of scoring/ takes time in proportion to the text, whatever the text is.

Patterns are found by walking the modules; the texts repeat what a pattern itself looks for, blanks, marks and digits.
"""

import importlib
import pkgutil
import re
import time

import pytest

from alignsurvey import scoring
from alignsurvey.scoring.replies.answers import read_choice
from alignsurvey.scoring.replies.attribute_values import read_numbers, read_values
from alignsurvey.scoring.replies.choices import shown_choices
from alignsurvey.scoring.replies.distributions import read_distribution
from alignsurvey.scoring.replies.judge_scores import read_judge_scores
from alignsurvey.scoring.replies.stances import read_stance_reply

CHOICES = [("good", "average", "bad"), ("1", "2", "3", "4", "5"), ("yes", "no", "don't know"), ("有", "没有", "否")]
PIECES = [
    " ",
    "\n",
    "a",
    "1",
    "一",
    ".",
    "-",
    "/",
    '"',
    "“",
    "(",
    "（",
    "{",
    ",",
    "*",
    "'",
    "`",
    "1 ",
    "A ",
    "不",
    "\n ",
]
SHORT, LONG = 1000, 4000
TICK = 0.0015  # seconds below which nothing is measured


def _patterns():
    found = {}
    for module in pkgutil.walk_packages(scoring.__path__, "alignsurvey.scoring."):
        values = list(vars(importlib.import_module(module.name)).items())
        while values:
            name, value = values.pop()
            if isinstance(value, re.Pattern):
                found.setdefault(value, f"{module.name}.{name}")
            elif isinstance(value, dict):
                values += [(f"{name}[{key}]", item) for key, item in value.items()]
            elif isinstance(value, tuple | list):
                values += [(f"{name}[{place}]", item) for place, item in enumerate(value)]
    for choices in CHOICES:
        shown = shown_choices(choices)
        found |= {pattern: f"choices {choices}" for pattern in (shown.mention, shown.out_of) if pattern}
    return [pytest.param(pattern, id=name) for pattern, name in found.items()]


def _texts(pieces, starts):
    for start in starts:
        for piece in pieces:
            for end in ("", "!"):
                yield lambda size, s=start, p=piece, e=end: s + p * (size // len(p)) + e


def _seconds(work, text):
    begin = time.thread_time()
    work(text)
    return time.thread_time() - begin


def _grows_too_fast(work, make, short, long, tick):
    """Whether time grows much faster than length; measured again before it is believed."""
    if _seconds(work, make(long)) < tick:
        return False
    times = [[_seconds(work, make(size)) for _ in range(5)] for size in (short, long)]
    return min(times[1]) > max(tick, 2.5 * long / short * min(times[0]))


@pytest.mark.parametrize("pattern", _patterns())
def test_every_pattern_is_linear(pattern):
    words = re.findall(r"[A-Za-z']{2,}(?: [a-z]+)?|[\u3400-\u9fff]{1,3}|</?think>|```", pattern.pattern)
    words = sorted(set(words), key=lambda word: (len(word), word))[:8]

    def work(text):
        for _ in pattern.finditer(text):
            pass

    texts = _texts([*PIECES, *words[:5]], ["", "1", *words[:2]])
    assert [make(24) for make in texts if _grows_too_fast(work, make, SHORT, LONG, TICK)] == []


READERS = {
    "choice": lambda text: read_choice(text, CHOICES[0]),
    "scale": lambda text: read_choice(text, CHOICES[1]),
    "distribution": lambda text: read_distribution(text, CHOICES[2]),
    "stance": read_stance_reply,
    "judge": read_judge_scores,
    "values": lambda text: read_values(text, CHOICES[3]),
    "number": read_numbers,
}
PARTS = ["\n", " ", '{"a":', "A ", "1% ", "good ", "一", "“", "'a',", "a: 1%\n"]


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_every_reader_is_linear(reader):
    texts = _texts(PARTS, [""])
    assert [make(24) for make in texts if _grows_too_fast(reader, make, 2000, 8000, 0.05)] == []


def test_the_reply_that_froze_a_page_is_read_at_once():
    text = "{" + "\n" * 32_000 + "}"
    for reader in READERS.values():
        assert _seconds(reader, text) < 1
