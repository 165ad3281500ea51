import pytest

from alignsurvey.corpus.codes import code_text, codes_of


@pytest.mark.parametrize(
    ("raw", "text"),
    [(1.0, "1"), (-1, "-1"), ("1.0", "1"), (" 007 ", "7"), (1.5, "1.5"), ("1.50", "1.5"), (".d", ".d"), ("是", "是"),
     ("110101199001011234", "110101199001011234"), ("1e5", "1e5"), ("nan", "nan")],
)  # fmt: skip
def test_codes_are_compared_as_texts(raw, text):
    assert code_text(raw) == text


def test_a_declaration_may_be_one_code_a_list_or_none():
    assert codes_of(1.0) == {"1"}
    assert codes_of([7, "8", ".d"]) == {"7", "8", ".d"}
    assert codes_of(None) == frozenset()
