"""A staged metric stands alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.hub.stage import stage_metric

METRICS = sorted(path.parent.name for path in (Path(__file__).parents[3] / "evaluate_metrics").glob("*/README.md"))
README = """---
title: Toy
sdk: gradio
sdk_version: 6.31.0
app_file: app.py
---

A toy.
"""
SCRIPT = """import datasets
import evaluate

from .inner import two
from .outer import four


class Toy(evaluate.Metric):
    def _info(self):
        features = datasets.Features({"predictions": datasets.Value("int64"), "references": datasets.Value("int64")})
        return evaluate.MetricInfo(description="", citation="", inputs_description="", features=features)

    def _compute(self, predictions, references):
        return {"sum": two() + four()}
"""


@pytest.fixture
def metric(project):
    """A metric over a module that imports another; returns a function that stages it."""
    folder, scoring = project / "evaluate_metrics" / "alignsurvey_toy", project / "scoring"
    folder.mkdir(parents=True)
    scoring.mkdir()
    (folder / "README.md").write_text(README)
    (folder / "app.py").write_text("import gradio\n")
    (folder / "requirements.txt").write_text("datasets\nevaluate>=0.4\ngradio\n")
    (folder / "alignsurvey_toy.py").write_text(SCRIPT)
    (scoring / "outer.py").write_text("from .inner import two\n\n\ndef four():\n    return 2 * two()\n")
    (scoring / "inner.py").write_text("import math\n\n\ndef two():\n    return math.floor(2.5)\n")
    return lambda name="toy": stage_metric(name, project / "hub", scoring)


def edit(project, name, old, new):
    path = project / "evaluate_metrics" / "alignsurvey_toy" / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def alone(folder, code):
    """Run a program where alignsurvey cannot be imported."""
    program = f"import sys; sys.modules['alignsurvey'] = None; import evaluate; m = evaluate.load(sys.argv[1]); {code}"
    env = {**os.environ, "HF_HOME": str(folder.parent / "home"), "HF_HUB_OFFLINE": "1"}
    return subprocess.run([sys.executable, "-c", program, str(folder)], env=env, capture_output=True, text=True)


def test_modules_come_along_also_those_behind_another(metric, tmp_path):
    folder = metric()
    assert {path.name for path in folder.iterdir()} == {
        "README.md", "SHA256SUMS", "alignsurvey_toy.py", "app.py", "inner.py", "outer.py", "requirements.txt",
    }  # fmt: skip
    copy = tmp_path / "elsewhere" / "alignsurvey_toy"
    folder.rename(copy.parent / "alignsurvey_toy" if copy.parent.mkdir() else copy)
    done = alone(copy, "print(m.compute(predictions=[1], references=[1]))")
    assert done.stdout.strip() == "{'sum': 6}", done.stderr


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("from .inner import two", "from .inner import two  # why", "cannot read the import of inner"),
        ("import datasets\n", "import datasets, json\n", "cannot read the import of datasets,"),
        ("from .inner import two", "from . import inner", r"alignsurvey_toy\.py line 4: evaluate follows only"),
        ("from .inner import two", "from ..inner import two", "evaluate follows only"),
        ("from .inner import two", "from .missing import two", r"from \.missing is neither"),
        ("import datasets\n", "import datasets\nimport alignsurvey\n", "may not import alignsurvey"),
        ("import datasets\n", "import datasets\nimport sklearn\n", r"sklearn is not in requirements\.txt; add scikit"),
        ("class Toy", "class class", "line 8"),
    ],
)
def test_a_script_that_evaluate_would_not_load_is_refused(project, metric, old, new, message):
    edit(project, "alignsurvey_toy.py", old, new)
    with pytest.raises(InputError, match=message):
        metric()
    assert not (project / "hub" / "alignsurvey_toy" / "files").exists()


def test_what_is_needed_in_turn_is_imported_at_the_top(project, metric):
    (project / "scoring" / "deep.py").write_text("def x():\n    import jieba\n\n    return jieba\n")
    edit(project, "alignsurvey_toy.py", "        return {", "        from .deep import x\n\n        return {")
    edit(project, "alignsurvey_toy.py", "from .inner import two\n", "")
    edit(project, "alignsurvey_toy.py", "two() + ", "")
    edit(project, "requirements.txt", "gradio", "gradio\njieba")
    lines = (metric() / "alignsurvey_toy.py").read_text().splitlines()
    assert {"import jieba", "from .deep import x", "from .inner import two"} <= set(lines)


def test_a_missing_library_is_named_with_the_command_that_installs_it(project, metric):
    (project / "scoring" / "inner.py").write_text("def two():\n    import no_such_library\n")
    edit(project, "requirements.txt", "gradio", "gradio\nno-such-library")
    done = alone(metric().rename(project / "alignsurvey_toy"), "")
    assert "pip install no_such_library" in done.stderr


def test_caches_hidden_files_and_other_kinds_stay_behind(project, metric):
    folder = project / "evaluate_metrics" / "alignsurvey_toy"
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.py").touch()
    (folder / ".env").write_text("secret")
    (folder / "data.bin").write_bytes(b"x")
    assert not {"__pycache__", ".env", "data.bin"} & {path.name for path in metric().rglob("*")}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("README.md", "sdk: gradio", "sdk: docker", "sdk is 'docker'"),
        ("README.md", "sdk_version: 6.31.0", "", "needs sdk_version"),
        ("README.md", "app_file: app.py", "app_file: main.py", r"main\.py is not there"),
        ("README.md", "title: Toy", "title: [", "no valid YAML"),
        ("README.md", "---\ntitle", "title", "no front matter"),
    ],
)
def test_a_space_that_could_not_start_is_refused(project, metric, name, old, new, message):
    edit(project, name, old, new)
    with pytest.raises(InputError, match=message):
        metric()


def test_an_unknown_metric_lists_the_known(metric):
    with pytest.raises(InputError, match="known: alignsurvey_toy"):
        metric("other")


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_of_the_project_loads_without_the_project(name, tmp_path):
    staged = stage_metric(name, tmp_path / "hub")
    folder = staged.rename(tmp_path / name)
    done = alone(folder, "print(m.name)")
    assert done.stdout.strip().replace("align_survey", "alignsurvey") == name, done.stderr
