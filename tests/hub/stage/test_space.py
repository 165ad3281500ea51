"""A staged Space carries the package with it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.hub.stage import stage_space

ROOT = Path(__file__).parents[3]
SPACES = sorted(path.parent.name for path in (ROOT / "spaces").glob("*/README.md"))


@pytest.mark.parametrize("name", SPACES)
def test_every_space_of_the_project_imports_the_package_it_carries(name, tmp_path):
    folder = stage_space(name, tmp_path / "hub")
    suffixes = {path.suffix for path in (folder / "alignsurvey").rglob("*") if path.is_file()}
    assert suffixes == {".py"}
    code = "import alignsurvey.schema; print(alignsurvey.schema.__file__)"
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, text=True)
    assert Path(done.stdout.strip()) == folder / "alignsurvey" / "schema.py", done.stderr


def test_a_space_without_its_requirements_is_refused(project):
    folder = project / "spaces" / "toy"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text("---\ntitle: T\nsdk: gradio\nsdk_version: 6.31.0\napp_file: app.py\n---\n")
    (folder / "app.py").touch()
    with pytest.raises(InputError, match=r"toy/requirements\.txt is not there"):
        stage_space("toy", project / "hub")
