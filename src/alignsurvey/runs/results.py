"""results.json: what a run scored, as score and judge write it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError, model_validator

from ..files.errors import InputError
from ..files.json import read_object, write_json
from ..tasks import spec_of
from .info import Name, RunInfo, Sample, Strict, first_problem

_AGAIN = "run `alignsurvey score` again"
_JUDGE = "run `alignsurvey judge` again"


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("is no number")
    return value


Number = Annotated[float, AfterValidator(_finite)]
Interval = Annotated[list[Number], Field(min_length=2, max_length=2)]


class Distribution(Strict):
    """Predicted and real distribution of one question."""

    question_id: str = Field(description="The question, and its language where it was asked in several.")
    choices: list[str] = Field(min_length=1, description="Choices in scale order.")
    positions: list[Number] = Field(description="Place of each choice on the scale, -1 where it has none.")
    predicted: list[Number] = Field(description="Predicted share of each choice.")
    reference: list[Number] = Field(description="Share of the respondents who gave each choice, weighted.")
    n: int = Field(description="Respondents who answered.")
    wasserstein: Number = Field(description="1-Wasserstein distance between the two, in scale positions.")

    @model_validator(mode="after")
    def _same_length(self) -> Distribution:
        if len({len(self.choices), len(self.positions), len(self.predicted), len(self.reference)}) > 1:
            raise ValueError("lists of different lengths")
        return self


class DialogueScores(Strict):
    """Means over the judges that rated one dialogue."""

    id: str = Field(description="Id of the record.")
    respondent_id: str = Field(description="Pseudonym of the respondent.")
    naturalness: Number | None = Field(None, description="1 to 5; None where no judge rated it.")
    style_match: Number | None = Field(None, description="1 to 5; None where no judge rated it.")
    consistency: Number | None = Field(None, description="1 to 5; None where no judge rated it.")


class Results(Strict):
    """The content of results.json; each config adds the scores of its metric."""

    config: Name = Field(description="Config that was scored.")
    protocol: str = Field("robust", description="robust, or paper for the authors' published scripts.")
    n: int | None = Field(None, description="Records that were scored.")
    parse_rate: Number | None = Field(None, description="Share of replies that could be read.")
    intervals: dict[str, Interval] = Field(default_factory=dict, description="95% interval of each score.")
    distributions: list[Distribution] | None = Field(None, description="Distributions of each question.")
    by_dialogue: list[DialogueScores] | None = Field(None, description="Judged scores of each dialogue.")
    judges: dict[str, str] | None = Field(None, description="Name and model of each judge.")
    dataset: str | None = Field(None, description="Data set, as in run.json.")
    data_revision: str | None = Field(None, description="Version of the data set, as in run.json.")
    sample: Sample | None = Field(None, description="Respondents that were asked, as in run.json.")
    run: dict[str, Any] | None = Field(None, description="Of judged interviews, the fields of run.json.")
    predictions_sha256: str | None = Field(None, description="SHA-256 of predictions.jsonl.")
    run_sha256: str | None = Field(None, description="SHA-256 of run.json.")
    judgements_sha256: str | None = Field(None, description="SHA-256 of judgements.jsonl.")

    @model_validator(mode="after")
    def _whole(self) -> Results:
        spec, values = spec_of(self.config), self.facts()
        # Judges may all have failed, and then there is no score.
        head = spec.headline if spec.score != "judged" else None
        if head and values.get(head.key) is None:
            raise ValueError(f"{head.key} is missing")
        for name in (*self.intervals, *([head.key] if head else [])):
            if not _number(values.get(name)):
                raise ValueError(f"{name} is no number")
        return self

    def facts(self) -> dict[str, Any]:
        """The fields that were given, as results.json holds them."""
        return self.model_dump(mode="json", exclude_unset=True)


def scored_of(info: RunInfo) -> dict[str, Any]:
    """The fields of run.json that results.json repeats."""
    sample = info.sample.model_dump() if info.sample else None
    return {"dataset": info.dataset, "config": info.config, "data_revision": info.data_revision, "sample": sample}


def read_results(path: Path) -> Results:
    """Read results.json.

    Raises:
        InputError: It cannot be read, or is not as score or judge writes it; the message names the field.
    """
    return results_of(read_object(path, "run `alignsurvey score` first", where=str(path)), str(path))


def results_of(value: dict[str, Any], where: str) -> Results:
    """The content of results.json as an object. Raises InputError that names `where` and the field."""
    for name, number in value.items():
        if isinstance(number, float) and not math.isfinite(number):
            raise InputError(f"{where}: {name} is {number}; {_AGAIN}")
    try:
        return Results.model_validate(value)
    except ValidationError as error:
        raise InputError(f"{where}: {_problem(error)}") from None


def write_results(path: Path, value: dict[str, Any]) -> Results:
    """Write results.json, whole or not at all, and return it as it reads back."""
    write_json(path, value)
    return read_results(path)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _problem(error: ValidationError) -> str:
    """What is wrong, in the words of this file."""
    found = error.errors(include_input=False, include_url=False, include_context=False)[0]
    place = [str(part) for part in found["loc"]]
    if not place:
        return f"{found['msg'].removeprefix('Value error, ')}; {_AGAIN}"
    if place[0] in ("by_dialogue", "judges"):
        return f"{place[0]} is not as judge writes it; {_JUDGE}"
    if place[0] == "distributions":
        return f"distributions are not as score writes them; {_AGAIN}"
    if place[0] == "intervals":
        return (
            f"{f'the interval of {place[1]} is not two numbers' if place[1:] else 'intervals is no object'}; {_AGAIN}"
        )
    if place[0] in ("n", "parse_rate"):
        return f"{place[0]} is no number; {_AGAIN}"
    return f"not a results.json of score or judge ({first_problem(error)}); {_AGAIN}"
