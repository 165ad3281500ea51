"""`make demo`: real survey answers and bilingual interviews, from raw form to a row on the leaderboard.

Every stage is a command that a user could type. A Hub runs on loopback; all else is what would talk to
huggingface.co. A run that was killed goes on where it stopped: stages keep what they have finished.

`make report` (`demo.py report`) then lays the base, the adapter and every baseline side by side in build/demo/report.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent
OUT = ROOT / "build" / "demo"
RAW, DATASETS, RUNS, BOARD = OUT / "raw", OUT / "datasets", OUT / "predictions", OUT / "board"
COMPARED = OUT / "baselines"  # all of them, for the report
VERSION = "1.0.0"
DATA = ("gss", "ase", "foundation")
BASE = "HuggingFaceTB/SmolLM2-135M-Instruct"
RECIPE, STAGES = "smollm2-135m", ("foundation", "gss-survey_response")
BASELINES = ("uniform", "majority", "marginal", "logistic")
AT_A_TIME = 2  # verbs that need nothing of each other; a third waits until one has ended
RESPONDENTS = 40  # of the test split, seeded; every row of the board is scored on these same people
SEED = 42


class Clock:
    """Seconds by stage, printed as each begins and ends."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[None]:
        print(f"\n== {name}", flush=True)
        start = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - start, 1)
        print(f"-- {name}: {self.seconds[name]} s", flush=True)


def alignsurvey(*arguments: object) -> None:
    """Run one verb, with its progress bars; stop the demo if it fails."""
    words = [str(argument) for argument in arguments]
    print("$ alignsurvey " + " ".join(words).replace(f"{ROOT}/", ""), flush=True)
    done = subprocess.run([sys.executable, "-m", "alignsurvey.cli", *words], cwd=ROOT)
    if done.returncode:
        sys.exit(f"demo: stopped, `alignsurvey {words[0]}` failed with status {done.returncode}; see the line above")


