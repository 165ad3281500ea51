"""What the evaluation data sets hold, and what must not be trained on. It stays in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...files.errors import InputError
from ...files.hashes import sha256
from ...files.json import read_object
from ...tasks import Spec, spec_of
from ...tasks.spec import TURNS
from ..codebook.codebook import Attribute, Codebook, Layout, read_codebook
from ..codebook.sources import Corpus
from .ngrams import is_distinctive, normalised, token_numbers
from .passages import NGRAM, Passages, passages
from .same_answers import answers_in

WORDING, TEXT = "question wording", "text"


@dataclass(frozen=True)
class Wave:
    """A wave of an evaluation codebook, as far as its respondents can be identified by their raw keys."""

    dataset: str
    corpus: str
    name: str
    source: str
    panel: bool
    countries: frozenset[str]


@dataclass
class Evaluation:
    """What must not be trained on. `wordings`: normalised wording -> the sets of choices that it is asked with.

    `people`: data set -> pseudonyms of its respondents; `raw`: hashes of raw files; `answers`: tables
    by which people are known under another key; `facts` go into the report.
    """

    wordings: dict[str, set[frozenset[str]]] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    waves: list[Wave] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    people: dict[str, set[str]] = field(default_factory=dict)
    raw: set[str] = field(default_factory=set)
    answers: list[Any] = field(default_factory=list)
    passages: Passages = field(default_factory=lambda: passages({}))
    facts: dict[str, Any] = field(default_factory=dict)

    def add(self, wording: str, choices: Iterable[str]) -> None:
        known_choices = frozenset(normalised(choice) for choice in choices)
        self.wordings.setdefault(normalised(wording), set()).add(known_choices)


def evaluation(dataset: str, corpora: Sequence[Corpus], out: Path) -> Evaluation:
    """What the evaluation data sets hold.

    Args:
        dataset: the data set to be built, which is not compared with itself.
        corpora: all corpora; the codebooks of other data sets that evaluate are read.
        out: the folder of builds; what is built there is read, too.

    Returns:
        Wordings, texts, respondents and files to keep out of training; `facts` are counts for the report.

    Raises:
        InputError: a folder of `out` has a manifest.json that is none.
    """
    found = Evaluation()
    written: dict[str, list[str]] = {WORDING: [], TEXT: []}
    for corpus in corpora:
        if corpus.dataset != dataset and corpus.codebook.is_file():
            codebook = read_codebook(corpus.codebook)
            if not spec_of(codebook.config).foundation:
                written[WORDING] += _declared(found, corpus, codebook)
    built = {}
    for path in sorted(out.glob("*/manifest.json")):
        manifest = _manifest(path)
        if manifest["dataset"] != dataset and not all(spec_of(config).foundation for config in manifest["configs"]):
            built[manifest["dataset"]] = sha256(path)
            for kind, text in _built(found, path.parent, manifest):
                written[kind].append(text)
    found.passages = passages(written)
    found.facts = {
        "datasets": sorted({wave.dataset for wave in found.waves} | set(built)),
        "manifests": built,
        "waves": len(found.waves),
        "wordings": len(found.wordings),
        "texts": len(found.texts),
        "n_grams": found.passages.count(NGRAM),
        "respondents": sum(len(people) for people in found.people.values()),
    }
    return found


def _declared(found: Evaluation, corpus: Corpus, codebook: Codebook) -> Iterator[str]:
    """Wordings, choices, sources and waves of a codebook; yields the wordings."""
    for wave in codebook.waves:
        for layout in wave.layouts:
            found.sources.add(layout.source)
            found.waves.append(
                Wave(corpus.dataset, corpus.name, wave.name, layout.source, layout.panel, _countries(layout))
            )
            for item in layout.items:
                for _, wording in item.versions:
                    found.add(wording, item.question.choices)
                    yield wording


def _countries(layout: Layout) -> frozenset[str]:
    country = layout.country
    return frozenset(country.codes.values() if isinstance(country, Attribute) else [country])


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = read_object(path)
        if isinstance(manifest["dataset"], str) and isinstance(manifest["configs"], dict):
            return dict(manifest)
    except (InputError, KeyError, TypeError):
        pass
    raise InputError(f"{path}: no manifest of a build; remove that folder, or build it again")


def _built(found: Evaluation, folder: Path, manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Texts, wordings, sources and respondents of a built data set; yields (kind, text) of texts and wordings."""
    import polars as pl

    found.raw |= set(manifest.get("raw", {}).values())
    people = found.people.setdefault(manifest["dataset"], set())
    for config, splits in manifest["configs"].items():
        spec = spec_of(config)
        names = _text_columns(spec)
        for facts in splits.values():
            frame = pl.read_parquet(folder / facts["file"], columns=["source", "respondent_id", *names])
            found.sources |= set(frame["source"].unique())
            people |= set(frame["respondent_id"].drop_nulls().unique())
            if spec.score == "choice":
                found.answers.append(answers_in(folder / facts["file"]))
            for name in names:
                for text in _texts(frame[name]):
                    is_wording = spec.columns[name].role == "wording"
                    if is_wording:
                        found.wordings.setdefault(normalised(text), set())
                    elif is_distinctive(token_numbers(text)):
                        found.texts.add(normalised(text))
                    yield WORDING if is_wording else TEXT, text


def _text_columns(spec: Spec) -> list[str]:
    """Columns of wording and talk. The annotators' notes are left out: `reasoning` repeats them."""
    return [name for name in spec.with_role("wording", "talk") if spec.columns[name].type in ("string", TURNS.type)]


def _texts(series: Any) -> list[str]:
    """Distinct texts of a column of texts or of speaker turns."""
    import polars as pl

    if series.dtype != pl.String:
        series = series.explode().struct.field("text")
    return series.drop_nulls().unique(maintain_order=True).to_list()
