"""A statement of what was done, in the form that survey research asks for, where models stand in for respondents.

The headings follow the eleven items of AAPOR's disclosure checklist (Code of Professional Ethics and Practices,
section III.A, April 2021), applied to predicted answers; the ICC/ESOMAR International Code (2025) asks besides for the
disclosure of synthetic data and of who oversees it. What run.json cannot know stands in square brackets, to be filled
in by the author.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .. import __version__, tasks
from ..schema import Record
from .scored_run import ScoredRun, majority_of

SOURCES = (
    "AAPOR, Code of Professional Ethics and Practices, section III, Standards for Disclosure (April 2021), "
    "https://aapor.org/standards-and-ethics/disclosure-standards/; ICC/ESOMAR International Code on Market, Opinion "
    "and Social Research and Data Analytics (2025), https://esomar.org/codes-and-guidelines."
)
_LIMITS = (
    "Predicted answers are no observations: nobody was interviewed for them, and they carry no information on people "
    "beyond what the model learnt and what the prompt says.",
    "The intervals express which respondents and questions happened to be scored. They do not cover the choice of "
    "model, of prompt or of seed, nor questions, groups and years that were not validated.",
    "Agreement in the mean does not show that single respondents, or differences between groups, are predicted well; "
    "see the tables on groups and on individual accuracy.",
    "A model may have read published results of the survey in its training; accuracy on later questions can be lower.",
)


def disclosure(runs: Sequence[ScoredRun]) -> str:
    """The statement as Markdown, for the appendix of a paper.

    Args:
        runs: the runs of a report; baselines appear as what models are compared with.

    Returns:
        One document with a section a model's run; empty where no run is a model's.
    """
    models = [run for run in runs if not run.baseline]
    if not models:
        return ""
    parts = [
        "# Disclosure statement",
        "Answers in this study were predicted by language models and validated against the answers of real "
        f"respondents, with alignsurvey {__version__}. The items follow AAPOR's disclosure checklist. What stands in "
        "[square brackets] must be filled in.",
        *(section for run in models for section in _section(run, runs)),
        "## Limitations (all runs)",
        "\n".join(f"- {limit}" for limit in _LIMITS),
        f"Form of this statement: {SOURCES}",
    ]
    return "\n\n".join(parts) + "\n"


def _section(run: ScoredRun, runs: Sequence[ScoredRun]) -> Iterator[str]:
    yield f"## {run.name}, {run.dataset} {run.config}"
    rows = [
        (
            "Data collection strategy",
            "prediction of survey answers by a language model; no interviews were held for it",
        ),
        ("Sponsor and conduct", "[who paid for the study and who ran it; who checked the predictions]"),
        (
            "Instrument",
            f"prompt below, answer form {_fact(run, 'form')}, examples in the prompt: {_fact(run, 'shots')}",
        ),
        ("Population", _population(run)),
        ("Sample", _sample(run)),
        ("Method and mode", f"{_model(run)}; mode {_fact(run, 'mode')}, seed {_fact(run, 'seed')}"),
        ("Dates", "[when the model was run; when its provider released it and until when its training data reach]"),
        ("Sizes and precision", _precision(run)),
        ("Weighting", _weighting(run)),
        ("Processing and quality", _quality(run)),
        ("Validated against", _validation(run, runs)),
    ]
    yield "\n".join(["| Item | |", "|---|---|", *(f"| {name} | {text.replace('|', '/')} |" for name, text in rows)])
    for language, prompt in prompts(run).items():
        yield f"Prompt in full ({language}); <...> stands for a record's own text:"
        yield f"```text\n{prompt}\n```"


def prompts(run: ScoredRun) -> dict[str, str]:
    """The wording of a run's prompt by language; <name> stands for the text of a column, so it tells of nobody."""
    form, task = str(run.about.get("form") or tasks.FORMS[0]), tasks.load(run.config)
    found = {}
    for language in dict.fromkeys(row["language"] for row in run.records):
        messages = task.prompt(_blank(run.spec, language), form)
        found[str(language)] = "\n\n".join(message["content"] for message in messages)
    return found


