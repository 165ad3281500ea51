"""Known values in what would be published: found in any spelling, refused where they lead to one person."""

import pytest

from alignsurvey.corpus import Context
from alignsurvey.corpus.interviews.known_values import is_left, refuse_known_values
from alignsurvey.corpus.transcripts import Transcript
from alignsurvey.files.errors import InputError


@pytest.mark.parametrize(
    ("entity", "value", "text", "found"),
    [
        ("PERSON", "Will", "Will came.", True),
        ("PERSON", "Will", "I will come.", False),
        ("PHONE", "415-555-0134", "ring (415) 555 0134", True),
        ("EMPLOYER", "Zzyzx", "at ZZYZX", True),
    ],
)
def test_names_are_searched_as_they_are_spelt_and_other_values_in_any_spelling(entity, value, text, found):
    assert is_left(entity, value, [text]) is found


def _checked(known, text, context, language="en"):
    transcript = Transcript("i", language, (), known)
    return list(refuse_known_values([transcript], [([{"speaker": "A", "text": text}], {})], context))


def test_a_direct_identifier_that_is_left_stops_the_build_and_is_not_named():
    with pytest.raises(InputError, match="1 PERSON") as caught:
        _checked((("PERSON", "Holloway"),), "Holloway came.", Context("c", 0, bytes(32), 1))
    assert "Holloway" not in str(caught.value)


def test_any_other_value_that_is_left_stops_the_build_too():
    with pytest.raises(InputError, match="1 EMPLOYER") as caught:
        _checked((("EMPLOYER", "Zzyzx"),), "at Zzyzx", Context("c", 0, bytes(32), 1))
    assert "Zzyzx" not in str(caught.value)


@pytest.mark.parametrize(
    ("entity", "value", "text"), [("EMPLOYER", "永發茶餐廳", "在永发茶餐厅"), ("LOCATION", "鹽埕", "盐埕")]
)
def test_a_value_is_sought_in_either_script(entity, value, text):
    with pytest.raises(InputError, match=f"1 {entity}"):
        _checked(((entity, value),), text, Context("c", 0, bytes(32), 1), "zh-Hant")


def test_a_place_so_broad_that_it_stays_stops_nothing():
    context = Context("c", 0, bytes(32), 1)
    _checked((("LOCATION", "Chicago"),), "in Chicago", context)
    assert context.facts["known_values"] == {"searched": 1, "left": {}}
