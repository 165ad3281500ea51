"""Counts by question, to compare with those that the provider publishes, and the manifest as a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...schema import in_scale_order
from ...tasks import spec_of
from ..records.hidden_answers import split_with_hidden
from ..records.split import HIDDEN
from ..survey.answer_counts import no_answers
from ..survey.survey import ANSWER
from .survey_facts import facts_in_words

if TYPE_CHECKING:
    from ..context import Context
    from ..records.chunks import Config

Counts = dict[str, dict[str, int]]


def public_part(configs: Iterable[Config], base: Context) -> list[Config]:
    """The configs without the respondents whose answers are hidden."""
    import polars as pl

    if not base.hidden:
        return list(configs)

    def is_public(person: str | None) -> bool:
        return person is None or split_with_hidden(base.seed, person, base.hidden) != HIDDEN

    found = []
    for config in configs:
        masks = [pl.Series(map(is_public, one.frame["respondent_id"]), dtype=pl.Boolean) for one in config.surveys]
        pairs = zip(config.surveys, masks, strict=True)
        surveys = [replace(survey, frame=survey.frame.filter(mask)) for survey, mask in pairs]
        records = [(split, record) for split, record in config.records if is_public(record["respondent_id"])]
        found.append(replace(config, surveys=surveys, records=records))
    return found


def counts_of(configs: Iterable[Config]) -> Counts:
    """Unweighted answers: "<source>/<question id>" -> choice -> n, in scale order. Groups are not counted."""
    counts: Counts = {}
    for config in configs:
        for survey in config.surveys:
            for item in survey.items:
                tally = dict(survey.frame[ANSWER + item.question.id].drop_nulls().value_counts().iter_rows())
                into = counts.setdefault(f"{survey.source}/{item.question.id}", {})
                for index, choice in enumerate(item.question.choices):
                    into[choice] = into.get(choice, 0) + int(tally.get(index, 0))
        for _, record in config.records:
            if record["respondent_id"] is not None and "answer" in record and "question_id" in record:
                into = counts.setdefault(f"{record['source']}/{record['question_id']}", {})
                for index in in_scale_order(record["scale"]):
                    choice = record["choices"][index]
                    into[choice] = into.get(choice, 0) + (index == record["answer"])
    return {name: tally for name, tally in counts.items() if any(tally.values())}


def weighted_of(configs: Iterable[Config]) -> dict[str, dict[str, float]]:
    """The weighted share of each choice, as `counts_of` names them, for surveys whose respondents differ in weight."""
    shares: dict[str, dict[str, float]] = {}
    for survey in (survey for config in configs for survey in config.surveys):
        if survey.frame["weight"].n_unique() < 2:
            continue
        for item in survey.items:
            given = survey.frame.select(ANSWER + item.question.id, "weight").drop_nulls()
            # In row order, so that the sums are the same to the last bit however many threads there are.
            sums = np.bincount(given[:, 0].to_numpy(), given[:, 1].to_numpy(), len(item.question.choices))
            if total := float(sums.sum()):
                shares[f"{survey.source}/{item.question.id}"] = {
                    choice: round(float(part) / total, 4)
                    for choice, part in zip(item.question.choices, sums, strict=True)
                }
    return shares


def no_answers_of(configs: Iterable[Config]) -> dict[str, dict[str, int]]:
    """Question -> code and label of what is no answer -> rows of the raw file."""
    return {
        f"{survey.source}/{question}": rows
        for config in configs for survey in config.surveys for question, rows in no_answers(survey.counted).items()
    }  # fmt: skip


def front_page(dataset: str, configs: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """README.md of a build, whose front matter lets `load_dataset` read the folder by the names of its configs.

    Splits without rows are left out, because none can be loaded.
    """
    full = {name: [(split, facts["file"]) for split, facts in splits.items() if facts["rows"]]
            for name, splits in configs.items()}  # fmt: skip
    full = {name: files for name, files in full.items() if files}
    default = next((name for name in full if spec_of(name).score == "choice"), next(iter(full), None))
    lines = ["---", "configs:"]
    for name, files in full.items():
        lines += [f"- config_name: {name}", *(["  default: true"] if name == default else []), "  data_files:"]
        lines += [line for split, file in files for line in (f"  - split: {split}", f"    path: {file}")]
    lines += [
        "---", f"# {dataset}", "",
        f'Built by alignsurvey. Load: `load_dataset("this folder", "{default}")`. manifest.json tells what it '
        "was built from, its counts and its licence; counts.csv counts each code, to lay beside the provider's counts.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def build_summary(manifest: Mapping[str, Any]) -> str:
    """What was built as text: counts by question, rows by config and split, respondents, waves that were not there."""
    counts = manifest["counts"]
    width = max((len(name) for name in counts), default=0)
    lines = list(facts_in_words(manifest))
    for name, tally in counts.items():
        answers = ", ".join(f"{choice} {n:,}" for choice, n in tally.items())
        lines.append(f"{name:<{width}} {sum(tally.values()):>9,}  {answers}")
        if shares := manifest.get("weighted", {}).get(name):
            lines.append(
                "    weighted: " + ", ".join(f"{choice} {100 * share:.1f}%" for choice, share in shares.items())
            )
        if rows := manifest.get("no_answer", {}).get(name):
            lines.append("    no answer: " + ", ".join(f"{code} {n:,}" for code, n in rows.items()))
    for config, splits in manifest["configs"].items():
        lines.append(f"{config}: " + ", ".join(f"{split} {facts['rows']:,} rows" for split, facts in splits.items()))
        lines += _left_out(manifest.get("left_out", {}).get(config, {}))
    lines.append("respondents: " + ", ".join(f"{split} {n:,}" for split, n in manifest["respondents"].items()))
    lines += [line for corpus, facts in manifest["k_anonymity"].items() for line in _anonymity(corpus, facts)]
    lines += [line for corpus, found in manifest.get("defects", {}).items() for line in _defects(corpus, found)]
    lines += [f"not built: {wave}, because {files} is not there" for wave, files in manifest["absent"].items()]
    return "\n".join(lines)


def _left_out(reasons: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """What a training config does not hold: what evaluations hold, and what repeats another interview."""
    for why, counts in reasons.items():
        reasons_text = ", ".join(f"{reason} {count:,}" for reason, count in counts.items())
        yield f"    left out, {why}: {reasons_text or 'nothing'}"


def _defects(corpus: str, found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """What was wrong with released records: a line for each kind and file."""
    rows = [(f"{row['count']:,}", row["kind"], row["file"], row["treatment"]) for row in found]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    yield f"defects of {corpus}: {len(rows)} kinds by file" + (", records and places in defects.json" if rows else "")
    for count, kind, file, treatment in rows:
        yield f"  {count:>{widths[0]}}  {kind:<{widths[1]}}  {file:<{widths[2]}}  {treatment}"


def _anonymity(corpus: str, facts: Mapping[str, Any]) -> Iterator[str]:
    """The rule of k-anonymity and its cost."""
    if "rare_before" not in facts:
        yield f"k-anonymity of {corpus}: not asked for, or no profile is published"
        return
    sets = "; ".join(" x ".join(names) for names in facts["quasi_identifiers"])
    lost = ", ".join(f"{name} {n:,}" for name, n in facts["suppressed"].items()) or "none"
    coarser = ", ".join(f"{name} by {n}" for name, n in facts["generalised"].items()) or "none"
    yield f"k-anonymity of {corpus}, k = {facts['k']}: {sets}" + ("" if facts["declared"] else " (none declared)")
    yield f"  {facts['rare_before']:,} of {facts['respondents']:,} respondents were rare; made coarser: {coarser}"
    yield f"  values left out: {lost} ({facts['suppressed_share']:.1%} of all)"
    if "answers_left_out" in facts:
        said = f"{facts['answers_left_out']:,} left out" if facts["answers"] == "protected" else "published as they are"
        yield f"  answers of social_role: {said}"
