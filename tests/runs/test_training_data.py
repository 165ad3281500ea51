"""What an adapter was trained on, from its folder."""

import json

from alignsurvey.runs.training_data import trained_on

DATA = {"repo_id": "org/alignsurvey-gss", "config": "new_questions", "revision": "v1.0.0"}


def test_an_adapter_that_was_just_trained_says_it_in_its_facts(tmp_path):
    (tmp_path / "card.json").write_text(json.dumps({"datasets": [{**DATA, "rows": 7}]}))
    assert trained_on(str(tmp_path), None) == [DATA]


def test_a_published_one_says_it_on_its_card(tmp_path):
    front = "---\ntrained_on:\n- {repo_id: org/alignsurvey-gss, config: new_questions, revision: v1.0.0}\n---\nText\n"
    (tmp_path / "README.md").write_text(front)
    assert trained_on(str(tmp_path), None) == [DATA]


def test_of_other_adapters_it_is_not_known(tmp_path):
    assert trained_on(str(tmp_path), None) is None
    (tmp_path / "README.md").write_text("---\nlicense: mit\n---\nText\n")
    assert trained_on(str(tmp_path), None) is None
