"""What a corpus of talk or of released records gives: its raw material, and its records.

A corpus with a build.py says it there; transcripts without one are read as `config: qualitative` says.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

from ...files.errors import InputError
from ...schema import Record
from ..codebook.sources import Corpus
from ..context import Context
from ..interviews import qualitative
from ..transcripts import RawMaterial


def corpus_records(
    corpus: Corpus, folder: Path, files: Sequence[Path], context: Context
) -> Iterator[tuple[str, Record]]:
    """(config, record) of all records of a corpus. Raises InputError."""
    if corpus.transcripts:
        return qualitative.records(folder, files, corpus, context)
    records: Iterator[tuple[str, Record]] = _module(corpus).records(folder, context)
    return records


def raw_material(corpus: Corpus, folder: Path, files: Sequence[Path]) -> RawMaterial | None:
    """Keys and interviews of the raw files of a corpus; None where its build.py does not give them."""
    if corpus.transcripts:
        return qualitative.raw_material(folder, files, corpus)
    read = getattr(_module(corpus), "raw_material", None)
    material: RawMaterial | None = read(folder) if read else None
    return material


def material_to_search(corpus: Corpus, folder: Path, files: Sequence[Path]) -> RawMaterial:
    """The same for an audit, which must not pass where it cannot search. Raises InputError."""
    material = raw_material(corpus, folder, files) if files else RawMaterial()
    if material is None:
        what = "has no raw_material(raw), so that --raw cannot search for its respondents"
        raise InputError(f"{corpus.name}/build.py: {what}; write it as corpus_builders/README.md says")
    return material


def _module(corpus: Corpus) -> ModuleType:
    """The build.py of a corpus."""
    assert corpus.build
    spec = importlib.util.spec_from_file_location(f"corpus_builders.{corpus.name}", corpus.build)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
