"""What the rules of shape find, without a model."""

import pytest

from alignsurvey.privacy.entities import Span, resolve
from alignsurvey.privacy.languages import fold, load, shared
from alignsurvey.privacy.languages.rules import Matcher


def _shapes(language, text):
    folded = fold(text)
    matchers = [Matcher(rule) for rule in shared.RULES + load(language).rules]
    found = [Span(*span, one.rule.entity, one.rule.score) for one in matchers for span in one.find(folded)]
    if language == "zh":
        from alignsurvey.privacy.languages.zh import addresses, names

        words = list(names.tokenizer().cut(folded, HMM=False))
        found += [Span(start, end, "STREET_ADDRESS") for start, end, _ in addresses.addresses(folded, words)]
    return [(span.entity, text[span.start : span.end]) for span in resolve(found)]


@pytest.fixture
def shapes():
    return _shapes
