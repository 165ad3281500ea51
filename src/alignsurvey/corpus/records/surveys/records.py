"""The answers of survey respondents as records: one an answer, choices in scale order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ....schema import Record, profile_items
from ...survey.survey import ANSWER, ATTRIBUTE, VERSION, Survey


class RowItem(NamedTuple):
    """A question of a survey, with the wordings of a split ballot."""

    id: str
    choices: Sequence[str]
    positions: Sequence[float]
    wordings: Sequence[str]


@dataclass(frozen=True)
class Rows:
    """Respondents of one survey: what a worker needs to write their records. `values` are the columns of the frame."""

    source: str
    language: str
    items: tuple[RowItem, ...]
    values: Mapping[str, Sequence[Any]]
    prompt_language: str = ""


def rows_of(survey: Survey, rows: Sequence[int]) -> Rows:
    """Some respondents of a survey, by the numbers of their rows."""
    items = tuple(
        RowItem(
            item.question.id, item.question.choices, item.question.positions, tuple(text for _, text in item.versions)
        )
        for item in survey.items
    )
    values = survey.frame[rows].to_dict(as_series=False)
    return Rows(survey.source, survey.language, items, values, survey.prompt_language)


def profiles_of(rows: Rows) -> list[list[dict[str, str]]]:
    """The profile of each respondent as it is published."""
    names = [(name.removeprefix(ATTRIBUTE), rows.values[name]) for name in rows.values if name.startswith(ATTRIBUTE)]
    return [
        profile_items([(name, values[row]) for name, values in names if values[row] is not None])
        for row in range(len(rows.values["respondent_id"]))
    ]


def survey_records(rows: Rows) -> Iterator[Record]:
    """One record per answer, choices in scale order and the wording that the respondent was asked."""
    values = rows.values
    chosen = {"prompt_language": rows.prompt_language} if rows.prompt_language else {}  # for the prompt, no column
    for row, (person, profile) in enumerate(zip(values["respondent_id"], profiles_of(rows), strict=True)):
        for name, choices, positions, wordings in rows.items:
            answer = values[ANSWER + name][row]
            if answer is None:
                continue
            version = values[VERSION + name][row] if VERSION + name in values else 0
            yield {
                "id": f"{rows.source}/{person}/{name}",
                "respondent_id": person,
                "source": rows.source,
                "country": values["country"][row],
                "language": rows.language,
                "profile": profile,
                "question_id": name,
                "question": wordings[version],
                "choices": choices,
                "scale": positions,
                "answer": answer,
                "weight": values["weight"][row],
                **chosen,
            }
