"""Counts per question, to be laid beside those that the provider publishes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .survey import ANSWER

if TYPE_CHECKING:
    from .units import Config

Counts = dict[str, dict[str, int]]


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
        for _, record in config.made:
            if record["respondent_id"] is not None and "answer" in record and "question_id" in record:
                into = counts.setdefault(f"{record['source']}/{record['question_id']}", {})
                for index, choice in enumerate(record["choices"]):
                    into[choice] = into.get(choice, 0) + (index == record["answer"])
    return {name: tally for name, tally in counts.items() if any(tally.values())}


def build_summary(manifest: Mapping[str, Any]) -> str:
    """What was built as text: counts by question, rows by config and split, respondents, waves that were not there."""
    counts = manifest["counts"]
    width = max((len(name) for name in counts), default=0)
    lines = [
        f"{name:<{width}} {sum(tally.values()):>9,}  " + ", ".join(f"{choice} {n:,}" for choice, n in tally.items())
        for name, tally in counts.items()
    ]
    for config, splits in manifest["configs"].items():
        lines.append(f"{config}: " + ", ".join(f"{split} {facts['rows']:,} rows" for split, facts in splits.items()))
        lines += _left_out(manifest.get("left_out", {}).get(config, {}))
    lines.append("respondents: " + ", ".join(f"{split} {n:,}" for split, n in manifest["respondents"].items()))
    lines += [f"not built: {wave}, because {files} is not there" for wave, files in manifest["absent"].items()]
    return "\n".join(lines)


def _left_out(reasons: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """What a training config does not hold: what evaluations hold, and what repeats another interview."""
    for why, counts in reasons.items():
        told = ", ".join(f"{reason} {count:,}" for reason, count in counts.items())
        yield f"    left out, {why}: {told or 'nothing'}"
