"""The same build spread over machines by datatrove: its tasks make interviews and tables, a plain build joins them.

The work of a task goes into the folder of unfinished work beside the output, which every machine must see, like the
raw files and the key file. datatrove gets paths and settings alone: no text passes through its documents or its logs.
"""

from __future__ import annotations

import inspect
import os
import shutil
import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...files.errors import InputError, require
from ...files.hashes import digest
from ...privacy import keys
from ...project import project_root
from ..interviews import anonymisation as anonymising
from ..records import chunks as units
from ..unfinished import MODEL_VARIABLES, Share, Unfinished, code_digest
from .build import build_dataset, corpora_of

EXECUTORS = {"local": "LocalPipelineExecutor", "slurm": "SlurmPipelineExecutor", "ray": "RayPipelineExecutor"}
STAGES = (anonymising.STAGE, units.STAGE)
JOIN = "join"  # the stage of the plain build, where no process waits for the others


@dataclass(frozen=True)
class Stage:
    """A step of a datatrove pipeline. `build` are arguments of `build_dataset`: settings and paths, no key, no text.

    `environment`: variables of the process that asked for the build, which not every executor passes on.
    """

    name: str
    build: Mapping[str, Any]
    environment: Mapping[str, str]
    problems: str

    def __call__(self, data: object, rank: int = 0, world_size: int = 1) -> None:
        problem = _attempt(self, rank, world_size)
        if problem:  # raised here, where no variable holds a text: the log shows the variables of every frame
            raise InputError(problem)


def _attempt(stage: Stage, rank: int, world_size: int) -> str | None:
    """Make one task's share; what went wrong, in one line without any text of the data, which it also writes down."""
    os.environ.update(stage.environment)
    path = Path(stage.problems) / f"{stage.name}-{rank:05d}"
    path.unlink(missing_ok=True)
    try:
        build_dataset(**stage.build, share=Share(stage.name, rank, world_size) if stage.name in STAGES else None)
        return None
    except InputError as error:
        problem = str(error)
    except Exception as error:  # its message may quote the data
        place = traceback.extract_tb(error.__traceback__)[-1]
        problem = f"{stage.name}, task {rank}: {type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(problem, encoding="utf-8")
    return problem


@dataclass(frozen=True)
class Run:
    """A build as it is spread: the executors of its stages in order, the arguments of the plain build, the logs."""

    executors: tuple[Any, ...]
    build: Mapping[str, Any]
    logs: Path


def prepare(executor: str, tasks: int, build: Mapping[str, Any], workers: int = -1, given: Sequence[str] = ()) -> Run:
    """The executors of a build. `given` are "name=value" settings of datatrove's executor. Raises InputError."""
    if executor not in EXECUTORS:
        raise InputError(f"no executor {executor!r}; known: {', '.join(EXECUTORS)}")
    os.environ.setdefault("LOGURU_DIAGNOSE", "NO")  # datatrove's logs then show no variables beside an error
    make = getattr(require("datatrove.executor", "scale"), EXECUTORS[executor])
    build = _absolute(build)
    dataset = corpora_of(build["dataset"], build["root"])[0].dataset
    keys.load_key()  # made now, so that tasks do not make one each
    logs = _logs(build, dataset, tasks)
    environment = {name: os.environ[name] for name in MODEL_VARIABLES if name in os.environ}
    environment[keys.KEY_VARIABLE] = str(keys.key_file().absolute())
    chosen = _settings(make, executor, given)
    settings = {"workers": workers, **_defaults(executor, chosen), **chosen}
    stages = [(name, tasks) for name in STAGES] + ([(JOIN, 1)] if executor == "slurm" else [])
    made: list[Any] = []
    for name, count in stages:
        step = Stage(name, build, environment, str(logs / "problems"))
        job = {"job_name": f"{dataset}-{name}", "depends": made[-1] if made else None} if executor == "slurm" else {}
        made.append(make([step], tasks=count, logging_dir=str(logs / name), **{**job, **settings}))
    return Run(tuple(made), build, logs)