def side_by_side(*parts: Callable[[], object]) -> None:
    """Do parts that need nothing of each other, each in its own processes; begin no other once one has failed."""
    pool, threads = ThreadPoolExecutor(AT_A_TIME), str(max(1, (os.cpu_count() or 1) // AT_A_TIME))
    os.environ["OMP_NUM_THREADS"] = threads  # two models with a thread for every core would wait for each other
    try:
        for part in [pool.submit(part) for part in parts]:
            part.result()
    finally:
        pool.shutdown(cancel_futures=True)
        del os.environ["OMP_NUM_THREADS"]


@contextlib.contextmanager
def server(*arguments: object, ready: str) -> Iterator[str]:
    """Run a serving verb until the block ends; yields the address that it prints after `ready`."""
    command = [sys.executable, "-u", "-m", "alignsurvey.cli", *(str(argument) for argument in arguments)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield next(line.split(ready, 1)[1].split()[0] for line in process.stdout or () if ready in line)
    except StopIteration:
        sys.exit(f"demo: stopped, `alignsurvey {arguments[0]}` did not start")
    finally:
        process.terminate()
        process.wait(30)


def settle_environment(endpoint: str) -> None:
    """Point every client at the Hub on loopback, with caches and the pseudonym key inside build/demo.

    The demo's respondents are public or made up, so its key may be known: every machine gets the same splits.
    """
    key = OUT / "pseudonym.key"
    key.write_text("00" * 32 + "\n", encoding="ascii")
    key.chmod(0o600)
    os.environ.update(
        HF_ENDPOINT=endpoint,
        HF_TOKEN="demo",
        HF_HOME=str(OUT / "hf-home"),
        HF_HUB_DISABLE_XET="1",
        HF_HUB_DISABLE_TELEMETRY="1",
        TOKENIZERS_PARALLELISM="false",
        ALIGNSURVEY_KEY_FILE=str(key),
    )


def make_data() -> None:
    def build(name: str, workers: int = 1) -> None:
        alignsurvey("build", name, "--raw", RAW, "--out", DATASETS, "--seed", SEED, "--workers", workers)

    def gss() -> None:
        alignsurvey("fetch", "gss", "--out", RAW)
        build("gss")

    def ase() -> None:
        alignsurvey("generate", "ase", "--out", RAW, "--interviews", 60, "--questionnaires", 300)
        build("ase")

    def foundation() -> None:
        alignsurvey("fetch", "foundation", "--out", RAW)
        alignsurvey("generate", "foundation", "--out", RAW, "--interviews", 30)

    side_by_side(gss, ase, foundation)
    build("foundation", workers=2)  # last: what the others ask in their test splits must not be in it


def release() -> None:
    def dataset(name: str) -> None:
        alignsurvey("audit", DATASETS / name, "--raw", RAW)
        alignsurvey("publish", name, "--version", VERSION, "--build", DATASETS)

    def pages() -> None:
        for unit, folder in (("metric", "evaluate_metrics"), ("space", "spaces")):
            alignsurvey("publish", unit, *sorted(path.name for path in (ROOT / folder).iterdir() if path.is_dir()))

    base = partial(alignsurvey, "mirror-base")
    side_by_side(*(partial(dataset, name) for name in DATA), base, pages)


def train() -> str:
    """Both stages; returns the adapter's repository."""
    for stage in STAGES:
        alignsurvey("train", RECIPE, stage, "--push")
    return f"PiLabZJU/SurveyLM-{RECIPE}-{STAGES[-1]}"


SPLIT = ("gss", "--config", "survey_response", "--revision", f"v{VERSION}", "--sample", RESPONDENTS, "--seed", SEED)


def predict(adapter: str) -> None:
    def ask(name: str, *adapted: object) -> None:
        model = ("--model", BASE, *adapted, "--form", "text", "--mode", "score")
        alignsurvey("predict", *SPLIT, *model, "--out", RUNS / name)

    def fit() -> None:
        alignsurvey("baseline", ",".join(BASELINES), *SPLIT, "--out", RUNS)

    side_by_side(partial(ask, "base"), partial(ask, "adapter", "--adapter", adapter), fit)
    alignsurvey("score", *(run / "predictions.jsonl" for run in sorted(RUNS.iterdir())))
    # Once more, now that the card can show the scores.
    alignsurvey(
        "publish", "model", ROOT / "build/models" / adapter.split("/")[1], "--results", RUNS / "adapter/results.json"
    )


def compare() -> None:
    """The base, the adapter and all baselines in one report, over the Hub that `make demo` left."""
    models = [RUNS / name for name in ("base", "adapter")]
    if not all((run / "results.json").is_file() for run in models):
        sys.exit("report: there is nothing to compare yet; run `make demo` first")
    with server("hub", "--root", OUT / "hub", "--port", 0, ready="HF_ENDPOINT=") as endpoint:
        settle_environment(endpoint)
        alignsurvey("baseline", "all", *SPLIT, "--out", COMPARED)
        runs = [*models, *sorted(COMPARED.iterdir())]
        alignsurvey("score", *(run / "predictions.jsonl" for run in runs))
        alignsurvey("report", *runs, "--min-group-size", 10, "--out", OUT / "report")


def submit() -> tuple[list[str], list[list]]:
    """Hand every run in through the leaderboard's own API; returns its table."""
    from gradio_client import Client, handle_file

    with server("leaderboard", "--results", BOARD, "--port", 0, ready="leaderboard: ") as address:
        client = Client(address, verbose=False)
        for run in sorted(RUNS.iterdir()):
            files = [handle_file(run / name) for name in ("predictions.jsonl", "run.json")]
            print(f"{run.name}: {client.predict(*files, api_name='/submit')}", flush=True)
        columns, rows = client.predict(api_name="/board")
    return columns, rows


def report(columns: list[str], rows: list[list], seconds: dict[str, float]) -> None:
    """Write build/demo/report.json."""
    data = {}
    for name in DATA:
        manifest = json.loads((DATASETS / name / "manifest.json").read_text())
        published = json.loads((ROOT / f"build/hub/alignsurvey-{name}/published.json").read_text())
        data[f"alignsurvey-{name}"] = {
            "repository": published["repo_id"],
            "version": VERSION,
            "commit": published["commit"],
            "rows": {
                config: {split: part["rows"] for split, part in splits.items()}
                for config, splits in manifest["configs"].items()
            },
        }
    models = [dict(zip(columns, row, strict=True)) for row in rows]
    (OUT / "report.json").write_text(
        json.dumps({"datasets": data, "models": models, "seconds": seconds}, indent=2) + "\n"
    )


def show(columns: list[str], rows: list[list]) -> None:
    """The board as a table."""
    keep = [
        columns.index(name) for name in ("rank", "model", "adapter", "accuracy", "f1", "wasserstein", "parse rate", "n")
    ]
    lines = [[columns[i] for i in keep], *([str(row[i]) for i in keep] for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(keep))]
    print()
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))


def main() -> None:
    clock = Clock()
    OUT.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(BOARD, ignore_errors=True)
    with server("hub", "--root", OUT / "hub", "--port", 0, ready="HF_ENDPOINT=") as endpoint:
        settle_environment(endpoint)
        with clock.stage("build"):
            make_data()
        with clock.stage("publish"):
            release()
        with clock.stage("train"):
            adapter = train()
        with clock.stage("predict and score"):
            predict(adapter)
        with clock.stage("leaderboard"):
            columns, rows = submit()
    report(columns, rows, clock.seconds)
    show(columns, rows)
    print(
        f"\n{sum(clock.seconds.values()):.0f} s; details in build/demo/report.json; `make board` opens the leaderboard"
    )
    print("demo: ok")


if __name__ == "__main__":
    compare() if sys.argv[1:] == ["report"] else main()
