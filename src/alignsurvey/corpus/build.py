"""From raw files to a data set: Parquet by config and split, manifest.json, privacy.json; one folder, one rename."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .. import __version__, privacy
from ..schema import InputError, Record, columns, features, replacing, sha256, write_json
from . import qualitative
from .anonymity import protect_records, protect_surveys
from .codebook import Codebook, read_codebook
from .contamination import TRAINING, evaluation, screen
from .context import Context
from .defects import Defects
from .groups import GROUP_CONFIGS, Asked, from_records, group_records
from .manifest import counts_of, front_page, no_answers_of, weighted_of
from .parquet import write_config
from .repeats import drop_repeats
from .sources import Corpus, corpus_at, every_corpus, home, how_to_obtain, of_dataset, raw_files
from .split import SPLITS, split_of
from .survey import ANSWER, Survey, find_layout, read_layout
from .tallies import write_tallies
from .unfinished import Elsewhere, Part, Unfinished
from .units import Config, keep_tables


@dataclass
class _Gathered:
    """What the corpora of a data set gave."""

    configs: dict[str, Config] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    privacy: dict[str, Any] = field(default_factory=dict)
    anonymity: dict[str, Any] = field(default_factory=dict)  # by corpus: what must hold, and what it cost
    unprotected: dict[str, Codebook] = field(default_factory=dict)  # by corpus that is screened before
    defects: dict[str, Defects] = field(default_factory=dict)  # by corpus of released records
    built: list[str] = field(default_factory=list)
    left_out: dict[str, Any] = field(default_factory=dict)  # by training config: counts by reason

    def config(self, name: str) -> Config:
        return self.configs.setdefault(name, Config(name))


def build_dataset(
    dataset: str | Path,
    raw: Path,
    out: Path,
    seed: int = 42,
    workers: int = 1,
    key: bytes | None = None,
    sources: Sequence[str] = (),
    root: Path | None = None,
    k: int | None = None,
    part: Part | None = None,
) -> dict[str, Any]:
    """Build `out`/<dataset> from the raw files under `raw` and return its manifest.

    Every corpus whose `dataset` is this one takes part; where `dataset` is the path of a codebook, that corpus alone,
    and the data set is called as it says. `raw` may also be the one raw file of a wave. Waves whose raw file is not
    there are left out and listed in the manifest under `absent`, unless `sources` names them. `k` respondents must
    share their quasi-identifiers, by default as many as the codebook says; 1 asks for nothing. Same raw files, seed
    and key: same bytes, whatever `workers`. Raises InputError; then nothing is written.

    What a killed build of this data set has finished is not done again. With a `part`, its share alone is made and kept
    for the build that follows, and nothing is returned: what a task of a cluster does.
    """
    if not raw.exists():
        raise InputError(f"{raw}: no such file or folder; --raw names the raw file, or the folder of the raw files")
    corpora = corpora_of(dataset, root)
    if k is not None:
        corpora = [replace(corpus, quasi=replace(corpus.quasi, k=k)) for corpus in corpora]
    dataset = corpora[0].dataset
    key = key if key is not None else privacy.load_key()
    unfinished = Unfinished.of(out, dataset, key)
    base = Context("", seed, key, workers, unfinished=unfinished, part=part)
    if part:
        _make_part(corpora, raw, out, base, set(sources), root)
        return {}
    with unfinished.until_done():
        return _whole(corpora, raw, out, base, set(sources), root)


def corpora_of(dataset: str | Path, root: Path | None = None) -> list[Corpus]:
    """The corpora of a data set, or the one whose codebook `dataset` is. Raises InputError when there is none."""
    own = isinstance(dataset, Path) or dataset.endswith((".yaml", ".yml"))
    return [corpus_at(Path(dataset))] if own else of_dataset(root or home() / "corpus_builders", str(dataset))


def _make_part(
    corpora: Sequence[Corpus], raw: Path, out: Path, base: Context, sources: set[str], root: Path | None
) -> None:
    """Make and keep a task's share of the interviews or of the tables."""
    assert base.part
    assert base.unfinished
    gathered = _gather(corpora, raw, base, sources)
    if base.part.stage == "tables":
        _screened(gathered, corpora[0].dataset, root, out, base.key)
        _protect_screened(gathered)
        for config in gathered.configs.values():
            keep_tables(config, base.seed, features(config.name).arrow_schema, base.unfinished, base.part)


