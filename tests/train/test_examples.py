"""Examples: all choices as they are scored later, targets from training records, trees that fit the window."""

import json

import pytest
from datasets import Dataset

from alignsurvey import tasks
from alignsurvey.files.errors import InputError
from alignsurvey.schema import profile_items
from alignsurvey.tasks import features
from alignsurvey.train import examples
from alignsurvey.train.recipe import load


@pytest.fixture
def table(make_records):
    """Four questions of each of ten respondents."""
    return Dataset.from_list(make_records(10), features=features("survey_response"))


@pytest.fixture
def recipe(recipe_file):
    """A recipe of the loss over choices: recipe(settings)."""
    return lambda **changes: load(recipe_file(**{"loss": "choices", "batching": "tree", "max_steps": None, **changes}))


def first_row(table, recipe, chat):
    parts, _ = examples.prepare([table], recipe, chat)
    return parts[0][0], table[0]


def test_the_replies_are_those_that_are_scored_later(table, recipe, chat):
    row, record = first_row(table, recipe(), chat)
    task = tasks.load("survey_response")
    prompts, replies = chat.replies([task.prompt(record, "text")], [task.candidates(record, "text")])
    assert (row["prompt"], row["replies"]) == (prompts[0], replies[0])


def test_the_target_of_an_answer_is_the_answer(table, recipe, chat):
    row, record = first_row(table, recipe(), chat)
    assert row["target"] == [float(place == record["answer"]) for place in range(3)]


def test_the_target_of_a_cell_is_counted_by_choice_text_with_weights(table, recipe, chat):
    row, record = first_row(table, recipe(targets="cells", cell_attributes=["Place"], shrinkage=0), chat)
    place = record["profile"][0]
    alike = [r for r in table if r["question_id"] == record["question_id"] and place in r["profile"]]
    total = sum(r["weight"] for r in alike)
    expected = [
        sum(r["weight"] for r in alike if r["choices"][r["answer"]] == text) / total for text in record["choices"]
    ]
    assert row["target"] == pytest.approx(expected)


def test_survey_weights_have_mean_one_a_question(table, recipe, chat):
    parts, _ = examples.prepare([table], recipe(), chat)
    weights = [row["weight"] for row in parts[0] if row["id"].endswith("q0")]
    assert sum(weights) / len(weights) == pytest.approx(1)
    assert len(set(weights)) == 2


def test_a_group_is_asked_as_one_of_its_members_and_learns_its_distribution(recipe, chat):
    group = {
        **dict.fromkeys(("id", "source", "country", "question_id", "question"), "g"),
        "respondent_id": None,
        "language": "en",
        "prompt": [],
        "completion": [],
        "target": "",
        "group": profile_items([("Sex", "female")]),
        "choices": ["yes", "no"],
        "scale": [0.0, 1.0],
        "distribution": [0.8, 0.2],
        "n": 60,
        "respondent_ids": [],
    }
    rest = {**group, "id": "h", "group": profile_items([("Sex", "male")]), "distribution": [0.2, 0.8], "n": 20}
    table = Dataset.from_list([group, rest], features=features("survey_response_group"))
    made = recipe(data=[{"dataset": "gss", "config": "survey_response_group"}], shrinkage=20)
    parts, trees = examples.prepare([table], made, chat)
    marginal = (60 * 0.8 + 20 * 0.2) / 80
    assert parts[0][0]["target"][0] == pytest.approx((60 * 0.8 + 20 * marginal) / 80)
    assert parts[0][0]["weight"] == 1
    text = chat.tokenizer.decode(parts[0][0]["prompt"])
    assert "You are a survey respondent with this background:\nSex: female" in text
    assert "Reply with the one option you choose." in text
    assert sorted(trees) == [[0], [1]]


def test_a_short_stage_learns_batch_times_steps_trees(table, recipe, chat):
    parts, trees = examples.prepare([table], recipe(tree_records=2, batch=2, per_device_batch=1, max_steps=3), chat)
    assert [len(tree) for tree in trees] == [2] * 6
    assert sorted(index for tree in trees for index in tree) == list(range(len(parts[0])))


def test_padded_examples_are_records_alone(table, recipe, chat):
    _, trees = examples.prepare([table], recipe(batching="padded"), chat)
    assert sorted(trees) == [[index] for index in range(40)]


def test_tokens_of_the_completion_can_be_learnt_on_trees_too(table, recipe, chat):
    row, record = first_row(table, recipe(loss="tokens"), chat)
    assert len(row["replies"]) == 1
    assert chat.tokenizer.decode(row["replies"][0][:-1]) == record["choices"][record["answer"]]


def test_a_cell_attribute_that_nobody_has_is_named(table, recipe, chat):
    with pytest.raises(InputError, match="no record of survey_response has 'Sex'; known: Age, Place"):
        examples.prepare([table], recipe(targets="cells", cell_attributes=["Sex"]), chat)


def test_a_tree_longer_than_the_window_is_one_line(table, recipe, chat):
    parts, trees = examples.prepare([table], recipe(), chat)
    with pytest.raises(InputError, match=r"its tree of 4 records has \d+ tokens, more than window 100; set tree_rec"):
        examples._check_window(examples.Trees(parts[0], trees, tree=True), 100)


def test_the_trees_of_a_batch_share_what_they_can(table, recipe, chat):
    parts, trees = examples.prepare([table], recipe(), chat)
    made = examples.Trees(parts[0], trees, tree=True)
    both = made.collator(0)([made[0], made[1]])
    alone = [made.collator(0)([made[place]])["input_ids"].shape[1] for place in (0, 1)]
    assert both["input_ids"].shape[1] < sum(alone)
    assert len(both["targets"]) == 8
    assert json.dumps(both["targets"].sum(dim=1).tolist()) == json.dumps([1.0] * 8)
