"""The page of a metric: a table to fill or a file to drop, and scores with what they mean. Copied beside its `app.py`.

A cell that holds a list ("choices", "positions", ...) is written with bars between its items: too little | too much.
"""

from __future__ import annotations

import csv
import importlib
import io
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

Row = dict[str, Any]
# Field of a row -> (argument of the metric, kind of its cells), by config of the metric.
Fields = Mapping[str, Mapping[str, tuple[str, str]]]
MOST_ROWS = 100_000
MEANINGS = {
    "accuracy": "share of rows that are right, 0 to 1",
    "precision": "mean over classes: how often a predicted class is right",
    "recall": "mean over classes: how many of its rows a class gets back",
    "f1": "mean over classes of the harmonic mean of precision and recall",
    "partial": "F1 of the values given and the right ones, 1 where all are right",
    "parse_rate": "share of replies that could be read; an unread one counts as wrong",
    "refusal_rate": "share of replies that decline to answer",
    "unreadable_rate": "share of replies that mean no choice, or several",
    "wasserstein": "how far shares must move along the question's scale, in its units; 0 is perfect",
    "wasserstein_normalized": "the same, as a part of the largest distance; 0 is perfect, 1 the worst",
    "total_variation": "half the sum of absolute differences of the shares; 0 is perfect, 1 the worst",
    "jensen_shannon": "Jensen-Shannon distance, base 2; 0 is perfect, 1 the worst",
    "rouge1": "words of the reasoning in common (F-measure)",
    "rouge2": "pairs of words of the reasoning in common (F-measure)",
    "rougeL": "longest sequence of words in common (F-measure)",
    "jaccard": "words in common among all words that either reasoning has",
    "cosine": "cosine of the word counts of both reasonings",
    "naturalness": "mean score of the judges, 1 to 5",
    "style_match": "mean score of the judges, 1 to 5",
    "consistency": "mean score of the judges, 1 to 5",
    "basic": "mean accuracy over the attributes of this group",
    "social": "mean accuracy over the attributes of this group",
    "family": "mean accuracy over the attributes of this group",
    "accuracy_se": "standard error of the accuracy, with the answers of one respondent taken together",
    "respondents": "number of respondents",
    "correct": "rows that the authors' script counts as right",
    "dropped": "rows that the authors' script leaves out",
    "cut_replies": "replies longer than the 20,000 characters that are read",
    "n": "rows that were scored",
}


def metric_script(app: str, name: str) -> Path:
    """The metric's script: beside its page, or staged into a new folder where the page runs from its sources."""
    beside = Path(app).with_name(f"{name}.py")
    if beside.with_name("protocols.py").is_file():
        return beside
    stage = importlib.import_module("alignsurvey.hub.stage.metric")  # by name: a staged copy stands alone
    folder: Path = stage.stage_metric(name, Path(tempfile.mkdtemp(prefix="alignsurvey-metric-")))
    return folder / f"{name}.py"


def written(value: Any) -> str:
    """A value as a cell shows it."""
    if isinstance(value, list):
        return " | ".join(map(str, value))
    return "" if value is None else str(value)


def read_cell(cell: Any, kind: str, where: str) -> Any:
    """The value of a cell: kind "text", "number", "texts" or "numbers" (lists), or "shares" (numbers, else a text).

    Raises ValueError, with `where` in front, for what is no number.
    """
    if not isinstance(cell, str) or kind == "text":
        return cell
    if not cell.strip():
        return None
    if kind == "texts":
        return [item.strip() for item in _listed(cell)]
    try:
        return float(cell) if kind == "number" else [float(item) for item in _listed(cell)]
    except ValueError:
        if kind == "shares":
            return cell
        raise ValueError(f"{where}: expected {'a number' if kind == 'number' else 'numbers with | between'}") from None


def _listed(cell: str) -> list[Any]:
    if cell.lstrip().startswith("["):
        try:
            value = json.loads(cell)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, list):
            return [str(item) for item in value]
    return cell.split("|")


def read_file(path: str | Path) -> list[Row]:
    """Rows of a .csv file with a header line, or of a .jsonl file. Raises ValueError that names the line."""
    text = Path(path).read_bytes().decode("utf-8-sig", errors="replace")
    if Path(path).suffix.lower() == ".csv":
        rows: list[Row] = list(csv.DictReader(io.StringIO(text), strict=False))
        if any(None in row for row in rows):
            raise ValueError("a line has more cells than the header; quote cells that hold commas")
        return rows
    return _json_lines(text)


def _json_lines(text: str) -> list[Row]:
    rows: list[Row] = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            row = json.loads(line) if line.strip() else None
        except (ValueError, RecursionError):
            raise ValueError(f"line {number} is not a JSON object") from None
        if row is not None and not isinstance(row, dict):
            raise ValueError(f"line {number} is not a JSON object")
        rows += [row] if row is not None else []
    return rows


