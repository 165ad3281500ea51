"""The whole road of a user's own file: inspect, draft, settle what is open, build."""

import os
import re
from pathlib import Path

import pandas
import polars as pl
import pyarrow.parquet as pq
import pyreadstat
import pytest

from alignsurvey.corpus import build_dataset, describe, inspect, write_draft
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


def drafted_text(tmp_path, raw):
    return write_draft(inspect(raw), tmp_path / "d" / "codebook.yaml")[0].read_text(encoding="utf-8")


def csv_of(tmp_path, header, rows):
    path = tmp_path / "mine.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_ages_that_can_be_none_are_missing_and_bands_are_closed(tmp_path, key, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ages = [-9, -8, 99, 999, *(18 + n % 63 for n in range(116))]
    raw = csv_of(tmp_path, "id,age,q1", [f"{n},{age},{('yes', 'no')[n % 2]}" for n, age in enumerate(ages)])
    text = drafted_text(tmp_path, raw)
    assert "missing: [-9, -8, 99, 999] # CHECK" in text
    assert '"75 or older": [75, 120]' in text
    codebook = tmp_path / "d" / "codebook.yaml"
    codebook.write_text(text.replace("missing: [-9, -8, 99, 999]", "missing: [-9, -8, 99]"), encoding="utf-8")
    settle(codebook.parent, country="DE")
    with pytest.raises(InputError, match="variable age has undeclared code 999 in 1 rows"):
        build_dataset(codebook, raw, tmp_path / "out", key=key)


def test_birth_years_of_two_digits_are_never_taken_as_years(tmp_path):
    raw = csv_of(tmp_path, "id,yrbrn,q1", [f"{n},{40 + n % 60},{n % 2}" for n in range(120)])
    text = drafted_text(tmp_path, raw)
    assert "from_birth_year: CHECK # the year of the survey\n    two_digit_years: true # CHECK" in text


def test_a_date_of_birth_gives_an_age(tmp_path, key, monkeypatch):
    import datetime

    monkeypatch.chdir(tmp_path)
    raw = tmp_path / "mine.sav"
    born = [datetime.date(1930 + n % 70, 5, 31) for n in range(120)]
    table = pandas.DataFrame({"id": range(120), "csrq": born, "q1": [1 + n % 3 for n in range(120)]})
    pyreadstat.write_sav(
        table, str(raw), column_labels={"csrq": "出生日期", "q1": "您幸福吗？"},
        variable_value_labels={"q1": {1: "幸福", 2: "一般", 3: "不幸福"}},
    )  # fmt: skip
    text = drafted_text(tmp_path, raw)
    assert "  年龄: # CHECK 出生日期\n    variable: csrq\n    bands: {" in text
    settle(tmp_path / "d", country="CN", from_birth_year=2018)
    manifest = build_dataset(tmp_path / "d" / "codebook.yaml", raw, tmp_path / "out", key=key, k=1)
    assert sum(manifest["profile"]["mine"]["年龄"].values()) == 120
    assert set(manifest["profile"]["mine"]["年龄"]) >= {"29岁及以下", "75岁及以上"}


@pytest.mark.parametrize("word", ["None", "-", "N/A", "DK"])
def test_words_that_can_be_answers_are_marked(tmp_path, word):
    raw = csv_of(tmp_path, "id,party", [f"{n},{('Venstre', 'Radikale', word)[n % 3]}" for n in range(90)])
    text = drafted_text(tmp_path, raw)
    questions = text.split("questions:")[1]
    assert "CHECK" in next(line for line in questions.splitlines() if f"CHECK {word}" in line)


def test_equal_labels_that_would_merge_codes_are_marked(tmp_path):
    raw = tmp_path / "mine.sav"
    table = pl.DataFrame({"id": [float(n) for n in range(60)], "q": [1.0 + n % 3 for n in range(60)]})
    labels = {1: "Agree", 2: "Agree", 3: "Disagree"}
    pyreadstat.write_sav(table, str(raw), column_labels={"q": "Do you agree?"}, variable_value_labels={"q": labels})
    assert "scale: {Agree: [1, 2], Disagree: 3} # CHECK equal labels would merge codes" in drafted_text(tmp_path, raw)


def test_rare_text_answers_are_not_shown_and_do_not_hide_the_question(tmp_path, key, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ["Public"] * 70 + ["Private"] * 40 + ["well of Zhang", "rain"]
    raw = csv_of(tmp_path, "id,water", [f"{n},{word}" for n, word in enumerate(words)])
    text = drafted_text(tmp_path, raw)
    assert "scale: {Private: Private, Public: Public}" in text
    assert "unlisted: missing" in text
    assert "Zhang" not in text + describe(inspect(raw))
    assert "(rare) answers that fewer than five gave: 2 rows" in describe(inspect(raw))
    settle(tmp_path / "d", country="DE")
    manifest = build_dataset(tmp_path / "d" / "codebook.yaml", raw, tmp_path / "out", key=key)
    assert manifest["counts"] == {"mine/water": {"Private": 40, "Public": 70}}
    assert manifest["no_answer"] == {"mine/water": {"(rare)": 2}}
    assert not any("Zhang" in path.read_text("utf-8", "replace") for path in (tmp_path / "out").rglob("*.*"))


def test_of_an_age_and_a_year_of_birth_one_is_drafted_and_the_other_named(tmp_path):
    raw = csv_of(tmp_path, "id,yrbrn,agea,q1", [f"{n},{1940 + n % 60},{20 + n % 60},{n % 2}" for n in range(120)])
    text = drafted_text(tmp_path, raw)
    assert text.count("  Age:") == 1
    assert "  Age: # CHECK ; or yrbrn\n    variable: agea" in text


def test_an_export_is_drafted_by_its_wordings_and_without_its_metadata(tmp_path, key, monkeypatch):
    monkeypatch.chdir(tmp_path)
    media = ("TV;Radio", "TV", "Radio", "Internet;TV")
    rows = [
        f"2024/03/01 {n},{('18-24', '25-34')[n % 2]},{('Agree', 'Strongly agree', 'Disagree')[n % 3]},{media[n % 4]}"
        for n in range(120)
    ]
    raw = csv_of(tmp_path, "Timestamp,How old are you?,I trust the government.,Which do you use?", rows)
    text = drafted_text(tmp_path, raw)
    assert "Timestamp" not in text
    assert "key: [] # no column" in text
    assert 'text: "Which do you use? - Radio"' in text
    assert len(re.findall("CHECK", text.split("\nprofile:")[0] + text.split("\nquestions:")[1])) <= 10
    settle(tmp_path / "d", country="DE")
    manifest = build_dataset(tmp_path / "d" / "codebook.yaml", raw, tmp_path / "out", key=key, k=1)
    assert manifest["counts"]["mine/q4_3"] == {"yes": 90, "no": 30}


def test_a_blank_weight_is_drafted_as_dropped(tmp_path):
    raw = csv_of(tmp_path, "id,wt,q1", [f"{n},{'' if n == 3 else 1 + n % 5 / 10},{n % 2}" for n in range(60)])
    assert "weight: wt # CHECK" in drafted_text(tmp_path, raw)
    assert "blank_weight: drop # CHECK 1 rows have none" in (tmp_path / "d" / "codebook.yaml").read_text()
