"""What the raw files of a build hold of its respondents, read again so that an audit can look for it; never written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from ... import privacy
from ...files.errors import InputError
from ...files.hashes import sha256
from ..codebook.codebook import Codebook, Layout, read_codebook
from ..codebook.sources import Corpus, corpus_at, every_corpus, raw_files
from ..context import Context, Private
from ..interviews import qualitative
from ..rawfiles.readers import read_table
from ..survey.survey import find_layout
from .gather import module_of

_NEARLY = 0.5  # share of distinct values from which on a text column that no codebook names tells people apart
_MOMENT = r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|^[-+]?\d*\.\d+(e[-+]?\d+)?$"
_SIGNS = 4  # mean length of such values; shorter ones are codes


def private_of(build: Path, raw: Path, root: Path | None = None, codebook: Path | None = None) -> privacy.Raw:
    """Respondents' keys and personal values in the raw files of the corpora that `build` was made of.

    They are those under `root`, by default of the checkout, or the one of the codebook.yaml or SOURCE.yaml `codebook`.
    Raises InputError where a raw file of the build is not there, or is another one.
    """
    manifest = json.loads((build / "manifest.json").read_text(encoding="utf-8")) if build.is_dir() else {}
    names = {source["corpus"] for source in manifest.get("sources", [])}
    corpora = [corpus for corpus in ([corpus_at(codebook)] if codebook else every_corpus(root)) if corpus.name in names]
    if not corpora:
        where = f"is not of {codebook}" if codebook else "is of no corpus that is here"
        raise InputError(f"{build}: {where}; name the codebook.yaml or SOURCE.yaml it was built from with --codebook")
    held, paths = Private(), list[Path]()
    for corpus in corpora:
        paths += _of_talk(corpus, raw, held) if corpus.build or corpus.transcripts else _of_surveys(corpus, raw, held)
    absent = set(manifest.get("raw", {}).values()) - {sha256(path) for path in paths}
    if absent:
        raise InputError(f"{raw}: {len(absent)} raw files of which {build} was made are not here, or are other ones")
    return privacy.raw_of(held.keys, held.values, [corpus.name for corpus in corpora])


def _of_talk(corpus: Corpus, raw: Path, held: Private) -> list[Path]:
    folder, files = raw_files(corpus, raw, True)
    context = Context(corpus.name, 0, bytes(32), 1, private=held)
    made = qualitative.records(folder, files, corpus, context) if corpus.transcripts else None
    for _ in made or (module_of(corpus).records(folder, context) if files else ()):
        pass
    return files


def _of_surveys(corpus: Corpus, raw: Path, held: Private) -> list[Path]:
    codebook = read_codebook(corpus.codebook)
    there = [found for wave in codebook.waves if (found := find_layout(wave, raw, corpus.name, _sole(codebook)))]
    for layout, path in there:
        held.keys.update(_keys(layout, path))
        held.values.update((_entity(value), value) for value in _unnamed(layout, path))
    joined = [path.parent / join.file for layout, path in there for join in layout.join]
    return [*(path for _, path in there), *joined]


def _sole(codebook: Codebook) -> bool:
    return sum(len(wave.layouts) for wave in codebook.waves) == 1


def _keys(layout: Layout, path: Path) -> Iterator[str]:
    """Every part of the respondent key."""
    if layout.key:
        table = read_table(path, list(layout.key), layout.encoding)
        for name in layout.key:
            yield from table.codes(name).drop_nulls().unique().to_list()


def _entity(value: str) -> str:
    if "@" in value:
        return "EMAIL"
    return "PHONE" if sum(sign.isdigit() for sign in value) > len(value) / 2 else "PERSON"


def _unnamed(layout: Layout, path: Path) -> Iterable[str]:
    """Values of the text columns that the codebook does not read and that differ from row to row: names, addresses."""
    import polars as pl

    table = read_table(path, None, layout.encoding)
    read = set(layout.variables())
    for series in table.frame.select(pl.selectors.string()):
        values = series.drop_nulls().unique()
        apart = len(values) > _NEARLY * max(len(series.drop_nulls()), 1)
        moments = values.str.contains(_MOMENT).sum() > len(values) / 2  # or a weight: nobody's name
        if series.name not in read and apart and not moments and float(values.str.len_chars().mean() or 0) >= _SIGNS:  # type: ignore[arg-type]
            yield from values.to_list()