def columns_of(rows: Sequence[Row], fields: Mapping[str, tuple[str, str]]) -> dict[str, list[Any]]:
    """Arguments of the metric: a list over rows for each field that any row fills.

    Fields of one argument ("judge 1", "judge 2") become one list a row. Raises ValueError for what does not fit.
    """
    rows = [row for row in rows if any(value not in (None, "") for value in row.values())]
    if not rows:
        raise ValueError("fill in at least one row, or drop a file")
    if len(rows) > MOST_ROWS:
        raise ValueError(
            f"{len(rows)} rows are too many for a page; score them with evaluate, at most {MOST_ROWS} here"
        )
    filled = [name for name in {name: None for row in rows for name in row} if _any(rows, name)]
    strange = [name for name in filled if name not in fields]
    if strange:
        raise ValueError(f"unknown column {str(strange[0])[:40]!r}; known: {', '.join(fields)}")
    table: dict[str, list[list[Any]]] = {}
    for name in filled:
        argument, kind = fields[name]
        cells = [read_cell(row.get(name), kind, f"row {place}, {name}") for place, row in enumerate(rows, start=1)]
        table.setdefault(argument, []).append(cells)
    return {
        argument: parts[0] if _alone(fields, argument) else [list(row) for row in zip(*parts, strict=True)]
        for argument, parts in table.items()
    }


def _any(rows: Sequence[Row], name: str) -> bool:
    return any(row.get(name) not in (None, "") for row in rows)


def _alone(fields: Mapping[str, tuple[str, str]], argument: str) -> bool:
    return sum(owner == argument for owner, _ in fields.values()) == 1


def explained(scores: Mapping[str, Any]) -> list[list[str]]:
    """Single figures of the scores, with what they mean."""
    figures = [(name, value) for name, value in scores.items() if isinstance(value, int | float)]
    return [[name, f"{value:.4g}", MEANINGS.get(name, "")] for name, value in figures]


def score_rows(script: Path, config: str, protocol: str, rows: Sequence[Row], fields: Fields) -> dict[str, Any]:
    """The metric's output for rows of a table or a file. Raises ValueError for what cannot be scored."""
    import evaluate

    columns = columns_of(rows, fields[config])
    for needed in dict.fromkeys(argument for argument, _ in fields[config].values()):
        if needed in ("predictions", "references") and needed not in columns:
            raise ValueError(f"a column {needed.removesuffix('s')} is needed")
    found: dict[str, Any] = evaluate.load(str(script), config).compute(**columns, protocol=protocol)
    return found


def build_page(name: str, about: str, app: str, fields: Fields, examples: Mapping[str, Sequence[Row]]) -> Any:
    """The Gradio page of a metric; `app` is the file of the page, `examples` are rows to start with."""
    import gradio as gr

    configs, score = list(fields), page_scorer(name, app, fields)
    with gr.Blocks(title=name) as blocks:
        gr.Markdown(f"# {name}\n{about}")
        with gr.Row():
            config = gr.Radio(configs, value=configs[0], label="config", visible=len(configs) > 1)
            protocol = gr.Radio(["robust", "paper"], value="robust", label="protocol")
        first = _table(configs[0], fields, examples)
        table = gr.Dataframe(**first, type="array", label="rows to score; lists with | between", interactive=True)
        file = gr.File(label="or a file with these columns (CSV or JSONL)", file_types=[".csv", ".jsonl"])
        button = gr.Button("Score", variant="primary")
        scores = gr.Dataframe(headers=["score", "value", "what it means"], label="scores", wrap=True)
        everything = gr.JSON(label="all figures")
        button.click(score, [config, protocol, table, file], [scores, everything], api_name="score")
        config.change(
            lambda chosen: gr.Dataframe(**_table(chosen, fields, examples)), config, table, api_visibility="private"
        )
    return blocks


def _table(config: str, fields: Fields, examples: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    headers = list(fields[config])
    return {"headers": headers, "value": [[written(row.get(name)) for name in headers] for row in examples[config]]}


def page_scorer(name: str, app: str, fields: Fields) -> Callable[..., Any]:
    import gradio as gr

    scripts: list[Path] = []

    def score(config: str, protocol: str, table: list[list[Any]], file: str | None) -> tuple[Any, Any]:
        """Rows of a table, or of a file where one is given, to scores with their meaning and to all figures."""
        try:
            rows = read_file(file) if file else [dict(zip(fields[config], row, strict=False)) for row in table]
            scripts[:] = scripts or [metric_script(app, name)]
            found = score_rows(scripts[0], config, protocol, rows, fields)
        except (ValueError, TypeError) as error:
            raise gr.Error(str(error)) from None
        return explained(found), found

    return score
