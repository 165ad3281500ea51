import struct

import pandas
import pyreadstat
import pytest

from alignsurvey.corpus.rawfiles.readers import read_table
from alignsurvey.corpus.rawfiles.spss_dictionary import check_dictionary
from alignsurvey.files.errors import InputError


@pytest.fixture
def sav(tmp_path):
    """A file with short, long and very long texts, labelled numbers and texts, and declared missing values."""
    frame = pandas.DataFrame({
        "id": [1.0, 2.0], "trust": [1.0, 9.0],
        "short": ["a", "b"], "long": ["x" * 40, "长" * 20], "very": ["y" * 700, ""],
    })  # fmt: skip
    path = tmp_path / "a.sav"
    pyreadstat.write_sav(
        frame, str(path), column_labels={"trust": "信任", "long": "Remarks"},
        missing_ranges={"trust": [{"lo": 7, "hi": 9}]},
        variable_value_labels={"trust": {1: "low", 9: "Refused"}, "short": {"a": "A"}, "long": {"x" * 40: "X"}},
    )  # fmt: skip
    return path


def test_sound_files_pass_plain_and_compressed(sav, tmp_path):
    check_dictionary(sav)
    packed = tmp_path / "a.zsav"
    pyreadstat.write_sav(pandas.DataFrame({"id": [1.0]}), str(packed), compress=True)
    check_dictionary(packed)
    assert read_table(sav).codes("trust").to_list() == ["1", "9"]


@pytest.mark.parametrize("kind", [255, 9, -2, 256])
def test_a_number_that_calls_itself_a_long_text_is_refused(sav, kind):
    content = bytearray(sav.read_bytes())
    content[180:184] = struct.pack("<i", kind)  # the type of the first variable
    sav.write_bytes(content)
    with pytest.raises(InputError, match=r"^a.sav: its dictionary contradicts itself; it is damaged"):
        read_table(sav)


@pytest.mark.parametrize("size", [0, 100, 180, 400, 900])
def test_a_cut_file_is_left_to_the_parser(sav, size):
    sav.write_bytes(sav.read_bytes()[:size])
    check_dictionary(sav)
    with pytest.raises(InputError, match=r"^a.sav: cannot be read"):
        read_table(sav)


def test_labels_of_a_variable_that_is_not_there_are_refused(sav):
    content = sav.read_bytes()
    record = struct.pack("<iii", 4, 1, 2)  # value labels of one variable, the second
    assert content.count(record) == 1
    sav.write_bytes(content.replace(record, struct.pack("<iii", 4, 1, 99)))
    with pytest.raises(InputError, match=r"its dictionary contradicts itself"):
        read_table(sav)
