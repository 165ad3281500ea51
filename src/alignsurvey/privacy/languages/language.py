"""What the folder of a language offers: one `LANGUAGE` in its `__init__.py`, and nothing else is asked of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from .rules import Rule

LEVELS = ("city", "state", "country")  # how precisely places stay; "state" is a province in China
Found = tuple[str, int, int, float]  # entity, start, end, score from 0 to 1
Draw = Callable[[str, str], str]  # kind of word ("given", "surname"), word -> its stand-in


@dataclass(frozen=True)
class Parts:
    """A mention of a person taken apart. Chinese: `before` is 老 or 小, `title` what follows the surname."""

    surname: str = ""
    given: str = ""
    before: str = ""
    title: str = ""


@dataclass(frozen=True)
class PersonalNames:
    """How the names of people are taken apart and put together again.

    Attributes:
        parts: A mention to its parts.
        full_name: Whether a value of a contact sheet is the full name of a person rather than something else.
        telling: Whether a name leads to one person wherever it stands, as one with its surname does.
        shorter: Parts of a full name, and whether the contact sheet has it, to (form, parts) of the shorter forms that
            it makes plain.
        rename: Parts, the `Draw` of the interview, and the given names that share the surname, to the pseudonym.
        pool: Kind of word and the word to the stand-ins that it may get.
        given_means_full: A given name alone is renamed as the full name that it belongs to.
    """

    parts: Callable[[str], Parts]
    full_name: Callable[[str], bool]
    telling: Callable[[str], bool]
    shorter: Callable[[Parts, bool], list[tuple[str, Parts]]]
    rename: Callable[[Parts, Draw, Sequence[str]], str]
    pool: Callable[[str, str], tuple[str, ...]]
    given_means_full: bool = False


@dataclass(frozen=True)
class Replacements:
    """What stands in the place of findings that are no people.

    Attributes:
        placeholders: Entity to its placeholder; "PERSON" for a name without pseudonym, "KNOWN" for any other value.
        place: A place and a level of `LEVELS` to what it becomes.
        address: A street address and a level to what it becomes.
        birth: A date of birth to what it becomes.
        organisation: An organisation and its number in the interview to its kind and letter: "Company B".
    """

    placeholders: dict[str, str]
    place: Callable[[str, str], str]
    address: Callable[[str, str], str]
    birth: Callable[[str], str]
    organisation: Callable[[str, int], str]


@dataclass(frozen=True)
class Forms:
    """Under which forms a name comes again in an interview.

    Attributes:
        organisations: The name of an organisation to its forms, its own first.
        places: The name of a place to its forms; none for a place that stays at every level.
        plain_words: Texts of an interview to the words that it has as ordinary words.
        is_plain: Whether a form is an ordinary word, of the interview (`plain_words`) or of the language.
    """

    organisations: Callable[[str], list[str]]
    places: Callable[[str], list[str]]
    plain_words: Callable[[Sequence[str]], frozenset[str]]
    is_plain: Callable[[str, frozenset[str]], bool]


class Coder(Protocol):
    """How a language cuts texts into tokens and tokens into features: rows of the recogniser's table."""

    def vectors(self, text: str, table: Any) -> tuple[Sequence[int], Sequence[int], Any, Sequence[str]]:
        """(starts, ends, sums of the rows of each token [tokens, width], words of the segmenter) of a folded text."""


@dataclass(frozen=True)
class Amount:
    """Numbers that become bands: `make` gives (group of the pattern, its band), or None where a number stays."""

    entity: str
    pattern: re.Pattern[str]
    make: Callable[[re.Match[str]], tuple[str, str] | None]


def same(text: str) -> str:
    """The text as it is."""
    return text


def as_written(made: str, _: str) -> str:
    """What replaces a finding, in whatever script its turn is written."""
    return made


@dataclass(frozen=True)
class Language:
    """The recognisers and replacements of a language.

    Attributes:
        rules: Patterns of numbers, accounts, addresses and what else has a shape.
        find: A text and what the models say of it (`recognise.models.Names`) to names, places, organisations and
            addresses.
        coder: The folder of the language's recogniser to what makes features for it.
        names: How names of people are taken apart and renamed.
        forms: Under which forms names come again.
        replacements: What other findings become.
        amounts: Ages and incomes that become bands.
        spaced: Words are apart by spaces, so that a name counts as a whole word alone.
        fold: A text with characters that are written in several ways in one of them, of the same length.
        write: What replaces a finding, and the turn around it, to the replacement in the script of that turn.
    """

    rules: tuple[Rule, ...]
    find: Callable[[str, Any], Iterator[Found]]
    coder: Callable[[Path], Coder]
    names: PersonalNames
    forms: Forms
    replacements: Replacements
    amounts: tuple[Amount, ...] = field(default=())
    spaced: bool = True
    fold: Callable[[str], str] = same
    write: Callable[[str, str], str] = as_written
