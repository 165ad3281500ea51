"""run.json: what a run was, so that it can be repeated, scored and compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from ..files.errors import InputError
from ..files.json import read_object
from ..files.texts import unprintable
from ..schema import Record, sample_respondents

LONGEST = 200  # characters of a name
MOST_BYTES = 2**20  # of run.json
_ADVICE = "give the run.json that predict wrote"


def _visible(text: str) -> str:
    """Refuse what a page or a terminal would not show as it is."""
    if unprintable(text):
        raise ValueError("holds control characters")
    return text


Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=r"\S"), AfterValidator(_visible)]
Label = Annotated[str, StringConstraints(max_length=LONGEST), AfterValidator(_visible)]


class Strict(BaseModel):
    """No value is converted, and no message quotes one; fields that are not declared stay as they are."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow", hide_input_in_errors=True)


class Sample(Strict):
    """Which respondents were asked, where not all were."""

    respondents: int = Field(gt=0, description="How many respondents were drawn.")
    seed: int = Field(description="Seed of the draw.")


class RunInfo(Strict):
    """The content of run.json. A back end may add fields of its own."""

    model: Name = Field(description="Hub id, folder, name at an endpoint, or baseline/<name>.")
    dataset: Name = Field(description="Hub id of the data set, or the name of a build's folder.")
    config: Name = Field(description="Config of the data set.")
    split: Name = Field(description="Split that was predicted.")
    data_revision: Label | None = Field(None, description="Version of the data set as it was asked for, as v1.0.0.")
    data_commit: Label | None = Field(None, description="Commit of the data set, or sha256:<hash> of a build's file.")
    revision: Label | None = Field(None, description="Commit of the model, or the hash of its folder.")
    adapter: Label | None = Field(None, description="Hub id or folder of the LoRA adapter over the model.")
    adapter_revision: Label | None = Field(None, description="Commit of the adapter, or the hash of its folder.")
    trained_on: list[dict[str, Any]] | None = Field(None, description="Data sets that the adapter's card names.")
    training: dict[str, Any] | None = Field(None, description="Seed and digest of the recipe, from the same card.")
    sample: Sample | None = Field(None, description="The respondents that were asked; None for all.")
    mode: Label | None = Field(None, description="score: a probability for each choice; generate: text.")
    form: Label | None = Field(None, description="Answer form: letter_text, text or letter.")
    shots: int | None = Field(None, ge=0, description="Answered examples before each question.")
    past: int | None = Field(None, ge=0, description="Other answers of the same respondent in each prompt, at most.")
    permutations: int | None = Field(None, ge=1, description="Orders of the choices that were averaged, at most.")
    samples: int | None = Field(None, ge=0, description="Replies to each prompt from which shares were estimated.")
    probe: dict[str, Any] | None = Field(None, description="Layer and strength of a probe, and what it learnt from.")
    calibrated: dict[str, Any] | None = Field(None, description="How its probabilities were calibrated, and on what.")
    seed: int | None = Field(None, description="Seed of every draw.")
    chunk: int | None = Field(None, description="Records of a unit of work, which a killed run repeats.")
    prompt_hash: Label | None = Field(None, description="SHA-256 of ids, prompts and candidates.")
    packages: dict[str, str] | None = Field(None, description="Versions of the packages that computed.")
    counts: dict[str, int] | None = Field(None, description="Records, cut prompts and empty replies.")

    @model_validator(mode="after")
    def _printable(self) -> RunInfo:
        for name, value in (self.model_extra or {}).items():
            if any(unprintable(text) for text in (name, *_texts(value))):
                raise ValueError(f"field {name[:LONGEST]!a} holds control characters")
        return self

    def facts(self) -> dict[str, Any]:
        """The fields that were given, as run.json holds them."""
        return self.model_dump(mode="json", exclude_unset=True)

    def asked(self, records: Sequence[Record]) -> list[Record]:
        """The records of the split that the run was asked to predict: all, or those of its sample."""
        sample = self.sample
        return sample_respondents(records, sample.respondents if sample else None, sample.seed if sample else 0)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (str(key), *_texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def read_run_info(path: Path) -> RunInfo:
    """Read run.json.

    Raises:
        InputError: It cannot be read, or a field is not what predict writes; the message names the field.
    """
    return run_info(read_object(path, _ADVICE, MOST_BYTES, str(path)), str(path))


def run_info(value: dict[str, Any], where: str) -> RunInfo:
    """The content of run.json as an object. Raises InputError that names `where` and the field."""
    try:
        return RunInfo.model_validate(value)
    except ValidationError as error:
        raise InputError(f"{where}: {first_problem(error)}; {_ADVICE}") from None


def first_problem(error: ValidationError) -> str:
    """The first thing that a check found: the field and what it must be, without its value."""
    found = error.errors(include_input=False, include_url=False, include_context=False)[0]
    field = ".".join(str(part) for part in found["loc"])
    if field.startswith("sample"):
        return 'sample must be null or {"respondents": 100, "seed": 42}'
    if found["type"] == "missing":
        return f"field {field!r} is missing"
    if found["type"] in ("string_type", "string_too_long", "string_too_short", "string_pattern_mismatch"):
        return f"field {field!r} must be a text of 1 to {LONGEST} characters"
    if not field:
        return str(found["msg"].removeprefix("Value error, "))
    return f"field {field!r}: {found['msg'].removeprefix('Value error, ')}"
