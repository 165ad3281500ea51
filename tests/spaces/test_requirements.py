"""What a Space imports when it starts must come with its requirements.txt: nothing else is installed there."""

import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SPACES = sorted(path.parent for path in ROOT.glob("spaces/*/requirements.txt"))
# The libraries that the app and the modules of ours that it has loaded import at their top.
IMPORTED = """
import ast, runpy, sys
from importlib import metadata
runpy.run_path(sys.argv[1], run_name="space")
loaded = [module for name, module in sys.modules.items() if name.split(".")[0] == "alignsurvey"]
ours = [module.__file__ for module in loaded if module.__file__]
nodes = [node for file in [sys.argv[1], *ours] for node in ast.parse(open(file, encoding="utf-8").read()).body]
names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
packages = metadata.packages_distributions()
tops = {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - {"alignsurvey"}
print(*sorted({min(packages[top]) for top in tops}))
"""


def _plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def _with_all_they_need(names):
    """The distributions and, without extras, whatever they require in turn."""
    waiting, found = [_plain(name) for name in names], set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        try:
            needs = metadata.requires(name) or ()
        except metadata.PackageNotFoundError:
            continue
        waiting += [_plain(re.match(r"[\w.-]+", need)[0]) for need in needs if "extra ==" not in need]
    return found


@pytest.mark.parametrize("space", SPACES, ids=lambda path: path.name)
def test_the_requirements_bring_all_that_the_space_imports(space):
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, space / "app.py"], capture_output=True, text=True, check=True
    )
    listed = re.findall(r"^[\w.-]+", (space / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    there = _with_all_they_need(listed)
    missing = [name for name in done.stdout.split() if _plain(name) not in there]
    assert not missing
