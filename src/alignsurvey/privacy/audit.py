"""The gate before publishing: look through exactly the files that would go up, and say so without their text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..schema import InputError, sha256, write_json
from .engines import spans_batch
from .entities import SHAPED, base_language

K = 5  # respondents who share a profile; fewer are counted as small cells
_KEYS = {"id", "respondent_id", "respondent_ids", "interview_id", "source", "country", "language", "role"}


def audit(build: Path, k: int = K) -> dict[str, Any]:
    """Audit a built data set; writes <build>/audit.json and returns it.

    `passed` is false when a direct identifier that its shape tells (phone, e-mail, ID, card, account, plate) stands in
    any text column. `small_cells` counts, by config, respondents whose whole profile fewer than `k` share: it is
    reported, for the maintainer to judge, since providers of public-use files release finer profiles than these.
    `files` gives the SHA-256 of each file seen. Raises InputError where the build cannot be read.
    """
    _unchanged(build)
    found: Counter[str] = Counter()
    places: Counter[str] = Counter()
    cells: dict[str, dict[str, int]] = {}
    for config, names in _files(build).items():
        profiles: dict[str, str] = {}
        texts: dict[tuple[str, str], set[str]] = {}
        for name in names:
            for column, language, text in _texts(build / name, profiles):
                texts.setdefault((column, language), set()).update(text.splitlines())
        for (column, language), lines in sorted(texts.items()):
            for entity in _identifiers(sorted(lines), language):
                found[entity] += 1
                places[f"{config}.{column}"] += 1
        cells[config] = _small(profiles, k)
    report = {
        "passed": not found,
        "k": k,
        "direct_identifiers": dict(sorted(found.items())),
        "columns": dict(sorted(places.items())),
        "small_cells": cells,
        "files": {name: sha256(build / name) for name in _published(build)},
    }
    write_json(build / "audit.json", report)
    return report


def _files(build: Path) -> dict[str, list[str]]:
    try:
        configs = json.loads((build / "manifest.json").read_text(encoding="utf-8"))["configs"]
        return {config: [part["file"] for part in splits.values()] for config, splits in configs.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise InputError(f"{build}: no readable manifest.json; run `alignsurvey build` first") from None


def _published(build: Path) -> list[str]:
    parquet = [name for names in _files(build).values() for name in names]
    return [*parquet, *(name for name in ("manifest.json", "privacy.json") if (build / name).is_file())]


def _unchanged(build: Path) -> None:
    """Raises InputError where a file is not the one that was built."""
    _files(build)
    configs = json.loads((build / "manifest.json").read_text(encoding="utf-8"))["configs"]
    for part in (part for splits in configs.values() for part in splits.values()):
        if not (build / part["file"]).is_file() or sha256(build / part["file"]) != part["sha256"]:
            raise InputError(f"{build / part['file']}: not the file that was built; run `alignsurvey build` again")


def _texts(path: Path, profiles: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """(column, language, text) of every text of a file; notes each respondent's profile by the way."""
    import pyarrow
    import pyarrow.parquet as pq

    try:
        batches = pq.ParquetFile(path).iter_batches(batch_size=4096)
        for batch in batches:
            for row in batch.to_pylist():
                if row.get("profile") and row.get("respondent_id"):
                    profiles[row["respondent_id"]] = json.dumps(row["profile"], sort_keys=True)
                for column, value in row.items():
                    if column not in _KEYS:
                        yield from ((column, base_language(row["language"]), text) for text in _strings(value))
    except (OSError, pyarrow.ArrowException):
        raise InputError(f"{path}: cannot be read as Parquet; run `alignsurvey build` again") from None


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in _KEYS:
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _identifiers(lines: list[str], language: str) -> Iterable[str]:
    return (span.entity for spans in spans_batch(lines, language) for span in spans if span.entity in SHAPED)


def _small(profiles: Mapping[str, str], k: int) -> dict[str, int]:
    sizes = Counter(profiles.values())
    return {"respondents": len(profiles), "in_small_cells": sum(size for size in sizes.values() if size < k)}
