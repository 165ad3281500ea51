"""Phrases know where their personal data stand, whatever is put before or between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.corpus.synthetic.talk import (
    Dialogue,
    Personal,
    Phrase,
    draw,
    draw_noted,
    fill,
    join_phrases,
    planted_entries,
    with_opener,
)
from alignsurvey.files.errors import InputError

WORDS = st.text(st.characters(categories=["L", "N", "Zs"], include_characters="，。、"), max_size=8)


def test_a_filled_slot_of_personal_data_leaves_its_span():
    phrase = fill(
        "ring {phone} or ask {other}", {"phone": Personal("PHONE", "555 1"), "other": Personal("PERSON", "Jo")}
    )
    assert phrase.text == "Ring 555 1 or ask Jo"
    assert phrase.spans == ((5, 10, "PHONE"), (18, 20, "PERSON"))


def test_an_address_form_fills_a_slot_with_its_own_span():
    title = fill("Mrs. {last}", {"last": Personal("PERSON", "Delgado")})
    phrase = fill("Ask {title} about it.", {"title": title})
    assert [phrase.text[start:end] for start, end, _ in phrase.spans] == ["Delgado"]


def test_personal_data_at_the_start_keep_their_spelling():
    assert fill("{email} is mine", {"email": Personal("EMAIL", "a@b.org")}).text.startswith("a@b.org")


def test_an_unknown_slot_is_named():
    with pytest.raises(InputError, match="unknown slot 'town'"):
        fill("from {town}", {"name": "x"})


@pytest.mark.parametrize(
    ("opener", "text", "whole"),
    [
        ("Well, ", "The bus.", "Well, the bus."),
        ("Well, ", "I know.", "Well, I know."),
        ("嗯，", "公交车。", "嗯，公交车。"),
    ],
)
def test_an_opener_takes_the_capital_but_not_that_of_i(opener, text, whole):
    assert with_opener(opener, Phrase(text)).text == whole


@given(st.lists(st.tuples(WORDS, WORDS.filter(bool), WORDS), min_size=1, max_size=5), st.sampled_from(["", " "]))
def test_spans_point_at_their_text_after_joining(pieces, gap):
    phrases = [
        Phrase(before) + fill("{x}", {"x": Personal("PERSON", name)}) + Phrase(end) for before, name, end in pieces
    ]
    whole = join_phrases(phrases, gap)
    assert [whole.text[start:end] for start, end, _ in whole.spans] == [name for _, name, _ in pieces]


def test_no_phrase_is_said_twice_while_others_are_left():
    talk = Dialogue(draw("test", 1), "en")
    said = [talk.phrase(["One.", "Two.", "Three."], {}).text for _ in range(3)]
    assert sorted(said) == ["One.", "Three.", "Two."]


def test_planted_entries_name_interview_turn_span_and_text():
    phrase = fill("I am {name}.", {"name": Personal("PERSON", "Ann Lee")})
    assert planted_entries("en-1", "turn", [Phrase("Hello."), phrase]) == [
        {
            "interview": "en-1",
            "turn": 1,
            "annotation": None,
            "start": 5,
            "end": 12,
            "entity": "PERSON",
            "text": "Ann Lee",
        }
    ]


@pytest.mark.parametrize(("share", "names"), [(1.0, ["Ann", "Bo"]), (0.0, [])])
def test_field_notes_hold_the_given_share_of_the_people_named(share, names):
    phrases = [
        fill(
            "{a} {b} {c}", {"a": Personal("PERSON", "Bo"), "b": Personal("PHONE", "1"), "c": Personal("PERSON", "Ann")}
        )
    ]
    assert draw_noted(phrases, draw("test"), share) == names
