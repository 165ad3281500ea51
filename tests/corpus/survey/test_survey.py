import polars as pl
import pytest

from alignsurvey.corpus import read_codebook, read_survey
from alignsurvey.corpus.survey.survey import read_waves
from alignsurvey.files.errors import InputError


@pytest.fixture
def read(toy, key):
    """Respondents of a raw file by their row, with one passage of the codebook replaced."""

    def respondents(rows, old="", new=""):
        text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8")
        assert old in text
        toy.raw(rows)
        codebook = read_codebook(toy.codebook(text.replace(old, new, 1)))
        return read_survey(codebook, toy.raw_folder, key)

    return respondents


ROWS = "id,sex,age,wt,health,trust\n1,1,49,1.5,1,3\n2,2,50,1,9,1\n3,1,,2,3,\n"


def by_weight(people):
    return {person.weight: person for person in people}


def test_profile_answers_and_weights_of_each_respondent(read):
    questions, people = read(ROWS)
    first, second, third = (by_weight(people)[weight] for weight in (1.5, 1.0, 2.0))
    assert [question.id for question in questions] == ["health", "trust"]
    assert first.profile == (("Sex", "male"), ("Age", "under 50"))
    assert second.profile == (("Sex", "female"), ("Age", "50 or older"))
    assert third.profile == (("Sex", "male"),)
    assert [dict(person.answers) for person in (first, second, third)] == [
        {"health": 0, "trust": 2},
        {"trust": 0},
        {"health": 2},
    ]


def test_a_weight_may_be_a_product(read):
    people = read(ROWS, "{weight: wt}", "{weight: wt * age, drop: {age: [null]}, keep: {id: [1, 2]}}")[1]
    assert sorted(by_weight(people)) == [50.0, 73.5]


def test_a_decimal_comma_is_read_when_the_codebook_says_so_and_the_error_tells(read):
    rows = ROWS.replace(",", ";").replace("1.5", "1,5")
    with pytest.raises(InputError, match=r"weight wt is no number .* in 1 rows; .* say `decimal_comma: true`"):
        read(rows)
    assert sorted(by_weight(read(rows, "key: id", "key: id\ndecimal_comma: true")[1])) == [1.0, 1.5, 2.0]


def test_ids_are_pseudonyms_that_only_the_key_explains(read, toy, key):
    people = read(ROWS)[1]
    again = read_survey(read_codebook(toy.folder / "codebook.yaml"), toy.raw_folder, bytes(32))[1]
    assert all(person.id.startswith("r") and len(person.id) == 17 for person in people)
    assert not {person.id for person in people} & {person.id for person in again}


def test_the_same_number_in_another_wave_is_another_person_unless_it_is_a_panel(read, toy):
    waves = "waves:\n  toy-2020:\n    files: {b.csv: {}}\n"
    toy.raw(ROWS, "b.csv")
    assert len({person.id for person in read(ROWS, "waves:\n", waves)[1]}) == 6
    assert len({person.id for person in read(ROWS, "key: id", "key: id\npanel: true")[1]}) == 3


def test_an_undeclared_code_names_variable_code_and_count(read):
    with pytest.raises(InputError, match=r"survey.csv: variable health has undeclared code 7 in 2 rows, 4 in 1 rows;"):
        read("id,sex,age,wt,health,trust\n1,1,20,1,7,1\n2,1,20,1,7,1\n3,1,20,1,4,1\n")


@pytest.mark.parametrize("value", ["Quillon Canarybird", "4155550147"])
def test_an_undeclared_value_that_may_be_a_persons_own_is_not_shown(read, value):
    with pytest.raises(InputError) as caught:
        read(f"id,sex,age,wt,health,trust\n1,1,20,1,{value},1\n")
    assert value not in str(caught.value)
    assert f"undeclared code a {len(value)}-character value (withheld) in 1 rows" in str(caught.value)


def test_a_number_outside_the_bands_is_undeclared(read):
    with pytest.raises(InputError, match=r"variable age has undeclared code -1 in 1 rows"):
        read(ROWS.replace("49", "-1"), "[null, 49]", "[18, 49]")


def test_a_code_that_is_missing_in_one_question_only(read):
    people = read(ROWS.replace("1.5,1,3", "1.5,7,3"), "scale: amount}", "scale: amount, missing: [7, 8]}")[1]
    assert dict(by_weight(people)[1.5].answers) == {"trust": 2}


