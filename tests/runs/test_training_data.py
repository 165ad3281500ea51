"""What an adapter was trained on, from its folder."""

import json

from alignsurvey.runs.training_data import training

DATA = {"repo_id": "org/alignsurvey-gss", "config": "new_questions", "revision": "v1.0.0"}
UNKNOWN = {"trained_on": None, "training": None}


def _facts(folder, **recipe):
    facts = {"datasets": [{**DATA, "rows": 7}], "continues": None, "recipe": {"seed": 1, "rank": 8, **recipe}}
    (folder / "card.json").write_text(json.dumps(facts))
    return training(str(folder), None)


def test_an_adapter_that_was_just_trained_says_it_in_its_facts(tmp_path):
    found = _facts(tmp_path)
    assert found["trained_on"] == [DATA]
    assert found["training"]["seed"] == 1


def test_the_digest_of_the_recipe_does_not_depend_on_the_seed(tmp_path):
    first, second, other = _facts(tmp_path), _facts(tmp_path, seed=2), _facts(tmp_path, rank=4)
    assert first["training"]["recipe"] == second["training"]["recipe"] != other["training"]["recipe"]


def test_a_published_one_says_it_on_its_card(tmp_path):
    front = "---\ntrained_on:\n- {repo_id: org/alignsurvey-gss, config: new_questions, revision: v1.0.0}\n---\nText\n"
    (tmp_path / "README.md").write_text(front)
    assert training(str(tmp_path), None) == {"trained_on": [DATA], "training": None}


def test_of_other_adapters_it_is_not_known(tmp_path):
    assert training(str(tmp_path), None) == UNKNOWN
    (tmp_path / "README.md").write_text("---\nlicense: mit\n---\nText\n")
    assert training(str(tmp_path), None) == UNKNOWN
