"""Attempts to carry a known text past the check, and texts that only look like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.corpus.decontaminate.ngrams import ngrams
from alignsurvey.corpus.decontaminate.passages import CHARACTERS, WORDS, kinds_of, passages

SHORT = "Taken all together, how would you say things are these days?"  # 11 words
LONG = "Are we spending too much money, too little money, or about the right amount on the health of people?"
ZH_SHORT = "总的来说您对现在的生活满意吗"  # 14 characters
ZH_LONG = "考虑到生活的各个方面，您觉得您现在的生活总的来说过得幸福吗？请您实话实说"
KNOWN = passages({"question wording": [SHORT, LONG, ZH_SHORT, ZH_LONG, "Can people be trusted?"], "text": ["不" * 13]})


@pytest.mark.parametrize(
    "text",
    [
        SHORT,
        SHORT.upper(),
        f"So, well — {SHORT.replace(',', '')} Take your time.",
        SHORT.replace(" ", "  \n"),
        "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in SHORT),
        SHORT.replace("together", "to\u200bgether").replace("things", "thi\u00adngs"),
        f"谢谢。{SHORT}好的",
        ZH_SHORT,
        f"好，那么{ZH_SHORT}？您慢慢说",
        "，".join(ZH_SHORT),
        "總的來說您對現在的生活滿意嗎",
        "總的來說您對現在的生活滿意嗎".replace("滿", "\ufeff滿"),
    ],
)
def test_a_whole_wording_is_found_in_any_dress(text):
    assert kinds_of([text], KNOWN) == ["question wording"]


@pytest.mark.parametrize(
    "text",
    [
        LONG[8:-12],
        f"Now: {LONG.lower()} And why?",
        ZH_LONG[2:-3],
        "考慮到生活的各個方面，您覺得您現在的生活總的來說過得幸福嗎？",
    ],
)
def test_a_long_part_of_a_wording_is_found(text):
    assert kinds_of([text], KNOWN) == ["n-gram"]


@pytest.mark.parametrize(
    "text",
    ["", "Can people be trusted? I do not know.", "Taken all together, things are fine these days, I would say.",
     "您对现在的生活满意吗", LONG[:40], "总的来说我对现在的工作满意"],
)  # fmt: skip
def test_common_phrases_and_other_questions_are_not(text):
    assert kinds_of([text], KNOWN) == [None]


def test_a_run_does_not_go_from_one_text_into_the_next():
    words = SHORT.split()
    assert kinds_of([" ".join(words[:5]), " ".join(words[5:]), SHORT], KNOWN) == [None, None, "question wording"]


def test_the_kind_that_is_given_first_is_named():
    assert kinds_of([f"{SHORT} {'不' * 13}"], KNOWN) == ["question wording"]
    assert kinds_of(["不" * 13], KNOWN) == ["text"]


def test_nothing_known_finds_nothing():
    assert kinds_of([SHORT, ""], passages({})) == [None, None]


@given(st.lists(st.lists(st.sampled_from("abc是了"), max_size=40), min_size=1, max_size=6), st.integers(0, 5))
def test_many_texts_at_once_give_what_one_by_one_gives(texts, pick):
    written = [" ".join(words) for words in texts]
    known = passages({"text": [written[pick % len(written)]]})
    grams = set(ngrams(written[pick % len(written)], WORDS, CHARACTERS).tolist())
    shared = [bool(grams & set(ngrams(text, WORDS, CHARACTERS).tolist())) for text in written]
    found = kinds_of(written, known)
    assert found == [kinds_of([text], known)[0] for text in written]
    assert all(kind for kind, share in zip(found, shared, strict=True) if share)
