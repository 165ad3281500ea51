import csv
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.corpus.rawfiles.readers import read_table
from alignsurvey.corpus.rawfiles.table import with_decimal_points
from alignsurvey.files.errors import InputError


def written(tmp_path, text, **options):
    path = tmp_path / "survey.csv"
    path.write_bytes(text.encode(options.get("encoding", "utf-8")))
    return path


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b,c\n1,2,3\n4,5", "row 3: 2 fields, but the header has 3"),
        ("a,b,c\n1,2,3\n4\n5,6,7\n", "row 3: 1 fields"),
        ("a,b,c\n1,2,3,4\n", "row 2: 4 fields"),
        ('a,b,c\n1,"x\ny",3\n4,5', "row 3: 2 fields"),
        ('a,b,c\n1,2,"cut he', "ends inside a quoted field"),
        ('a,b,c\n1,"2,3\n4,5,6\n', "row 2: 2 fields"),
    ],
)
def test_a_row_cut_short_names_file_and_row(tmp_path, text, message):
    with pytest.raises(InputError, match=rf"survey.csv:? {message}"):
        read_table(written(tmp_path, text))


def test_the_error_does_not_quote_the_row(tmp_path):
    with pytest.raises(InputError) as error:
        read_table(written(tmp_path, "name,phone\nZhang Wei\n"))
    assert "Zhang" not in str(error.value)


@pytest.mark.parametrize("separator", [";", "|"])
def test_semicolons_and_bars_separate_and_only_semicolons_leave_the_comma_to_numbers(tmp_path, separator):
    table = read_table(written(tmp_path, f"id{separator}wt\n1{separator}0,5\n2{separator}2\n"))
    assert table.codes("wt").to_list() == ["0,5", "2"]
    assert table.semicolons == (separator == ";")


@pytest.mark.parametrize(
    ("values", "pointed_values"),
    [("0,5 2 -1,25", ["0.5", "2", "-1.25"]), ("0,5 2 x", ["0,5", "2", "x"]), ("1,4,5 2", ["1,4,5", "2"])],
)
def test_a_decimal_comma_is_one_only_where_all_are_numbers(tmp_path, values, pointed_values):
    rows = "".join(f"{number};{value}\n" for number, value in enumerate(values.split()))
    table, found = with_decimal_points(read_table(written(tmp_path, f"id;wt\n{rows}")))
    assert table.codes("wt").to_list() == pointed_values
    assert found == (pointed_values[0] == "0.5")


@pytest.mark.parametrize("text", ["", "\n", "\ufeff"])
def test_a_file_without_a_header_is_refused(tmp_path, text):
    with pytest.raises(InputError, match=r"survey.csv: no header row"):
        read_table(written(tmp_path, text))


def test_quotes_line_breaks_and_a_missing_last_newline_are_read(tmp_path):
    table = read_table(written(tmp_path, 'a,b\n"say ""hi""","line\nbreak"\n,5" pipe'))
    assert table.codes("a").to_list() == ['say "hi"', None]
    assert table.codes("b").to_list() == ["line\nbreak", '5" pipe']


def test_an_encoding_is_found_and_told(tmp_path):
    path = written(tmp_path, "性别,信任\n男,1\n女,2\n", encoding="gb18030")
    table = read_table(path)
    assert table.codes("性别").to_list() == ["男", "女"]
    assert table.notes[0].startswith("texts read as gb18030: ")
    assert read_table(path, ["性别"], "gb18030").notes[0] == "texts read as gb18030: it was asked for"
    with pytest.raises(InputError, match=r"survey.csv: its texts are not ascii"):
        read_table(path, None, "ascii")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_declares_the_encoding(tmp_path, encoding):
    assert read_table(written(tmp_path, "性别,a\n男,1\n", encoding=encoding)).codes("性别").to_list() == ["男"]


def test_a_broken_cell_is_named_by_row_and_variable_and_the_rest_keeps_its_encoding(tmp_path):
    path = tmp_path / "survey.csv"
    rows = ["id,Grund"] + [f"{n},Mühle {n}" for n in range(9)]
    path.write_bytes("\n".join(rows).encode().replace("ü".encode() + b"hle 3", b"\xc3 hle 3"))
    table = read_table(path)
    assert table.codes("Grund").to_list()[2:4] == ["Mühle 2", "M\ufffd hle 3"]
    assert "broken characters, read as \ufffd, in row 5 of Grund; correct them in the file" in table.notes


def test_equal_names_are_numbered_and_a_codebook_must_say_which(tmp_path):
    path = written(tmp_path, "a,a,b\n1,2,3\n")
    table = read_table(path)
    assert table.frame.rows() == [("1", "2", "3")]
    assert table.frame.columns == ["a.1", "a.2", "b"]
    assert "2 columns are called 'a'; they are read as a.1 to .2" in table.notes
    with pytest.raises(InputError, match=r"variable a is not in the file .* has 2 of that name, read as a.1, a.2"):
        read_table(path, ["a"])


def test_columns_and_rows_without_anything_are_ignored_and_said_so(tmp_path):
    table = read_table(written(tmp_path, "id,q1,,\n1,f,,\n2,m,,\n,,,\n"))
    assert table.frame.rows() == [("1", "f"), ("2", "m")]
    assert "2 columns without a name hold nothing and are ignored" in table.notes
    assert "1 empty rows are ignored" in table.notes


def test_a_column_without_a_name_that_holds_values_has_its_number(tmp_path):
    assert read_table(written(tmp_path, "id,\n1,f\n")).codes("column 2").to_list() == ["f"]


@pytest.mark.parametrize("values", [["1,2", "2", "1", "2,3"], ["1,2,3", "2"]])
def test_numbers_of_chosen_options_are_no_decimals(tmp_path, values):
    rows = "".join(f"{number};{value}\n" for number, value in enumerate(values))
    table, found = with_decimal_points(read_table(written(tmp_path, f"id;multi\n{rows}")))
    assert table.codes("multi").to_list() == values
    assert not found


def test_too_many_columns_are_one_line_within_a_second(tmp_path):
    path = written(tmp_path, ",".join(map(str, range(2_000_000))) + "\n")
    start = time.monotonic()
    with pytest.raises(InputError, match=r"survey.csv: its header has more than 20,000 columns"):
        read_table(path)
    assert time.monotonic() - start < 1


TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufeff\ufffd"), min_size=1)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_what_a_csv_writer_wrote_is_read(tmp_path_factory, rows, separator):
    path = tmp_path_factory.mktemp("any") / "survey.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=separator).writerows([("first", "second"), *rows])
    assert read_table(path).frame.rows() == rows


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory, raw):
    path = tmp_path_factory.mktemp("any") / "survey.csv"
    path.write_bytes(raw)
    with suppress(InputError):
        read_table(path)
