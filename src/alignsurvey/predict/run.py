"""One run: records in, predictions.jsonl and run.json out; a killed run goes on where it stopped.

Work is cut into chunks that depend on the record list alone. A finished chunk is one line of a journal, written and
synced before the next begins, so that a continued run computes the same chunks and writes the same bytes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from .. import tasks
from ..files.atomic import replacing
from ..files.errors import InputError
from ..files.json import parse_json, read_object, write_json, write_jsonl
from ..files.lock import locked
from ..runs.environment import packages, prompt_hash
from ..runs.info import run_info
from ..schema import Prediction, Record
from .backends import Backend
from .few_shot import Examples
from .replies import Read, Sampling, answer
from .variants import Asked, ask, check_variants

MODES = ("score", "generate")
_SHORT = 160  # characters of a difference that is shown
JOURNAL = "predictions.partial.jsonl"


def run(
    records: Sequence[Record],
    config: str,
    backend: Backend,
    out: Path,
    *,
    mode: str = "score",
    form: str = "letter_text",
    seed: int = 42,
    shots: int = 0,
    examples: Examples | None = None,
    about: Mapping[str, Any] | None = None,
    permutations: int = 1,
    samples: int = 0,
    read: Read | None = None,
) -> Path:
    """Predict every record and return the path of predictions.jsonl.

    `about` is what the caller knows of the records (dataset, data_revision, data_commit, split, sample, past); it goes
    into run.json. `permutations`: orders of the choices whose probabilities are averaged. `samples`: replies to each
    prompt from which shares are estimated in mode generate; `read(reply, choices)` gives the index of the choice that
    a reply means. Raises InputError when `out` holds a run that differs in anything but what it found.
    """
    check_variants(config, mode, permutations, samples)
    asked = _asked(records, config, mode, form, examples, permutations, seed)
    prompts, candidates = ([one for each in asked for one in getattr(each, name)] for name in ("prompts", "candidates"))
    facts = {
        **(about or {}),
        **backend.facts,
        "config": config,
        "mode": mode,
        "form": form,
        "shots": shots,
        "seed": seed,
        **({"permutations": permutations} if permutations > 1 else {}),
        **({"samples": samples} if samples else {}),
        "chunk": backend.chunk,
        "prompt_hash": prompt_hash([[record["id"] for record in records], prompts, candidates]),
    }
    if completed(out, facts):
        return out / "predictions.jsonl"
    with _journal(out / JOURNAL, facts) as (stream, done):
        for line in _chunks(records, asked, backend, done, Sampling(config, form, samples, read)):
            stream.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
            done.append(line)
    lines = [Prediction(**item) for line in done for item in line["predictions"]]
    traces = [item for line in done for item in line["reasoning"]]
    if traces:
        write_jsonl(out / "reasoning.jsonl", traces)
    other = sum(line.probabilities is None for line in lines) if candidates else 0
    if other:
        print(
            f"{other} of {len(records)} replies began with no letter of a choice; --mode generate reads whole replies"
        )
    empty = sum(not line.prediction for line in lines)
    if empty:
        print(f"{empty} of {len(records)} replies are empty: refused, or still in thought at --max-new-tokens")
    cut = sum(line["cut"] for line in done)
    if cut:
        print(f"{cut} of {len(records)} prompts were over the window and lost their middle")
    counts = {"records": len(records), "cut_prompts": cut, "empty": empty}
    if (about or {}).get("past"):
        counts["past_answers"] = sum(len(record.get("past") or ()) for record in records)
    if samples:
        counts["unread_samples"] = sum(line.get("unread", 0) for line in done)
        print(f"{counts['unread_samples']} of {samples * len(prompts)} sampled replies named no choice")
    path = store(out, facts, lines, counts)
    (out / JOURNAL).unlink()
    return path


def usual_mode(config: str) -> str:
    """score where the task has choices to score, else generate."""
    return "score" if hasattr(tasks.load(config), "candidates") else "generate"


def settled_mode(config: str, mode: str | None = None, form: str = tasks.FORMS[0]) -> str:
    """The mode to predict in, the usual one when None: to be asked before a model is loaded. Raises InputError for an
    unknown mode or answer form, and for score where the task has no choices."""
    check_mode(mode, form)
    usual = usual_mode(config)
    if mode is None:
        return usual
    if mode == "score" and usual != "score":
        raise InputError(f"config {config} has no choices to score; use --mode generate")
    return mode


def sampling_mode(mode: str | None, samples: int, temperature: float | None) -> str | None:
    """generate where replies are sampled, else the mode as given. Raises InputError for options that do not fit."""
    if temperature is not None and not samples:
        raise InputError("--temperature is that of sampled replies; give --samples too")
    if samples and mode == "score":
        raise InputError("--mode score gives probabilities at once; leave out --samples, or use --mode generate")
    return "generate" if samples else mode


def check_mode(mode: str | None, form: str) -> None:
    """Raise InputError for an unknown mode or answer form, whatever the config."""
    tasks.check_form(form)
    if mode is not None and mode not in MODES:
        raise InputError(f"unknown mode {mode!r}; known: {', '.join(MODES)}")


def reply_length(config: str) -> int:
    """Tokens that a reply may have unless the user says otherwise."""
    return tasks.spec_of(config).reply_tokens


def store(out: Path, facts: Mapping[str, Any], lines: Iterable[Prediction], counts: Mapping[str, int]) -> Path:
    """Write predictions.jsonl, then run.json, so that a run.json means a complete run."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / "predictions.jsonl"
    with replacing(path) as beside:
        beside.write_text("".join(line.to_json() + "\n" for line in lines), encoding="utf-8")
    write_json(out / "run.json", {**facts, "counts": dict(counts)})
    return path


