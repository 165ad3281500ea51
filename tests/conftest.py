"""Fixtures for all tests."""

import importlib.util
import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

from alignsurvey.hub import client_environment

# The local Hub speaks LFS, not Xet; huggingface_hub reads this when a test imports it.
os.environ["HF_HUB_DISABLE_XET"] = "1"


@dataclass(frozen=True)
class Hub:
    """A running local Hub: its URL, its folder, and the environment for a process whose clients are to use it."""

    url: str
    root: Path
    env: dict[str, str]

    def python(self, code, *arguments, timeout=240):
        """Run a program against this Hub in a process of its own, because clients read HF_ENDPOINT when imported."""
        command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=timeout, check=False)
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout


def hub_environment(url, home):
    quiet = {"HF_HUB_DISABLE_PROGRESS_BARS": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    return {**os.environ, **client_environment(url), "HF_HOME": str(home), **quiet}


@pytest.fixture(scope="session")
def hub(tmp_path_factory):
    """A local Hub for the whole test session; make repositories under a name of your own."""
    from alignsurvey.hub import server

    root = tmp_path_factory.mktemp("hub")
    with server.running(root) as url:
        yield Hub(url, root, hub_environment(url, tmp_path_factory.mktemp("hf_home")))


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """The environment of a Hub of its own that holds the small data set, and its module."""
    path = Path(__file__).with_name("release.py")
    spec = importlib.util.spec_from_file_location("release", path)
    release = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(release)
    from alignsurvey.hub import server

    with server.running(tmp_path_factory.mktemp("hub")) as url:
        environment = hub_environment(url, tmp_path_factory.mktemp("home")) | {"ALIGNSURVEY_ORG": release.ORGANISATION}
        subprocess.run([sys.executable, path, tmp_path_factory.mktemp("parquet")], env=environment, check=True)
        yield environment, release
