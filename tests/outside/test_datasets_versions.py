"""Every config loads with each version of `datasets` in use; `make test-datasets` sets up an environment of each."""

import json
import subprocess
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from alignsurvey import tasks

pytestmark = pytest.mark.outside
ENVIRONMENTS = sorted((Path(__file__).parents[2] / "build" / "environments").glob("datasets-*/bin/python"))
LOAD = """
import json, sys
from datasets import load_dataset
found = {}
for config in sys.argv[2:]:
    split = load_dataset(sys.argv[1], config, split="test")
    found[config] = [str(split.features.arrow_schema.remove_metadata()), split.to_list()]
print(json.dumps(found))
"""
VALUES = {"string": "文字", "int64": 1, "float64": 0.5}


def _value(kind):
    if isinstance(kind, list):
        return [_value(kind[0])] * 2
    if isinstance(kind, dict):
        return {name: _value(inner) for name, inner in kind.items()}
    return VALUES[kind]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data set with one record of every config, as a build writes it."""
    home = tmp_path_factory.mktemp("all")
    lines = ["---", "configs:"]
    for config in tasks.configs():
        row = {name: _value(kind) for name, kind in tasks.columns(config).items()}
        (home / config).mkdir()
        table = pyarrow.Table.from_pylist([row], schema=tasks.arrow_schema(config))
        pyarrow.parquet.write_table(table, home / config / "test.parquet")
        lines += [f"- config_name: {config}", f"  data_files: [{{split: test, path: {config}/test.parquet}}]"]
    (home / "README.md").write_text("\n".join([*lines, "---", ""]), encoding="utf-8")
    return home


def test_the_environments_are_there():
    assert len(ENVIRONMENTS) >= 3, "run `make test-datasets`, which sets them up"


@pytest.mark.parametrize("python", ENVIRONMENTS, ids=lambda path: path.parts[-3])
def test_each_version_loads_the_same(python, folder, tmp_path):
    command = [python, "-c", LOAD, folder, *tasks.configs()]
    done = subprocess.run(command, env={"HF_HOME": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    for config, (schema, rows) in json.loads(done.stdout.splitlines()[-1]).items():
        assert schema == str(tasks.arrow_schema(config))
        assert rows == pyarrow.parquet.read_table(folder / config / "test.parquet").to_pylist()
