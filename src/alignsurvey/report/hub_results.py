"""Scores in the Hub's own forms: `.eval_results/*.yaml` and `model-index` of a model, `eval.yaml` of a data set.

Forms as documented by the Hub under "Evaluation Results", and by Inspect for its Hub tasks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from .. import tasks
from ..files.errors import InputError
from ..files.json import read_object
from ..files.yaml import mapping
from ..tasks.spec import Score

FRAMEWORK = "inspect-ai"  # of the frameworks that the Hub lists, the one whose tasks can be written as data


_FURTHER = ("f1", "parse_rate", "wasserstein", "wasserstein_normalized", "naturalness", "style_match")


def eval_results(about: Mapping[str, Any], results: Mapping[str, Any]) -> str:
    """Text of `.eval_results/<dataset>-<config>.yaml` from run.json and results.json.

    The value is the config's headline; the data set's revision is the commit, since tags can move. No date is written:
    the Hub takes that of the commit.
    """
    from huggingface_hub import EvalResultEntry, eval_result_entries_to_yaml

    head = _headline(about)
    entry = EvalResultEntry(
        dataset_id=str(about["dataset"]),
        task_id=str(about["config"]),
        value=_published_value(head, results),
        dataset_revision=about.get("data_commit") or about.get("data_revision"),
        notes=_notes(about, results, head),
    )
    return _dump(eval_result_entries_to_yaml([entry]))


def model_index(model: str, scored: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> str:
    """Front matter `model-index` of a model's card from pairs of run.json and results.json."""
    from huggingface_hub import EvalResult
    from huggingface_hub.repocard_data import eval_results_to_model_index

    found = []
    for about, results in scored:
        head = _headline(about)
        for key in dict.fromkeys((head.key, *_FURTHER)):
            value = results.get(key)
            if not isinstance(value, int | float):
                continue
            found.append(
                EvalResult(
                    task_type="text-generation",
                    dataset_type=str(about["dataset"]),
                    dataset_name=f"{about['dataset']} {about['config']}",
                    dataset_config=str(about["config"]),
                    dataset_split=str(about.get("split") or "test"),
                    dataset_revision=about.get("data_commit") or about.get("data_revision"),
                    metric_type=key,
                    metric_name=key.replace("_", " ") + (f", {about['shots']}-shot" if about.get("shots") else ""),
                    metric_value=round(float(value), 6),
                )
            )
    return _dump({"model-index": eval_results_to_model_index(model, found)})


def benchmark(name: str, description: str, configs: Sequence[str], split: str = "test") -> str:
    """Text of a data set's `eval.yaml`, which `inspect eval hf/<data set>/<config>` runs.

    Args:
        name: What the benchmark is called.
        description: A sentence about it.
        configs: Configs of the data set; those that a harness can run become tasks.
        split: The split that they predict.

    Raises:
        InputError: A config is unknown, or none of them can be run.
    """
    run = [_harness_task(config, split) for config in configs if tasks.spec_of(config).harness]
    if not run:
        named = ", ".join(configs)
        raise InputError(f"{name}: none of the configs {named} can be run by a harness; eval.yaml needs one")
    return _dump({"name": name, "description": description, "evaluation_framework": FRAMEWORK, "tasks": run})


def _harness_task(config: str, split: str) -> dict[str, Any]:
    """One task of eval.yaml: how a record becomes a sample, what is done with it, how it is scored."""
    spec = tasks.spec_of(config)
    how = spec.harness
    assert how is not None
    described = ("respondent_id", spec.item, "language", "weight")
    fields: dict[str, Any] = {"input": "prompt", "target": how.target}
    if how.target == spec.answer and isinstance(spec.choices, str):
        fields["choices"] = spec.choices  # the target is an index into them, of which Inspect makes a letter
    fields["metadata"] = [name for name in described if name in spec.columns]
    solvers = [{"name": "generate", "args": {"max_tokens": spec.reply_tokens}}]
    if how.instruction:
        solvers.insert(0, {"name": "prompt_template", "args": {"template": f"{{prompt}}\n\n{how.instruction}"}})
    scorer = {"name": how.scorer, **({"args": {"pattern": how.pattern}} if how.pattern else {})}
    return {
        "id": config, "config": config, "split": split, "field_spec": fields, "solvers": solvers, "scorers": [scorer],
    }  # fmt: skip


def add_to_model(folder: Path, model: str, paths: Sequence[Path]) -> None:
    """Put the scores of results.json files, each beside its run.json, into a model's staged folder: a file of
    `.eval_results` each, and `model-index` in the front matter of its card. Raises InputError."""
    scored = [(_object(path.with_name("run.json")), _object(path)) for path in paths]
    names: dict[str, int] = {}
    for about, results in scored:
        name = f"{str(about['dataset']).rpartition('/')[2].removeprefix('alignsurvey-')}-{about['config']}"
        names[name] = names.get(name, 0) + 1
        place = folder / ".eval_results" / f"{name}{f'-{names[name]}' if names[name] > 1 else ''}.yaml"
        place.parent.mkdir(exist_ok=True)
        place.write_text(eval_results(about, results), encoding="utf-8")
    if scored:
        card = folder / "README.md"
        front, body = card.read_text(encoding="utf-8").removeprefix("---\n").split("\n---\n", 1)
        whole = {**mapping(front, "README.md", 2), **mapping(model_index(model, scored), "model-index")}
        card.write_text(f"---\n{_dump(whole)}---\n{body}", encoding="utf-8")


def add_to_dataset(folder: Path, name: str) -> None:
    """Put `eval.yaml` into a data set's staged folder, for the configs whose test split it has."""
    configs = sorted(path.parent.name for path in (folder / "data").glob("*/test.parquet"))
    scored = [config for config in configs if tasks.spec_of(config).harness]
    if scored:
        told = f"How near language models come to the respondents of {name}: answers, stances and distributions."
        (folder / "eval.yaml").write_text(benchmark(f"AlignSurvey {name}", told, scored), encoding="utf-8")


def _object(path: Path) -> dict[str, Any]:
    value = read_object(path)
    if not all(isinstance(value.get(key), str) for key in ("dataset", "config")):
        raise InputError(f"{path}: not a file of predict or score; it needs dataset and config")
    return value


def _headline(about: Mapping[str, Any]) -> Score:
    config = about.get("config")
    head = tasks.spec_of(config).headline if config in tasks.configs() else None
    if head is None:
        raise InputError(f"run.json: config {config!r} has no score to publish")
    return head


def _published_value(head: Score, results: Mapping[str, Any]) -> float:
    """What a leaderboard of the Hub shows. Its boards put the largest first, so that a distance d counts as 1 - d."""
    given = results.get(head.key)
    if not isinstance(given, int | float):
        raise InputError(f"results.json: {head.key} is missing; run `alignsurvey score` again")
    return round(given if head.more else 1 - given, 6)


def _notes(about: Mapping[str, Any], results: Mapping[str, Any], head: Score) -> str:
    """What a reader must know to compare: the score's name, how it was asked, of how many."""
    sample = about.get("sample")
    parts = [
        head.head,
        str(about.get("data_revision") or ""),
        f"{about['shots']}-shot" if about.get("shots") else "zero-shot prompt",
        f"mode {about['mode']}" if about.get("mode") else "",
        f"answer form {about['form']}" if about.get("form") else "",
        f"n {results['n']}" if results.get("n") else "",
        f"sample of {sample['respondents']} respondents, seed {sample['seed']}" if sample else "",
    ]
    return ", ".join(part for part in parts if part)


def _dump(value: Any) -> str:
    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=110))