def store_baseline(out: Path, about: Mapping[str, Any], model: str, seed: int, lines: Sequence[Prediction]) -> Path:
    """Write a baseline's predictions with a run.json like a model's; `about` as in `run`. Returns the file's path."""
    facts = {
        **about,
        "model": model,
        **dict.fromkeys(("revision", "adapter", "adapter_revision", "prompt_hash")),
        "mode": "score" if any(line.probabilities for line in lines) else "generate",
        "form": "text",
        "shots": 0,
        "seed": seed,
        "packages": packages("numpy", "scikit-learn"),
    }
    if completed(out, facts):
        return out / "predictions.jsonl"
    return store(out, facts, lines, {"records": len(lines), "cut_prompts": 0})


def completed(out: Path, facts: Mapping[str, Any]) -> bool:
    """Whether `out` holds this very run, complete. Raises InputError if it holds another, and for what no run.json may
    say, before any work is done."""
    if "dataset" in facts:
        run_info(dict(facts), "this run")
    if not (out / "run.json").exists():
        return False
    found = read_object(out / "run.json", "remove the folder or choose another --out", where=str(out / "run.json"))
    found.pop("counts", None)
    refuse_other(out, found, facts)
    return (out / "predictions.jsonl").is_file()


def _asked(
    records: Sequence[Record],
    config: str,
    mode: str,
    form: str,
    examples: Examples | None,
    permutations: int = 1,
    seed: int = 0,
) -> list[Asked]:
    """The conversations of each record, and in score mode its candidate replies."""
    scored = settled_mode(config, mode, form) == "score"
    return [
        ask(record, config, form, scored=scored, examples=examples, orders=permutations, seed=seed)
        for record in records
    ]


def _chunks(
    records: Sequence[Record], asked: Sequence[Asked], backend: Backend, done: Sequence[Any], sampling: Sampling
) -> Iterator[dict[str, Any]]:
    """The chunks that are not done yet, each as a line of the journal."""
    from tqdm import tqdm

    first = len(done) * backend.chunk
    with tqdm(total=len(records), initial=min(first, len(records)), desc="predict", unit="record") as bar:
        for start in range(first, len(records), backend.chunk):
            part = slice(start, start + backend.chunk)
            cut = backend.cut
            line = answer(records[part], asked[part], backend, sampling)
            yield {**line, "cut": backend.cut - cut}
            bar.update(len(line["predictions"]))


@contextmanager
def _journal(path: Path, facts: Mapping[str, Any]) -> Iterator[tuple[IO[bytes], list[Any]]]:
    """The open journal of this run and the chunks that it holds already; a torn last line is cut off."""
    busy = f"{path.parent}: another process is predicting into it; wait or choose another"
    with locked(path.with_suffix(".lock"), busy), path.open("a+b") as stream:
        stream.seek(0)
        whole = stream.read()
        whole = whole[: whole.rfind(b"\n") + 1]
        stream.truncate(len(whole))
        again = f"remove {path.name}, and the run begins anew"
        lines = [parse_json(line, str(path), again) for line in whole.splitlines()]
        if len(lines) > 1:
            refuse_other(path.parent, lines[0], facts)
        else:  # nothing is done yet, so that it binds nobody to what failed at once
            stream.truncate(0)
            stream.write(json.dumps(facts, ensure_ascii=False).encode() + b"\n")
        yield stream, lines[1:]


def refuse_other(out: Path, found: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
    """Raise InputError naming what differs between the run that `out` holds and this one."""
    wanted = json.loads(json.dumps(facts))
    names = [name for name in sorted({*found, *wanted}) if found.get(name) != wanted.get(name)]
    if names:
        changes = "; ".join(_change(name, found.get(name), wanted.get(name)) for name in names[:3])
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        raise InputError(f"{out}: holds another run ({changes}{more}); choose another --out or remove the folder")


def _change(name: str, before: Any, now: Any) -> str:
    """What differs, in one line that can be read: long lists and objects are only named."""
    said = f"{name} {before!r}, now {now!r}"
    return said if len(said) <= _SHORT else f"other {name}"
