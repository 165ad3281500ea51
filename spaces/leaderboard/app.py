"""The leaderboard Space: compare models and baselines on the published test splits, and hand in predictions."""

import os
from pathlib import Path

import gradio as gr

from alignsurvey.files.errors import InputError
from alignsurvey.leaderboard import INTERVAL, Progress, Store, columns, follow, scores_of, submit, table, tracks
from alignsurvey.project import organisation
from alignsurvey.tasks import spec_of

# A Space keeps only what lies under /data, and that only when it has paid for it: hence the repository beside it.
STORE = Store(
    Path(os.environ.get("ALIGNSURVEY_BOARD_DIR") or ("/data" if os.access("/data", os.W_OK) else "board")),
    os.environ.get("ALIGNSURVEY_BOARD_REPO"),
)
PROGRESS = Progress()
# Widths in pixels; a score has the room that its name needs.
WIDTHS = {"rank": 70, "model": 320, "n": 80, "kind": 100, "mode": 100, "saw the questions": 130, "submission": 140}
WORDS = {"model", "kind", "mode", "saw the questions", "submission"}
INTRO = f"""# AlignSurvey leaderboard
How well do language models answer surveys in place of people, and against which simple baselines? Rows of one track
share data set, version and respondents. Data sets: [{organisation()}](https://huggingface.co/{organisation()}).

**AlignSurvey 排行榜**：语言模型在多大程度上能代替受访者回答问卷？同一赛道的各行使用相同的数据集、版本和受访者。"""
HELP = """Hand in the two files that `alignsurvey predict` writes. They are checked (unknown or missing ids, the data
set's version, malformed lines), scored against the published test split, and kept.

提交 `alignsurvey predict` 写出的两个文件；文件经过检查后按公开测试集计分并保存。"""


def show(name: str | None) -> dict:
    """Heads and rows of a track; scores to three decimals."""
    stored = STORE.submissions()
    chosen = next((track for track in tracks(stored) if str(track) == name), None)
    heads = _shown(chosen.config if chosen else None)
    rows = [{**row, "model": _named(row)} for row in table(stored, chosen)] if chosen else []
    return {"headers": heads, "data": [[_cell(row[head]) for head in heads] for row in rows]}


def _shown(config):
    """What the page has room for: an adapter stands with its model, and of the intervals the first."""
    found = columns(config)
    spare = [head for head in found if head.endswith(INTERVAL)][1:]
    return [head for head in found if head not in ("adapter", *spare)]


def _frame(name):
    """The table of a track, whose columns are those of its config."""
    shown = show(name)
    words = [head in WORDS or head.endswith(INTERVAL) for head in shown["headers"]]
    return gr.Dataframe(
        value=shown,
        headers=shown["headers"],
        datatype=["str" if word else "number" for word in words],
        column_widths=[WIDTHS.get(head) or min(max(45 + 8 * len(head), 75), 150) for head in shown["headers"]],
        interactive=False,
        elem_id="board",
        wrap=True,
    )


def _named(row):
    """An adapter stands before its base, because it is what was handed in."""
    return f"{row['adapter']} on {row['model']}" if row["adapter"] else row["model"]


def _cell(value):
    return round(value, 3) if isinstance(value, float) else "" if value is None else value


def names() -> list[str]:
    """Tracks that have rows, the fullest first."""
    return [str(track) for track in tracks(STORE.submissions())]


def board() -> tuple[list[str], list[list]]:
    """Column names and all rows of the fullest track."""
    stored = STORE.submissions()
    fullest = next(iter(tracks(stored)), None)
    rows = table(stored, fullest) if fullest else []
    heads = columns(fullest.config if fullest else None)
    return list(heads), [[_cell(row[head]) for head in heads] for row in rows]


def hand_in(predictions: str | None, run: str | None) -> str:
    """Score and store a submission; the message says what happened."""
    if not predictions or not run:
        raise gr.Error("Choose both files: predictions.jsonl and run.json.", duration=None)
    try:
        name, results = submit(STORE, Path(predictions), Path(run))
    except InputError as error:
        raise gr.Error(f"Not stored: {error}", duration=None, print_exception=False) from None
    finally:
        for path in (predictions, run):  # what was handed in is stored, or nobody's business
            Path(path).unlink(missing_ok=True)
    keys = [*(score.key for score in scores_of(spec_of(results["config"]))), "parse_rate"]
    scores = [f"{key} {results[key]:.3f}" for key in keys if results.get(key) is not None]
    return f"Stored as {name}: {', '.join(scores)}, n {results['n']}."


def refresh():
    """The choice of tracks, the rows of the first and what may be missing, read anew."""
    found = names()
    first = next(iter(found), None)
    return gr.Dropdown(choices=found, value=first), _frame(first), PROGRESS.behind


def build() -> gr.Blocks:
    """The page."""
    with gr.Blocks(title="AlignSurvey leaderboard", delete_cache=(600, 3600)) as page:
        gr.Markdown(INTRO)
        with gr.Tab("Board 排行榜"):
            choice = gr.Dropdown(label="Track 赛道", choices=names(), value=next(iter(names()), None), elem_id="track")
            rows = _frame(next(iter(names()), None))
            behind = gr.Markdown(elem_id="behind")
            choice.change(_frame, choice, rows, api_visibility="private")
        with gr.Tab("Submit 提交"):
            gr.Markdown(HELP)
            with gr.Row():
                predictions = gr.File(label="predictions.jsonl", file_types=[".jsonl"], elem_id="predictions")
                run = gr.File(label="run.json", file_types=[".json"], elem_id="run")
            button = gr.Button("Submit 提交", variant="primary", elem_id="submit")
            message = gr.Textbox(label="Result 结果", interactive=False, elem_id="message")
            button.click(hand_in, [predictions, run], message, api_name="submit").success(
                refresh, None, [choice, rows, behind], api_visibility="private"
            )
        page.load(refresh, None, [choice, rows, behind], api_visibility="private")
        gr.api(show, api_name="rows")
        gr.api(board, api_name="board")
    return page


def serve(port: int | None = None) -> None:
    """Open the page on a free port, print its address and stay; what a lost disk had is fetched meanwhile."""
    global PROGRESS
    PROGRESS = follow(STORE)
    page = build()
    _, address, _ = page.launch(
        server_name=os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1"),
        server_port=port,
        max_file_size="64mb",
        prevent_thread_lock=True,
        quiet=True,
    )
    print(f"leaderboard: {address}", flush=True)
    page.block_thread()


if __name__ == "__main__":
    serve(int(os.environ.get("GRADIO_SERVER_PORT", 0)) or None)
