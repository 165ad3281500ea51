import math

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.files.json import read_json, read_object, write_json


def test_json_never_holds_nan(tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        write_json(tmp_path / "x.json", {"accuracy": math.nan})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["{", "", "[" * 100_000, '{"a": ' + "9" * 5000 + "}"])
def test_what_is_no_json_is_one_line(tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(InputError, match=r"^x.json: not complete JSON; write it again$"):
        read_json(tmp_path / "x.json", "write it again")


def test_an_object_is_no_list(tmp_path):
    (tmp_path / "x.json").write_text("[1]")
    with pytest.raises(InputError, match=r"^x.json: not a JSON object"):
        read_object(tmp_path / "x.json")


def test_a_file_over_its_limit_is_refused(tmp_path):
    (tmp_path / "x.json").write_text('"' + "x" * 3000 + '"')
    with pytest.raises(InputError, match=r"^x.json: larger than 2 kB"):
        read_json(tmp_path / "x.json", most=2048)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none.json: cannot be read \(No such file or directory\); build it"):
        read_json(tmp_path / "none.json", "build it")
