"""From raw files to a data set: Parquet by config and split, manifest.json, privacy.json; one folder, one rename."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ... import __version__, privacy
from ...files.atomic import replacing
from ...files.errors import InputError
from ...files.json import write_json
from ...privacy.keys import key_mark
from ...project import project_root
from ...tasks import arrow_schema, spec_of
from ..codebook.sources import Corpus, corpus_at, every_corpus, of_dataset
from ..context import Context
from ..decontaminate.repeats import drop_repeats
from ..decontaminate.screen import evaluation, screen
from ..interviews import qualitative
from ..records.chunks import Config, store_tables
from ..records.hidden_answers import check_hidden, split_with_hidden
from ..records.split import HIDDEN, SPLITS
from ..survey.answer_counts import write_tallies
from ..unfinished import Share, Unfinished
from .earlier_release import EarlierRelease, refuse_disclosure
from .gather import Gathered, gather, protect_screened
from .manifest import counts_of, front_page, no_answers_of, public_part, weighted_of
from .parquet import write_config
from .survey_facts import notes_of, profile_counts_of, rows_of


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
    share: Share | None = None,
    round_weights: int | None = None,
    earlier: EarlierRelease | None = None,
    hidden: float = 0.0,
) -> dict[str, Any]:
    """Build a data set from raw files. Same raw files, seed and key: same bytes, whatever `workers`.

    The same call resumes a killed build.

    Args:
        dataset: its name, to which every corpus with this `dataset` belongs; or the path of a codebook.yaml or
            SOURCE.yaml, which is then the only corpus.
        raw: the folder of the raw files, or the one raw file of a wave. A wave without its file is left out and listed
            in the manifest under `absent`.
        out: the folder in which the data set gets its folder, and in which earlier builds lie.
        seed: of the order of choices and the split.
        workers: number of processes.
        key: of the pseudonyms; by default that of the key file.
        sources: names of the only waves or corpora to build; their files must be there.
        root: where the corpora are, by default those of the checkout.
        k: respondents who must share their quasi-identifiers; by default as the codebook says; 1 requires nothing.
        round_weights: decimals of the published weights; by default they stay as they are.
        earlier: the release before, and what the maintainer allows; by default the build that is replaced.
        hidden: share (0 to 1) of the test respondents whose answers are not published: split `hidden` of the data set
            has their prompts and choices, and the folder `out`/<dataset>-answers beside it, for the builder alone,
            their answers.
        share: for a task of a cluster: make and store this part alone.

    Returns:
        The manifest; empty for a `share`.

    Raises:
        InputError: something given cannot be used; then nothing is written.
    """
    if not raw.exists():
        raise InputError(f"{raw}: no such file or folder; --raw names the raw file, or the folder of the raw files")
    corpora = corpora_of(dataset, root)
    if k is not None:
        corpora = [replace(corpus, quasi=replace(corpus.quasi, k=k)) for corpus in corpora]
    dataset = corpora[0].dataset
    key = key if key is not None else privacy.load_key()
    unfinished = Unfinished.of(out, dataset, key)
    base = Context(
        "", seed, key, workers, unfinished=unfinished, share=share, round_weights=round_weights, hidden=hidden
    )
    if share:
        _make_share(corpora, raw, out, base, set(sources), root)
        return {}
    with unfinished.until_done():
        return _build_all(corpora, raw, out, base, set(sources), root, earlier or EarlierRelease())


def corpora_of(dataset: str | Path, root: Path | None = None) -> list[Corpus]:
    """The corpora of a data set, or the one whose codebook `dataset` is. Raises InputError when there is none."""
    own = isinstance(dataset, Path) or dataset.endswith((".yaml", ".yml"))
    return [corpus_at(Path(dataset))] if own else of_dataset(root or project_root() / "corpus_builders", str(dataset))


def _make_share(
    corpora: Sequence[Corpus], raw: Path, out: Path, base: Context, sources: set[str], root: Path | None
) -> None:
    """Make and keep a task's share of the interviews or of the tables."""
    assert base.share
    assert base.unfinished
    gathered = gather(corpora, raw, base, sources)
    if base.share.stage == "tables":
        _decontaminate(gathered, corpora[0].dataset, root, out, base.key)
        protect_screened(gathered)
        for config in gathered.configs.values():
            store_tables(config, base.seed, arrow_schema(config.name), base.unfinished, base.share)


