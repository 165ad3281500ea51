"""A probe: what the hidden states of a frozen model say of an answer, read by logistic regression.

The feature of a record is the model's last hidden state of the prompt at a few layers. One regression for each set of
choices learns from the answers of training respondents; a question that train holds has an intercept of its own, and
a new one is predicted from the features alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import tasks
from ..files.atomic import replacing
from ..files.errors import InputError, require
from ..schema import Prediction, Record
from .replies import rounded

Floats = NDArray[np.float64]

PARTS = 64  # principal components of a layer
STRENGTHS = (0.003, 0.01, 0.03)  # values of C that are tried on folds of train
FOLDS = 3
_OWN = 3.0  # size of a question's indicator, so that intercepts are penalised less than features
_MODEL = ("model", "revision", "adapter", "adapter_revision", "dtype", "window")
BATCH = 64  # prompts between two updates of the progress bar


def layers_of(depth: int) -> tuple[int, ...]:
    """The layers whose states are used: a third, two thirds, and all of the depth."""
    return tuple(sorted({max(1, depth // 3), max(1, 2 * depth // 3), depth}))


def features(backend: Any, records: Sequence[Record], config: str, form: str, cache: Path) -> Floats:
    """Hidden states of the prompts, kept in `cache` under a hash of model, layers and prompts.

    Args:
        backend: a `Transformers` back end.
        records: records of the config.
        config: its name.
        form: the answer form that the prompt asks for.
        cache: a folder.

    Returns:
        (records, layers, width), float64.
    """
    prompts = [tasks.messages(record, config, form)[0] for record in records]
    layers = layers_of(backend.model.config.get_text_config().num_hidden_layers)
    named = [
        backend.facts.get(name) for name in ("model", "revision", "adapter", "adapter_revision", "dtype", "window")
    ]
    key = sha256(json.dumps([named, layers, prompts], ensure_ascii=False).encode()).hexdigest()
    path = cache / f"{key}.npy"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        found = np.concatenate(list(_states(backend, prompts, layers)))
        with replacing(path) as beside, beside.open("wb") as stream:
            np.save(stream, found.astype(np.float16 if np.abs(found).max() < 60_000 else np.float32))
    return np.asarray(np.load(path), np.float64)


def _states(backend: Any, prompts: Sequence[Any], layers: Sequence[int]) -> Iterator[Floats]:
    from tqdm import tqdm

    with tqdm(total=len(prompts), desc="hidden states", unit="prompt") as bar:
        for start in range(0, len(prompts), BATCH):
            part = prompts[start : start + BATCH]
            yield backend.hidden_states(part, layers)
            bar.update(len(part))


def probe(
    train: Sequence[Record], known: Floats, test: Sequence[Record], asked: Floats, config: str, seed: int
) -> tuple[list[Prediction], dict[str, Any]]:
    """Predictions of the test records, and what was chosen on folds of train.

    The layer and the strength of the regression are those with the likeliest answers on folds of train: by respondent,
    or by question where the config asks new questions. A set of choices that train does not have gets equal shares.

    Args:
        train, test: records of the config.
        known, asked: their `features`.
        config: its name.
        seed: of the folds.

    Raises:
        InputError: the config has no choices to learn, or there are too few training records.
    """
    require("sklearn", "baselines")
    spec = tasks.spec_of(config)
    if spec.score != "choice":
        raise InputError(f"config {config} has no answers that are one of several choices; a probe needs them")
    groups = [str(row["question_id" if spec.new_items else "respondent_id"]) for row in train]
    if len(set(groups)) < FOLDS:
        raise InputError(f"a probe needs at least {FOLDS} {'questions' if spec.new_items else 'respondents'} in train")
    folds = _folds(groups, seed)
    tried = {(layer, strength): _loss(train, known[:, layer], folds, strength)
             for layer in range(known.shape[1]) for strength in STRENGTHS}  # fmt: skip
    layer, strength = min(tried, key=lambda pair: (tried[pair], pair))
    rows = _shares(train, known[:, layer], test, asked[:, layer], strength)
    lines = []
    for record, row in zip(test, rows, strict=True):
        shares = rounded(row)
        text = tasks.asked_choices(record, config, "text")[1][shares.index(max(shares))]
        lines.append(Prediction(record["id"], text, shares))
    return lines, {"layer": layer, "strength": strength, "train_records": len(train)}


def _folds(groups: Sequence[str], seed: int) -> list[NDArray[np.bool_]]:
    """Which records each fold holds out; a respondent, or a question, is in one."""
    names = sorted(set(groups))
    place = dict(zip(names, np.random.default_rng(seed).permutation(len(names)) % FOLDS, strict=True))
    number = np.array([place[name] for name in groups])
    return [number == fold for fold in range(FOLDS)]


def _loss(train: Sequence[Record], known: Floats, folds: Sequence[NDArray[np.bool_]], strength: float) -> float:
    """Negative log-likelihood of the held-out answers."""
    total = 0.0
    for held in folds:
        inner = [row for row, out in zip(train, held, strict=True) if not out]
        outer = [row for row, out in zip(train, held, strict=True) if out]
        for record, row in zip(outer, _shares(inner, known[~held], outer, known[held], strength), strict=True):
            total -= float(np.log(max(row[record["answer"]], 1e-6)))
    return total


def _shares(
    train: Sequence[Record], known: Floats, test: Sequence[Record], asked: Floats, strength: float
) -> list[list[float]]:
    """Shares over the choices of each test record, from one regression for each set of choices."""
    from sklearn.decomposition import PCA
    from threadpoolctl import threadpool_limits

    rows = [[1 / len(record["choices"])] * len(record["choices"]) for record in test]
    with threadpool_limits(1):
        reduce = PCA(min(PARTS, *known.shape), random_state=0).fit(known)
        scale = float(np.sqrt(reduce.explained_variance_.sum())) or 1.0
        seen, wanted = reduce.transform(known) / scale, reduce.transform(asked) / scale
        mine, theirs = _by_choices(train), _by_choices(test)
        for choices, places in theirs.items():
            if len({_answer(train[place]) for place in mine.get(choices, ())}) < 2:
                continue
            fitted = _fit(train, seen, mine[choices], test, wanted, places, strength)
            for place, shares in zip(places, fitted, strict=True):
                row = [shares.get(text, 0.0) for text in test[place]["choices"]]
                rows[place] = [value / sum(row) for value in row]
    return rows


def _fit(
    train: Sequence[Record], seen: Floats, mine: Sequence[int], test: Sequence[Record], wanted: Floats,
    places: Sequence[int], strength: float,
) -> list[dict[str, float]]:  # fmt: skip
    from sklearn.linear_model import LogisticRegression

    questions = sorted({train[place]["question_id"] for place in mine})
    inputs = np.hstack([seen[mine] * PARTS**0.5, _indicators([train[place] for place in mine], questions)])
    weights = np.array([float(train[place]["weight"]) for place in mine])
    model = LogisticRegression(C=strength, max_iter=500)
    model.fit(inputs, [_answer(train[place]) for place in mine], sample_weight=weights / weights.mean())
    new = np.hstack([wanted[places] * PARTS**0.5, _indicators([test[place] for place in places], questions)])
    return [dict(zip(model.classes_, row, strict=True)) for row in model.predict_proba(new).tolist()]


def _indicators(records: Sequence[Record], questions: Sequence[str]) -> Floats:
    return np.array([[_OWN * (record["question_id"] == name) for name in questions] for record in records])


def _by_choices(records: Sequence[Record]) -> dict[frozenset[str], list[int]]:
    found: dict[frozenset[str], list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        found[frozenset(record["choices"])].append(place)
    return found


def _answer(record: Record) -> str:
    return str(record["choices"][record["answer"]])