def _whole(
    corpora: Sequence[Corpus], raw: Path, out: Path, base: Context, sources: set[str], root: Path | None
) -> dict[str, Any]:
    """Make all of a data set and write its folder; the manifest."""
    dataset = corpora[0].dataset
    gathered = _gather(corpora, raw, base, sources)
    contamination = _screened(gathered, dataset, root, out, base.key)
    _protect_screened(gathered)
    counts = counts_of(gathered.configs.values())
    with replacing(out / dataset) as folder:
        written = {
            name: write_config(config, folder / "data" / name, base)
            for name, config in sorted(gathered.configs.items())
        }
        manifest = {
            "dataset": dataset,
            "alignsurvey": __version__,
            "seed": base.seed,
            "configs": written,
            "respondents": _respondents(gathered.configs.values(), base.seed),
            "sources": [_facts(corpus) for corpus in corpora if corpus.name in gathered.built],
            "raw": gathered.raw,
            "absent": gathered.absent,
            "counts": counts,
            "weighted": weighted_of(gathered.configs.values()),
            "no_answer": no_answers_of(gathered.configs.values()),
            "k_anonymity": gathered.anonymity,
        }
        if gathered.left_out:
            manifest["left_out"] = gathered.left_out
        if gathered.defects:
            manifest["defects"] = {corpus: found.rows() for corpus, found in gathered.defects.items()}
            write_json(folder / "defects.json", {corpus: one.report() for corpus, one in gathered.defects.items()})
        write_json(folder / "manifest.json", manifest)
        write_json(folder / "privacy.json", gathered.privacy)
        (folder / "README.md").write_text(front_page(dataset, written), encoding="utf-8")
        surveys = [survey for config in gathered.configs.values() for survey in config.surveys]
        if surveys:
            write_tallies(folder / "counts.csv", [(survey.source, survey.counted) for survey in surveys])
        if contamination:
            write_json(folder / "contamination.json", contamination)
    return manifest


def _screened(gathered: _Gathered, dataset: str, root: Path | None, out: Path, key: bytes) -> dict[str, Any] | None:
    """Drop from training configs what evaluation data sets hold, and what is said twice; the report on the former.

    None where there is no such config.
    """
    if not TRAINING & set(gathered.configs):
        return None
    against = evaluation(dataset, every_corpus(root), out)
    report = {"dataset": dataset, **screen(gathered.configs, against, key)}
    for name, reasons in report["dropped"].items():
        gathered.left_out[name] = {"contamination": reasons}
    if qualitative.CONFIG in gathered.configs:
        repeats = drop_repeats(gathered.configs[qualitative.CONFIG])
        gathered.left_out[qualitative.CONFIG]["repeats"] = repeats["removed"]
        report["repeats"] = repeats
    return report


def _gather(corpora: Sequence[Corpus], raw: Path, base: Context, sources: set[str]) -> _Gathered:
    gathered, unknown = _Gathered(), set(sources)
    for corpus in corpora:
        if corpus.build or corpus.transcripts:
            unknown.discard(corpus.name)
            if not sources or corpus.name in sources:
                context = replace(base, corpus=corpus.name, facts={}, defects=Defects())
                _run(corpus, raw, context, gathered, required=bool(sources), alone=len(corpora) == 1)
        elif base.part and base.part.stage == "interviews":
            gathered.built.append(corpus.name)  # a survey is none of this task's work
            unknown.clear()
        else:
            codebook = read_codebook(corpus.codebook)
            unknown -= {wave.name for wave in codebook.waves}
            codebook = replace(codebook, quasi=replace(codebook.quasi, k=corpus.quasi.k))
            _read(corpus, codebook, raw, base.seed, base.key, sources, gathered)
    if unknown:
        raise InputError(f"no wave or corpus of this data set is called {sorted(unknown)[0]!r}")
    if not gathered.built:
        first = corpora[0]
        files = next(iter(gathered.absent.values()), "its raw files")
        where = "is not this file" if raw.is_file() else f"not found, here or in {first.name}/"
        raise InputError(f"{raw}: {files} {where}. To obtain: {how_to_obtain(first)}")
    return gathered


