import polars as pl
import pyreadstat
import pytest

from alignsurvey.corpus import describe, inspect
from alignsurvey.files.errors import InputError

NAMES = [f"Zhang San {number}" for number in range(40)]


@pytest.fixture
def frame():
    return pl.DataFrame({
        "idno": [float(1000 + row) for row in range(40)],
        "pspwght": [0.5 + row % 3 / 2 for row in range(40)],
        "gndr": [1.0 + row % 2 for row in range(40)],
        "agea": [20.0 + row for row in range(40)],
        "trstprl": [float((row * 7) % 11) for row in range(39)] + [77.0],
        "phone": [13800138000.0 + row for row in range(40)],
        "notes": NAMES,
        "never": [66.0] * 40,
    })  # fmt: skip


LABELS = {
    "idno": "Respondent's identification number", "pspwght": "Post-stratification weight", "gndr": "Gender",
    "agea": "Age of respondent", "trstprl": "Trust in parliament", "phone": "", "notes": "Remarks", "never": "Filter",
}  # fmt: skip
VALUES = {
    "gndr": {1: "Male", 2: "Female", 9: "No answer"},
    "trstprl": {0: "No trust at all", 10: "Complete trust", 77: "Refusal", 88: "Don't know"},
    "never": {1: "Yes", 2: "No", 66: "Not applicable"},
}


@pytest.fixture
def sav(tmp_path, frame):
    path = tmp_path / "ess.sav"
    pyreadstat.write_sav(
        frame, str(path), column_labels=LABELS, variable_value_labels=VALUES,
        missing_ranges={"trstprl": [{"lo": 77, "hi": 99}]},
    )  # fmt: skip
    return path


def test_roles_are_guessed_from_names_labels_and_values(sav):
    found = inspect(sav)
    assert (found.rows, found.key, found.weights) == (40, ("idno",), ("pspwght",))
    roles = {variable.name: variable.attribute or variable.role for variable in found.variables}
    assert roles == {
        "idno": "key", "pspwght": "weight", "gndr": "Sex", "agea": "Age", "trstprl": "question",
        "phone": "", "notes": "", "never": "",
    }  # fmt: skip


def test_codes_carry_labels_counts_and_whether_they_are_an_answer(sav):
    trust = {code.code: (code.label, code.count, code.missing) for code in inspect(sav).variable("trstprl").codes}
    assert list(trust) == [*map(str, range(11)), "77", "88"]
    assert trust["0"] == ("No trust at all", 4, False)
    assert trust["5"] == ("", 3, False)
    assert trust["77"] == ("Refusal", 1, True)
    assert trust["88"] == ("Don't know", 0, True)


def test_neither_texts_nor_long_numbers_of_respondents_are_shown(sav, tmp_path, frame):
    csv = tmp_path / "ess.csv"
    frame.head(4).write_csv(csv)
    for path in (sav, csv):
        text = describe(inspect(path))
        assert not any(name in text for name in NAMES)
        assert "1380013800" not in text
        assert "rows with other texts, not shown" in text
    assert "40 rows with other numbers from about 20 to 59" in describe(inspect(sav))


def test_stata_letters_are_missing_and_a_top_code_does_not_make_a_number_a_scale(tmp_path):
    path = tmp_path / "gss.dta"
    frame = pl.DataFrame({"id": list(range(40)), "age": [*range(50, 89), 89],
                          "natfare": pl.Series([1, 2, 3, "d"] * 10, dtype=pl.Object)})  # fmt: skip
    import pandas

    pyreadstat.write_dta(
        pandas.DataFrame({name: frame[name].to_list() for name in frame.columns}), str(path),
        column_labels={"id": "respondent id number", "age": "age of respondent", "natfare": "welfare"},
        variable_value_labels={"age": {89: "89 or older"}, "natfare": {1: "too little", 2: "right", 3: "too much"}},
        missing_user_values={"natfare": ["d"]},
    )  # fmt: skip
    found = inspect(path)
    assert found.variable("age").kind == "number"
    assert found.variable("age").attribute == "Age"
    assert [code.code for code in found.variable("natfare").codes if code.missing] == [".d"]


