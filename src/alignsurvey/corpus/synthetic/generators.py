"""Synthetic raw material of a data set: runs the generate.py of each of its corpora."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from ...files.errors import InputError
from ..codebook.sources import Corpus, home, of_dataset

QUESTIONNAIRES = 1679  # respondents of the ASE questionnaires (arXiv 2511.07871)


def generate_dataset(
    dataset: str,
    out: Path,
    interviews: int,
    questionnaires: int | None,
    seed: int,
    noted: float,
    root: Path | None = None,
) -> list[Path]:
    """Write the raw material to `out`/<corpus> and return those folders; what was there is replaced.

    A corpus is made up by the function `generate(out, interviews[, questionnaires], seed, noted_share)` of its
    generate.py. Raises InputError when no corpus of the data set has one.
    """
    chosen = of_dataset(root or home() / "corpus_builders", dataset)
    able = [corpus for corpus in chosen if (corpus.folder / "generate.py").is_file()]
    if not able:
        raise InputError(f"data set {dataset!r}: no corpus of it can be made up; alignsurvey fetch gets real files")
    for corpus in able:
        options: dict[str, Any] = {"interviews": interviews, "seed": seed, "noted_share": noted}
        made = _module(corpus).generate
        if "questionnaires" in inspect.signature(made).parameters:
            options["questionnaires"] = QUESTIONNAIRES if questionnaires is None else questionnaires
        elif questionnaires is not None:
            raise InputError(f"{corpus.name}: this study has no questionnaires; leave --questionnaires out")
        made(out, **options)
    return [out / corpus.name for corpus in able]


def _module(corpus: Corpus) -> ModuleType:
    name = f"corpus_builders.{corpus.name}.generate"
    spec = importlib.util.spec_from_file_location(name, corpus.folder / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module
