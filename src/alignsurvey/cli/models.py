"""Verbs from a base model to predictions: mirror-base, train, predict, baseline."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from .options import Config, Data, Revision, Sample, Seed, Split

app = typer.Typer()


@app.command("mirror-base")
def mirror_base() -> None:
    """Put the small base model of a Python package into a local Hub, under its Hub id."""
    _trainer("mirror.py")


@app.command()
def train(
    recipe: Annotated[
        str, typer.Argument(help="Base model, such as smollm2-135m; or a recipe of your own, a YAML file.")
    ],
    stage: Annotated[str | None, typer.Argument(help="With a base model, what to learn: foundation, ...")] = None,
    push: Annotated[bool, typer.Option(help="Publish the adapter with its card.")] = False,
    processes: Annotated[int | None, typer.Option(min=1, help="By default one a GPU, or one on the CPU.")] = None,
    setting: Annotated[list[str] | None, typer.Option("--set", help="key=value over the recipe; repeat it.")] = None,
    accelerate: Annotated[Path | None, typer.Option(help="Configuration of `accelerate launch` of your own.")] = None,
    out: Annotated[Path, typer.Option(help="Where the adapter's folder is written.")] = Path("build/models"),
) -> None:
    """Train a LoRA adapter by `accelerate launch`; a killed run goes on from its last checkpoint."""
    words = [recipe, *([stage] if stage else []), "--out", str(out), *(["--push"] if push else [])]
    words += [word for pair in setting or () for word in ("--set", pair)]
    words += ["--processes", str(processes)] if processes else []
    words += ["--accelerate", str(accelerate)] if accelerate else []
    _trainer("launch.py", *words)


def _trainer(script: str, *words: str) -> None:
    """Become a script of trainers/, so that who kills this process kills the training."""
    import os

    from ..hub import project_root

    command = [sys.executable, str(project_root() / "trainers" / script), *words]
    sys.stdout.flush()
    os.execv(sys.executable, command)


@app.command()
def predict(
    dataset: Data,
    model: Annotated[str, typer.Option(help="Hub id, folder, or name on a served endpoint.")],
    out: Annotated[Path, typer.Option(help="Folder of predictions.jsonl and run.json.")],
    config: Config = None,
    revision: Revision = None,
    split: Split = "test",
    sample: Sample = None,
    seed: Seed = 42,
    mode: Annotated[
        str | None, typer.Option(help="score: a probability for each choice, the usual one; generate: greedy text.")
    ] = None,
    form: Annotated[str, typer.Option(help="Answer form: letter_text (the paper's), text or letter.")] = "letter_text",
    shots: Annotated[int, typer.Option(min=0, help="Answered examples from train before each question.")] = 0,
    past: Annotated[
        int, typer.Option(min=0, help="Other answers of the same respondent in the prompt, where there are so many.")
    ] = 0,
    permutations: Annotated[
        int, typer.Option(min=1, help="Orders of the choices whose probabilities are averaged (score).")
    ] = 1,
    samples: Annotated[
        int, typer.Option(min=0, help="Replies to a prompt that estimate shares, where an endpoint gives no logprobs.")
    ] = 0,
    temperature: Annotated[float | None, typer.Option(min=0.01, help="Of --samples; 1 by default.")] = None,
    backend: Annotated[str, typer.Option(help="Back end that runs the model.")] = "transformers",
    model_revision: Annotated[str | None, typer.Option(help="Revision of the model.")] = None,
    adapter: Annotated[str | None, typer.Option(help="LoRA adapter over the model: Hub id or folder.")] = None,
    adapter_revision: Annotated[str | None, typer.Option(help="Revision of the adapter.")] = None,
    dtype: Annotated[str, typer.Option(help="auto, float32 or bfloat16.")] = "auto",
    window: Annotated[int | None, typer.Option(min=8, help="Tokens in all, if fewer than the model's window.")] = None,
    max_new_tokens: Annotated[int | None, typer.Option(min=1, help="Longest reply in tokens (generate).")] = None,
    base_url: Annotated[str | None, typer.Option(help="Endpoint of the openai back end; or OPENAI_BASE_URL.")] = None,
    concurrency: Annotated[int, typer.Option(min=1, help="Requests at a time to an endpoint.")] = 8,
    requests_per_minute: Annotated[
        float | None, typer.Option(min=0.1, help="Most requests a minute to an endpoint, evenly spaced.")
    ] = None,
) -> None:
    """Predict a split with a model; a killed run goes on where it stopped."""
    from functools import partial

    from .. import predict as predicting
    from ..runs.default_config import default_config
    from ..runs.published import read_split, training_records
    from ..schema import sample_respondents
    from ..scoring.replies.answers import read_choice

    # What a person may mistype is told before data or a model are loaded.
    mode = predicting.sampling_mode(mode, samples, temperature)
    predicting.check_mode(mode, form)
    predicting.check_name(backend)
    config = config or default_config(dataset, revision)
    mode = predicting.settled_mode(config, mode, form)
    predicting.check_variants(config, mode, permutations, samples)
    records, about = read_split(dataset, config, revision, split)
    about["sample"] = {"respondents": sample, "seed": seed} if sample else None
    asked = sample_respondents(records, sample, seed)
    if past:
        asked = _with_past(dataset, about, asked, past, seed)
    examples = None
    if shots:
        train = training_records(dataset, about)
        examples = predicting.draw(train, config, form, shots, seed)
    length = max_new_tokens or predicting.reply_length(config)
    options = predicting.Options(
        model, model_revision, adapter, adapter_revision, dtype, window, length, base_url, concurrency,
        requests_per_minute, (temperature or 1.0) if samples else None,
    )  # fmt: skip
    path = predicting.run(
        asked,
        config,
        predicting.connect(backend, options),
        out,
        mode=mode,
        form=form,
        seed=seed,
        shots=shots,
        examples=examples,
        about=about,
        permutations=permutations,
        samples=samples,
        read=partial(read_choice, lettered=form != "text"),
    )
    typer.echo(path)


def _with_past(dataset: str, about: dict, records: list, count: int, seed: int, split: str | None = None) -> list:
    """The records with other answers of their respondents, and a word on those who gave fewer."""
    from ..runs.published import records_beside
    from ..tasks import spec_of
    from ..tasks.past_answers import with_past

    config = about["config"]
    pool = records_beside(dataset, about, spec_of(config).past or config, split or about["split"])
    found = with_past(records, pool, count, seed, config)
    fewer = sum(len(record["past"]) < count for record in found)
    if fewer and not split:
        typer.echo(f"{fewer} of {len(found)} records have fewer than {count} past answers; they show those there are")
    if not split:
        about["past"] = count
    return found


@app.command()
def baseline(
    name: Annotated[str, typer.Argument(help="all, or names with commas between; an unknown one lists them.")],
    dataset: Data,
    out: Annotated[Path, typer.Option(help="Folder of predictions.jsonl and run.json; of several, a folder each.")],
    config: Config = None,
    revision: Revision = None,
    split: Split = "test",
    sample: Sample = None,
    seed: Seed = 42,
    past: Annotated[
        int, typer.Option(min=0, help="Other answers of the same respondent that the baseline may use.")
    ] = 0,
) -> None:
    """Predict a split from the training answers, without a language model."""
    from .. import baselines
    from .. import predict as predicting
    from ..files.errors import InputError
    from ..runs.default_config import default_config
    from ..runs.published import read_split, training_records
    from ..schema import sample_respondents
    from ..tasks import spec_of

    config = config or default_config(dataset, revision)
    names = baselines.fitting_baselines(config, past) if name == "all" else tuple(name.split(","))
    several = name == "all" or len(names) > 1
    unread = baselines.UNREAD
    records, about = read_split(dataset, config, revision, split, unread)
    train = training_records(dataset, about, unread)
    test = sample_respondents(records, sample, seed)
    if past:
        if not spec_of(config).new_items:
            train = _with_past(dataset, about, train, past, seed, "train")
        test = _with_past(dataset, about, test, past, seed)
    made, why = {}, {}
    forms = baselines.to_common_form(train, test, config)
    for each in names:
        try:
            made[each] = baselines.predict_baseline(each, train, test, seed, config, forms)
        except InputError as error:
            if name != "all":
                raise
            why[each] = str(error)
    if not made:  # what cannot be made writes nothing
        raise InputError("; ".join(dict.fromkeys(why.values())))
    for each, reason in why.items():
        typer.echo(f"{each}: left out, {reason}", err=True)
    for each, lines in made.items():
        people = len({record["respondent_id"] for record in test}) // 2 if each == "human" else sample
        about["sample"] = {"respondents": people, "seed": seed} if people else None
        folder = out / each if several else out
        typer.echo(predicting.store_baseline(folder, about, f"baseline/{each}", seed, lines))


@app.command()
def probe(
    dataset: Data,
    model: Annotated[str, typer.Option(help="Hub id or folder of the frozen model.")],
    out: Annotated[Path, typer.Option(help="Folder of predictions.jsonl and run.json.")],
    config: Config = None,
    revision: Revision = None,
    split: Split = "test",
    sample: Sample = None,
    seed: Seed = 42,
    train_sample: Annotated[int, typer.Option(min=3, help="Training respondents whose answers are learnt.")] = 150,
    adapter: Annotated[str | None, typer.Option(help="LoRA adapter over the model: Hub id or folder.")] = None,
    dtype: Annotated[str, typer.Option(help="auto, float32 or bfloat16.")] = "auto",
    cache: Annotated[Path, typer.Option(help="Where hidden states are kept.")] = Path("build/probe-cache"),
) -> None:
    """Predict a split by logistic regression on the hidden states of a frozen model."""
    from .. import predict as predicting
    from ..predict import probe as probing
    from ..runs.default_config import default_config
    from ..runs.published import read_split, training_records
    from ..schema import sample_respondents

    config = config or default_config(dataset, revision)
    records, about = read_split(dataset, config, revision, split)
    about["sample"] = {"respondents": sample, "seed": seed} if sample else None
    test = sample_respondents(records, sample, seed)
    train = sample_respondents(training_records(dataset, about), train_sample, seed)
    backend = predicting.connect("transformers", predicting.Options(model, adapter=adapter, dtype=dtype))
    known, asked = (probing.features(backend, part, config, "text", cache) for part in (train, test))
    lines, chosen = probing.probe(train, known, test, asked, config, seed)
    about["probe"] = {**chosen, "respondents": train_sample, "revision": backend.facts["revision"], "adapter": adapter}
    typer.echo(predicting.store_baseline(out, about, f"baseline/probe/{adapter or model}", seed, lines))