def test_a_csv_has_no_labels_so_stray_codes_and_na_are_taken_for_missing(tmp_path):
    path = tmp_path / "survey.csv"
    rows = [f"{number % 20},{'DE' if number < 20 else 'FR'},{(1, 2, 3, 99)[number % 4]},{('NA', 1, 2)[number % 3]}"
            for number in range(40)]  # fmt: skip
    path.write_text("idno,cntry,polintr,vote\n" + "\n".join(rows) + "\n", encoding="utf-8")
    found = inspect(path)
    assert found.key == ("cntry", "idno")
    assert [code.code for code in found.variable("polintr").codes if code.missing] == ["99"]
    assert [code.code for code in found.variable("vote").answers()] == ["1", "2"]
    assert {variable.name for variable in found.variables if variable.role == "question"} == {"polintr", "vote"}


def test_chinese_labels_are_understood(tmp_path):
    frame = pl.DataFrame({"受访者编号": [1.0, 2.0, 3.0, 4.0], "v2": [1.0, 2.0, 1.0, 2.0], "v3": [1.0, 2.0, 98.0, 2.0]})
    path = tmp_path / "cgss.sav"
    pyreadstat.write_sav(
        frame, str(path), column_labels={"受访者编号": "", "v2": "性别", "v3": "您认为社会公平吗？"},
        variable_value_labels={"v2": {1: "男", 2: "女"}, "v3": {1: "公平", 2: "不公平", 98: "不知道", 99: "拒绝回答"}},
    )  # fmt: skip
    found = inspect(path)
    assert found.key == ("受访者编号",)
    assert found.variable("v2").attribute == "Sex"
    assert [code.label for code in found.variable("v3").codes if code.missing] == ["不知道", "拒绝回答"]


def test_only_the_named_variables_are_shown_and_an_absent_one_is_an_error(sav):
    text = describe(inspect(sav), ["gndr"])
    assert "Male" in text
    assert "Trust in parliament" not in text
    with pytest.raises(InputError, match=r"ess.sav: variable gender is not in the file"):
        describe(inspect(sav), ["gender"])


def test_a_file_without_rows_is_one_line(tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("a,b\n")
    with pytest.raises(InputError, match=r"empty.csv: holds no rows"):
        inspect(path)


@pytest.fixture
def words(tmp_path):
    """A file of answers in words, as forms on the web give them."""
    path = tmp_path / "form.csv"
    agree = ("Agree", "Disagree", "Don't know", "NA")
    rows = [f"{n},{('male', 'female')[n % 2]},{agree[n // 2 % 4]},{('Ann', 'Bob')[n % 2]},{('x', 'y')[n < 3]}"
            for n in range(60)]  # fmt: skip
    path.write_text("id,gender,reform,interviewer,note\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return inspect(path)


def test_answers_in_words_are_codes(words):
    assert [(code.code, code.count, code.missing) for code in words.variable("reform").codes] == [
        ("Agree", 16, False), ("Disagree", 16, False), ("Don't know", 14, True), ("NA", 14, True),
    ]  # fmt: skip
    assert (words.variable("reform").role, words.variable("gender").attribute) == ("question", "Sex")


def test_words_of_few_rows_and_names_of_interviewers_are_not_shown(words):
    assert (words.variable("note").codes, words.variable("interviewer").codes) == ((), ())
    assert "Ann" not in describe(words)


def test_a_respondents_number_is_preferred_to_that_of_the_row(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("rownames,uid\n" + "".join(f"{n},{n * 7}\n" for n in range(1, 20)), encoding="utf-8")
    assert inspect(path).key == ("uid",)
    path.write_text("rownames,vote\n" + "".join(f"{n},{n % 3}\n" for n in range(1, 20)), encoding="utf-8")
    assert inspect(path).key == ("rownames",)