def build_on_cluster(
    executor: str, tasks: int, build: Mapping[str, Any], workers: int = 1, given: Sequence[str] = ()
) -> dict[str, Any] | None:
    """`build_dataset` by the tasks of an executor of datatrove; the same bytes.

    Args:
        executor: "local", "slurm" or "ray".
        tasks: into how many parts the work is divided.
        build: the arguments of `build_dataset`.
        workers: how many tasks run at once.
        given: "name=value" settings of the executor.

    Returns:
        The manifest; None where Slurm has the jobs in its queue.

    Raises:
        InputError: the problem of the first failed task; the work of the others is stored for the next run.
    """
    run = prepare(executor, tasks, build, workers if executor == "local" or workers > 1 else -1, given)
    if executor == "slurm":
        _submit(run)
        return None
    with _ray() if executor == "ray" else nullcontext():
        for each in run.executors:
            _finish(each, run)
    manifest = build_dataset(**run.build, workers=workers)
    shutil.rmtree(run.logs.parent, ignore_errors=True)
    return manifest


def _finish(executor: Any, run: Run) -> None:
    """Run a stage to its end. datatrove's Ray executor does not raise when a task fails, the local one does."""
    try:
        executor.run()
    except Exception as error:
        raise InputError(_first_problem(run) or f"{type(error).__name__}; see {run.logs}") from None
    left = executor.get_incomplete_ranks(skip_completed=True)
    if left:
        raise InputError(
            _first_problem(run) or f"{len(left)} of {executor.world_size} tasks did not end; see {run.logs}"
        )


def _first_problem(run: Run) -> str:
    found = sorted((run.logs / "problems").glob("*"))
    return found[0].read_text(encoding="utf-8") if found else ""


def _submit(run: Run) -> None:
    """Put the last stage into Slurm's queue; datatrove puts what it depends on before it."""
    if not shutil.which("sbatch"):
        raise InputError("executor slurm: no sbatch here; run this on a login node of the cluster")
    run.executors[-1].run()


def _absolute(build: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments with absolute paths, because a task's working folder is another."""
    named = str(build["dataset"])
    own = named.endswith((".yaml", ".yml"))
    root = build.get("root") or (None if own else project_root() / "corpus_builders")
    return {
        **build,
        "dataset": str(Path(named).absolute()) if own else named,
        "raw": Path(build["raw"]).absolute(),
        "out": Path(build["out"]).absolute(),
        "root": Path(root).absolute() if root else None,
    }


def _logs(build: Mapping[str, Any], dataset: str, tasks: int) -> Path:
    """The folder of datatrove's logs, and of its notes which tasks are done; of the same build, the same."""
    top = Path(build["out"]) / f".{dataset}.tasks"
    if not Unfinished.of(Path(build["out"]), dataset, b"").folder.is_dir():
        shutil.rmtree(top, ignore_errors=True)  # what they made is gone, so nothing is done
    return top / f"{digest(sorted(map(str, build.items())), tasks, *map(code_digest, STAGES)):016x}"


def _settings(make: Any, executor: str, given: Sequence[str]) -> dict[str, Any]:
    """ "name=value" as arguments of an executor: whole numbers, true and false as such, all else as text."""
    known = inspect.signature(make).parameters
    own = {"pipeline", "tasks", "logging_dir", "depends"}
    settings: dict[str, Any] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or name not in known or name in own:
            raise InputError(f"--set {pair}: executor {executor} takes {', '.join(sorted(set(known) - own))}")
        settings[name] = {"true": True, "false": False}.get(value, int(value) if value.isdecimal() else value)
    needed = [name for name, one in known.items() if one.default is one.empty and name not in {*own, *settings}]
    if needed:
        raise InputError(f"executor {executor} needs --set {needed[0]}=...")
    return settings


def _defaults(executor: str, chosen: Mapping[str, Any]) -> dict[str, Any]:
    if executor == "slurm" and not {"condaenv", "venv_path"} & set(chosen):
        # The jobs find datatrove's commands where this process has them.
        return {"env_command": f"export PATH={Path(sys.executable).parent}:$PATH"}
    return {"mem_per_cpu_gb": 1} if executor == "ray" else {}


@contextmanager
def _ray() -> Any:
    """Inside, this process belongs to the Ray cluster of RAY_ADDRESS, or to one of its own; no usage is reported."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    ray = require("ray", "scale")
    try:
        ray.init(os.environ.get("RAY_ADDRESS") or "local", include_dashboard=False, log_to_driver=False)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise InputError(f"Ray: {str(error).splitlines()[0]}; is RAY_ADDRESS right?") from None
    try:
        yield
    finally:
        ray.shutdown()
