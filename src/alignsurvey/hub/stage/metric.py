"""Stage a metric: its folder and copies of the scoring modules it imports, so that `evaluate.load` needs nothing else.

evaluate fetches the script `<folder>.py` and the modules that its own lines, from the first column, import as
`from .name import ...`; it follows neither what those import in turn nor `from . import name`, as seen with
evaluate 0.4.6.
"""

from __future__ import annotations

import ast
import re
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from ...files.atomic import replacing
from ...files.errors import InputError, require
from ...project import hub_name, organisation, unit
from .. import cards
from .common import copy_texts, space_front, staged_folder, write_checksums

_PAGE = Path(__file__).with_name("metric_page.py")
_PAGE_IMPORT = "from alignsurvey.hub.stage.metric_page import "
_SCORING = Path(__file__).parents[2] / "scoring"


def stage_metric(name: str, out: Path = Path("build/hub"), scoring: Path = _SCORING) -> Path:
    """Stage evaluate_metrics/<name> with the modules of `scoring` that it imports; returns the folder to publish.

    Raises InputError where the staged metric would not stand alone.
    """
    folder = unit("evaluate_metrics", name)
    front, about = space_front(folder / "README.md")
    repository = hub_name(folder.name)
    script = f"{folder.name}.py"
    if not (folder / script).is_file():
        raise InputError(f"{folder.name}/{script} is not there; evaluate looks for a script named as its folder")
    with replacing(staged_folder(out, repository)) as beside:
        beside.mkdir()
        copy_texts(folder, beside)
        page = _bring_page(beside / front["app_file"])
        modules = _bring(beside, script, scoring)
        _name_what_is_needed(beside / script, modules)
        _found_by_evaluate(beside / script, modules)
        _requirements(beside, {script.removesuffix(".py"), *modules, *page})
        facts = {"repo_id": f"{organisation()}/{repository}", "name": front["title"], "about": about}
        body = cards.render("metric", **facts, modules=sorted(modules))
        (beside / "README.md").write_text(cards.join(front, body), encoding="utf-8")
        write_checksums(beside)
    return staged_folder(out, repository)


def _bring_page(app: Path) -> set[str]:
    """Copy the helper of metric pages beside a page that uses it; names of the modules that make the page."""
    text = app.read_text(encoding="utf-8")
    if _PAGE_IMPORT not in text:
        return {app.stem}
    app.write_text(text.replace(_PAGE_IMPORT, f"from {_PAGE.stem} import "), encoding="utf-8")
    shutil.copyfile(_PAGE, app.with_name(_PAGE.name))
    return {app.stem, _PAGE.stem}


def _bring(beside: Path, script: str, scoring: Path) -> set[str]:
    """Copy every module that the script needs, also through another; their names."""
    sources = _flat_names(scoring)
    waiting, done = [script.removesuffix(".py")], set()
    while waiting:
        module = waiting.pop()
        done.add(module)
        for needed in _relative(beside / f"{module}.py"):
            copy = beside / f"{needed}.py"
            if not copy.is_file():
                if needed not in sources:
                    raise InputError(f"{module}.py: from .{needed} is neither in the metric's folder nor in scoring/")
                copy.write_text(_flattened(sources[needed], scoring), encoding="utf-8")
            if needed not in done:
                waiting.append(needed)
    return done - {script.removesuffix(".py")}


def _flat_names(scoring: Path) -> dict[str, Path]:
    """Where each module of scoring/ lies, by its name in a folder without folders: paper/x.py is paper_x."""
    paths = [path for path in scoring.rglob("*.py") if path.stem != "__init__"]
    return {"_".join(path.relative_to(scoring).with_suffix("").parts): path for path in paths}


# evaluate reads line by line, so scoring/ writes each import of its own as `from .module import name`.
_IMPORT = re.compile(r"^(\s*)from (\.+)([\w.]*) import ", re.MULTILINE)


