"""alignsurvey weight: margins by code or label, a CSV of weights, one line for what does not fit."""

import csv

import pytest
from typer.testing import CliRunner

from alignsurvey.cli import app
from alignsurvey.files.errors import InputError

RAW = "id,sex,age,w\n" + "".join(
    f"r{n},{1 + n % 3 // 2},{'young' if n % 2 else 'old'},{1 + n % 2}\n" for n in range(30)
)


def _run(folder, margins, *more):
    (folder / "raw.csv").write_text(RAW, encoding="utf-8")
    (folder / "margins.yaml").write_text(margins, encoding="utf-8")
    out = folder / "weights.csv"
    command = ["weight", str(folder / "raw.csv"), "--margins", str(folder / "margins.yaml"), "--out", str(out), *more]
    done = CliRunner().invoke(app, command, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    with out.open(encoding="utf-8") as file:
        return done.output, list(csv.DictReader(file))


def test_weights_have_the_margins(tmp_path):
    said, rows = _run(tmp_path, "sex:\n  1: 50\n  2: 50\nage: {young: 0.4, old: 0.6}\n", "--id", "id", "--base", "w")
    raw = list(csv.DictReader(RAW.splitlines()))
    total = sum(float(row["weight"]) for row in rows)
    men = sum(float(row["weight"]) for row, one in zip(rows, raw, strict=True) if one["sex"] == "1")
    assert men / total == pytest.approx(0.5, abs=1e-4)
    assert [row["id"] for row in rows[:2]] == ["r0", "r1"]
    assert "design effect" in said


@pytest.mark.parametrize(
    ("margins", "message"),
    [
        ("sex: {1: 0.5, 2: 0.6}\n", r"raw\.csv: variable 'sex': the shares add up to 1\.1"),
        ("sex: {1: 1.0}\n", "no margin for the value '2'"),
        ("sex: 3\n", r"margins\.yaml: sex must map each code or label"),
        ("region: {a: 1.0}\n", "region"),
    ],
)
def test_what_does_not_fit_is_one_line(tmp_path, margins, message):
    with pytest.raises(InputError, match=message) as told:
        _run(tmp_path, margins)
    assert "\n" not in str(told.value)