def _build_all(
    corpora: Sequence[Corpus],
    raw: Path,
    out: Path,
    base: Context,
    sources: set[str],
    root: Path | None,
    earlier: EarlierRelease,
) -> dict[str, Any]:
    """Make all of a data set and write its folder; the manifest."""
    dataset = corpora[0].dataset
    gathered = gather(corpora, raw, base, sources)
    contamination = _decontaminate(gathered, dataset, root, out, base.key)
    protect_screened(gathered)
    check_hidden(base.hidden, gathered.configs)
    if not base.hidden:
        return _write(gathered, corpora, contamination, out / dataset, base, earlier, None)
    with replacing(out / f"{dataset}-answers", private=True) as answers:
        answers.mkdir()
        return _write(gathered, corpora, contamination, out / dataset, base, earlier, answers)


def _write(
    gathered: Gathered,
    corpora: Sequence[Corpus],
    contamination: dict[str, Any] | None,
    place: Path,
    base: Context,
    earlier: EarlierRelease,
    answers: Path | None,
) -> dict[str, Any]:
    """Write the folder of a data set, and the hidden answers into `answers`; the manifest."""
    dataset, public = place.name, public_part(gathered.sources(), base)
    counts = counts_of(public)
    with replacing(place) as folder:
        written = {
            name: write_config(config, folder / "data" / name, base, answers and answers / "data" / f"{name}.parquet")
            for name, config in sorted(gathered.configs.items())
        }
        manifest = {
            "dataset": dataset,
            "alignsurvey": __version__,
            "seed": base.seed,
            "key": key_mark(base.key, dataset),
            "configs": written,
            "respondents": _respondents(gathered.configs.values(), base),
            "sources": [_facts(corpus) for corpus in corpora if corpus.name in gathered.built],
            "raw": {}
            if answers
            else gathered.raw,  # a hash of the raw files would tell whether a guess of an answer is right
            "absent": gathered.absent,
            "counts": counts,
            "weighted": weighted_of(public),
            "no_answer": {} if answers else no_answers_of(gathered.sources()),
            "k_anonymity": gathered.anonymity,
            "rows": rows_of(gathered.sources()),
            "profile": profile_counts_of(gathered.sources()),
        }
        if answers:
            manifest["hidden"] = base.hidden
            facts = {"answers_of": dataset, "raw": gathered.raw, "configs": sorted(written)}
            write_json(answers / "answers.json", facts)
        if base.round_weights is not None:
            manifest["round_weights"] = base.round_weights
        if gathered.held:
            manifest["new_questions"] = gathered.held
        if gathered.left_out:
            manifest["left_out"] = gathered.left_out
        if gathered.defects:
            manifest["defects"] = {corpus: found.rows() for corpus, found in gathered.defects.items()}
            write_json(folder / "defects.json", {corpus: one.report() for corpus, one in gathered.defects.items()})
        write_json(folder / "manifest.json", manifest)
        write_json(folder / "privacy.json", gathered.privacy)
        (folder / "README.md").write_text(front_page(dataset, written), encoding="utf-8")
        surveys = [survey for config in gathered.sources() for survey in config.surveys]
        if surveys:
            write_tallies((answers or folder) / "counts.csv", [(survey.source, survey.counted) for survey in surveys])
        if contamination:
            write_json(folder / "contamination.json", contamination)
        refuse_disclosure(earlier, place, folder)
    return {**manifest, "notes": notes_of(gathered.configs.values())}


def _decontaminate(gathered: Gathered, dataset: str, root: Path | None, out: Path, key: bytes) -> dict[str, Any] | None:
    """Drop from training configs what evaluation data sets hold, and what is said twice; the report on the former.

    None where there is no such config.
    """
    if not any(spec_of(config).foundation for config in gathered.configs):
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


def _respondents(configs: Iterable[Config], base: Context) -> dict[str, int]:
    people = set(_people(configs))
    splits = [split_with_hidden(base.seed, person, base.hidden) for person in people]
    return {split: splits.count(split) for split in ((*SPLITS, HIDDEN) if base.hidden else SPLITS)}


def _people(configs: Iterable[Config]) -> Iterator[str]:
    for config in configs:
        for survey in config.surveys:
            yield from survey.frame["respondent_id"]
        yield from (record["respondent_id"] for _, record in config.records if record["respondent_id"] is not None)


def _facts(corpus: Corpus) -> dict[str, Any]:
    return {"synthetic": False, **corpus.facts, "corpus": corpus.name}
