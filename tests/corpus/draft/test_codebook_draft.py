"""The whole road of a user's own file: inspect, draft, settle what is open, build."""

import os
import re
from pathlib import Path

import pandas
import polars as pl
import pyarrow.parquet as pq
import pyreadstat
import pytest

from alignsurvey.corpus import build_dataset, inspect, write_draft
from alignsurvey.files.errors import InputError
from alignsurvey.files.yaml import OPEN

AGREE = {1: "Agree", 2: "Neither", 3: "Disagree", 8: "Don't know"}
LABELS = {"idno": "Respondent number", "wt": "Weight", "sex": "Sex", "yrbrn": "Year of birth",
          "q1": 'Says: "no", or #1: yes?', "q2": "Same scale", "q3": "It depends on it"}  # fmt: skip
VALUES = {"sex": {1: "male", 2: "female"}, "q1": AGREE, "q2": AGREE,
          "q3": {1: "yes", 2: "no", 3: "It depends", 9: "No answer"}}  # fmt: skip


def frame(rows=160):
    codes = (1, 2, 3, 8)
    return pl.DataFrame({
        "idno": [float(row) for row in range(rows)], "wt": [0.5 + row % 2 for row in range(rows)],
        "sex": [1.0 + row % 2 for row in range(rows)], "yrbrn": [1930.0 + row % 70 for row in range(rows)],
        "q1": [float(codes[row % 4]) for row in range(rows)], "q2": [float(codes[row // 2 % 4]) for row in range(rows)],
        "q3": [float((1, 2, 3, 9)[row // 3 % 4]) for row in range(rows)],
    })  # fmt: skip


def _dta(table, path):
    numbers = pandas.DataFrame({name: table[name].to_list() for name in table.columns})
    pyreadstat.write_dta(numbers, path, column_labels=LABELS, variable_value_labels=VALUES)


WRITERS = {
    "my survey.sav": lambda table, path: pyreadstat.write_sav(
        table, path, column_labels=LABELS, variable_value_labels=VALUES
    ),
    "my survey.dta": _dta,
    "my survey.csv": lambda table, path: table.write_csv(path),
}


def settle(folder, **values):
    """What a person does: give the open values, keep the guesses."""
    for path in folder.iterdir():
        text = re.sub(r" # CHECK.*", "", path.read_text(encoding="utf-8"))
        for key, value in values.items():
            text = re.sub(rf"^(\s*{key}: ){OPEN}", rf"\g<1>{value}", text, flags=re.MULTILINE)
        path.write_text(re.sub(rf": {OPEN}\b", ": settled", text), encoding="utf-8")


@pytest.fixture(params=WRITERS)
def drafted(request, tmp_path):
    raw = tmp_path / request.param
    WRITERS[request.param](frame(), str(raw))
    codebook, source = write_draft(inspect(raw), tmp_path / "mine" / "codebook.yaml")
    assert (codebook.name, source.name) == ("codebook.yaml", "SOURCE.yaml")
    return raw, codebook


def test_a_settled_draft_builds_with_every_answer(drafted, tmp_path, key, monkeypatch):
    raw, codebook = drafted
    monkeypatch.chdir(tmp_path)  # no checkout around
    settle(codebook.parent, country="DE", from_birth_year=2018)
    manifest = build_dataset(str(codebook), raw, tmp_path / "out", key=key)
    assert manifest["dataset"] == "my-survey"
    assert manifest["respondents"]["train"] + manifest["respondents"]["test"] == 160
    words = {"my-survey/q1": {"Agree": 40, "Neither": 40, "Disagree": 40}}
    counts = manifest["counts"]
    assert sorted(counts["my-survey/q1"].values())[-3:] == [40, 40, 40]
    if raw.suffix != ".csv":
        assert counts["my-survey/q1"] == words["my-survey/q1"]
        assert set(counts["my-survey/q3"]) == {"yes", "no", "It depends"}
    records = pq.read_table(tmp_path / "out/my-survey/data/survey_response/train.parquet").to_pylist()
    attributes = {item["attribute"] for item in records[0]["profile"]}
    assert attributes == {"Sex", "Age"}
    assert {record["weight"] for record in records} == {0.5, 1.5}


def test_open_values_are_errors_that_name_file_and_key(drafted, tmp_path, key):
    raw, codebook = drafted
    with pytest.raises(
        InputError, match=r"SOURCE.yaml: still CHECK: title, provider, licence, citation, obtain; fill in"
    ):
        build_dataset(str(codebook), raw, tmp_path / "out", key=key)
    source = codebook.with_name("SOURCE.yaml")
    source.write_text(re.sub(rf": {OPEN}", ": settled", source.read_text()), encoding="utf-8")
    with pytest.raises(InputError, match=r"codebook.yaml: still CHECK: country"):
        build_dataset(str(codebook), raw, tmp_path / "out", key=key)
    assert not (tmp_path / "out").exists()


def test_questions_that_share_a_scale_refer_to_it_and_off_scale_answers_have_no_place(tmp_path, key):
    raw = tmp_path / "my.sav"
    WRITERS["my survey.sav"](frame(), str(raw))
    text = write_draft(inspect(raw), tmp_path / "m" / "codebook.yaml")[0].read_text(encoding="utf-8")
    assert "  as_q1: {Agree: 1, Neither: 2, Disagree: 3}" in text
    assert text.count("scale: as_q1") == 2
    assert 'off_scale: {"It depends": 3}' in text or "off_scale: {It depends: 3}" in text
    assert "missing: [8] # 8 Don't know" in text


def test_without_labels_the_words_of_an_attribute_are_open_and_no_ages(tmp_path):
    raw = tmp_path / "my.csv"
    raw.write_text(
        "id;wt;gndr;q\n" + "".join(f"{n};{n % 3},5;{n % 2 + 1};{n % 4}\n" for n in range(60)), encoding="gbk"
    )
    found = inspect(raw, "gbk")
    text = write_draft(found, tmp_path / "m" / "codebook.yaml")[0].read_text(encoding="utf-8")
    assert 'codes: {"1": 1, "2": 2} # CHECK words' in text
    assert "encoding: gbk\ndecimal_comma: true" in text
    assert (found.weights, found.key) == (("wt",), ("id",))


def test_what_others_can_know_is_drafted_with_age_and_sex(tmp_path):
    raw = tmp_path / "my.csv"
    raw.write_text("id,age,sex,region,partyid\n" + "".join(
        f"{n},{20 + n % 60},{'mf'[n % 2]},{'NSEW'[n % 4]},{'DRI'[n % 3]}\n" for n in range(120)
    ), encoding="utf-8")  # fmt: skip
    text = write_draft(inspect(raw), tmp_path / "m" / "codebook.yaml")[0].read_text(encoding="utf-8")
    head, sets = text.split("\nquasi_identifiers:")
    assert sets.splitlines()[1:3] == ["  - [Age, Sex, Region]", ""]
    assert "Party identification:" in head


def test_only_the_named_questions_are_drafted(tmp_path):
    raw = tmp_path / "my.sav"
    WRITERS["my survey.sav"](frame(), str(raw))
    found = inspect(raw)
    text = write_draft(found, tmp_path / "m" / "codebook.yaml", ["q3"])[0].read_text(encoding="utf-8")
    assert "  q3:" in text
    assert "  q1:" not in text
    with pytest.raises(InputError, match=r"my.sav: variable q9 is not in the file"):
        write_draft(found, tmp_path / "n" / "codebook.yaml", ["q9"])
    with pytest.raises(InputError, match=r"my.sav: variable yrbrn has no list of answers"):
        write_draft(found, tmp_path / "n" / "codebook.yaml", ["yrbrn"])
    assert not (tmp_path / "n").exists()


def test_a_draft_never_overwrites(drafted):
    raw, codebook = drafted
    before = codebook.read_text(encoding="utf-8")
    with pytest.raises(InputError, match=r"codebook.yaml: is there already and is not overwritten"):
        write_draft(inspect(raw), codebook)
    assert codebook.read_text(encoding="utf-8") == before
    with pytest.raises(InputError, match=r"ends in .yaml"):
        write_draft(inspect(raw), codebook.with_suffix(".txt"))


def test_the_raw_file_may_have_another_name_but_a_codebook_must_be_there(drafted, tmp_path, key):
    raw, codebook = drafted
    settle(codebook.parent, country="DE", from_birth_year=2018)
    renamed = raw.rename(raw.with_stem("renamed"))
    assert list(build_dataset(codebook, renamed, tmp_path / "out", key=key)["raw"]) == [renamed.name]
    with pytest.raises(InputError, match=r"absent.yaml: no such codebook; `alignsurvey inspect FILE --codebook"):
        build_dataset("absent.yaml", renamed, tmp_path / "out", key=key)
    with pytest.raises(InputError, match=r"gone.sav: no such file or folder"):
        build_dataset(codebook, tmp_path / "gone.sav", tmp_path / "out", key=key)


def test_of_several_files_the_one_given_must_be_named(toy, key, tmp_path):
    text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8")
    codebook = toy.codebook(text + "  toy-2021:\n    files:\n      later.csv: {}\n")
    other = toy.raw((toy.raw_folder / "survey.csv").read_text(), "other.csv")
    with pytest.raises(InputError, match=r"other.csv: survey.csv is not this file. To obtain: Ask the test"):
        build_dataset(codebook, other, tmp_path / "out", key=key)
    manifest = build_dataset(codebook, toy.raw_folder / "survey.csv", tmp_path / "out", key=key)
    assert manifest["absent"] == {"toy-2021": "later.csv"}


RAW = os.environ.get("ALIGNSURVEY_RAW")


@pytest.mark.skipif(not RAW, reason="ALIGNSURVEY_RAW names no folder with ess/ESS9DE.sav")
def test_the_real_european_social_survey_goes_the_whole_road(tmp_path, key):
    raw = Path(RAW) / "ess" / "ESS9DE.sav"
    found = inspect(raw)
    assert (found.key, len(found.variables)) == (("idno",), 493)
    codebook, _ = write_draft(found, tmp_path / "mine" / "codebook.yaml")
    text = codebook.read_text(encoding="utf-8")
    asked = ("trstprl", "polintr", "imptrad")
    head, questions = text.split("\nquestions:\n")
    body, waves = questions.split("\nwaves:\n")
    kept = [block for block in re.split(r"\n(?=  \w+:\n)", body) if block.strip().split(":")[0] in asked]
    codebook.write_text(f"{head}\nquestions:\n" + "\n".join(kept) + f"\nwaves:\n{waves}", encoding="utf-8")
    settle(codebook.parent)
    counts = build_dataset(codebook, raw, tmp_path / "out", key=key)["counts"]
    answers, meta = pyreadstat.read_sav(str(raw), usecols=list(asked))  # declared missing values left out
    for variable in asked:
        labels = meta.variable_value_labels[variable]
        expected = {labels[code]: count for code, count in answers[variable].value_counts().items()}
        assert {choice: n for choice, n in counts[f"ess9de/{variable}"].items() if n} == expected
        assert sum(expected.values()) > 2300