def _blank(spec: tasks.Spec, language: str) -> Record:
    """A record whose texts are the names of their columns."""
    filled = {name: _placeholder(name, kind) for name, kind in spec.types.items()}
    choices = {} if "choices" not in filled else {"choices": ["<choice 1>", "<choice 2>", "<...>"]}
    return {**filled, **choices, "language": language}


def _placeholder(name: str, kind: Any) -> Any:
    if isinstance(kind, list):
        return [_placeholder(name, kind[0])]
    if isinstance(kind, Mapping):
        return {inner: f"<{inner}>" for inner in kind}
    return f"<{name.replace('_', ' ')}>" if kind == "string" else 0


def _fact(run: ScoredRun, name: str) -> str:
    value = run.about.get(name)
    return "[not recorded]" if value is None else str(value)


def _model(run: ScoredRun) -> str:
    parts = [f"model {run.about['model']}, revision {_fact(run, 'revision')}"]
    if run.about.get("adapter"):
        parts.append(f"adapter {run.about['adapter']}, revision {_fact(run, 'adapter_revision')}")
    packages = run.about.get("packages") or {}
    parts += [", ".join(f"{name} {version}" for name, version in packages.items())] if packages else []
    return "; ".join(parts)


def _population(run: ScoredRun) -> str:
    places = sorted({f"{row['source']} ({row.get('country', '')})" for row in run.records if row.get("source")})
    return f"respondents of {', '.join(places) or run.dataset}, whom the model stands in for"


def _sample(run: ScoredRun) -> str:
    sample, split = run.about.get("sample"), run.about.get("split") or "test"
    drawn = f"{sample['respondents']} respondents drawn with seed {sample['seed']}" if sample else "all respondents"
    version = f"{run.about['dataset']} {run.about['data_revision'] or run.about.get('data_commit')}"
    return f"{drawn} of the {split} split of {version}; how these were recruited says the card of the data set"


def _precision(run: ScoredRun) -> str:
    people = {name for row in run.records for name in row.get("respondent_ids") or [row["respondent_id"]] if name}
    count = len(people) or run.results.get("respondents", "[count]")
    scored = f"{run.results.get('n', len(run.records))} predictions of {count} respondents"
    found = [score for score in (run.spec.headline, *run.spec.ranking) if score and score.key in run.results]
    figures = dict.fromkeys(f"{score.key} {_with_interval(run, score.key)}" for score in found)
    return "; ".join([scored, *figures])


def _with_interval(run: ScoredRun, key: str) -> str:
    ends = (run.results.get("intervals") or {}).get(key)
    return f"{run.results[key]:.3f}" + (f" (95% interval {ends[0]:.3f} to {ends[1]:.3f})" if ends else "")


def _weighting(run: ScoredRun) -> str:
    if run.spec.score == "distribution":
        return "real distributions are weighted as the data set's card says; each group counts once"
    given = {float(row["weight"]) for row in run.records if row.get("weight") is not None}
    if len(given) > 1:
        return "distributions are weighted with the survey's weights; accuracy counts each answer once"
    return "none: each answer counts once"


def _quality(run: ScoredRun) -> str:
    rate = run.results.get("parse_rate")
    read = f"{rate:.1%} of the replies could be read; what could not counts as wrong" if rate is not None else "[add]"
    cut = (run.about.get("counts") or {}).get("cut_prompts")
    return read + (f"; {cut} prompts were over the window and lost their middle" if cut else "")


def _validation(run: ScoredRun, runs: Sequence[ScoredRun]) -> str:
    majority, head = majority_of(run, runs), run.spec.headline
    told = "the real answers of the same respondents"
    if majority and head and head.key in majority.results and head.key in run.results:
        told += (
            f"; {head.key} {_with_interval(run, head.key)} against {_with_interval(majority, head.key)} of the most "
            "frequent answer in the training data"
        )
    return told
