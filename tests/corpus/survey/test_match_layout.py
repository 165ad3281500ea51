"""Raw files that hold less than the codebook, spell it otherwise, or know no respondent key."""

import pytest

from alignsurvey.corpus import build_dataset, read_codebook
from alignsurvey.corpus.survey.survey import read_waves
from alignsurvey.files.errors import InputError

ROWS = "id,sex,age,wt,health,trust\n1,1,49,1.5,1,3\n2,2,50,1,9,1\n3,1,,2,3,\n"


@pytest.fixture
def survey(toy, key):
    """The one wave of a raw file, with a passage of the codebook replaced."""

    def read(rows, old, new):
        text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8")
        assert old in text
        toy.raw(rows)
        return next(iter(read_waves(read_codebook(toy.codebook(text.replace(old, new, 1))), toy.raw_folder, key)))

    return read


def test_a_partial_file_is_read_without_what_it_lacks(survey):
    extract = "id,sex,health\n1,1,1\n2,2,3\n"
    found = survey(extract, "key: id", "key: id\npartial: true")
    assert found.left_out == {"trust": "trust", "Age": "age", "weight": "wt"}
    assert [item.question.id for item in found.items] == ["health"]
    assert found.frame["weight"].to_list() == [1.0, 1.0]
    assert "profile:Age" not in found.frame.columns


def test_a_whole_file_may_be_declared_partial(survey):
    found = survey(ROWS, "key: id", "key: id\npartial: true")
    assert found.left_out == {}
    assert sorted(found.frame["weight"].to_list()) == [1.0, 1.5, 2.0]


def test_a_partial_file_may_lack_one_wording_of_a_split_ballot(survey):
    versions = 'text: "Health?", versions: {healthy: "Wellness?"}'
    rows = ROWS.replace("health", "healthy")
    with pytest.raises(InputError, match="variable health is not in the file"):
        survey(rows, 'text: "Spending on health?"', versions)
    (health, _) = survey(rows, "key: id", "key: id\npartial: true").items
    assert health.versions == (("healthy", "Wellness?"),)


def test_what_a_partial_file_lacks_stands_in_the_manifest(toy, key):
    text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8").replace("key: id", "key: id\npartial: true")
    toy.codebook(text)
    toy.raw("id,sex,wt,health\n" + "".join(f"{n},{n % 2 + 1},1,{n % 3 + 1}\n" for n in range(40)))
    manifest = build_dataset("toy", toy.raw_folder, toy.out, key=key, root=toy.root)
    assert manifest["absent"] == {"toy-2018 in part": "trust, age of survey.csv"}


def test_a_partial_file_without_any_question_is_the_wrong_file(survey):
    with pytest.raises(InputError, match=r"survey.csv: holds none of the questions of toy-2018"):
        survey("id,sex\n1,1\n", "key: id", "key: id\npartial: true")


def test_a_partial_file_still_needs_its_key(survey):
    with pytest.raises(InputError, match=r"survey.csv: variable id is not in the file"):
        survey("sex,health\n1,1\n", "key: id", "key: id\npartial: true")


@pytest.mark.parametrize("header", ["ID,Sex,AGE,Wt,HEALTH,trust", "id,sex,age,wt,health,trust"])
def test_the_case_of_names_may_be_ignored(survey, header):
    rows = header + ROWS[ROWS.index("\n") :]
    found = survey(rows, "key: id", "key: id\nignore_case: true\npartial: true")
    assert found.left_out == {}
    assert found.frame.sort("weight")["answer:health"].to_list() == [None, 0, 2]


def test_of_two_names_that_differ_in_case_none_is_guessed(survey):
    rows = "ID,Id,sex,age,wt,health,trust\n1,1,1,49,1.5,1,3\n"
    with pytest.raises(InputError, match="variable id is not in the file"):
        survey(rows, "key: id", "key: id\nignore_case: true")


def test_without_a_respondent_key_rows_are_told_apart_by_their_number(survey):
    rows = ROWS.replace("\n2,", "\n1,").replace("\n3,", "\n1,")
    everybody = survey(rows, "key: id", "key: []").frame
    women = survey(rows, "key: []", "key: []\nkeep: {sex: [2]}").frame
    assert everybody["respondent_id"].n_unique() == 3
    assert women["respondent_id"][0] in everybody["respondent_id"].to_list()


def test_what_the_file_alone_tells_is_everybodys(survey):
    found = survey(ROWS, "Sex: {variable: sex", "Place: {value: urban}\n  Sex: {variable: sex")
    assert found.frame["profile:Place"].to_list() == ["urban"] * 3