def test_a_choice_may_claim_a_code_that_is_missing_elsewhere(read):
    people = read(ROWS, 'text: "Spending on health?", scale: amount', 'text: "H?", scale: {low: 1, high: 3}')[1]
    assert by_weight(people)[2.0].answers["health"] == 1


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (ROWS.replace("\n2,", "\n1,"), "survey.csv: 2 rows share their id; name further variables in `key`"),
        (ROWS.replace("\n2,", "\n,"), "survey.csv: 1 rows have no id"),
        (ROWS.replace("1.5", "heavy"), "survey.csv: weight wt is no number of at least 0 in 1 rows"),
        (ROWS.replace("1.5", "-1"), "survey.csv: weight wt is no number"),
        (ROWS.replace("trust", "trsut"), "survey.csv: variable trust is not in the file"),
    ],
)
def test_faults_of_the_file_name_file_and_variable(read, rows, message):
    with pytest.raises(InputError, match=message):
        read(rows)


def test_split_ballots_become_one_item_that_knows_its_wording(toy, key):
    text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8")
    versions = 'text: "Health?", versions: {healthy: "Wellness?"}'
    codebook = read_codebook(toy.codebook(text.replace('text: "Spending on health?"', versions)))
    toy.raw("id,sex,age,wt,health,healthy,trust\n1,1,20,1,1,,1\n2,1,20,2,,3,1\n3,1,20,3,,,1\n")
    (survey,) = read_waves(codebook, toy.raw_folder, key)
    rows = survey.frame.sort("weight").select("answer:health", "version:health").rows()
    assert rows == [(0, 0), (2, 1), (None, None)]
    toy.raw("id,sex,age,wt,health,healthy,trust\n1,1,20,1,1,2,1\n")
    with pytest.raises(InputError, match="question health: 1 rows answer more than one of its versions"):
        list(read_waves(codebook, toy.raw_folder, key))


def test_rows_can_be_kept_and_dropped(read):
    people = read(ROWS, "key: id", "key: id\nkeep: {sex: [1]}\ndrop: {trust: [3]}")[1]
    assert [person.weight for person in people] == [2.0]
    with pytest.raises(InputError, match="no row is left"):
        read(ROWS, "keep: {sex: [1]}", "keep: {sex: [5]}")


def test_a_year_of_birth_becomes_an_age_band(read):
    rows = ROWS.replace(",49,", ",1969,").replace(",50,", ",1968,")
    people = read(rows, "Age: {variable: age,", "Age: {variable: age, from_birth_year: 2018,")[1]
    assert dict(by_weight(people)[1.5].profile)["Age"] == "under 50"
    assert dict(by_weight(people)[1.0].profile)["Age"] == "50 or older"


def test_a_household_is_joined_to_its_people(toy, key):
    text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8")
    joined = text.replace("{weight: wt}", "{weight: wt, join: [{file: household.csv, on: hh}]}")
    codebook = read_codebook(toy.codebook(joined))
    toy.raw("id,hh,sex,age,wt,health\n1,7.0,1,20,1,1\n2,7,2,20,2,2\n3,8,2,20,3,3\n")
    toy.raw("hh,trust\n7,1\n8,2\n", "household.csv")
    people = read_survey(codebook, toy.raw_folder, key)[1]
    assert [by_weight(people)[weight].answers["trust"] for weight in (1.0, 2.0, 3.0)] == [0, 0, 1]
    toy.raw("hh,trust\n7,1\n7,2\n", "household.csv")
    with pytest.raises(InputError, match=r"household.csv: 2 rows share their hh"):
        read_survey(codebook, toy.raw_folder, key)


def test_countries_may_come_from_a_variable(read):
    people = read(ROWS, "country: US", "country: {variable: sex, codes: {DE: 1, FR: 2}}")[1]
    assert by_weight(people)[1.0].country == "FR"
    with pytest.raises(InputError, match=r"variable trust is empty in 1 rows"):
        read(ROWS, "country: {variable: sex, codes: {DE: 1, FR: 2}}", "country: {variable: trust, codes: {DE: [1, 3]}}")


def test_what_the_file_declares_missing_is_missing_unless_a_choice_claims_it(toy, key):
    import pyreadstat

    frame = pl.DataFrame({"id": [1, 2, 3], "sex": [1, 1, 1], "age": [20, 20, 20], "wt": [1.0, 2.0, 3.0],
                          "health": [1.0, 8.0, 9.0], "trust": [1.0, 2.0, 3.0]})  # fmt: skip
    pyreadstat.write_sav(
        frame,
        str(toy.raw_folder / "survey.sav"),
        missing_ranges={"health": [{"lo": 7, "hi": 9}], "trust": [{"lo": 3, "hi": 9}]},
    )
    text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8").replace("survey.csv", "survey.sav")
    people = read_survey(read_codebook(toy.codebook(text)), toy.raw_folder, key)[1]
    assert dict(by_weight(people)[2.0].answers) == {"trust": 1}
    assert dict(by_weight(people)[3.0].answers) == {"trust": 2}
