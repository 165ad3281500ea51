import csv

import pytest

from alignsurvey.corpus import build_dataset, build_summary, read_codebook
from alignsurvey.corpus.survey.answer_counts import no_answers
from alignsurvey.corpus.survey.survey import read_waves


@pytest.fixture
def build(toy, key):
    """Build the toy corpus; (manifest, rows of counts.csv)."""

    def run():
        manifest = build_dataset("toy", toy.raw_folder, toy.out, key=key, root=toy.root)
        with (toy.out / "toy" / "counts.csv").open(encoding="utf-8", newline="") as stream:
            return manifest, list(csv.DictReader(stream))

    return run


def test_every_code_has_its_rows_answers_in_scale_order_before_what_is_no_answer(build):
    health = [row for row in build()[1] if row["question"] == "health"]
    assert [(row["code"], row["answer"]) for row in health] == [
        ("1", "too little"), ("2", "about right"), ("3", "too much"), ("9", ""),
    ]  # fmt: skip
    assert sum(int(row["n"]) for row in health) == 120
    assert sum(float(row["percent"]) for row in health[:3]) == pytest.approx(100, abs=0.2)
    assert (health[3]["percent"], health[3]["weighted_percent"]) == ("", "")


def test_weighted_shares_and_no_answers_stand_beside_the_counts(build, toy):
    toy.raw("id,sex,age,wt,health,trust\n" + "".join(
        f"{number},1,30,{3 if number % 2 else 1},{1 if number % 2 else 2},{'' if number % 4 == 0 else 1}\n"
        for number in range(1, 121)
    ))  # fmt: skip
    manifest, rows = build()
    assert manifest["counts"]["toy-2018/health"] == {"too little": 60, "about right": 60, "too much": 0}
    assert manifest["weighted"]["toy-2018/health"] == {"too little": 0.75, "about right": 0.25, "too much": 0.0}
    assert manifest["no_answer"] == {"toy-2018/trust": {"blank": 30}}
    assert [row["weighted_percent"] for row in rows if row["question"] == "health"] == ["75.0", "25.0"]
    text = build_summary(manifest)
    assert "    weighted: too little 75.0%, about right 25.0%, too much 0.0%" in text
    assert "    no answer: blank 30" in text


def test_the_halves_of_a_split_ballot_are_counted_apart(toy, key):
    text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8")
    versions = 'text: "Health?", versions: {healthy: "Wellness?"}'
    codebook = read_codebook(toy.codebook(text.replace('text: "Spending on health?"', versions)))
    toy.raw("id,sex,age,wt,health,healthy,trust\n1,1,20,1,1,,1\n2,1,20,2,,3,1\n3,1,20,3,,3,1\n")
    (survey,) = read_waves(codebook, toy.raw_folder, key)
    found = {(tally.variable, tally.code): tally.n for tally in survey.counted if tally.question == "health"}
    assert found == {("health", "1"): 1, ("health", ""): 2, ("healthy", "3"): 2, ("healthy", ""): 1}


def test_countries_are_counted_apart_and_together_what_is_no_answer(toy, key):
    text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8")
    country = "country: {variable: sex, codes: {DE: 1, FR: 2}}"
    codebook = read_codebook(toy.codebook(text.replace("country: US", country)))
    toy.raw("id,sex,age,wt,health,trust\n1,1,20,1,1,1\n2,2,20,2,1,\n3,2,20,3,3,\n4,1,20,1,3,\n")
    (survey,) = read_waves(codebook, toy.raw_folder, key)
    found = {
        (tally.country, tally.code): (tally.n, tally.weighted) for tally in survey.counted if tally.question == "health"
    }
    assert found == {("DE", "1"): (1, 1.0), ("DE", "3"): (1, 1.0), ("FR", "1"): (1, 2.0), ("FR", "3"): (1, 3.0)}
    assert no_answers(survey.counted) == {"trust": {"blank": 3}}