def _read(
    corpus: Corpus, codebook: Codebook, raw: Path, seed: int, key: bytes, sources: set[str], gathered: _Gathered
) -> None:
    """Read the waves of a codebook, and make the distributions of their groups."""
    surveys = []
    sole = sum(len(wave.layouts) for wave in codebook.waves) == 1
    for wave in codebook.waves:
        if sources and wave.name not in sources:
            continue
        found = find_layout(wave, raw, corpus.name, sole)
        files = " or ".join(layout.file for layout in wave.layouts)
        if found is None and sources:
            raise InputError(f"{raw}: {files} not found. To obtain: {how_to_obtain(corpus)}")
        if found is None:
            gathered.absent[wave.name] = files
            continue
        survey = read_layout(*found, wave.name, corpus.name, key)
        surveys.append(survey)
        if survey.left_out:
            gathered.absent[f"{wave.name} in part"] = f"{', '.join(survey.left_out.values())} of {survey.raw.name}"
        gathered.raw |= {path.name: sha256(path) for path in (survey.raw, *survey.joined)}
    if not surveys:
        return
    gathered.built.append(corpus.name)
    if codebook.config in TRAINING:
        gathered.unprotected[corpus.name] = codebook
        gathered.config(codebook.config).surveys += surveys
        return
    surveys = _protect(corpus.name, codebook, surveys, gathered)
    gathered.config(codebook.config).surveys += surveys
    group = GROUP_CONFIGS.get(codebook.config)
    if group and codebook.group_by:
        for survey in surveys:
            gathered.config(group).made += _groups(survey, codebook, seed)


def _protect(name: str, codebook: Codebook, surveys: Sequence[Survey], gathered: _Gathered) -> list[Survey]:
    """The waves of a corpus with k-anonymous profiles; notes what that cost."""
    made, facts = protect_surveys(surveys, codebook.quasi)
    gathered.anonymity[name] = facts
    gathered.privacy[name] = {**_survey_privacy(codebook, made), "k_anonymity": facts}
    return made


def _protect_screened(gathered: _Gathered) -> None:
    """Protect training corpora after the screening, because whom it dropped keeps nobody company."""
    for name, codebook in gathered.unprotected.items():
        config = gathered.configs.get(codebook.config, Config(codebook.config))
        own = [survey for survey in config.surveys if survey.corpus == name]
        others = [survey for survey in config.surveys if survey.corpus != name]
        config.surveys = [*others, *_protect(name, codebook, own, gathered)]


def _groups(survey: Survey, codebook: Codebook, seed: int) -> Iterable[tuple[str, Record]]:
    import polars as pl

    splits = [split_of(seed, person) for person in survey.frame["respondent_id"]]
    people = survey.frame.with_columns(pl.Series("split", splits), pl.lit(survey.language).alias("language"))
    items = []
    for item in survey.items:
        question = item.question
        asked = {"question_id": question.id, "question": question.text}
        answers = survey.frame[ANSWER + question.id]
        items.append(Asked(question.id, asked, question.choices, question.positions, answers))
    return group_records(survey.source, people, items, codebook.group_by, codebook.min_cell)


