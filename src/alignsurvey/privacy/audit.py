"""The gate before publishing: look through exactly the files that would go up, and say so without their text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..schema import InputError, Record, sha256, write_json
from . import exposure
from .engines import shaped_batch
from .entities import base_language
from .kanonymity import K
from .known import leaks

_KEYS = {"id", "respondent_id", "respondent_ids", "interview_id", "source", "country", "language", "role"}


def audit(
    build: Path, k: int = K, *, known: Iterable[tuple[str, str]] = (), quasi: Sequence[str] | None = None
) -> dict[str, Any]:
    """Audit a built data set; writes <build>/audit.json and returns it. `failures` says what must change, without text.

    `direct_identifiers` that their shape tells (phone, e-mail, ID, card, account, plate), or that are `known` (entity,
    value) of the respondents, in any text column; `raw_ids`: respondent ids that are no keyed pseudonyms; `echoes`:
    records that say aloud a profile value which fewer than `k` respondents have; each fails the audit. So do
    `quasi_identifiers`, respondents who share their `quasi` attributes with fewer than k - 1 others, where these are
    given or manifest.json lists them under quasi_identifiers. `small_cells` counts the same over whole profiles, by
    config: reported for the maintainer to judge, since providers of public-use files release finer profiles than these.
    `files` gives the SHA-256 of each file seen. Raises InputError where the build cannot be read.
    """
    manifest = _unchanged(build)
    declared = list(quasi) if quasi is not None else manifest.get("quasi_identifiers")
    seen = _Seen(list(known))
    cells = {}
    for config, names in _files(build).items():
        cells[config] = _small(seen.read(config, _rows(build, names)), k)
    values = exposure.rare_values(seen.profiles, k)
    spoken: Counter[str] = Counter()
    for names in _files(build).values() if values else ():
        spoken += exposure.echoes(_rows(build, names), values)
    report = {
        "k": k,
        "direct_identifiers": dict(sorted(seen.found.items())),
        "columns": dict(sorted(seen.places.items())),
        "raw_ids": seen.raw_ids,
        "echoes": dict(sorted(spoken.items())),
        "quasi_identifiers": exposure.rare_combinations(seen.profiles, declared or (), k),
        "small_cells": cells,
        "files": {name: sha256(build / name) for name in _published(build)},
    }
    failures = _failures(report)
    report = {"passed": not failures, "failures": failures, **report}
    write_json(build / "audit.json", report)
    return report


def _failures(report: Mapping[str, Any]) -> list[str]:
    """What must change before the build may be published, a line each."""
    k, places = report["k"], ", ".join(report["columns"])
    lines = [f"{count} texts with {entity} in {places}" for entity, count in report["direct_identifiers"].items()]
    if report["raw_ids"]:
        lines.append(f"{report['raw_ids']} respondent ids that are no keyed pseudonyms")
    lines += [
        f"{n} records repeat a {name} that fewer than {k} respondents have" for name, n in report["echoes"].items()
    ]
    cells = report["quasi_identifiers"]
    if cells["rare"]:
        attributes = ", ".join(cells["attributes"])
        lines.append(f"{cells['rare']} respondents share their {attributes} with fewer than {k - 1} others")
    return lines


class _Seen:
    """What was found so far; each distinct line of a column is searched once."""

    def __init__(self, known: Sequence[tuple[str, str]]) -> None:
        self.known = known
        self.found: Counter[str] = Counter()
        self.places: Counter[str] = Counter()
        self.profiles: dict[str, dict[str, str]] = {}
        self.raw_ids = 0

    def read(self, config: str, rows: Iterable[Record]) -> dict[str, str]:
        """Search the records of a config; returns the whole profile of each of its respondents, as one text."""
        whole: dict[str, str] = {}
        lines: dict[tuple[str, str], set[str]] = {}
        for row in rows:
            self.raw_ids += exposure.raw_ids(row)
            profile = exposure.profile_of(row)
            if profile is not None:
                self.profiles.setdefault(row["respondent_id"], profile)
                whole[row["respondent_id"]] = json.dumps(profile, sort_keys=True)
            for column, value in row.items():
                if column not in _KEYS:
                    place = lines.setdefault((column, base_language(row["language"])), set())
                    place.update(line for text in _strings(value) for line in text.splitlines())
        for (column, language), texts in sorted(lines.items()):
            self._search(f"{config}.{column}", sorted(texts), language)
        return whole

    def _search(self, place: str, texts: list[str], language: str) -> None:
        found = Counter(span.entity for spans in shaped_batch(texts, language) for span in spans)
        found.update(leaks(texts, self.known) if self.known else {})
        self.found += found
        if found:
            self.places[place] += found.total()


def _files(build: Path) -> dict[str, list[str]]:
    try:
        configs = json.loads((build / "manifest.json").read_text(encoding="utf-8"))["configs"]
        return {config: [part["file"] for part in splits.values()] for config, splits in configs.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise InputError(f"{build}: no readable manifest.json; run `alignsurvey build` first") from None


def _published(build: Path) -> list[str]:
    parquet = [name for names in _files(build).values() for name in names]
    return [*parquet, *(name for name in ("manifest.json", "privacy.json") if (build / name).is_file())]


def _unchanged(build: Path) -> dict[str, Any]:
    """The manifest. Raises InputError where a file is not the one that was built."""
    _files(build)
    manifest: dict[str, Any] = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    for part in (part for splits in manifest["configs"].values() for part in splits.values()):
        if not (build / part["file"]).is_file() or sha256(build / part["file"]) != part["sha256"]:
            raise InputError(f"{build / part['file']}: not the file that was built; run `alignsurvey build` again")
    return manifest


def _rows(build: Path, names: Sequence[str]) -> Iterator[Record]:
    import pyarrow
    import pyarrow.parquet as pq

    for name in names:
        try:
            for batch in pq.ParquetFile(build / name).iter_batches(batch_size=4096):
                yield from batch.to_pylist()
        except (OSError, pyarrow.ArrowException):
            raise InputError(f"{build / name}: cannot be read as Parquet; run `alignsurvey build` again") from None


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


def _small(profiles: Mapping[str, str], k: int) -> dict[str, int]:
    sizes = Counter(profiles.values())
    return {"respondents": len(profiles), "in_small_cells": sum(size for size in sizes.values() if size < k)}
