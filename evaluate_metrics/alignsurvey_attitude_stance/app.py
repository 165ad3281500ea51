"""The metric's page: score rows that are pasted in, one JSON object a line."""

import json
from pathlib import Path

import evaluate
import gradio as gr

NAME = "alignsurvey_attitude_stance"
ABOUT = "Predicted stances and reasons against those of respondents, in English and Chinese."
# Field of a row -> argument of compute, and rows to start with, by config ("predict": protocol "paper" knows no other).
FIELDS = {
    "individual": {"prediction": "predictions", "reference": "references", "weight": "weights"},
    "group": {
        "prediction": "predictions",
        "reference": "references",
        "positions": "positions",
        "choices": "choices",
        "question_id": "question_ids",
        "instruction": "instructions",
    },
}
EXAMPLES = {
    "individual": [
        {
            "prediction": '{"predict": "positive", "reason": "The clinic is near."}',
            "reference": '{"predict": "positive", "reason": "The clinic is near and cheap."}',
        },
        {
            "prediction": '{"predict": "消极", "reason": "等得太久"}',
            "reference": '{"predict": "中立", "reason": "等得久，但医生好"}',
        },
    ],
    "group": [
        {
            "prediction": "A. 消极: 20%; B. 中立: 30%; C. 积极: 50%",
            "reference": "A. 消极: 10%; B. 中立: 30%; C. 积极: 60%",
        }
    ],
}


def score(config, protocol, lines):
    """Rows as JSON lines to the metric's output. What cannot be scored is shown as a message."""
    rows = _rows(lines)
    known = FIELDS[config]
    strange = sorted(set(rows[0]) - set(known))
    if strange:
        raise gr.Error(f"unknown field {strange[0]}; {config} takes {', '.join(known)}")
    group = config == "group"
    kinds, wanted = (str | list, "a text or a list") if group else (str, "a text, empty where it is missing")
    for field in ("prediction", "reference"):
        if not all(isinstance(row.get(field), kinds) for row in rows):
            raise gr.Error(f"every row needs a {field}: {wanted}")
    columns = {known[field]: [row[field] for row in rows] for field in rows[0]}
    try:
        metric = evaluate.load(str(Path(__file__).with_name(f"{NAME}.py")), config)
        return metric.compute(**columns, protocol=protocol)
    except (ValueError, TypeError) as error:
        raise gr.Error(str(error)) from None


def _rows(lines):
    rows = []
    for number, line in enumerate(lines.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            rows.append(json.loads(line))
        except ValueError:
            raise gr.Error(f"line {number} is not a JSON object") from None
        if not isinstance(rows[-1], dict) or set(rows[-1]) != set(rows[0]):
            raise gr.Error(f"line {number}: every line must be an object with the same fields")
    if not rows:
        raise gr.Error("paste at least one row")
    return rows


def example(config):
    """The rows to start with, as JSON lines."""
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in EXAMPLES[config])


def page():
    """The Blocks of the page."""
    configs = list(FIELDS)
    with gr.Blocks(title=NAME) as blocks:
        gr.Markdown(f"# {NAME}\n{ABOUT}")
        with gr.Row():
            config = gr.Radio(configs, value=configs[0], label="config", visible=len(configs) > 1)
            protocol = gr.Radio(["robust", "paper"], value="robust", label="protocol")
        lines = gr.Textbox(example(configs[0]), lines=8, label="rows, one JSON object a line")
        button = gr.Button("Score", variant="primary")
        result = gr.JSON(label="scores")
        button.click(score, [config, protocol, lines], result, api_name="score")
        config.change(example, config, lines, api_visibility="private")
    return blocks


if __name__ == "__main__":
    page().launch()
