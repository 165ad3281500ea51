"""The gate before publishing: look through exactly the files that would go up, and say so without their text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...files.errors import InputError
from ...files.json import read_object, write_json
from ...schema import Record
from ...tasks import columns, spec_of
from ..entities import ENTITIES, SHAPED
from ..k_anonymity import K
from ..keys import load_key
from ..known_values import Raw, leaks, tokens
from ..languages import SHARED, languages
from ..recognise.engines import shaped_batch, shaped_language
from . import exposure
from . import published_files as built
from .seal import seal_of

OTHER = "OTHER"  # an entity, attribute or column whose name might itself be somebody's text
_CODES = (".source", ".country", ".language", ".question_id", ".attribute_group")
_UNLIKE_NAMES = ("EMAIL", "PHONE", "ID_NUMBER", "BANK_CARD")
_LONGEST = 60  # characters of an attribute's name in the report


def audit(
    build: Path,
    k: int = K,
    *,
    known: Iterable[tuple[str, str]] = (),
    quasi: Sequence[str] = (),
    raw: Raw | None = None,
    key: bytes | None = None,
) -> dict[str, Any]:
    """Audit a built data set; writes <build>/audit.json and returns it. `failures` says what must change, without text.

    Each of these fails the audit. `direct_identifiers`: what its shape tells (phone, e-mail, ID, card, account, plate),
    what is `known` as (entity, value), and the keys and values of the `raw` files, in any text, id or report;
    `raw_ids`: ids of respondents and interviews that are no keyed pseudonyms; `echoes`: records that say aloud a
    profile value which fewer than `k` respondents have; `quasi_identifiers`: by corpus, respondents who share one of
    the combinations that manifest.json lists, or that of `quasi`, with fewer than k - 1 others.

    For the maintainer to judge: `said_aloud`, by corpus, how many respondents say in their talk what k-anonymity
    left out of their profile or made coarser, as the build counted it on the raw profiles; `small_cells`, rare
    combinations over whole profiles; `raw_values`, whether raw files were searched. `files` has the SHA-256 of each
    file seen, and `seal` shows with `key`, the builder's, that nobody wrote the report by hand. Raises InputError
    where the build cannot be read, or changes meanwhile.
    """
    manifest = built.read_manifest(build)
    files = built.hashes(build, manifest)
    seen = _Seen(list(known), raw or Raw())
    for config, names in built.parts(manifest).items():
        for batch in built.tables(build, names):
            seen.read(config, batch)
    for name in files:
        if not name.endswith(".parquet"):
            seen.read_report(build, name)
    seen.search()
    report = {
        "k": k,
        "direct_identifiers": dict(sorted(seen.found.items())),
        "columns": dict(sorted(seen.places.items())),
        "raw_ids": seen.raw_ids,
        "echoes": _echoes(build, manifest, seen.people, k),
        "said_aloud": _said_aloud(build),
        "quasi_identifiers": exposure.quasi_report(seen.people, manifest, k, quasi),
        "small_cells": seen.people.small_cells(k),
        "raw_values": _raw_values(build, manifest, seen.people, raw),
        "files": files,
    }
    failures = _failures(report)
    report = {"passed": not failures, "failures": failures, **report}
    report["seal"] = seal_of(report, key or load_key())
    if built.hashes(build, manifest) != files:
        raise InputError(f"{build}: changed during the audit; run it again")
    write_json(build / built.AUDIT, report)
    return report


def figures(report: Mapping[str, Any]) -> Iterator[str]:
    """What the maintainer should weigh, a line each."""
    k = report["k"]
    for corpus, facts in report["quasi_identifiers"].items():
        if facts["combinations"]:
            combined = "; ".join(" x ".join(names) for names in facts["combinations"])
            yield f"{corpus}: {facts['rare']:,} of {facts['respondents']:,} respondents share {combined} with too few"
        if "answers_published" in facts:
            told = facts["answers_published"]
            yield (
                f"{corpus}: {told['rare']:,} of {told['respondents']:,} respondents are told apart by their answers of "
                "social_role, which are published as they are"
            )
    for corpus, facts in report["said_aloud"].items():
        if facts["respondents"]:
            named = ", ".join(f"{name} {count:,}" for name, count in facts["records"].items())
            yield (
                f"{corpus}: {facts['respondents']:,} of {facts['of']:,} respondents say in their talk what their "
                f"profile hides (records by attribute: {named})"
            )
    for config, cells in report["small_cells"].items():
        if cells["respondents"]:
            shared = f"{cells['in_small_cells']:,} of {cells['respondents']:,}"
            yield f"{config}: {shared} respondents have a whole profile that fewer than {k} share"
    raw = report["raw_values"]
    if raw["searched"]:
        common = f"{raw['too_common']:,} more are too short or too common to tell a person"
        yield f"raw files: {raw['keys']:,} keys and {raw['values']:,} values searched; {common}"
    else:
        yield "raw files: not searched; give --raw to search their keys, names and numbers"


def _failures(report: Mapping[str, Any]) -> list[str]:
    """What must change before the build may be published, a line each."""
    k, places = report["k"], ", ".join(report["columns"])
    lines = [f"{count} texts with {entity} in {places}" for entity, count in report["direct_identifiers"].items()]
    if report["raw_ids"]:
        lines.append(f"{report['raw_ids']} respondent ids that are no keyed pseudonyms")
    lines += [
        f"{n} records repeat a {name} that fewer than {k} respondents have" for name, n in report["echoes"].items()
    ]
    for corpus, facts in report["quasi_identifiers"].items():
        if facts["rare"]:
            lines.append(f"{facts['rare']} respondents of {corpus} share a combination with fewer than {k - 1} others")
    return lines


class _Seen:
    """What was found so far; each distinct line of a column is searched once."""

    def __init__(self, known: Sequence[tuple[str, str]], raw: Raw) -> None:
        self.known = [*known, *raw.values]
        self.keys = raw.keys
        self.found: Counter[str] = Counter()
        self.places: Counter[str] = Counter()
        self.people = exposure.People()
        self.raw_ids = 0
        self.lines: dict[tuple[str, str], set[str]] = {}  # (place, language) -> lines

    def read(self, config: str, batch: Any) -> None:
        self.raw_ids += exposure.raw_ids(config, batch)
        self.people.read(config, batch)
        for column, language, texts in built.texts_of(config, batch):
            place = f"{config}.{column if column in columns(config) else OTHER}"
            self._add(place, shaped_language(language), texts)

    def read_report(self, build: Path, name: str) -> None:
        for text, documented in built.report_texts(build, name):
            for language in (SHARED,) if documented else languages():
                self._add(f"{name} (sources)" if documented else name, language, [text])

    def _add(self, place: str, language: str, texts: Iterable[str]) -> None:
        lines = self.lines.setdefault((place, language), set())
        lines.update(line for text in texts for line in text.splitlines() if not exposure.PSEUDONYM.fullmatch(line))

    @staticmethod
    def _shaped(texts: Sequence[str], language: str) -> Iterator[str]:
        yield from (span.entity for spans in shaped_batch(texts, language) for span in spans)

    def search(self) -> None:
        for (place, language), lines in sorted(self.lines.items()):
            texts = sorted(lines)
            found: Counter[str] = Counter()
            if counted := _counted(place):
                found.update(entity for entity in self._shaped(texts, language) if entity in counted)
            found.update(leaks(texts, self.known) if self.known else {})
            if self.keys:
                found["RAW_KEY"] += len(self.keys & tokens(texts))
            for entity, count in found.items():
                name = entity if entity in (*ENTITIES, "RAW_KEY") else OTHER
                self.found[name] += count
                self.places[place] += count
        self.found, self.places = +self.found, +self.places


def _counted(place: str) -> tuple[str, ...]:
    """The shapes that tell something in a place: a name such as survey-2018 looks like an account, but is none."""
    if place.endswith((".id", "(sources)")):  # a provider's own address is no respondent's
        return ()
    return _UNLIKE_NAMES if place in built.REPORTS or place.endswith(_CODES) else SHAPED


def _echoes(build: Path, manifest: Mapping[str, Any], people: exposure.People, k: int) -> dict[str, int]:
    values = exposure.rare_values(people, k)
    spoken: Counter[str] = Counter()
    for config, names in built.parts(manifest).items():
        talk = spec_of(config).talk
        if values and talk:
            spoken += exposure.echoes(_rows(build, names), values, talk)
    return {name if len(name) <= _LONGEST else OTHER: count for name, count in sorted(spoken.items())}


def _rows(build: Path, names: list[str]) -> Iterator[Record]:
    for batch in built.tables(build, names):
        yield from batch.to_pylist()


def _privacy_report(build: Path) -> dict[str, Any]:
    return dict(read_object(build / "privacy.json")) if (build / "privacy.json").is_file() else {}


def _said_aloud(build: Path) -> dict[str, Any]:
    return {corpus: facts["said_aloud"] for corpus, facts in _privacy_report(build).items() if "said_aloud" in facts}


def _raw_values(build: Path, manifest: Mapping[str, Any], people: exposure.People, raw: Raw | None) -> dict[str, Any]:
    """Whether raw keys and values were searched: now, or by the build, which knows them, in each talk on its own.

    `unsearched` are the corpora with free text of which neither is true; `publish` refuses these.
    """
    privacy = _privacy_report(build)
    talked = [
        corpus for corpus, facts in (manifest.get("k_anonymity") or {}).items() if people.talked & set(facts["sources"])
    ]
    by_build = sorted(corpus for corpus in talked if "known_values" in privacy.get(corpus, {}))
    now = sorted(raw.corpora) if raw else []
    return {
        "searched": raw is not None,
        **({"keys": len(raw.keys), "values": len(raw.values), "too_common": raw.too_common} if raw else {}),
        "by_build": by_build,
        "unsearched": sorted(set(talked) - set(by_build) - set(now)),
    }
