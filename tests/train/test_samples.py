"""Tokens and labels: the loss is on the reply alone, its end is learnt, and no cut is silent."""

import dataclasses

import pytest

from alignsurvey import tasks
from alignsurvey.files.errors import InputError
from alignsurvey.train import samples
from alignsurvey.train.recipe import load


@pytest.fixture
def recipe(recipe_file):
    return load(recipe_file())


def test_loss_is_on_the_reply_alone_and_its_last_label_is_the_end_of_turn(record, chat):
    row = samples.tokenise(record(1), "survey_response", "text", chat)
    learnt = [label for label in row["labels"] if label != samples.IGNORED]
    assert learnt[-1] == chat.tokenizer.eos_token_id
    assert (
        chat.tokenizer.decode(learnt[:-1]) == tasks.load("survey_response").completion(record(1), "text")[0]["content"]
    )
    assert row["labels"].index(learnt[0]) == row["length"] - len(learnt)
    assert row["input_ids"][-len(learnt) :] == learnt
    assert row["cut"] == 0


def test_training_tokens_are_those_that_are_scored_later(record, chat):
    """Otherwise the model is asked for tokens that it was never taught."""
    row = samples.tokenise(record(2), "survey_response", "text", chat)
    task = tasks.load("survey_response")
    prompts, replies = chat.replies([task.prompt(record(2), "text")], [task.candidates(record(2), "text")])
    assert row["input_ids"] == prompts[0] + replies[0][record(2)["answer"]]


@pytest.mark.parametrize("form", ["letter_text", "text", "letter"])
def test_the_answer_form_is_the_recipes(record, chat, form):
    row = samples.tokenise(record(1), "survey_response", form, chat)
    learnt = [label for label in row["labels"] if label != samples.IGNORED]
    assert chat.tokenizer.decode(learnt[:-1]) == {"letter_text": "B. too much", "text": "too much", "letter": "B"}[form]


def test_the_collator_keeps_the_end_of_turn_where_it_is_also_the_padding(record, chat):
    from trl.trainer.sft_trainer import DataCollatorForLanguageModeling

    rows = [samples.tokenise(record(number), "survey_response", "text", chat) for number in range(3)]
    assert len({row["length"] for row in rows}) > 1
    tokenizer = chat.tokenizer
    assert tokenizer.pad_token_id == tokenizer.eos_token_id
    collator = DataCollatorForLanguageModeling(pad_token_id=tokenizer.pad_token_id)
    batch = collator([{key: row[key] for key in ("input_ids", "labels")} for row in rows])
    for row, labels in zip(rows, batch["labels"].tolist(), strict=True):
        assert labels[row["length"] - 1] == tokenizer.eos_token_id
        assert set(labels[row["length"] :]) <= {samples.IGNORED}


def test_a_long_prompt_loses_its_middle_and_is_counted(record, chat):
    long = {**record(0), "profile": [{"attribute": "Story", "value": "middle " * 300}]}
    before = chat.cut
    row = samples.tokenise(long, "survey_response", "text", chat)
    assert row["cut"] == 1
    assert chat.cut == before + 1
    assert row["length"] == chat.window
    text = chat.tokenizer.decode(row["input_ids"])
    assert text.startswith("<|im_start|>user\nYou are a survey respondent")
    assert "Do we spend too much on roads?" in text
    assert row["labels"][-1] == chat.tokenizer.eos_token_id


def test_a_reply_that_fills_the_window_is_refused_by_its_record(record, chat):
    long = {**record(0), "choices": ["word " * 300, "b", "c"]}
    with pytest.raises(InputError, match="record test/r000/q: a prompt may have"):
        samples.tokenise(long, "survey_response", "text", chat)


def test_a_short_stage_draws_from_all_sources_by_its_seed(recipe):
    chosen = samples.choose([1000, 3000], recipe)
    assert sum(map(len, chosen)) == recipe.batch * recipe.max_steps
    assert chosen == samples.choose([1000, 3000], recipe)
    assert chosen != samples.choose([1000, 3000], dataclasses.replace(recipe, seed=1))
    assert all(len(set(places)) == len(places) for places in chosen)
    assert max(chosen[0], default=0) < 1000
    assert max(chosen[1]) < 3000


def test_whole_epochs_take_every_row(recipe):
    assert samples.choose([3, 2], dataclasses.replace(recipe, max_steps=None)) == [[0, 1, 2], [0, 1]]


def test_the_key_changes_with_every_setting_and_commit(recipe):
    keys = {
        samples.recipe_key(recipe, "a"),
        samples.recipe_key(recipe, "b"),
        samples.recipe_key(dataclasses.replace(recipe, seed=1), "a"),
        samples.recipe_key(dataclasses.replace(recipe, form="letter"), "a"),
    }
    assert len(keys) == 4
    assert samples.recipe_key(recipe, "a") in keys
