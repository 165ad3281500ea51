"""Numbers of documents, vehicles and post offices, by country; each is found in English and in Chinese talk."""

import pytest

from alignsurvey.privacy.languages.shared.documents.gb import nhs
from alignsurvey.privacy.languages.shared.documents.hk import hkid
from alignsurvey.privacy.languages.shared.documents.india import aadhaar
from alignsurvey.privacy.languages.shared.documents.tw import taiwan_id

FOUND = [
    ("ID_NUMBER", "123-45-6789"),
    ("ID_NUMBER", "AB 12 34 56 C"),
    ("ID_NUMBER", "943 476 5919"),
    ("ID_NUMBER", "MORGA753116SM9IJ"),
    ("ID_NUMBER", "1234567TA"),
    ("ID_NUMBER", "A123456(3)"),
    ("ID_NUMBER", "A123456789"),
    ("ID_NUMBER", "1234567(8)"),
    ("ID_NUMBER", "11010519491231002X"),
    ("ID_NUMBER", "110105650312001"),
    ("ID_NUMBER", "ABCPE1234F"),
    ("ID_NUMBER", "MH14 20110062821"),
    ("ID_NUMBER", "65 150885 M 123"),
    ("PASSPORT", "E12345678"),
    ("PASSPORT", "H1234567890"),
    ("LICENCE_PLATE", "AB12 CDE"),
    ("LICENCE_PLATE", "191-D-12345"),
    ("LICENCE_PLATE", "MH 12 AB 1234"),
    ("LICENCE_PLATE", "HH-AB 123"),
    ("LICENCE_PLATE", "ABC-1234"),
    ("LICENCE_PLATE", "7ABC123"),
    ("STREET_ADDRESS", "LS6 2AB"),
    ("STREET_ADDRESS", "D09 X2K4"),
    ("STREET_ADDRESS", "K1A 0B1"),
    ("STREET_ADDRESS", "NSW 2042"),
]
CUED = [
    ("PASSPORT", "My passport number is {}.", "512345678"),
    ("PASSPORT", "港澳通行证{}", "C12345678"),
    ("ID_NUMBER", "my Aadhaar is {}", "1234 5678 9012"),
    ("ID_NUMBER", "tax file number {}", "123 456 782"),
    ("ID_NUMBER", "My driver's license is {}.", "D1234567"),
    ("LICENCE_PLATE", "架車系{}", "AB 123"),
]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("entity", "value"), FOUND)
def test_a_shape_tells_by_itself(shapes, language, entity, value):
    frame = "I think it was {}, yes." if language == "en" else "好像是{}，对。"
    assert shapes(language, frame.format(value)) == [(entity, value)]


@pytest.mark.parametrize(("entity", "frame", "value"), CUED)
def test_a_word_before_tells(shapes, entity, frame, value):
    assert shapes("en" if frame.isascii() else "zh", frame.format(value)) == [(entity, value)]


def test_check_digits():
    assert nhs("943 476 5919")
    assert not nhs("943 476 5918")
    assert hkid("A1234563")
    assert not hkid("A1234564")
    assert taiwan_id("A123456789")
    assert not taiwan_id("A123456788")
    assert aadhaar("2341 2341 2346")
    assert not aadhaar("2341 2341 2347")
