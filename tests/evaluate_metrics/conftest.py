"""Metrics as they are staged: each in a folder of its own, with copies of the modules it imports."""

from pathlib import Path

import pytest

from alignsurvey.hub.stage import stage_metric


@pytest.fixture(scope="session")
def staged(tmp_path_factory):
    """name -> the script of the staged metric."""
    out = tmp_path_factory.mktemp("staged")
    scripts: dict[str, Path] = {}

    def script(name):
        if name not in scripts:
            scripts[name] = stage_metric(name, out=out) / f"{name}.py"
        return scripts[name]

    return script


@pytest.fixture(autouse=True)
def _offline(monkeypatch, tmp_path):
    """Modules and caches of evaluate in a folder of the test; nothing is fetched."""
    import evaluate.config

    monkeypatch.setattr(evaluate.config, "HF_EVALUATE_OFFLINE", True)
    monkeypatch.setattr(evaluate.config, "HF_METRICS_CACHE", tmp_path)
