import os
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from alignsurvey.corpus.rawfiles.readers import read_table
from alignsurvey.files.errors import InputError


@pytest.fixture
def numbers():
    return pl.DataFrame({"id": [1.0, 2.0, 3.0, 4.0], "natfare": [1.0, 3.0, None, 8.0], "name": ["a", "b", "i", ""]})


def test_stata_extended_missing_values_keep_their_letter(tmp_path):
    path = tmp_path / "gss.dta"
    frame = pl.DataFrame({"id": [1, 2, 3], "natfare": pl.Series([1, "d", "i"], dtype=pl.Object)})
    pyreadstat.write_dta(
        _pandas(frame), str(path),
        variable_value_labels={"natfare": {1: "too little", "d": "DK"}}, missing_user_values={"natfare": ["d", "i"]},
    )  # fmt: skip
    table = read_table(path, ["natfare"])
    assert table.codes("natfare").to_list() == ["1", ".d", ".i"]
    assert table.value_labels["natfare"] == {"1": "too little", ".d": "DK"}
    assert [table.is_missing("natfare", code) for code in ("1", ".d", ".i")] == [False, True, True]


def _pandas(frame):
    import pandas

    return pandas.DataFrame({name: frame[name].to_list() for name in frame.columns})


def test_a_text_column_of_stata_is_no_missing_value(tmp_path, numbers):
    path = tmp_path / "texts.dta"
    pyreadstat.write_dta(numbers, str(path))
    table = read_table(path, ["name", "natfare"])
    assert table.codes("name").to_list() == ["a", "b", "i", None]
    assert table.codes("natfare").to_list() == ["1", "3", None, "8"]


@pytest.mark.parametrize("suffix", [".sav", ".zsav"])
def test_spss_user_missing_values_and_ranges_are_declared(tmp_path, numbers, suffix):
    path = tmp_path / f"ess{suffix}"
    pyreadstat.write_sav(
        numbers, str(path), compress=suffix == ".zsav", column_labels={"natfare": "Welfare"},
        missing_ranges={"natfare": [{"lo": 7, "hi": 9}]}, variable_value_labels={"natfare": {8: "Don't know"}},
    )  # fmt: skip
    table = read_table(path, ["natfare", "id"])
    assert table.codes("natfare").to_list() == ["1", "3", None, "8"]
    assert [table.is_missing("natfare", code) for code in ("3", "8", "10")] == [False, True, False]
    assert table.labels["natfare"] == "Welfare"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_finds_its_separator(tmp_path, separator):
    path = tmp_path / "ess.csv"
    lines = [["idno", "happy", "city"], ["1", "10", '"a;b,c\td"'], ["2", "", "北京"]]
    path.write_text("\ufeff" + "\n".join(separator.join(line) for line in lines), encoding="utf-8")
    table = read_table(path, ["city", "happy"])
    assert table.codes("happy").to_list() == ["10", None]
    assert table.codes("city").to_list() == ["a;b,c\td", "北京"]


def test_parquet_and_csv_give_the_same_codes(tmp_path, numbers):
    numbers.write_parquet(tmp_path / "a.parquet")
    numbers.write_csv(tmp_path / "a.csv")
    for variable in numbers.columns:
        both = [read_table(tmp_path / name).codes(variable).to_list() for name in ("a.parquet", "a.csv")]
        assert both[0] == both[1]


def test_windows_1252_labels_are_read(tmp_path):
    path = tmp_path / "gss.dta"
    pyreadstat.write_dta(_pandas(pl.DataFrame({"god": [1]})), str(path), column_labels={"god": "God…ABC"}, version=14)
    bytes_1252 = path.read_bytes().replace("God…ABC".encode(), b"God\x85ABCDE")
    path.write_bytes(bytes_1252)
    assert read_table(path).labels["god"] == "God…ABCDE"


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".sav", ".dta"])
def test_an_absent_variable_names_file_and_variable(tmp_path, numbers, suffix):
    path = tmp_path / f"file{suffix}"
    write = {".csv": numbers.write_csv, ".parquet": numbers.write_parquet}.get(suffix)
    writers = {".sav": pyreadstat.write_sav, ".dta": pyreadstat.write_dta}
    write(path) if write else writers[suffix](numbers, str(path))
    with pytest.raises(InputError, match=rf"file\{suffix}: variable NATFARE is not in the file .*the file has natfare"):
        read_table(path, ["id", "NATFARE"])


@pytest.mark.parametrize("suffix", [".dta", ".sav", ".parquet"])
def test_a_file_that_is_not_what_its_name_says_is_one_line(tmp_path, suffix):
    path = tmp_path / f"broken{suffix}"
    path.write_bytes(b"this is text")
    with pytest.raises(InputError, match=rf"broken\{suffix}: [^\n]+$"):
        read_table(path)


