"""The demo Space: ask a SurveyLM an item as one person would be asked, and see what such people really answered."""

import os
from collections import Counter
from functools import cache

import gradio as gr
import pandas as pd

from alignsurvey import predict, tasks
from alignsurvey.files.errors import InputError
from alignsurvey.project import organisation
from alignsurvey.runs.published import read_split
from alignsurvey.schema import Record, in_scale_order

DATASET = os.environ.get("ALIGNSURVEY_DEMO_DATASET") or f"{organisation()}/alignsurvey-gss"
MODEL = os.environ.get("ALIGNSURVEY_DEMO_MODEL") or "HuggingFaceTB/SmolLM2-135M-Instruct"
ADAPTER = (
    os.environ.get("ALIGNSURVEY_DEMO_ADAPTER", f"{organisation()}/SurveyLM-smollm2-135m-gss-survey_response") or None
)
FORM = os.environ.get("ALIGNSURVEY_DEMO_FORM") or "text"
CONFIG = "survey_response"
FEWEST = 20  # respondents: shares of fewer people say little and may point at a person
ANY = "any 不限"
INTRO = f"""# Ask a SurveyLM
Choose a background and a survey item. The bars show how probable each answer is to **{ADAPTER or MODEL}**, beside the
share of real respondents with that background ({DATASET}). Do not use this to speak for people: where it was not
measured, it is not known.

选择背景和题目：柱形表示模型给出的各选项概率，以及相同背景的真实受访者的回答比例。"""


@cache
def records() -> tuple[Record, ...]:
    """The test split: nobody in it was seen in training."""
    return tuple(read_split(DATASET, CONFIG, None, "test")[0])


@cache
def backend() -> predict.Backend:
    return predict.connect("transformers", predict.Options(MODEL, adapter=ADAPTER))


@cache
def attributes() -> dict[str, list[str]]:
    """Values of each profile attribute, the commonest first."""
    counts: dict[str, Counter[str]] = {}
    for record in records():
        for item in record["profile"]:
            counts.setdefault(item["attribute"], Counter())[item["value"]] += 1
    return {name: [value for value, _ in values.most_common()] for name, values in counts.items()}


@cache
def questions() -> dict[str, Record]:
    """One record of each item, by its wording."""
    return {record["question"]: record for record in records()}


def ask(question: str, *values: str) -> tuple[pd.DataFrame, str]:
    """Rows (answer, share, whose) in scale order, and a line on the real respondents behind them."""
    if question not in questions():
        raise gr.Error("Choose a question of the list.")
    chosen = {name: value for name, value in zip(attributes(), values, strict=True) if value != ANY}
    asked = questions()[question]
    order = [asked["choices"][index] for index in in_scale_order(asked["scale"])]
    profile = [{"attribute": name, "value": value} for name, value in chosen.items()]
    record = {**asked, "choices": order, "profile": profile}
    task = tasks.load(CONFIG)
    try:
        shares = backend().score([task.prompt(record, FORM)], [task.candidates(record, FORM)])[0]
    except InputError as error:
        raise gr.Error(str(error), print_exception=False) from None
    rows = [(answer, share, "model") for answer, share in zip(order, shares, strict=True)]
    real, note = _real(question, chosen, order)
    return pd.DataFrame([*rows, *real], columns=["answer", "share", "whose"]), note


def _real(question: str, chosen: dict[str, str], order: list[str]) -> tuple[list[tuple[str, float, str]], str]:
    weights = dict.fromkeys(order, 0.0)
    people = 0
    for record in records():
        profile = {item["attribute"]: item["value"] for item in record["profile"]}
        if record["question"] == question and chosen.items() <= profile.items():
            weights[record["choices"][record["answer"]]] += record["weight"]
            people += 1
    if people < FEWEST:
        return [], f"{people} respondents of the test split have this background: too few to show their answers."
    total = sum(weights.values())
    return [(answer, weights[answer] / total, "respondents") for answer in order], f"{people} respondents."


def build() -> gr.Blocks:
    """The page."""
    with gr.Blocks(title="Ask a SurveyLM") as page:
        gr.Markdown(INTRO)
        question = gr.Dropdown(list(questions()), label="Question 题目", elem_id="question")
        with gr.Row():
            fields = [gr.Dropdown([ANY, *values], value=ANY, label=name) for name, values in attributes().items()]
        button = gr.Button("Ask 提问", variant="primary", elem_id="ask")
        plot = gr.BarPlot(x="answer", y="share", color="whose", y_lim=[0, 1], sort=None, elem_id="plot")
        note = gr.Textbox(label="Respondents 受访者", interactive=False, elem_id="note")
        button.click(ask, [question, *fields], [plot, note], api_name="ask")
    return page


def serve(port: int | None = None) -> None:
    """Open the page on a free port, print its address and stay."""
    page = build()
    host = os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1")
    _, address, _ = page.launch(server_name=host, server_port=port, prevent_thread_lock=True, quiet=True)
    print(f"demo: {address}", flush=True)
    page.block_thread()


if __name__ == "__main__":
    serve(int(os.environ.get("GRADIO_SERVER_PORT", 0)) or None)
