"""What is installed is what was tested: one version of each library, with its hashes."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
APPS = sorted([*ROOT.glob("spaces/*/requirements.txt"), *ROOT.glob("evaluate_metrics/*/requirements.txt")])


def _plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins(path):
    """Name to version of each `name==version` line."""
    found = re.findall(r"^([\w.-]+)==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {_plain(name): version for name, version in found}


def test_the_lock_has_the_versions_that_were_tested_and_a_hash_of_each():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert _pins(ROOT / "requirements.lock") == _pins(ROOT / "constraints.txt"), "run make lock"
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_names_no_index():
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_every_library_of_the_project_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    names = {_plain(re.match(r"[\w.-]+", one)[0]) for one in listed} - {"alignsurvey", "torch"}
    assert names - set(_pins(ROOT / "constraints.txt")) == set()


@pytest.mark.parametrize("path", APPS, ids=lambda path: path.parent.name)
def test_spaces_and_metrics_pin_what_was_tested(path):
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    tested = {**_pins(ROOT / "constraints.txt"), "torch": "2.13.0"}
    assert len(_pins(path)) == len(lines)
    assert {name: tested.get(name) for name in _pins(path)} == _pins(path)