def _flattened(path: Path, scoring: Path) -> str:
    """The text of a module whose imports of its neighbours name them as they are called in one folder."""
    room = path.relative_to(scoring).parts[:-1]

    def beside(match: re.Match[str]) -> str:
        outer = room[: len(room) - len(match[2]) + 1]
        return f"{match[1]}from .{'_'.join([*outer, *match[3].split('.')])} import "

    return _IMPORT.sub(beside, path.read_text(encoding="utf-8"))


def _relative(path: Path) -> Iterator[str]:
    """Modules that a file imports from beside itself."""
    for node in ast.walk(_parsed(path)):
        if isinstance(node, ast.ImportFrom) and node.level:
            if node.level > 1 or not node.module or "." in node.module:
                raise InputError(f"{path.name} line {node.lineno}: evaluate follows only `from .name import ...`")
            yield node.module


def _name_what_is_needed(script: Path, modules: set[str]) -> None:
    """Add to a script imports of the modules and libraries that its own modules need in turn.

    evaluate then fetches the modules, and names every library that is missing with the command that installs it.
    """
    own = set(_relative(script)) & _first_column(script)
    libraries = {library for module in modules for library, _ in _libraries(script.with_name(f"{module}.py"))}
    known = {library for library, _ in _libraries(script)}
    lines = [f"import {library}" for library in sorted(libraries - known)]
    lines += [f"from .{module} import {_public_name(script.parent, module)}" for module in sorted(modules - own)]
    text = script.read_text(encoding="utf-8")
    first = re.search(r"^(?:from|import) ", text, re.MULTILINE)
    if first and lines:
        added = "\n".join(["# Added when this was staged, because evaluate reads this script alone:", *lines, "\n"])
        script.write_text(text[: first.start()] + added + text[first.start() :], encoding="utf-8")


def _first_column(script: Path) -> set[str]:
    """Modules that a script imports from the first column, where evaluate sees them."""
    return {node.module or "" for node in _parsed(script).body if isinstance(node, ast.ImportFrom) and node.level}


def _public_name(folder: Path, module: str) -> str:
    """A name that can be imported from a module."""
    for node in _parsed(folder / f"{module}.py").body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            return node.name
    raise InputError(f"{module}.py has no public function or class; a metric cannot name it to evaluate")


def _parsed(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise InputError(f"{path.name} line {error.lineno}: {error.msg}; correct it") from None


def _found_by_evaluate(script: Path, modules: set[str]) -> None:
    """What evaluate's own scanner finds must be what the metric needs."""
    found = require("evaluate.loading", "metrics").get_imports(str(script))
    internal = {name for kind, name, _, _ in found if kind == "internal"}
    strange = [name for kind, name, path, _ in found if kind == "external" or path != name or not name.isidentifier()]
    if strange:
        raise InputError(
            f"{script.name}: evaluate cannot read the import of {strange[0]}; one import a line, no comment behind it"
        )
    hidden = sorted(modules - internal)
    if hidden:
        raise InputError(
            f"{script.name}: evaluate does not fetch {hidden[0]}.py, which is imported elsewhere; "
            f"import it in {script.name} too, from the first column: from .{hidden[0]} import ..."
        )


def _requirements(beside: Path, modules: set[str]) -> None:
    """Every library that the staged modules import must stand in requirements.txt; alignsurvey may not be one."""
    text = (beside / "requirements.txt").read_text(encoding="utf-8")
    listed = {_plain(match) for match in re.findall(r"^\s*([A-Za-z0-9][\w.-]*)", text, re.MULTILINE)}
    known = packages_distributions()
    for module in sorted(modules):
        for library, line in _libraries(beside / f"{module}.py"):
            if library == "alignsurvey":
                raise InputError(f"{module}.py line {line}: a metric may not import alignsurvey; it must stand alone")
            names = {_plain(name) for name in known.get(library, [library])}
            if library not in modules and not names & listed:
                raise InputError(f"{module}.py line {line}: {library} is not in requirements.txt; add {min(names)}")


def _libraries(path: Path) -> Iterator[tuple[str, int]]:
    """Libraries outside Python's own that a file imports anywhere, with the line."""
    for node in ast.walk(_parsed(path)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        else:
            continue
        for name in names:
            if name.split(".")[0] not in sys.stdlib_module_names:
                yield name.split(".")[0], node.lineno


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
