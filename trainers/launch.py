"""`alignsurvey train`: check the recipe, start sft.py by `accelerate launch`, publish the adapter where asked."""

from __future__ import annotations

import argparse
import logging
import os
import subprocess
import sys
from pathlib import Path

from entry import run

from alignsurvey.files.errors import InputError, require
from alignsurvey.train.recipe import load

HERE = Path(__file__).parent


def main() -> None:
    """Parse, launch, push."""
    parser = argparse.ArgumentParser(prog="alignsurvey train", description="Train one stage.")
    parser.add_argument("recipe")
    parser.add_argument("stage", nargs="?")
    parser.add_argument("--set", dest="overrides", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--out", type=Path, default=Path("build/models"))
    parser.add_argument("--processes", type=int, default=None)
    parser.add_argument("--accelerate", type=Path, default=None)
    parser.add_argument("--push", action="store_true")
    given = parser.parse_args()
    recipe = load(given.recipe, given.stage, given.overrides)
    overrides = [word for pair in given.overrides for word in ("--set", pair)]
    named = [given.recipe, *([given.stage] if given.stage else [])]
    status = launch([*named, *overrides, "--out", str(given.out)], given.processes, given.accelerate)
    if status:
        sys.exit(status)
    if given.push:
        push(given.out / recipe.name)


def launch(words: list[str], processes: int | None, config: Path | None) -> int:
    """Run sft.py under accelerate; returns its exit status."""
    torch = require("torch", "train")
    command = require("accelerate.commands.launch", "train")
    from torch.distributed.elastic.multiprocessing.errors import ChildFailedError

    gpus = torch.cuda.device_count()
    count = processes or max(1, gpus)
    if config and not config.is_file():
        raise InputError(f"{config}: there is no such file; name an accelerate configuration, or leave it out")
    chosen = config or HERE / "accelerate" / f"{'gpu' if gpus else 'cpu'}{'-many' if count > 1 else ''}.yaml"
    threads = os.environ.get("OMP_NUM_THREADS") or str(max(1, (os.cpu_count() or 1) // count))
    options = ["--config_file", str(chosen), "--num_processes", str(count), "--num_cpu_threads_per_process", threads]
    options += ["--main_process_port", "0"] if count > 1 else []
    logging.getLogger("torch.distributed.elastic").setLevel(logging.CRITICAL)  # sft.py has said what was wrong
    try:
        command.launch_command(command.launch_command_parser().parse_args([*options, str(HERE / "sft.py"), *words]))
    except subprocess.CalledProcessError as error:
        return abs(error.returncode)
    except ChildFailedError as error:
        return abs(next(iter(error.failures.values())).exitcode)
    return 0


def push(folder: Path) -> None:
    """Publish the trained adapter with its card."""
    from alignsurvey.hub.client import expect_answers
    from alignsurvey.hub.release import release

    expect_answers()
    print(release("model", str(folder)).sentence())


if __name__ == "__main__":
    run(main)
