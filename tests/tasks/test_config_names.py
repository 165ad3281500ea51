"""Only `tasks` knows what is particular to a config: elsewhere its name is produced or passed on, never compared."""

import ast
from pathlib import Path

import pytest

from alignsurvey import tasks

ROOT = Path(__file__).parents[2]
NAMES = set(tasks.configs())
FOLDERS = ("src/alignsurvey", "spaces", "trainers", "benchmarks", "evaluate_metrics")
# `released` converts the files that others released, one for each config, and so must tell them apart.
EXEMPT = ("src/alignsurvey/tasks/", "src/alignsurvey/corpus/released/")
FILES = [
    path
    for path in [*(file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py"))), ROOT / "demo.py"]
    if not path.relative_to(ROOT).as_posix().startswith(EXEMPT)
]


def _is_name(node):
    return isinstance(node, ast.Constant) and node.value in NAMES


def _names(node):
    """Whether an operand is a config's name, or a collection that holds one."""
    return _is_name(node) or (isinstance(node, ast.Tuple | ast.List | ast.Set) and any(map(_is_name, node.elts)))


def comparisons(source):
    """Lines that compare with a config's name, look something up by it, or ask how it begins or ends."""
    for node in ast.walk(ast.parse(source)):
        compared = isinstance(node, ast.Compare) and any(map(_names, [node.left, *node.comparators]))
        keyed = isinstance(node, ast.Dict) and sum(map(_is_name, filter(None, node.keys))) > 1
        listed = isinstance(node, ast.Set) and all(
            map(_is_name, node.elts)
        )  # else keys of a file, of which one is called alike
        matched = isinstance(node, ast.MatchValue) and _is_name(node.value)
        if compared or keyed or listed or matched or _asks_for_an_end(node):
            yield node.lineno if hasattr(node, "lineno") else node.value.lineno


def _asks_for_an_end(node):
    """`config.endswith("_group")` and `config.startswith("attitude_stance")` tell configs apart as well."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
        return False
    first = node.args[0]
    text = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
    return (node.func.attr == "endswith" and text == "_group") or (node.func.attr == "startswith" and text in NAMES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_config_is_told_from_others_by_its_name(path):
    assert list(comparisons(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "line",
    [
        'if config == "interview": pass',
        'if config in ("survey_response", "quantitative"): pass',
        'LEVELS = {"survey_response": 1, "quantitative": 2}',
        'TRAINING = frozenset({"qualitative"})',
        'if config.endswith("_group"): pass',
        'match config:\n    case "interview": pass',
    ],
)
def test_a_comparison_is_found(line):
    assert list(comparisons(line))


@pytest.mark.parametrize("line", ['yield "interview", record', 'CONFIG = "survey_response"', 'f(config="interview")'])
def test_producing_a_name_is_no_comparison(line):
    assert not list(comparisons(line))
