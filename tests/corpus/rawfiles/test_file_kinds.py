import gzip

import polars as pl
import pyreadstat
import pytest

from alignsurvey.corpus.rawfiles.file_kinds import kind_of
from alignsurvey.corpus.rawfiles.readers import read_table
from alignsurvey.files.errors import InputError

WRITERS = {
    ".sav": lambda frame, path: pyreadstat.write_sav(frame, path),
    ".zsav": lambda frame, path: pyreadstat.write_sav(frame, path, compress=True),
    ".dta": lambda frame, path: pyreadstat.write_dta(frame, path),
    ".parquet": lambda frame, path: frame.write_parquet(path),
}


@pytest.fixture
def frame():
    return pl.DataFrame({"id": [1.0, 2.0], "name": ["北京", "b"]})


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_file_is_known_by_its_beginning(tmp_path, frame, suffix):
    path = tmp_path / f"a{suffix}"
    WRITERS[suffix](frame, str(path))
    assert suffix in kind_of(path)


@pytest.mark.parametrize("version", [8, 10, 12])
def test_so_are_the_older_formats_of_stata(tmp_path, frame, version):
    pyreadstat.write_dta(frame.select("id"), str(tmp_path / "a.dta"), version=version)
    assert ".dta" in kind_of(tmp_path / "a.dta")


def test_text_is_nothing_in_particular(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,happy\n1,2\n")
    assert kind_of(path) == ""


@pytest.mark.parametrize(
    ("written", "named", "message"),
    [
        (".sav", ".dta", r"cannot be read \(.*\); it looks like an SPSS file \(.sav\)"),
        (".dta", ".sav", r"cannot be read \(.*\); it looks like a Stata file \(.dta\)"),
        (".dta", ".parquet", r"not Parquet .*; it looks like a Stata file"),
        (".parquet", ".csv", "is no text; it looks like a Parquet file"),
    ],
)
def test_a_file_under_another_name_is_told_in_one_line(tmp_path, frame, written, named, message):
    path = tmp_path / f"a{named}"
    WRITERS[written](frame, str(path))
    with pytest.raises(InputError, match=rf"^a{named}: {message}[^\n]*$"):
        read_table(path)


def test_an_archive_and_utf_16_are_told_apart_from_another_code_page(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(gzip.compress(b"id,happy\n1,2\n"))
    with pytest.raises(InputError, match=r"it looks like a gzip file"):
        read_table(path)
    path.write_text("id,happy\n1,2\n", encoding="utf-16")
    assert read_table(path).codes("happy").to_list() == ["2"]
    assert read_table(path, ["happy"], "utf-16").codes("happy").to_list() == ["2"]
