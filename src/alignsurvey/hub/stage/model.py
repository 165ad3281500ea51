"""Stage a trained model or adapter: weights, tokenizer and card; no training state, no path of this machine."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...files.atomic import replacing
from ...files.errors import InputError
from ...files.json import parse_json, read_object
from ...project import organisation
from .. import cards
from .common import staged_folder, write_checksums

FACTS = "card.json"
_KINDS = {".safetensors", ".json", ".jinja", ".txt", ".model", ".yaml", ".png", ".svg"}
_LEFT_OUT = {FACTS, "trainer_state.json", "all_results.json", "train_results.json"}
_VOCABULARY = {"tokenizer.json", "vocab.json", "merges.txt"}  # their tokens may look like paths
_PATH = re.compile(r"(?<![\w:/.<\-*])(?:/[\w.@+\-]+){2,}|file://|(?<!\w)[A-Za-z]:\\\w|(?<![\w~])~/\w")
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.\-]*/[A-Za-z0-9][\w.\-]*")
_SCORES = ("accuracy", "f1", "parse_rate", "wasserstein")
_LOSSES = 12  # rows of the card's loss table

TRAINED_ON = ("repo_id", "config", "revision")  # of each data set that a model was trained on


def stage_model(
    folder: Path,
    out: Path = Path("build/hub"),
    results: Sequence[Path] = (),
    finish: Callable[[Path], None] = lambda folder: None,
) -> Path:
    """Stage a model or an adapter.

    The card is rendered from `card.json` (facts of the training run, see `model_card`); without one, the folder's own
    README.md must be a whole card.

    Args:
        folder: The model; its name is the repository's.
        out: Folder of all that is staged.
        results: results.json files to show on the card, each beside its run.json.
        finish: Adds what else belongs into the staged folder.

    Returns:
        The folder to publish.

    Raises:
        InputError: Weights are no safetensors, the base model is no Hub id, or a text holds a path of this machine.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; give the folder of a trained model")
    repository = folder.resolve().name
    with replacing(staged_folder(out, repository)) as beside:
        beside.mkdir()
        for path in sorted(folder.iterdir()):
            if (
                path.suffix in _KINDS
                and path.is_file()
                and not path.name.startswith(".")
                and path.name not in _LEFT_OUT
            ):
                shutil.copyfile(path, beside / path.name)
        if not list(beside.glob("*.safetensors")):
            raise InputError(f"{folder}: no .safetensors file; save the model with safetensors")
        base = _base_model(beside)
        (beside / "README.md").write_text(_readme(folder, repository, base, results), encoding="utf-8")
        finish(beside)
        _no_paths(beside)
        write_checksums(beside)
    return staged_folder(out, repository)


def _base_model(folder: Path) -> str | None:
    """Hub id of an adapter's base; None for a whole model."""
    config = folder / "adapter_config.json"
    if not config.is_file():
        return None
    base = read_object(config).get("base_model_name_or_path")
    if not isinstance(base, str) or not _HUB_ID.fullmatch(base) or Path(base).exists():
        raise InputError(f"adapter_config.json: base_model_name_or_path {base!r} is no Hub id; write owner/name")
    return base


def _readme(folder: Path, repository: str, base: str | None, results: Sequence[Path]) -> str:
    if (folder / FACTS).is_file():
        facts = read_object(folder / FACTS)
        facts["results"] = [*facts.get("results", []), *(_scored(path) for path in results)]
        text = model_card(f"{organisation()}/{repository}", facts, sorted(path.name for path in folder.iterdir()))
    elif (folder / "README.md").is_file():
        text = (folder / "README.md").read_text(encoding="utf-8")
    else:
        raise InputError(f"{folder}: neither {FACTS} nor README.md; a model is published with its card")
    front, _ = cards.split(text, f"{folder.name}/README.md")
    named = front.get("base_model")
    if base is not None and named != base:
        raise InputError(f"{folder.name}: the card's base_model {named!r} is not the adapter's, {base!r}; correct it")
    for key in ("license", "tags"):
        if not front.get(key):
            raise InputError(f"{folder.name}/README.md: the front matter needs {key}")
    return text


def _scored(path: Path) -> dict[str, Any]:
    """A row of the card's results from results.json and the run.json beside it."""
    scores, run = read_object(path), read_object(path.with_name("run.json"))
    sample = scores.get("sample")
    row = {
        "model": run.get("adapter") or run.get("model"),
        "data": f"{scores.get('dataset')} {scores.get('data_revision')} {scores.get('config')}",
        "sample": f"{sample['respondents']} respondents, seed {sample['seed']}" if sample else "whole split",
        "n": scores.get("n"),
    }
    for name in _SCORES:
        if scores.get(name) is not None:
            low, high = scores.get("intervals", {}).get(name, (None, None))
            row[name] = f"{scores[name]:.3f}" + (f" ({low:.3f} to {high:.3f})" if low is not None else "")
    return row


def training_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What `predict` writes into run.json of an adapter's training, and the front matter of its card holds: the data,
    so that a board sees which questions it held; the seed, and a digest of the other settings, so that a report sees
    which adapters differ in the seed alone."""
    recipe = dict(facts["recipe"])
    seed = recipe.pop("seed", None)
    settings = json.dumps([recipe, facts["continues"]], sort_keys=True, default=str)
    return {
        "trained_on": [{name: data.get(name) for name in TRAINED_ON} for data in facts["datasets"]],
        "training": {"seed": seed, "recipe": hashlib.sha256(settings.encode()).hexdigest()[:12]},
    }


def model_card(repo_id: str, facts: Mapping[str, Any], files: list[str]) -> str:
    """README of an adapter from the facts of its training.

    `facts`: base_model, license, language (list), continues (repository of the adapter that went on training, or
    null), datasets [{repo_id, revision, commit, config, rows}], recipe (settings), loss [[step, loss]], truncated
    (prompts that lost their middle), packages {name: version}, results [{column: value}], may be empty.
    Raises InputError where one is missing.
    """
    needed = ("base_model", "license", "language", "continues", "datasets", "recipe", "loss", "truncated", "packages")
    absent = [name for name in (*needed, "results") if name not in facts]
    if absent:
        raise InputError(f"{FACTS}: {absent[0]!r} is missing; the model card needs it")
    front = {
        "language": facts["language"],
        "license": facts["license"],
        "library_name": "peft",
        "pipeline_tag": "text-generation",
        "base_model": facts["base_model"],
        "datasets": sorted({data["repo_id"] for data in facts["datasets"]}),
        "tags": ["lora", "survey", "alignsurvey"],
        **training_of(facts),
    }
    loss = [tuple(point) for point in facts["loss"]]
    step = max(1, -(-len(loss) // _LOSSES))
    given = {
        **facts,
        "repo_id": repo_id,
        "loss": [*loss[:-1:step], *loss[-1:]],
        "columns": list(dict.fromkeys(key for row in facts["results"] for key in row)),
        "curve": next((name for name in files if name in ("loss.png", "loss.svg")), None),
    }
    return cards.join(front, cards.render("model", **given))


def _no_paths(folder: Path) -> None:
    """Refuse texts that hold an absolute path, which would tell about this machine and help nobody."""
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".json", ".md", ".yaml", ".txt") or path.name in _VOCABULARY:
            continue
        text = path.read_text(encoding="utf-8")
        for value in _texts(parse_json(text, path.name)) if path.suffix == ".json" else text.splitlines():
            if _PATH.search(value):
                raise InputError(f"{path.name}: holds a path of this machine; write a Hub id or a name instead")


def _texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, but for chat templates."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "chat_template":
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
