"""Every metric's page runs on Gradio and scores its own examples."""

import importlib.util

import pytest

NAMES = [
    "alignsurvey_attitude_stance",
    "alignsurvey_interview",
    "alignsurvey_social_role",
    "alignsurvey_survey_response",
]


def _app(script):
    pytest.importorskip("gradio")
    spec = importlib.util.spec_from_file_location(f"app_of_{script.stem}", script.with_name("app.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", NAMES)
def test_examples_are_scored(name, staged):
    app = _app(staged(name))
    for config, rows in app.EXAMPLES.items():
        assert app.score(config, "robust", app.example(config))["n"] == len(rows)


@pytest.mark.parametrize("name", [name for name in NAMES if "interview" not in name])
def test_examples_are_scored_as_in_the_paper_too(name, staged):
    app = _app(staged(name))
    for config, rows in app.EXAMPLES.items():
        assert app.score(config, "paper", app.example(config))["n"] == len(rows)


@pytest.mark.parametrize("name", ["alignsurvey_attitude_stance", "alignsurvey_survey_response"])
def test_rows_of_groups_may_have_their_instruction(name, staged):
    app = _app(staged(name))
    row = {"prediction": "A. x: 100%", "reference": "B. y: 100%", "instruction": "选项：\nA. 甲\nB. 乙"}
    for protocol in ("robust", "paper"):
        assert app.score("group", protocol, app.json.dumps(row))["n"] == 1


@pytest.mark.parametrize(
    ("name", "lines", "message"),
    [
        ("alignsurvey_interview", '{"human": {}}', "every row needs replies"),
        ("alignsurvey_interview", '{"replies": null}', "every row needs replies"),
        ("alignsurvey_social_role", '{"prediction": "A", "attribute": "x"}', "every row needs a reference"),
        ("alignsurvey_attitude_stance", '{"prediction": [1], "reference": "x"}', "every row needs a prediction"),
    ],
)
def test_bad_rows_of_other_metrics_are_told(name, lines, message, staged):
    app = _app(staged(name))
    with pytest.raises(app.gr.Error, match=message):
        app.score(next(iter(app.FIELDS)), "robust", lines)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("", "at least one row"),
        ("{", "line 1 is not"),
        ('{"guess": 1}', "unknown field guess"),
        ('{"prediction": "A", "reference": "A"}', "choices are needed"),
        ('{"prediction": "A"}\n{"reference": "A"}', "line 2: every line"),
        ('{"prediction": "A"}', "every row needs a reference"),
        ('{"prediction": null, "reference": "A", "choices": ["a"]}', "every row needs a prediction: a text, empty"),
        ('{"prediction": 3, "reference": "A", "choices": ["a"]}', "every row needs a prediction"),
        ("{}", "every row needs a prediction"),
        ('{"prediction": "A", "reference": "A", "choices": null}', "row 0: choices must be a list of texts"),
    ],
)
def test_bad_rows_are_told(lines, message, staged):
    app = _app(staged("alignsurvey_survey_response"))
    with pytest.raises(app.gr.Error, match=message):
        app.score("individual", "robust", lines)


def test_the_page_answers_over_http(staged):
    app = _app(staged("alignsurvey_survey_response"))
    client = pytest.importorskip("gradio_client")
    page = app.page()
    _, url, _ = page.launch(server_name="127.0.0.1", prevent_thread_lock=True, quiet=True)
    try:
        calls = client.Client(url, verbose=False)
        scores = calls.predict("individual", "robust", app.example("individual"), api_name="/score")
    finally:
        page.close()
    assert (scores["accuracy"], scores["n"]) == (0.5, 2)
