"""What SPSS, Stata and SAS files share: texts in their own encoding, codes, dates."""

import datetime

import pandas
import polars as pl
import pyreadstat
import pytest

from alignsurvey.corpus.rawfiles.readers import read_table, variable_names
from alignsurvey.files.errors import InputError

GERMAN = {1: "GRÜNE", 2: "FREIE WÄHLER", 3: "SPD"}


def test_one_broken_byte_leaves_every_other_text_as_it_is(tmp_path):
    path = tmp_path / "a.sav"
    frame = pl.DataFrame({"party": [1.0, 2.0, 3.0] * 3, "why": [f"Mühle {n}" for n in range(9)]})
    pyreadstat.write_sav(
        frame, str(path), column_labels={"party": "Welche Partei würden Sie wählen?"},
        variable_value_labels={"party": GERMAN},
    )  # fmt: skip
    raw = path.read_bytes()
    at = raw.index("ühle 7".encode())
    path.write_bytes(raw[: at + 1] + b" " + raw[at + 2 :])
    table = read_table(path)
    assert table.value_labels["party"] == {"1": "GRÜNE", "2": "FREIE WÄHLER", "3": "SPD"}
    assert table.labels["party"] == "Welche Partei würden Sie wählen?"
    assert table.codes("why").to_list()[7:] == ["M\ufffd hle 7", "Mühle 8"]
    assert table.notes[1] == "broken characters, read as \ufffd, in row 8 of why; correct them in the file"


def dta(path, label, words, codec):
    """A .dta without a declared encoding; texts of a code page are put in as bytes of the same length."""
    places = {text: f"{number}" * len(text.encode(codec)) for number, text in enumerate((label, *words), start=3)}
    pyreadstat.write_dta(
        pandas.DataFrame({"q1": [1, 2, 3] * 4}), str(path), version=8, column_labels={"q1": places[label]},
        variable_value_labels={"q1": {code: places[text] for code, text in enumerate(words, start=1)}},
    )  # fmt: skip
    raw = path.read_bytes()
    for text, held in places.items():
        raw = raw.replace(held.encode(), text.encode(codec))
    path.write_bytes(raw)


@pytest.mark.parametrize(
    ("codec", "label", "words"),
    [
        ("big5", "您覺得自己的生活幸福嗎？", ["很不幸福", "還算幸福", "非常幸福"]),
        ("cp1251", "Насколько вы доверяете правительству?", ["полностью доверяю", "скорее доверяю", "не доверяю"]),
        ("shift_jis", "あなたの生活は幸せですか？", ["とても幸せ", "まあ幸せ", "幸せではない"]),
        ("gb18030", "您觉得自己的生活幸福吗？", ["很不幸福", "还算幸福", "非常幸福"]),
        ("cp1253", "Πόσο ευτυχισμένος είστε;", ["Πολύ", "Αρκετά", "Καθόλου"]),
    ],
)
def test_labels_of_a_format_without_an_encoding_are_read_rightly_and_said_so(tmp_path, codec, label, words):
    path = tmp_path / "a.dta"
    dta(path, label, words, codec)
    table = read_table(path)
    assert table.labels["q1"] == label
    assert list(table.value_labels["q1"].values()) == words
    assert table.notes[0].startswith(f"texts read as {table.encoding}: no UTF-8; its letters make sense")
    assert read_table(path, ["q1"], codec).labels["q1"] == label


def test_labels_that_may_be_of_several_code_pages_are_asked_about(tmp_path):
    path = tmp_path / "a.dta"
    dta(path, "Hayır", ["ad", "az"], "cp1254")
    with pytest.raises(InputError, match=r"a.dta: its texts are not UTF-8, and several encodings are possible; name"):
        read_table(path)
    assert read_table(path, None, "cp1254").labels["q1"] == "Hayır"


def test_numbers_of_32_bits_are_what_was_meant(tmp_path):
    path = tmp_path / "a.dta"
    frame = pandas.DataFrame({"scale": [2.2, 1.0, 0.1]}).astype("float32")
    pyreadstat.write_dta(frame, str(path))
    assert read_table(path).codes("scale").to_list() == ["2.2", "1", "0.1"]
    pl.DataFrame({"scale": [2.2, 1.0]}, schema={"scale": pl.Float32}).write_parquet(tmp_path / "a.parquet")
    assert read_table(tmp_path / "a.parquet").codes("scale").to_list() == ["2.2", "1"]


@pytest.mark.parametrize("suffix", [".sav", ".dta"])
def test_dates_are_days_and_no_numbers(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    frame = pandas.DataFrame({"born": [datetime.date(1968, 5, 31), datetime.date(2001, 1, 2)], "id": [1, 2]})
    {".sav": pyreadstat.write_sav, ".dta": pyreadstat.write_dta}[suffix](frame, str(path))
    table = read_table(path)
    assert table.codes("born").to_list() == ["1968-05-31", "2001-01-02"]
    assert table.dates == {"born"}


def test_lone_letters_of_texts_are_no_missing_codes(tmp_path):
    path = tmp_path / "a.sav"
    frame = pl.DataFrame({"sex": ["M", "F", "M"], "vote": ["a", "b", "c"]})
    labels = {"sex": {"M": "Male", "F": "Female"}, "vote": {"a": "Labour", "b": "Conservative", "c": "Liberal"}}
    pyreadstat.write_sav(frame, str(path), variable_value_labels=labels)
    table = read_table(path)
    assert table.codes("vote").to_list() == ["a", "b", "c"]
    assert table.value_labels["vote"] == labels["vote"]
    assert not any(table.is_missing("vote", code) for code in "abc")


def test_names_of_variables_may_be_in_any_script(tmp_path):
    path = tmp_path / "a.sav"
    pyreadstat.write_sav(pl.DataFrame({"性别": [1.0], "b": [2.0]}), str(path))
    assert variable_names(path) == ["性别", "b"]
    assert read_table(path, ["b", "性别"]).frame.columns == ["b", "性别"]


def test_transport_files_of_sas_and_portable_files_of_spss_are_read(tmp_path):
    frame = pandas.DataFrame({"ID": [1.0, 2.0], "Q1": [3.0, 4.0]})
    pyreadstat.write_xport(frame, str(tmp_path / "a.xpt"))
    pyreadstat.write_por(frame, str(tmp_path / "a.por"))
    for name in ("a.xpt", "a.por"):
        assert read_table(tmp_path / name).codes("Q1").to_list() == ["3", "4"]
