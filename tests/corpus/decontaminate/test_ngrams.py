import pytest

from alignsurvey.corpus.decontaminate.ngrams import ngrams, normalised, tokens

ENGLISH = "Are we spending too much money, too little money, or about the right amount on health?"
CHINESE = "考虑到生活的各个方面，您觉得您现在的生活总的来说过得幸福吗？"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Too  much—MONEY.", "too much money"),
        ("２０１８年，很满意！", "2018年很满意"),
        ("café", "cafe\u0301"),
        ("Straße", "STRASSE"),
    ],
)
def test_case_width_spaces_and_punctuation_make_no_difference(one, other):
    assert normalised(one) == normalised(other)


def test_words_and_chinese_characters_are_tokens():
    assert tokens("我在NORC工作 5 years") == ["我", "在", "norc", "工", "作", "5", "years"]


@pytest.mark.parametrize(("text", "runs"), [(ENGLISH, 16 - 13 + 1), (CHINESE, 28 - 20 + 1), ("too short", 0), ("", 0)])
def test_runs_are_of_13_words_or_20_characters(text, runs):
    assert len(ngrams(text, 13, 20)) == runs


def test_a_run_is_found_inside_another_text():
    inside = f"Well, as I said before: {ENGLISH} That was it."
    assert set(ngrams(ENGLISH, 13, 20)) <= set(ngrams(inside, 13, 20))
    assert set(ngrams(CHINESE, 13, 20)) <= set(ngrams(f"好的。{CHINESE}谢谢 thank you", 13, 20))


def test_order_counts_and_numbers_are_the_same_on_every_machine():
    assert not set(ngrams("a b c", 3, 9)) & set(ngrams("c b a", 3, 9))
    assert ngrams("a b c", 3, 9).tolist() == ngrams("A, b; c!", 3, 9).tolist()
