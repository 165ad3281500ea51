"""Records that bring others' words, as released ones do, are asked and shown in them."""

from alignsurvey import tasks
from alignsurvey.predict import Options, connect, run
from alignsurvey.predict.few_shot import draw


def _released(records):
    return [
        {
            **record,
            "prompt": [{"role": "user", "content": f"Their words, {record['id']}"}],
            "completion": [{"role": "assistant", "content": f"C) {record['choices'][record['answer']]}"}],
        }
        for record in records
    ]


def test_a_model_is_asked_in_the_words_of_the_record(records, served, tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    asked = _released(records[:3])
    backend = connect("openai", Options("m", base_url=served.url, max_new_tokens=12))
    run(asked, "survey_response", backend, tmp_path / "run", mode="generate")
    sent = [request["messages"][-1]["content"] for request in served.asked]  # the back end may try the endpoint first
    assert sorted(sent)[-3:] == [record["prompt"][0]["content"] for record in asked]


def test_another_answer_form_is_asked_in_ours(records, served, tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    backend = connect("openai", Options("m", base_url=served.url, max_new_tokens=12))
    run(_released(records[:1]), "survey_response", backend, tmp_path / "run", mode="generate", form="text")
    ours = tasks.load("survey_response").prompt(records[0], "text")
    assert served.asked[-1]["messages"][-1]["content"] == ours[0]["content"]


def test_examples_are_shown_in_the_words_of_their_records(records):
    messages = draw(_released(records), "survey_response", "letter_text", 2, 42)({**records[0], "respondent_id": "new"})
    assert all(message["content"].startswith("Their words") for message in messages[::2])
    assert all(message["content"].startswith("C) ") for message in messages[1::2])
