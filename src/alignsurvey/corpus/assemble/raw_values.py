"""Keys and personal values in the raw files of a build, read again for the search of an audit; never written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ... import privacy
from ...files.errors import InputError
from ...files.hashes import sha256
from ...files.json import read_object
from ..codebook.codebook import Layout, read_codebook
from ..codebook.sources import Corpus, corpus_at, every_corpus, raw_files
from ..rawfiles.readers import read_table
from ..survey.survey import find_layout
from .corpus_code import material_to_search

_MOSTLY_DISTINCT = 0.5  # from this share of distinct values on, a text column that no codebook names may name people
# A date, a time or a decimal number: columns of these differ from row to row, too, but name nobody.
_MOMENT = r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|^[-+]?\d*\.\d+(e[-+]?\d+)?$"
_LENGTH = 4  # mean length of such values in characters; shorter ones are codes


@dataclass
class Personal:
    """What raw files hold of respondents: keys, and (entity, value)."""

    keys: set[str] = field(default_factory=set, repr=False)
    values: set[tuple[str, str]] = field(default_factory=set, repr=False)


def read_raw_values(build: Path, raw: Path, root: Path | None = None, codebook: Path | None = None) -> privacy.Raw:
    """Respondents' keys and personal values in the raw files of the corpora that a build was made of.

    Args:
        build: the folder of a built data set.
        raw: the folder of its raw files.
        root: where the corpora are, by default those of the checkout.
        codebook: the codebook.yaml or SOURCE.yaml of the one corpus, for a build of one's own.

    Returns:
        What an audit searches for.

    Raises:
        InputError: the corpora are not here, or a raw file of the build is missing or was changed.
    """
    manifest = read_object(build / "manifest.json") if build.is_dir() else {}
    names = {source["corpus"] for source in manifest.get("sources", [])}
    corpora = [corpus for corpus in ([corpus_at(codebook)] if codebook else every_corpus(root)) if corpus.name in names]
    if not corpora:
        where = f"is not of {codebook}" if codebook else "is of no corpus that is here"
        raise InputError(f"{build}: {where}; name the codebook.yaml or SOURCE.yaml it was built from with --codebook")
    personal, paths = Personal(), list[Path]()
    for corpus in corpora:
        read = _read_talk if corpus.build or corpus.transcripts else _read_surveys
        paths += read(corpus, raw, personal)
    absent = set(manifest.get("raw", {}).values()) - {sha256(path) for path in paths}
    if absent:
        what = f"{len(absent)} of the raw files of {build} are missing or were changed"
        raise InputError(f"{raw}: {what}; give the folder that it was built from")
    return privacy.raw_of(personal.keys, personal.values, [corpus.name for corpus in corpora])


def _read_talk(corpus: Corpus, raw: Path, personal: Personal) -> list[Path]:
    folder, files = raw_files(corpus, raw, True)
    material = material_to_search(corpus, folder, files)
    personal.keys.update(material.respondent_keys)
    personal.values.update(value for transcript in material.transcripts for value in transcript.known)
    return files


def _read_surveys(corpus: Corpus, raw: Path, personal: Personal) -> list[Path]:
    codebook = read_codebook(corpus.codebook)
    sole = sum(len(wave.layouts) for wave in codebook.waves) == 1
    there = [found for wave in codebook.waves if (found := find_layout(wave, raw, corpus.name, sole))]
    for layout, path in there:
        personal.keys.update(_keys(layout, path))
        personal.values.update((_entity(value), value) for value in _unnamed(layout, path))
    joined = [path.parent / join.file for layout, path in there for join in layout.join]
    return [*(path for _, path in there), *joined]


def _keys(layout: Layout, path: Path) -> Iterator[str]:
    """Every part of the respondent key."""
    if layout.key:
        table = read_table(path, list(layout.key), layout.encoding)
        for name in layout.key:
            yield from table.codes(name).drop_nulls().unique().to_list()


def _entity(value: str) -> str:
    if "@" in value:
        return "EMAIL"
    return "PHONE" if sum(character.isdigit() for character in value) > len(value) / 2 else "PERSON"


def _unnamed(layout: Layout, path: Path) -> Iterable[str]:
    """Values of the text columns that the codebook does not read and that differ from row to row: names, addresses."""
    import polars as pl

    table = read_table(path, None, layout.encoding)
    read = set(layout.variables())
    for series in table.frame.select(pl.selectors.string()):
        values = series.drop_nulls().unique()
        apart = len(values) > _MOSTLY_DISTINCT * max(len(series.drop_nulls()), 1)
        moments = values.str.contains(_MOMENT).sum() > len(values) / 2  # or a weight: nobody's name
        if series.name not in read and apart and not moments and float(values.str.len_chars().mean() or 0) >= _LENGTH:  # type: ignore[arg-type]
            yield from values.to_list()
