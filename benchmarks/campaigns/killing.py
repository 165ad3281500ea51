"""Builds and trainings that are killed go on to the same bytes."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import yaml
from campaigns.faulty_hub import Found

ROOT = Path(__file__).parents[2]
SOURCE = "title: t\nprovider: p\nlicence: l\ncitation: c\nobtain: o\ndataset: talk\nconfig: qualitative\n"
PROMISE = "the killed and the unbroken run write the same bytes; nothing is left beside them"


def builds(root, count, seed):
    """Kill the build of a talk corpus at any moment, twice, then let it end."""
    found, draw = Found(PROMISE), random.Random(seed)
    if not count:
        return found
    home = _talk_project(root / "talk")
    command = [sys.executable, "-m", "alignsurvey.cli", "build", "talk", "--raw", home / "raw", "--out"]
    environment = {"ALIGNSURVEY_HOME": str(home), "ALIGNSURVEY_KEY_FILE": str(home / "key")}
    begun = time.monotonic()
    _run([*command, home / "whole"], environment)
    usual = time.monotonic() - begun
    for number in range(count):
        found.tried += 1
        out = home / f"killed{number}"
        for _ in range(2):
            found.kills += _kill([*command, out], environment, draw.uniform(0.3, 0.95) * usual)
        _run([*command, out], environment)
        if _content(out) != _content(home / "whole"):
            found.broken.append(f"build {number}: other bytes, or something left")
    return found


def trainings(hub, root, count, seed):
    """Kill the training of a tiny model at any moment, then let it end."""
    found, draw = Found(PROMISE), random.Random(seed)
    if not count:
        return found
    recipe = _tiny_recipe(root / "train")
    command = [sys.executable, "-m", "alignsurvey.cli", "train", recipe, "--out"]
    environment = {"OMP_NUM_THREADS": "1", "ALIGNSURVEY_HOME": str(ROOT)}
    begun = time.monotonic()
    _run([*command, root / "train" / "whole"], environment)
    usual = time.monotonic() - begun
    for number in range(count):
        found.tried += 1
        out = root / "train" / f"killed{number}"
        found.kills += _kill([*command, out], environment, draw.uniform(0.5, 0.98) * usual)
        _run([*command, out], environment)
        adapters = [folder.rglob("adapter_model.safetensors") for folder in (out, root / "train" / "whole")]
        first, second = ([path.read_bytes() for path in paths] for paths in adapters)
        if not first or first != second:
            found.broken.append(f"training {number}: another adapter")
    return found


def _run(command, environment):
    done = subprocess.run(
        list(map(str, command)),
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command[2:5]))} failed: {done.stderr[-1000:]}")


def _kill(command, environment, after):
    running = subprocess.Popen(
        list(map(str, command)), env={**os.environ, **environment}, cwd=ROOT, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        running.wait(after)
        return False
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        return True


def _content(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _talk_project(home):
    """Interviews that each take a part of a second."""
    (home / "corpus_builders" / "talk").mkdir(parents=True)
    (home / "corpus_builders" / "talk" / "SOURCE.yaml").write_text(SOURCE, encoding="utf-8")
    raw = home / "raw" / "talk"
    raw.mkdir(parents=True)
    for number in range(24):
        said = [
            f"欧阳晓峰说第{number}次，电话13800138147，第{turn}句。" + "我们谈谈家里的事。" * 30 for turn in range(20)
        ]
        lines = [f"{'受访人' if turn % 2 else '访谈员'}：{text}" for turn, text in enumerate(said)]
        (raw / f"i{number:02}.txt").write_text("\n".join(lines), encoding="utf-8")
    (home / "key").write_text("ab" * 32, encoding="ascii")
    (home / "key").chmod(0o600)
    return home


def _tiny_recipe(folder):
    """A model of two layers and 40 answers, published on the Hub, and a recipe over them."""
    import pyarrow
    import pyarrow.parquet as pq
    from campaigns.tiny_model import save

    from alignsurvey.hub.publish import publish
    from alignsurvey.tasks import features

    base, data = folder / "base" / "files", folder / "data" / "files"
    data.mkdir(parents=True)
    rows = save(base)
    schema = features("survey_response").arrow_schema
    pq.write_table(pyarrow.Table.from_pylist(rows, schema=schema), data / "train.parquet")
    files = [{"split": "train", "path": "train.parquet"}]
    front = yaml.safe_dump({"configs": [{"config_name": "survey_response", "data_files": files}]})
    (data / "README.md").write_text(f"---\n{front}---\n", encoding="utf-8")
    publish(base, "Tiny/base", "model", None, "tiny base")
    publish(data, "Tiny/answers", "dataset", "v1.0.0", "tiny data")
    recipe = {
        "name": "SurveyLM-tiny", "base": "Tiny/base", "license": "apache-2.0", "language": ["en"], "form": "text",
        "data": [{"dataset": "Tiny/answers", "config": "survey_response", "revision": "v1.0.0"}], "max_steps": 40,
        "learning_rate": 0.01, "batch": 8, "per_device_batch": 2, "window": 256, "precision": "fp32",
    }  # fmt: skip
    path = folder / "tiny.yaml"
    path.write_text(yaml.safe_dump(recipe), encoding="utf-8")
    return path
