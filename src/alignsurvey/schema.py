"""The records of the four tasks, their columns, and the files in which they are exchanged.

A record is one row of a config: a dict whose keys are the columns that `columns(config)` lists. The same record goes
through build, publish, predict and score. This module imports nothing else of the project.
"""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import importlib
import json
import math
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datasets import Features

Record = dict[str, Any]

ORGANISATION = "PiLabZJU"
STANCES = ("negative", "neutral", "positive")  # in scale order: 0, 1, 2
NO_POSITION = -1.0


class InputError(ValueError):
    """What a person gave cannot be used. One line: the file, row or variable, what was wrong, what to do."""


@dataclass(frozen=True)
class Question:
    """One survey item. `positions[i]` is where `choices[i]` stands on the ordered scale, -1 where it has no place."""

    id: str
    text: str
    choices: tuple[str, ...]
    positions: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.choices) != len(self.positions):
            raise InputError(f"question {self.id}: {len(self.choices)} choices but {len(self.positions)} positions")
        if len(set(self.choices)) != len(self.choices):
            raise InputError(f"question {self.id}: two choices have the same text; give each its own")


@dataclass(frozen=True)
class Respondent:
    """One person of one survey wave: a keyed pseudonym, never the provider's key.

    `answers` maps a question id to the index of the answer in `Question.choices`; a missing answer is absent.
    """

    id: str
    source: str
    country: str
    language: str
    profile: tuple[tuple[str, str], ...]
    weight: float = 1.0
    answers: Mapping[str, int] = field(default_factory=dict)


# Columns of each config as a small type language: a name of a scalar, a one-element list for a list of that type,
# a dict for a struct. `features` and the cards are both made from it.
_MESSAGES = [{"role": "string", "content": "string"}]
_PROFILE = [{"attribute": "string", "value": "string"}]
_TURNS = [{"speaker": "string", "text": "string"}]
_SHARED = {
    "id": "string",
    "respondent_id": "string",
    "source": "string",
    "country": "string",
    "language": "string",
    "prompt": _MESSAGES,
    "completion": _MESSAGES,
}
_ASKED = {"question_id": "string", "question": "string", "choices": ["string"], "scale": ["float64"]}
_COUNTED = {"distribution": ["float64"], "n": "int64", "respondent_ids": ["string"]}

COLUMNS: dict[str, dict[str, Any]] = {
    "survey_response": {**_SHARED, "profile": _PROFILE, **_ASKED, "answer": "int64", "weight": "float64"},
    "survey_response_group": {**_SHARED, "group": _PROFILE, **_ASKED, **_COUNTED},
    "social_role": {
        **_SHARED,
        "theme": "string",
        "segment": _TURNS,
        "attribute": "string",
        "attribute_group": "string",
        "choices": ["string"],
        "answer": ["string"],
    },
    "interview": {
        **_SHARED,
        "profile": _PROFILE,
        "theme": "string",
        "history": _TURNS,
        "question": "string",
        "response": "string",
    },
    "attitude_stance": {
        **_SHARED,
        "profile": _PROFILE,
        "theme": "string",
        "stance": "string",
        "reasoning": "string",
        "annotations": [{"annotator": "string", "stance": "string", "reasoning": "string"}],
    },
    "attitude_stance_group": {
        **_SHARED,
        "group": _PROFILE,
        "theme": "string",
        "choices": ["string"],
        "scale": ["float64"],
        **_COUNTED,
    },
    "qualitative": {
        **_SHARED,
        "interview_id": "string",
        "history": _TURNS,
        "speaker": "string",
        "response": "string",
    },
}
COLUMNS["quantitative"] = COLUMNS["survey_response"]


def columns(config: str) -> dict[str, Any]:
    """Columns of a config, in the order in which they are stored."""
    try:
        return COLUMNS[config]
    except KeyError:
        raise InputError(f"unknown config {config!r}; known: {', '.join(COLUMNS)}") from None


def features(config: str) -> Features:
    """The `datasets.Features` of a config."""
    from datasets import Features

    return Features({name: _feature(kind) for name, kind in columns(config).items()})


def _feature(kind: Any) -> Any:
    from datasets import List, Value

    if isinstance(kind, list):
        return List(_feature(kind[0]))
    if isinstance(kind, dict):
        return {name: _feature(inner) for name, inner in kind.items()}
    return Value(kind)