def test_an_unknown_suffix_names_the_known_ones(tmp_path):
    with pytest.raises(InputError, match=r"a.pdf: no reader for .pdf; save it as .csv; known are .csv, .dta"):
        read_table(tmp_path / "a.pdf")


RAW = os.environ.get("ALIGNSURVEY_RAW")


@pytest.mark.skipif(not RAW, reason="ALIGNSURVEY_RAW names no folder with gss/GSS2021.dta and ess/ESS9DE.sav")
def test_the_providers_own_files_are_read():
    gss = read_table(Path(RAW) / "gss" / "GSS2021.dta", ["natspac", "godusa"])
    assert gss.codes("natspac").value_counts().sort("natspac").rows()[0][0] == ".d"
    assert "…" in gss.labels["godusa"] or "’" in gss.labels["godusa"]
    ess = read_table(Path(RAW) / "ess" / "ESS9DE.sav", ["ppltrst"])
    assert len(ess.frame) == 2358
    assert ess.is_missing("ppltrst", "77")
    assert not ess.is_missing("ppltrst", "7")


_WRITERS = {
    "old.dta": lambda frame, path: pyreadstat.write_dta(_pandas(frame), path, version=12),
    "new.dta": lambda frame, path: pyreadstat.write_dta(
        _pandas(frame), path, version=15, variable_value_labels={"natfare": {1: "too little"}}
    ),
    "a.sav": lambda frame, path: pyreadstat.write_sav(frame, path),
    "b.sav": lambda frame, path: pyreadstat.write_sav(frame, path, row_compress=True),
    "a.zsav": lambda frame, path: pyreadstat.write_sav(frame, path, compress=True),
    "a.parquet": lambda frame, path: frame.write_parquet(path),
}


@pytest.mark.parametrize("name", _WRITERS)
@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9, 0.99, 1.0])
def test_a_cut_file_is_one_line(tmp_path, numbers, name, part):
    path = tmp_path / name
    _WRITERS[name](numbers, str(path))
    whole = path.read_bytes()
    assert len(read_table(path).frame) == 4
    path.write_bytes(whole[: min(int(len(whole) * part), len(whole) - 1)])
    with pytest.raises(InputError, match=rf"^{name}: [^\n]+$"):
        read_table(path)


@pytest.mark.parametrize("name", ["old.dta", "new.dta", "a.sav"])
def test_chinese_code_pages_are_known_without_being_told(tmp_path, name):
    path = tmp_path / name
    labels = {"a36": "总的来说，您觉得您的生活是否幸福？", "a2": "性别"}
    values = {"a2": {1: "男", 2: "女"}, "a36": {1: "非常不幸福", 2: "比较幸福"}}
    frame = _pandas(pl.DataFrame({"a2": [1.0, 2.0], "a36": [2.0, 1.0]}))
    write = pyreadstat.write_sav if name == "a.sav" else pyreadstat.write_dta
    settings = {} if name == "a.sav" else {"version": 12 if name == "old.dta" else 14}
    write(frame, str(path), column_labels=labels, variable_value_labels=values, **settings)
    content = path.read_bytes().replace(b"UTF-8", b"     ")
    for text in sorted([*labels.values(), *(word for words in values.values() for word in words.values())], key=len)[
        ::-1
    ]:
        chinese, pad = text.encode("gb18030"), b" " if name == "a.sav" else b"\0"
        content = content.replace(text.encode(), chinese + pad * (len(text.encode()) - len(chinese)))
    path.write_bytes(content)
    table = read_table(path)
    assert table.value_labels["a2"] == {"1": "男", "2": "女"}
    assert table.labels["a2"] == "性别"


@pytest.mark.parametrize("version", [8, 10, 11, 12, 13, 14, 15])
def test_every_format_of_stata_gives_the_same_codes(tmp_path, numbers, version):
    path = tmp_path / "a.dta"
    pyreadstat.write_dta(_pandas(numbers), str(path), version=version)
    assert read_table(path).codes("natfare").to_list() == ["1", "3", None, "8"]
    assert read_table(path).codes("name").to_list() == ["a", "b", "i", None]


@pytest.mark.parametrize("name", ["old.dta", "a.sav", "a.zsav", "a.parquet"])
def test_a_wrong_byte_anywhere_is_read_over_or_one_line(tmp_path, numbers, name):
    path = tmp_path / name
    _WRITERS[name](numbers, str(path))
    whole = path.read_bytes()
    told = []
    for place in range(0, len(whole), 5):
        path.write_bytes(whole[:place] + b"\xff" + whole[place + 1 :])
        try:
            read_table(path)
        except InputError as error:
            told.append(str(error))
    assert [message for message in told if "\n" in message or not message.startswith(name)] == []
