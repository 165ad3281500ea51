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


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("", "at least one row"),
        ("{", "line 1 is not"),
        ('{"guess": 1}', "unknown field guess"),
        ('{"prediction": "A", "reference": "A"}', "choices are needed"),
        ('{"prediction": "A"}\n{"reference": "A"}', "line 2: every line"),
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