def require(module: str, extra: str) -> Any:
    """Import a heavy library, or say which extra brings it. Raises InputError."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name and module.split(".")[0] != error.name.split(".")[0]:
            raise
        raise InputError(f"this needs {module}: pip install 'alignsurvey[{extra}]'") from None


def hub_failures() -> tuple[type[Exception], ...]:
    """What the Hub clients raise when the Hub refuses, fails or does not answer: for `except hub_failures()`."""
    from huggingface_hub.errors import HfHubHTTPError

    # The client's own transport errors share a base class with it, whichever HTTP library its version uses.
    transport = next(base for base in HfHubHTTPError.__mro__ if base.__name__ == "HTTPError")
    return (transport, OSError)


def sample_respondents(records: Iterable[Record], count: int | None, seed: int) -> list[Record]:
    """Records of a seeded sample of respondents, in the given order; all of them when `count` is None.

    Predicting, scoring and the leaderboard draw the same sample from (count, seed) alone.
    """
    rows = list(records)
    if count is None:
        return rows
    if any(row["respondent_id"] is None for row in rows):
        raise InputError("a sample is of respondents, but these records are of groups; predict all of them")
    people = sorted({row["respondent_id"] for row in rows}, key=lambda person: (digest("sample", seed, person), person))
    chosen = set(people[:count])
    return [row for row in rows if row["respondent_id"] in chosen]


def organisation() -> str:
    """The Hub organisation that owns every repository: ALIGNSURVEY_ORG, by default PiLabZJU."""
    return os.environ.get("ALIGNSURVEY_ORG") or ORGANISATION


def digest(*parts: object) -> int:
    """A 64-bit number that depends on `parts` alone: the source of every draw, so that order changes nothing."""
    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def options_of(record: Record) -> Sequence[str]:
    """What the probabilities of a prediction run over: the choices as shown, the stances, or () where neither."""
    return record.get("choices", STANCES if "stance" in record else ())


@dataclass(frozen=True)
class Prediction:
    """One line of predictions.jsonl; `probabilities` run over `options_of` the record, and sum to 1.

    `line` is its number in the file that it was read from, for messages.
    """

    id: str
    prediction: str
    probabilities: tuple[float, ...] | None = None
    line: int | None = field(default=None, compare=False, repr=False)

    def to_json(self) -> str:
        line: dict[str, Any] = {"id": self.id, "prediction": self.prediction}
        if self.probabilities is not None:
            line["probabilities"] = list(self.probabilities)
        return json.dumps(line, ensure_ascii=False)


def read_predictions(path: Path, where: str | None = None) -> list[Prediction]:
    """Read predictions.jsonl. Raises InputError that names the file and the line.

    `where` is what a message calls the file, by default its name: of several, all are named predictions.jsonl.
    """
    where = where or path.name
    seen: dict[str, int] = {}
    predictions = []
    for number, item in read_jsonl(path, where):
        prediction = _prediction(item, number, f"{where} line {number}")
        if prediction.id in seen:
            raise InputError(
                f"{where} line {number}: id {prediction.id} stands already on line {seen[prediction.id]}; "
                "keep one line per id"
            )
        seen[prediction.id] = number
        predictions.append(prediction)
    if not predictions:
        raise InputError(f"{where}: the file is empty; it needs one line per record of the test split")
    return predictions


def _prediction(item: Any, line: int, where: str) -> Prediction:
    if not isinstance(item, dict) or not isinstance(item.get("id"), str) or not isinstance(item.get("prediction"), str):
        raise InputError(f'{where}: expected {{"id": text, "prediction": text}}')
    extra = sorted(set(item) - {"id", "prediction", "probabilities"})
    if extra:
        raise InputError(f"{where}: unknown field {extra[0]!r}; allowed are id, prediction, probabilities")
    given = item.get("probabilities")
    if given is None:
        return Prediction(item["id"], item["prediction"], line=line)
    # NaN is within no bounds.
    numeric = isinstance(given, list) and all(type(value) in (int, float) and 0 <= value <= 1.01 for value in given)
    if not numeric or abs(math.fsum(given) - 1) > 1e-4:
        raise InputError(f"{where}: probabilities must be numbers of at least 0 that sum to 1")
    return Prediction(item["id"], item["prediction"], tuple(float(value) for value in given), line)


def read_jsonl(path: Path, where: str | None = None) -> Iterator[tuple[int, Any]]:
    """Yield (line number, value). Raises InputError for a missing file, bad UTF-8 or a line that is not JSON; `where`
    is what it calls the file, by default its name."""
    where = where or path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    for number, line in enumerate(raw.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line.decode())
        except UnicodeDecodeError:
            raise InputError(f"{where} line {number}: not UTF-8 text; write the file again as UTF-8") from None
        except (ValueError, RecursionError):
            raise InputError(
                f"{where} line {number}: not a complete JSON object; the file may be cut, write it again"
            ) from None


def write_jsonl(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write one JSON object a line, atomically."""
    with replacing(path) as beside:
        beside.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def write_json(path: Path, value: Any) -> None:
    """Write indented JSON with sorted keys, atomically."""
    with replacing(path) as beside:
        text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
        beside.write_text(text + "\n", encoding="utf-8")


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a path beside `path`; when the block ends well it takes the name, else it is removed.

    Works for a file and for a folder (make it inside the block). An old folder of that name is replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    holder = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    beside = holder / path.name
    try:
        yield beside
        if path.is_dir() and beside.is_dir():
            path.rename(holder / "old")
        beside.replace(path)
    finally:
        shutil.rmtree(holder, ignore_errors=True)


def sha256(path: Path) -> str:
    """Hex SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def profile_items(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """A profile as stored: [{attribute, value}]."""
    return [{"attribute": attribute, "value": value} for attribute, value in pairs]
