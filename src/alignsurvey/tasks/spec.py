"""What a config is, as data: the frozen SPEC that each module of `tasks` opens with."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Role = Literal["talk", "wording", "code", "id", "profile", "prompt"]
Source = Literal["survey", "transcripts", "records"]
Kind = Literal["choice", "distribution", "stance", "attribute", "judged", "none"]


@dataclass(frozen=True)
class Column:
    """The type of a stored column and, if it holds text, what kind of text that is."""

    type: Any
    """A scalar's name ("string", "int64", "float64"), a one-element list for a list of a type, a dict for a struct."""
    role: Role | None = None
    """talk: what somebody said, or wrote about it; wording: the text of a survey item; code: a value of a closed list
    or a key that the builder made; id: a keyed pseudonym; profile: attributes of a respondent or a group; prompt:
    messages rendered from the other columns. None for a column without text."""


@dataclass(frozen=True)
class Score:
    """A score of results.json and how it is shown."""

    key: str
    """Its name in results.json."""
    head: str
    """Its head in a table, or its name on an axis or a leaderboard."""
    more: bool | None = True
    """Whether more is better; None for what is neither, such as a count."""
    low: float = 0.0
    """The least that it can be."""
    high: float = 1.0
    """The most that it can be."""

    def closeness(self, value: float) -> float:
        """The score scaled so that 0 is worst and 1 is best; a distance over the whole range counts as 0."""
        share = (value - self.low) / (self.high - self.low)
        return share if self.more else max(0.0, 1 - share)


@dataclass(frozen=True)
class TablePart:
    """The columns that a config has in a table of the report, which it may share with other configs."""

    number: int
    """Number of the task and of its table; the table's file is called task<number>."""
    title: str
    """What the task is called in the table's heading."""
    columns: tuple[Score, ...]
    """Scores in the order of their columns."""
    level: str = "individual"
    """What stands above the columns beside the name of the data set."""
    place: int = 1
    """Order among the configs of the same table."""


@dataclass(frozen=True)
class Harness:
    """How a config is run by evaluation harnesses that compare one reply with one column."""

    target: str
    """The column that holds what is right."""
    scorer: Literal["pattern", "f1"]
    """pattern: what the pattern finds in the reply must be the target; f1: words that reply and target share."""
    pattern: str | None = None
    """A regular expression with one group, of a scorer that needs one."""
    instruction: str | None = None
    """What is added to the prompt, where the reply is to be compared with a column in another language."""


LETTER = r"^\W*(?:option\s+|answer\s*:?\s*|选项?\s*)?\(?([A-Za-z])(?![A-Za-z])"
"""The letter that a reply begins with, whatever word or bracket stands before it."""


@dataclass(frozen=True)
class Spec:
    """All that is particular to a config. Raises ValueError for a text column without a role."""

    columns: Mapping[str, Column]
    """Stored columns in their order."""
    made_from: Source
    """survey: a codebook and a raw file; transcripts: files of talk; records: a build.py that knows its source."""
    score: Kind
    """choice: one of the choices shown; distribution: shares of a group; stance: a stance with its reasoning;
    attribute: one or several values; judged: other models rate the reply; none: nothing scores it."""
    item: str | None = None
    """The column that names what is asked: a question, a theme or an attribute. None where it is free talk."""
    item_in_profile: bool = False
    """Whether the item is an attribute of the respondent's profile, so that its answers count as quasi-identifiers."""
    answer: str = "answer"
    """The column that holds what a right reply says."""
    choices: str | tuple[str, ...] | None = None
    """The column with the choices as shown, or the choices themselves where all records have the same."""
    group: str | None = None
    """The config with the distributions of these answers in demographic groups."""
    past: str | None = None
    """The config whose answers of the same respondent may stand in a prompt: its own, or another of the data set."""
    new_questions: str | None = None
    """The config that asks test respondents whole batteries of these questions, which its train split does not hold."""
    new_items: bool = False
    """Whether no question of the test split is in train."""
    foundation: bool = False
    """Whether the config is of the foundation corpus: models train on it before any task, and nothing that an
    evaluation holds may be in it."""
    reply_tokens: int = 64
    """Tokens that a reply may have unless the user says otherwise."""
    baselines: tuple[str, ...] = ()
    """Names of the baselines that fit: groups have no respondents to learn from, dialogues no profile."""
    past_baselines: tuple[str, ...] = ()
    """Names of the baselines that fit where past answers of the respondent are known."""
    headline: Score | None = None
    """The score that leaderboards of the Hub show."""
    table: TablePart | None = None
    """Where the config stands in the report."""
    harness: Harness | None = None
    """How other harnesses run it; None for distributions and for what nothing scores."""
    radar: tuple[Score, ...] = ()
    """Axes of the radar chart."""
    ranking: tuple[Score, ...] = field(default=())
    """Scores that order the board's rows: the first decides, the next break ties."""
    board: tuple[Score, ...] = ()
    """Scores that the board shows after those that order it."""

    def __post_init__(self) -> None:
        for name, column in self.columns.items():
            if column.role is None and "string" in _scalars(column.type):
                raise ValueError(
                    f"column {name!r} holds text but has no role; give it one of {', '.join(get_args(Role))}"
                )

    @property
    def types(self) -> dict[str, Any]:
        """Column types by name, in their order."""
        return {name: column.type for name, column in self.columns.items()}

    @property
    def talk(self) -> tuple[str, ...]:
        """Columns that hold what somebody said."""
        return self.with_role("talk")

    @property
    def wording(self) -> str | None:
        """The column with the text of the item as shown to a reader: the question, or the item's own name."""
        return next(iter(self.with_role("wording")), self.item)

    def with_role(self, *roles: Role) -> tuple[str, ...]:
        """Columns of these roles, in their order."""
        return tuple(name for name, column in self.columns.items() if column.role in roles)


def _scalars(kind: Any) -> Iterator[str]:
    if isinstance(kind, list):
        yield from _scalars(kind[0])
    elif isinstance(kind, dict):
        for inner in kind.values():
            yield from _scalars(inner)
    else:
        yield kind


MESSAGES = Column([{"role": "string", "content": "string"}], "prompt")
PROFILE = Column([{"attribute": "string", "value": "string"}], "profile")
TURNS = Column([{"speaker": "string", "text": "string"}], "talk")
CODE = Column("string", "code")
CHOICES = Column(["string"], "code")
SHARED: Mapping[str, Column] = {
    "id": CODE,
    "respondent_id": Column("string", "id"),
    "source": CODE,
    "country": CODE,
    "language": CODE,
    "prompt": MESSAGES,
    "completion": MESSAGES,
    "target": Column("string", "prompt"),
}
SURVEY_ITEM: Mapping[str, Column] = {
    "question_id": CODE,
    "question": Column("string", "wording"),
    "choices": CHOICES,
    "scale": Column(["float64"]),
}
DISTRIBUTION: Mapping[str, Column] = {
    "distribution": Column(["float64"]),
    "n": Column("int64"),
    "respondent_ids": Column(["string"], "id"),
}

ACCURACY = Score("accuracy", "Acc")
F1 = Score("f1", "F1")
MACRO = (Score("precision", "P"), Score("recall", "R"), F1)
WASSERSTEIN = Score("wasserstein", "WD", False, high=math.inf)
DISTANCES = (WASSERSTEIN, Score("wasserstein_normalized", "WD/range", False))
COUNT = Score("n", "n", None, high=math.inf)
PARSED = (Score("parse_rate", "Parsed"), COUNT)
"""The last columns of a table: how many replies could be read, of how many."""
NEARNESS = Score("wasserstein_normalized", "1 - WD/range", False)
