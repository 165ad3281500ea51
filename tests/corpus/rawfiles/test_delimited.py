import pytest

from alignsurvey.corpus.rawfiles.readers import read_table
from alignsurvey.corpus.rawfiles.table import pointed
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
    table, found = pointed(read_table(written(tmp_path, f"id;wt\n{rows}")))
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


def test_an_encoding_must_be_named_and_then_is_read(tmp_path):
    path = written(tmp_path, "性别,信任\n男,1\n女,2\n", encoding="gb18030")
    with pytest.raises(InputError, match=r"survey.csv: its texts are not UTF-8; give their encoding, such as gb18030"):
        read_table(path)
    assert read_table(path, ["性别"], "gb18030").codes("性别").to_list() == ["男", "女"]
    with pytest.raises(InputError, match=r"survey.csv: its texts are not ascii"):
        read_table(path, None, "ascii")


def test_a_variable_that_stands_twice_is_refused_when_it_is_read(tmp_path):
    path = written(tmp_path, "a,a,b\n1,2,3\n")
    assert read_table(path, ["b"]).codes("b").to_list() == ["3"]
    with pytest.raises(InputError, match=r"survey.csv: variable a stands twice in the header"):
        read_table(path, ["a"])