def _survey_privacy(codebook: Codebook, surveys: Sequence[Survey]) -> dict[str, Any]:
    """What keeps a survey's respondents unnamed: figures and the names of what is generalised."""
    layouts = [layout for wave in codebook.waves for layout in wave.layouts]
    banded = sorted({attribute.name for layout in layouts for attribute in layout.profile if attribute.bands})
    return {
        "respondents": sum(len(survey.frame) for survey in surveys),
        "respondent_ids": "HMAC-SHA256 pseudonyms with a key that stays with the builder",
        "banded_attributes": banded,
        "free_text_columns": 0,
        "group_min_cell": codebook.min_cell,
    }


def _run(corpus: Corpus, raw: Path, context: Context, gathered: _Gathered, *, required: bool, alone: bool) -> None:
    """Run a corpus's build.py and add its records, with the distributions of their groups."""
    folder, files = raw_files(corpus, raw, alone)
    if not files:
        if required:
            raise InputError(f"{folder}: no raw file of {corpus.name}. To obtain: {how_to_obtain(corpus)}")
        gathered.absent[corpus.name] = ", ".join(corpus.facts.get("files") or ["its raw files"])
        return
    records: dict[str, list[tuple[str | None, Record]]] = {}
    made = qualitative.records(folder, files, corpus, context) if corpus.transcripts else None
    gathered.built.append(corpus.name)
    try:
        for config, record in made or module_of(corpus).records(folder, context):
            records.setdefault(config, []).append((None, _checked(corpus.name, config, record)))
    except Elsewhere:
        return
    if context.defects and not records:
        kinds = ", ".join(sorted({row["kind"] for row in context.defects.rows()}))
        raise InputError(f"{corpus.name}: its files hold no record that can be used ({kinds}); get them anew")
    # Files of talk may be called after people; their numbers are published, not their names.
    gathered.raw |= {f"{corpus.name}/{number:04}{path.suffix}": sha256(path) for number, path in enumerate(files, 1)}
    records, gathered.anonymity[corpus.name] = protect_records(records, corpus.quasi)
    gathered.privacy[corpus.name] = context.facts | {"k_anonymity": gathered.anonymity[corpus.name]}
    if context.defects:
        gathered.defects[corpus.name] = context.defects
    for config, pairs in records.items():
        gathered.config(config).made += [(split, _worded(record)) for split, record in pairs]
        if config in GROUP_CONFIGS and corpus.group_by:
            split = [(split_of(context.seed, record["respondent_id"]), record) for _, record in pairs]
            groups = from_records(config, split, corpus.group_by, corpus.min_cell)
            gathered.config(GROUP_CONFIGS[config]).made += groups


def _checked(corpus: str, config: str, record: Record) -> Record:
    """The record, which has the columns of its config. Raises InputError naming corpus, record and column."""
    wrong = (record.keys() - {"worded"}) ^ (columns(config).keys() - {"prompt", "completion"})
    if wrong:
        raise InputError(f"{corpus}/build.py: {config} {record.get('id')}: column {min(wrong)!r} is missing or unknown")
    return record


def _worded(record: Record) -> Record:
    """The record with the messages that its build.py gives it, after its profile was protected."""
    if "worded" not in record:
        return record
    made = {name: value for name, value in record.items() if name != "worded"}
    return {**made, **record["worded"](made)}


def module_of(corpus: Corpus) -> Any:
    """The build.py of a corpus."""
    assert corpus.build
    spec = importlib.util.spec_from_file_location(f"corpus_builders.{corpus.name}", corpus.build)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _respondents(configs: Iterable[Config], seed: int) -> dict[str, int]:
    people = set(_people(configs))
    splits = [split_of(seed, person) for person in people]
    return {split: splits.count(split) for split in SPLITS}


def _people(configs: Iterable[Config]) -> Iterator[str]:
    for config in configs:
        for survey in config.surveys:
            yield from survey.frame["respondent_id"]
        yield from (record["respondent_id"] for _, record in config.made if record["respondent_id"] is not None)


def _facts(corpus: Corpus) -> dict[str, Any]:
    return {"synthetic": False, **corpus.facts, "corpus": corpus.name}
