"""The files of a build that would be published: which they are, that they are as built, and all text in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ...files.errors import InputError, unreadable
from ...files.hashes import sha256
from ...files.json import parse_json, read_object
from ...files.texts import read_text
from ...tasks import configs, spec_of

REPORTS = ("manifest.json", "privacy.json", "contamination.json", "defects.json", "counts.csv", "README.md")
AUDIT = "audit.json"
_PART = re.compile(r"data/([a-z_]+)/([a-z]+)\.parquet")
_HASH = re.compile(r"[0-9a-f]{40,64}")


def read_manifest(build: Path) -> dict[str, Any]:
    """The manifest, whose Parquet files are there and as they were built. Raises InputError."""
    try:
        manifest = read_object(build / "manifest.json")
        parts = [(config, part) for config, splits in manifest["configs"].items() for part in splits.values()]
        named = [(config, part["file"], part["sha256"]) for config, part in parts]
    except (InputError, KeyError, TypeError, AttributeError):
        raise InputError(f"{build}: no readable manifest.json; run `alignsurvey build` first") from None
    for config, file, hashed in named:
        match = _PART.fullmatch(str(file))
        if not match or match[1] != config or config not in configs():
            raise InputError(
                f"{build}/manifest.json: names a file that is no data/<config>/<split>.parquet; build again"
            )
        if not (build / file).is_file() or sha256(build / file) != hashed:
            raise InputError(f"{build / file}: not the file that was built; run `alignsurvey build` again")
    return manifest


def parts(manifest: Mapping[str, Any]) -> dict[str, list[str]]:
    """The Parquet files of each config."""
    return {config: [part["file"] for part in splits.values()] for config, splits in manifest["configs"].items()}


def hashes(build: Path, manifest: Mapping[str, Any]) -> dict[str, str]:
    """SHA-256 of every file of the build. Raises InputError for a file that no build writes."""
    own = {file for files in parts(manifest).values() for file in files}
    found = sorted(path.relative_to(build).as_posix() for path in build.rglob("*") if not path.is_dir())
    strange = [name for name in found if name not in own and name not in REPORTS and name != AUDIT]
    if strange:
        more = f" and {len(strange) - 1} more" if len(strange) > 1 else ""
        raise InputError(f"{build / strange[0]}{more}: no file of a build; take it out of the folder, or build again")
    return {name: sha256(build / name) for name in found if name != AUDIT}


def tables(build: Path, files: list[str]) -> Iterator[Any]:
    """The record batches of Parquet files. Raises InputError for one that cannot be read."""
    import pyarrow
    import pyarrow.parquet as pq

    for name in files:
        try:
            yield from pq.ParquetFile(build / name).iter_batches(batch_size=16384)
        except (OSError, pyarrow.ArrowException):
            raise unreadable(build / name, "no Parquet", "run `alignsurvey build` again") from None


def texts_of(config: str, batch: Any) -> Iterator[tuple[str, str, list[str]]]:
    """(column, language, distinct texts) of a batch; record ids are in pieces, pseudonyms are left out."""
    import pyarrow.compute as pc

    pseudonyms = spec_of(config).with_role("id")
    for language in pc.unique(batch["language"]).to_pylist():
        rows = batch.filter(pc.equal(batch["language"], language))
        for column in rows.schema.names:
            if column not in pseudonyms:
                texts = [text for leaf in _leaves(rows[column]) for text in pc.unique(leaf).to_pylist() if text]
                yield (
                    column,
                    language,
                    [piece for text in texts for piece in text.split("/")] if column == "id" else texts,
                )


def _leaves(array: Any) -> Iterator[Any]:
    """The arrays of text inside a column, however nested."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
        yield from _leaves(pc.list_flatten(array))
    elif pa.types.is_struct(array.type):
        for place in range(array.type.num_fields):
            yield from _leaves(pc.struct_field(array, [place]))
    elif pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        yield array


def report_texts(build: Path, name: str) -> Iterator[tuple[str, bool]]:
    """(text, whether it is the documentation of a source) of a report: its keys and values, but for hashes."""
    again = "run `alignsurvey build` again"
    text = read_text(build / name, advice=again)
    value = parse_json(text, name, again) if name.endswith(".json") else {"": text.splitlines()}
    documented = value.pop("sources", []) if name == "manifest.json" else []
    yield from ((text, False) for text in _strings(value) if not _HASH.fullmatch(text))
    yield from ((text, True) for text in _strings(documented))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield str(name)
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
