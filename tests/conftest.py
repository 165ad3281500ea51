"""Fixtures for all tests."""

import importlib.util
import os
import shutil
import subprocess
import sys
import textwrap
import time
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from alignsurvey.hub import client_environment
from alignsurvey.schema import profile_items
from alignsurvey.tasks import features

pytest_plugins = ["fixtures.configs", "fixtures.training"]
# The local Hub speaks LFS, not Xet; huggingface_hub reads this when a test imports it.
os.environ["HF_HUB_DISABLE_XET"] = "1"

CHOICES = (("too little", "about right", "too much"), ("yes", "yes, often", "no"))
PLACES = ("north", "south", "east", "west")


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


def _make_records(people, questions=4):
    """Answers that depend on the place; choices shown in an order that depends on the respondent."""
    records = []
    for person in range(people):
        place = PLACES[person % len(PLACES)]
        for question in range(questions):
            choices = CHOICES[question % 2]
            turn = (person + question) % 3
            shown = [*choices[turn:], *choices[:turn]]
            answer = choices[(PLACES.index(place) + question) % 3 if person % 5 else 1]
            records.append(
                {
                    "id": f"test/r{person:04}/q{question}",
                    "respondent_id": f"r{person:04}",
                    "source": "test",
                    "country": "US",
                    "language": "en",
                    "prompt": [],
                    "completion": [],
                    "target": "",
                    "profile": profile_items([("Place", place), ("Age", str(20 + person % 60))]),
                    "question_id": f"q{question}",
                    "question": f"Do we spend too much on item {question}?",
                    "choices": shown,
                    "scale": [float(choices.index(text)) for text in shown],
                    "answer": shown.index(answer),
                    "weight": 1.0 + person % 2,
                }
            )
    return records


@pytest.fixture(scope="session")
def make_records():
    """`make_records(people)`: survey answers of so many respondents."""
    return _make_records


@pytest.fixture(scope="session")
def build_folder(tmp_path_factory):
    """A built data set: 30 respondents in train and 500 in test."""
    import pyarrow
    import pyarrow.parquet

    folder = tmp_path_factory.mktemp("datasets") / "tiny"
    data = folder / "data" / "survey_response"
    data.mkdir(parents=True)
    everybody = _make_records(530)
    for split, rows in (("train", everybody[:120]), ("test", everybody[120:])):
        schema = features("survey_response").arrow_schema
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), data / f"{split}.parquet")
    return folder


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A checkout with the real cards and nothing else."""
    home = tmp_path / "project"
    (home / "corpus_builders").mkdir(parents=True)
    (home / "pyproject.toml").touch()
    shutil.copytree(Path(__file__).parents[1] / "cards", home / "cards")
    monkeypatch.setenv("ALIGNSURVEY_HOME", str(home))
    return home


@pytest.fixture
def checkout(monkeypatch):
    """Units and cards come from this checkout, wherever the tests are started."""
    monkeypatch.setenv("ALIGNSURVEY_HOME", str(Path(__file__).parents[1]))


@pytest.fixture
def use(monkeypatch):
    """Point this process's client at a Hub: use(url)."""

    def point(url):
        for name, value in client_environment(url).items():
            monkeypatch.setenv(name, value)
        from huggingface_hub import HfApi

        return HfApi(endpoint=url, token="local")

    return point


@pytest.fixture
def sleeps(monkeypatch):
    """Nobody waits, though the clock goes on; the seconds that would have been slept, our own and the client's."""
    slept = []
    clock = SimpleNamespace(sleep=slept.append, monotonic=lambda: time.monotonic() + sum(slept))
    monkeypatch.setattr("alignsurvey.hub.client.time", clock)
    monkeypatch.setattr("huggingface_hub.utils._http.time", clock)
    return slept
