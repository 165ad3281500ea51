import polars as pl
import pyreadstat
import pytest

from alignsurvey.corpus import build_dataset, build_summary, read_codebook
from alignsurvey.corpus.survey.survey import read_waves
from alignsurvey.files.errors import InputError

ROWS = "id,sex,age,wt,health,trust\n1,1,49,1.5,1,3\n2,2,50,1,9,1\n3,1,,2,3,\n"


@pytest.fixture
def survey(toy, key):
    """The survey that one change of the codebook makes of some rows."""

    def read(rows, old="", new=""):
        text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8")
        assert old in text
        if rows:
            toy.raw(rows)
        return next(iter(read_waves(read_codebook(toy.codebook(text.replace(old, new, 1))), toy.raw_folder, key)))

    return read


def test_rows_are_counted_by_the_rule_that_drops_them(survey):
    found = survey(ROWS, "key: id", "key: id\nkeep: {sex: [1]}\ndrop: {trust: [3]}")
    assert found.rows == {"read": 3, "dropped by keep: sex": 1, "dropped by drop: trust": 1, "kept": 1}


@pytest.mark.parametrize("blank", ["null", '""'])
def test_a_blank_can_be_dropped(survey, blank):
    assert survey(ROWS, "key: id", f"key: id\ndrop: {{age: [{blank}]}}").rows["dropped by drop: age"] == 1


@pytest.mark.parametrize(("said", "weights"), [("drop", [1.0, 2.0]), ("1", [1.0, 1.0, 2.0]), ("0.5", [0.5, 1.0, 2.0])])
def test_rows_without_a_weight_are_dropped_or_weighed_as_the_codebook_says(survey, said, weights):
    rows = ROWS.replace("1.5", "")
    with pytest.raises(InputError, match=r"weight wt is no number .* in 1 rows \(1 blank: `blank_weight: drop` leaves"):
        survey(rows)
    found = survey(rows, "key: id", f"key: id\nblank_weight: {said}")
    assert sorted(found.frame["weight"]) == weights
    assert found.rows.get("dropped without a weight", 0) == (said == "drop")


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("key: id", "key: id\ndrop: {sex: [Male]}", "drop: sex"),
        ("{male: 1, female: 2}", "{male: male, female: 2}", "profile.Sex"),
        ("missing: [9]", "missing: [9]", None),
        ("scale: {yes: 1, no: 2}", "scale: {yes: Can, no: 2}", "questions.trust"),
    ],
)
def test_a_label_where_a_code_is_meant_is_an_error(survey, toy, old, new, where):
    frame = pl.DataFrame({"id": [1.0, 2.0], "sex": [1.0, 2.0], "age": [30.0, 40.0], "wt": [1.0, 1.0],
                          "health": [1.0, 2.0], "trust": [1.0, 2.0]})  # fmt: skip
    pyreadstat.write_sav(
        frame, str(toy.raw_folder / "survey.sav"),
        variable_value_labels={"sex": {1: "Male", 2: "Female"}, "trust": {1: "can", 2: "cannot"}},
    )  # fmt: skip
    toy.codebook((toy.folder / "codebook.yaml").read_text(encoding="utf-8").replace("survey.csv", "survey.sav"))
    if where is None:
        assert survey("", old, new).rows["kept"] == 2
        return
    with pytest.raises(InputError, match=rf"survey.sav: {where}: '\w+' is the label of code 1; write the code"):
        survey("", old, new)


def test_a_build_prints_rows_and_the_counts_of_each_profile_value(toy, key):
    manifest = build_dataset("toy", toy.raw_folder, toy.out, key=key, root=toy.root, k=1)
    assert manifest["rows"] == {"toy-2018": {"read": 120, "kept": 120}}
    assert manifest["profile"]["toy-2018"]["Sex"] == {"female": 60, "male": 60}
    text = build_summary(manifest)
    assert "survey.csv: texts read as utf-8: all texts are plain ASCII" in text
    assert "toy-2018, Sex: female 60, male 60" in text
