"""Respondents of an evaluation whose file was numbered anew."""

import json
import random

import pyarrow.parquet as pq
import pytest

from alignsurvey.corpus import build_dataset
from alignsurvey.corpus.decontaminate.same_answers import SHARED

ITEMS = [f"item {word}" for word in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")]


def codebook(dataset, config, wave, file, items, own):
    questions = "".join(f'  v{n}: {{text: "What do you say to {item}?", scale: s}}\n' for n, item in enumerate(items))
    questions += f'  own: {{text: "{own}", scale: s}}\n'
    return (
        f"dataset: {dataset}\nconfig: {config}\ncountry: US\nlanguage: en\nkey: id\n"
        f"scales:\n  s: {{no: 1, maybe: 2, yes: 3}}\nquestions:\n{questions}"
        f"waves:\n  {wave}:\n    files: {{{file}: {{}}}}\n"
    )


def rows(count, items, seed):
    draw = random.Random(seed)
    return [[draw.randint(1, 3) for _ in range(len(items) + 1)] for _ in range(count)]


def table(answers, items, first):
    head = ",".join(["id", *(f"v{n}" for n in range(len(items))), "own"])
    return "\n".join([head, *(f"{first + n},{','.join(map(str, row))}" for n, row in enumerate(answers))]) + "\n"


@pytest.fixture
def dropped(toy, key):
    """Build an evaluation of 50 people and a training survey; (reasons, people left)."""

    def build(items, same, other):
        toy.codebook(codebook("toy", "survey_response", "toy-2018", "survey.csv", items, "How old is the moon?"))
        evaluated = rows(50, items, seed=1)
        toy.raw(table(evaluated, items, 1))
        folder = toy.root / "poll"
        folder.mkdir()
        (folder / "SOURCE.yaml").write_text((toy.folder / "SOURCE.yaml").read_text(), encoding="utf-8")
        text = codebook("foundation", "quantitative", "poll-2016", "poll.csv", items, "How far is the sun?")
        (folder / "codebook.yaml").write_text(text, encoding="utf-8")
        toy.raw(table([*evaluated[:same], *rows(other, items, seed=2)], items, 9001), "poll.csv")
        for dataset in ("toy", "foundation"):
            build_dataset(dataset, toy.raw_folder, toy.out, key=key, root=toy.root)
        report = json.loads((toy.out / "foundation" / "contamination.json").read_text(encoding="utf-8"))
        left = [row for path in (toy.out / "foundation" / "data" / "quantitative").glob("*.parquet")
                for row in pq.read_table(path).to_pylist()]  # fmt: skip
        return report["dropped"]["quantitative"], len({row["respondent_id"] for row in left})

    return build


def test_the_same_answers_to_many_questions_are_of_the_same_person(dropped):
    reasons, people = dropped(ITEMS, same=20, other=40)
    assert reasons == {"respondent": 20 * 11, "question wording and choices": 40 * 10}
    assert people == 40


def test_few_questions_in_common_tell_nobody_apart(dropped):
    reasons, people = dropped(ITEMS[: SHARED - 1], same=20, other=40)
    assert reasons == {"question wording and choices": 60 * (SHARED - 1)}
    assert people == 60
