"""What the corpora of a data set give: their surveys and records by config, with protected profiles, and the facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ...files.errors import InputError
from ...files.hashes import sha256
from ...schema import Record
from ...tasks import columns, spec_of
from ..codebook.codebook import Codebook, read_codebook
from ..codebook.sources import Corpus, how_to_obtain, raw_files
from ..context import Context
from ..defects import Defects
from ..interviews.anonymisation import STAGE, anonymise_share
from ..records.batteries import held_questions, with_new_questions
from ..records.chunks import Config
from ..records.groups import GroupItem, from_records, group_records
from ..records.hidden_answers import split_with_hidden
from ..records.profiles import protect_records, protect_surveys
from ..records.said_aloud import said_aloud
from ..survey.survey import ANSWER, Survey, find_layout, read_layout
from ..survey.weights import with_rounded_weights
from .corpus_code import corpus_records, raw_material


@dataclass
class Gathered:
    """What the corpora of a data set gave."""

    configs: dict[str, Config] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    privacy: dict[str, Any] = field(default_factory=dict)
    anonymity: dict[str, Any] = field(default_factory=dict)  # by corpus: what must hold, and what it cost
    unprotected: dict[str, Codebook] = field(default_factory=dict)  # by corpus that is screened before
    defects: dict[str, Defects] = field(default_factory=dict)  # by corpus of released records
    held: dict[str, list[str]] = field(default_factory=dict)  # by corpus: questions that new_questions holds out
    built: list[str] = field(default_factory=list)
    left_out: dict[str, Any] = field(default_factory=dict)  # by training config: counts by reason

    def sources(self) -> list[Config]:
        """The configs that hold what was read; not those that ask a part of it in another way."""
        return [config for config in self.configs.values() if not spec_of(config.name).new_items]

    def config(self, name: str) -> Config:
        return self.configs.setdefault(name, Config(name))


def gather(corpora: Sequence[Corpus], raw: Path, base: Context, sources: set[str]) -> Gathered:
    """Read the corpora of a data set.

    Args:
        corpora: those that belong to it.
        raw: the folder of the raw files, or the one raw file.
        base: the settings of the build; every corpus of talk gets a copy of its own.
        sources: names of the only waves or corpora to read; all where it is empty.

    Returns:
        Surveys and records by config, with facts for the manifest and the privacy report.

    Raises:
        InputError: a named source is unknown or its files are missing, or no corpus has raw files.
    """
    gathered, unknown = Gathered(), set(sources)
    for corpus in corpora:
        if corpus.build or corpus.transcripts:
            unknown.discard(corpus.name)
            if not sources or corpus.name in sources:
                context = replace(base, corpus=corpus.name, facts={}, defects=Defects())
                _gather_records(corpus, raw, context, gathered, required=bool(sources), alone=len(corpora) == 1)
        elif base.share and base.share.stage == STAGE:
            gathered.built.append(corpus.name)  # a survey is none of this task's work
            unknown.clear()
        else:
            codebook = read_codebook(corpus.codebook)
            unknown -= {wave.name for wave in codebook.waves}
            codebook = replace(codebook, quasi=replace(codebook.quasi, k=corpus.quasi.k))
            _gather_survey(corpus, codebook, raw, base, sources, gathered)
    if unknown:
        raise InputError(f"no wave or corpus of this data set is called {sorted(unknown)[0]!r}")
    if not gathered.built:
        first = corpora[0]
        files = next(iter(gathered.absent.values()), "its raw files")
        where = "is not this file" if raw.is_file() else f"not found, here or in {first.name}/"
        raise InputError(f"{raw}: {files} {where}. To obtain: {how_to_obtain(first)}")
    return gathered


def _gather_survey(
    corpus: Corpus, codebook: Codebook, raw: Path, base: Context, sources: set[str], gathered: Gathered
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
        survey = read_layout(*found, wave.name, corpus.name, base.key)
        surveys.append(replace(survey, frame=with_rounded_weights(survey.frame, base.round_weights)))
        if survey.left_out:
            gathered.absent[f"{wave.name} in part"] = f"{', '.join(survey.left_out.values())} of {survey.raw.name}"
        gathered.raw |= {path.name: sha256(path) for path in (survey.raw, *survey.joined)}
    if not surveys:
        return
    gathered.built.append(corpus.name)
    if spec_of(codebook.config).foundation:
        gathered.unprotected[corpus.name] = codebook
        gathered.config(codebook.config).surveys += surveys
        return
    surveys = _protect(corpus.name, codebook, surveys, gathered)
    gathered.config(codebook.config).surveys += surveys
    new = spec_of(codebook.config).new_questions
    held = held_questions(surveys, base.seed) if new and codebook.new_questions else set()
    if new and held:
        gathered.config(new).surveys += [with_new_questions(survey, held, base.seed) for survey in surveys]
        gathered.held[corpus.name] = sorted(held)
    group = spec_of(codebook.config).group
    if group and codebook.group_by:
        for survey in surveys:
            gathered.config(group).records += _groups(survey, codebook, base)


def _gather_records(
    corpus: Corpus, raw: Path, context: Context, gathered: Gathered, *, required: bool, alone: bool
) -> None:
    """Add the records of a corpus of talk or of released records, with the distributions of their groups."""
    folder, files = raw_files(corpus, raw, alone)
    if not files:
        if required:
            raise InputError(f"{folder}: no raw file of {corpus.name}. To obtain: {how_to_obtain(corpus)}")
        gathered.absent[corpus.name] = ", ".join(corpus.facts.get("files") or ["its raw files"])
        return
    records: dict[str, list[tuple[str | None, Record]]] = {}
    gathered.built.append(corpus.name)
    if context.share and context.share.stage == STAGE:
        material = raw_material(corpus, folder, files)
        anonymise_share(material.transcripts if material else (), context)
        return
    for config, record in corpus_records(corpus, folder, files, context):
        records.setdefault(config, []).append((None, _with_right_columns(corpus.name, config, record)))
    if context.defects and not records:
        kinds = ", ".join(sorted({row["kind"] for row in context.defects.rows()}))
        raise InputError(f"{corpus.name}: its files hold no record that can be used ({kinds}); download them again")
    # Files of talk may be called after people; their numbers are published, not their names.
    gathered.raw |= {f"{corpus.name}/{number:04}{path.suffix}": sha256(path) for number, path in enumerate(files, 1)}
    raw_records = records
    records, gathered.anonymity[corpus.name] = protect_records(records, corpus.quasi)
    gathered.privacy[corpus.name] = context.facts | {"k_anonymity": gathered.anonymity[corpus.name]}
    if said := said_aloud(raw_records, records):
        gathered.privacy[corpus.name]["said_aloud"] = said
    if context.defects:
        gathered.defects[corpus.name] = context.defects
    for config, pairs in records.items():
        gathered.config(config).records += [(split, _with_messages(record)) for split, record in pairs]
        group = spec_of(config).group
        if group and corpus.group_by:
            split = [
                (split_with_hidden(context.seed, record["respondent_id"], context.hidden), record)
                for _, record in pairs
            ]
            groups = from_records(config, split, corpus.group_by, corpus.min_cell)
            gathered.config(group).records += groups


def _with_right_columns(corpus: str, config: str, record: Record) -> Record:
    """The record, which has the columns of its config. Raises InputError naming corpus, record and column."""
    wrong = (record.keys() - {"messages"}) ^ (columns(config).keys() - {"prompt", "completion", "target"})
    if wrong:
        raise InputError(f"{corpus}/build.py: {config} {record.get('id')}: column {min(wrong)!r} is missing or unknown")
    return record


def _with_messages(record: Record) -> Record:
    """The record with the messages that its build.py gives it, after its profile was protected."""
    if "messages" not in record:
        return record
    made = {name: value for name, value in record.items() if name != "messages"}
    return {**made, **record["messages"](made)}


def _groups(survey: Survey, codebook: Codebook, base: Context) -> Iterable[tuple[str, Record]]:
    import polars as pl

    splits = [split_with_hidden(base.seed, person, base.hidden) for person in survey.frame["respondent_id"]]
    people = survey.frame.with_columns(pl.Series("split", splits), pl.lit(survey.language).alias("language"))
    items = []
    for item in survey.items:
        question = item.question
        asked = {"question_id": question.id, "question": question.text}
        if survey.prompt_language:
            asked["prompt_language"] = survey.prompt_language
        answers = survey.frame[ANSWER + question.id]
        items.append(GroupItem(question.id, asked, question.choices, question.positions, answers))
    return group_records(survey.source, people, items, codebook.group_by, codebook.min_cell)


def _protect(name: str, codebook: Codebook, surveys: Sequence[Survey], gathered: Gathered) -> list[Survey]:
    """The waves of a corpus with k-anonymous profiles; notes what that cost."""
    made, facts = protect_surveys(surveys, codebook.quasi)
    gathered.anonymity[name] = facts
    gathered.privacy[name] = {**_survey_privacy(codebook, made), "k_anonymity": facts}
    return made


def protect_screened(gathered: Gathered) -> None:
    """Protect training corpora after decontamination, because respondents whom it dropped must not count towards k."""
    for name, codebook in gathered.unprotected.items():
        config = gathered.configs.get(codebook.config, Config(codebook.config))
        own = [survey for survey in config.surveys if survey.corpus == name]
        others = [survey for survey in config.surveys if survey.corpus != name]
        config.surveys = [*others, *_protect(name, codebook, own, gathered)]


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
