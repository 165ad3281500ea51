import runpy
from pathlib import Path

import pytest

from alignsurvey.corpus.rawfiles.readers import read_table
from alignsurvey.files.errors import InputError

pytest.importorskip("rdata", reason="the extra r is not installed")
r = runpy.run_path(str(Path(__file__).with_name("r_frames.py")))
Vector, Frame, texts = r["Vector"], r["Frame"], r["texts"]


@pytest.fixture
def path(tmp_path):
    trust = Vector(
        [1.0, 2.0, r["tagged_na"]("d"), 9.0, float("nan")],
        label="Trust 信任",
        labels=Vector([1.0, 2.0, r["tagged_na"]("d")], names=texts("low", "high", "DK")),
        na_values=Vector([9.0]),
        na_range=Vector([7.0, 8.0]),
        **{"class": texts(*r["LABELLED"])},
    )
    sex = Vector([1, 2, 1, 2, 1], levels=texts("男", "女"), **{"class": texts("factor")})
    sex.values = sex.values.astype("int32")
    columns = {"id": Vector([1.0, 2.0, 3.0, 4.0, 5.0]), "trust": trust, "sex": sex}
    r["write"](tmp_path / "a.rds", Frame(**columns, name=Vector(texts("a", "b", "", "d", "e"))))
    return tmp_path / "a.rds"


def test_labelled_columns_give_their_codes_and_tagged_missing_values_their_letter(path):
    table = read_table(path, ["trust", "id"])
    assert table.codes("trust").to_list() == ["1", "2", ".d", "9", None]
    assert table.value_labels["trust"] == {"1": "low", "2": "high", ".d": "DK"}
    assert table.labels["trust"] == "Trust 信任"
    assert table.codes("id").to_list() == ["1", "2", "3", "4", "5"]


def test_user_defined_missing_values_are_declared(path):
    table = read_table(path, ["trust"])
    assert [table.is_missing("trust", code) for code in ("2", "7", "8", "9", ".d")] == [False, True, True, True, True]


def test_factors_give_their_words(path):
    table = read_table(path)
    assert table.codes("sex").to_list() == ["男", "女", "男", "女", "男"]
    assert list(table.value_labels["sex"]) == ["男", "女"]
    assert table.codes("name").to_list() == ["a", "b", None, "d", "e"]


@pytest.mark.parametrize("part", [0, 0.1, 0.5, 0.9])
def test_a_cut_file_is_one_line_that_tells_how_to_convert(path, part):
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(InputError, match=r"a.rds: no readable .rds \(\w+\); is the file complete\? In R: [^\n]+$"):
        read_table(path)


def test_something_else_than_a_data_frame_is_refused(tmp_path):
    r["write"](tmp_path / "b.rds", Vector([1.0, 2.0]))
    with pytest.raises(InputError, match=r"b.rds: holds no data frame"):
        read_table(tmp_path / "b.rds")


def test_without_the_extra_the_error_names_it(path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "rdata", None)
    with pytest.raises(InputError, match=r"pip install 'alignsurvey\[r\]'"):
        read_table(path)
