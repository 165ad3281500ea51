"""What a draft codebook will say: questions and attributes as data, with what a person must still decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...files.errors import InputError
from .check_all import option_words
from .guesses import is_number, is_off_scale
from .inspection import Code, Inspection, Variable
from .scales import is_in_order, scale_order
from .wording import is_wording, language_of_wording, question_name
from .words import languages

Choices = tuple[tuple[str, tuple[str, ...]], ...]  # (words, their codes)
WORDING, ORDER, WORDS, EQUAL = "wording", "order", "words", "equal labels would merge codes"


@dataclass(frozen=True)
class PlannedQuestion:
    """A question of a draft. `checks` is what is open of it; `heading` a comment that begins a group of questions."""

    name: str
    variable: str
    text: str
    scale: Choices
    off_scale: Choices = ()
    missing: tuple[str, ...] = ()
    meanings: str = ""
    unsure: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    ordered: bool = True
    unlisted: bool = False
    option: str = ""
    separator: str = ""
    heading: str = ""


def plan_questions(inspection: Inspection, only: Sequence[str] = (), most: int | None = None) -> list[PlannedQuestion]:
    """The questions to draft: those named, else what looks like a question, the likeliest first.

    Args:
        inspection: The file.
        only: Names of variables; none for all that look like questions.
        most: So many questions at most.

    Raises:
        InputError: A named variable is not there or has no answers to choose from.
    """
    places = {variable.name: at for at, variable in enumerate(inspection.variables, start=1)}
    chosen = _chosen(inspection, only)
    yes_no = _yes_no(inspection)
    planned = [one for variable in chosen for one in _planned(variable, places[variable.name], yes_no)]
    sets = [one for one in inspection.option_sets if not only or set(only) & set(one[2])]
    planned += [one for found in sets for one in _option_questions(inspection, found, places, yes_no)]
    likely = sorted(planned, key=_likeness)
    kept = {id(one) for one in (likely if most is None else likely[:most])}
    return [one for one in (likely if most is None else planned) if id(one) in kept]


def left_out(inspection: Inspection) -> dict[str, int]:
    """Reason -> variables that are no questions of the draft."""
    counts: dict[str, int] = {}
    names = {"metadata": "ids, times and addresses", "key": "key", "weight": "weights", "profile": "profile"}
    for variable in inspection.variables:
        reason = variable.reason or names.get(variable.role, "")
        if reason:
            counts[reason] = counts.get(reason, 0) + 1
    return counts


def _chosen(inspection: Inspection, only: Sequence[str]) -> list[Variable]:
    if not only:
        return [variable for variable in inspection.variables if variable.role == "question"]
    named = [inspection.variable(name) for name in only]
    unfit = [one.name for one in named if one.role != "option" and (one.hidden or len(one.answers()) < 2)]
    if unfit:
        raise InputError(f"{inspection.file}: variable {unfit[0]} has no list of answers; leave it out of --variable")
    return [variable for variable in named if variable.role in ("question", "")]


def _likeness(question: PlannedQuestion) -> tuple[bool, bool, bool]:
    """The most question-like ones first: worded, in order, of more than two answers."""
    return WORDING in question.checks, WORDS in question.checks, len(question.scale) < 3


def _planned(variable: Variable, place: int, yes_no: Sequence[str]) -> list[PlannedQuestion]:
    if variable.separator:
        return _list_questions(variable, place, yes_no)
    answers = variable.answers()
    off = [code for code in answers if is_off_scale(code.label or code.code)]
    on = [code for code in answers if code not in off]
    if len(on) < 2:
        on, off = answers, []
    on, sure = _in_order(variable, on)
    wording = _wording(variable)
    checks = [] if wording[1] else [WORDING]
    checks += [WORDS] if variable.kind == "number" else []
    checks += [] if sure else [ORDER]
    checks += [EQUAL] if _merges(on) or _merges(off) else []
    missing = [code for code in variable.codes if code.missing and not _letter(variable, code.code)]
    return [
        PlannedQuestion(
            question_name(variable.name, place), variable.name, wording[0], _choices(on), _choices(off),
            tuple(code.code for code in missing), _meanings(missing), tuple(sorted(variable.unsure)), tuple(checks),
            unlisted=variable.rare > 0,
        )
    ]  # fmt: skip


def _wording(variable: Variable) -> tuple[str, bool]:
    """The wording, and whether it can stand as it is."""
    text = variable.label or (variable.name if " " in variable.name or is_wording(variable.name) else "")
    return text, is_wording(text)


def _in_order(variable: Variable, codes: Sequence[Code]) -> tuple[list[Code], bool]:
    """The codes in the order of their words, where these tell it; and whether the order needs no look."""
    labels = list(dict.fromkeys(code.label or code.code for code in codes))
    if is_in_order(labels):
        return list(codes), True
    order = scale_order(labels)
    if order:
        ranks = {labels[place]: rank for rank, place in enumerate(order)}
        return sorted(codes, key=lambda code: ranks[code.label or code.code]), True
    ends = (
        all(is_number(code.code) for code in codes) and len(codes) > 3 and sum(bool(code.label) for code in codes) <= 3
    )
    return list(codes), len(labels) == 2 or (variable.kind == "labelled" and ends)


def _choices(codes: Sequence[Code]) -> Choices:
    words: dict[str, list[str]] = {}
    for code in codes:
        words.setdefault(code.label or code.code, []).append(code.code)
    return tuple((label, tuple(given)) for label, given in words.items())


def _merges(codes: Sequence[Code]) -> bool:
    return len({code.label or code.code for code in codes}) < len(codes)


def _letter(variable: Variable, code: str) -> bool:
    """Stata's letters need no mention."""
    return variable.kind != "words" and len(code) == 2 and code[0] == "." and code[1].isalpha()


def _meanings(codes: Sequence[Code]) -> str:
    return "; ".join(f"{code.code} {code.label}" for code in codes if code.label)[:80]


def _list_questions(variable: Variable, place: int, yes_no: Sequence[str]) -> list[PlannedQuestion]:
    """A yes or no for each option that cells list."""
    stem, heading = variable.label or variable.name, f"check-all: {variable.label or variable.name}"
    name = question_name(variable.name, place)
    made = [
        PlannedQuestion(
            f"{name}_{number}", variable.name, f"{stem} - {code.code}", ((yes_no[0], ("1",)), (yes_no[1], ("0",))),
            option=code.code, separator=variable.separator, checks=() if is_wording(stem) else (WORDING,),
        )
        for number, code in enumerate(variable.answers(), start=1) if code.count
    ]  # fmt: skip
    return [replace(one, heading=heading if not at else "") for at, one in enumerate(made)]


def _option_questions(
    inspection: Inspection, found: tuple[str, str, tuple[str, ...]], places: Mapping[str, int], yes_no: Sequence[str]
) -> list[PlannedQuestion]:
    """A yes or no for each option that has a column."""
    _, stem, members = found
    made = []
    for name in members:
        variable = inspection.variable(name)
        codes = [code.code for code in variable.codes if code.count and code.code != "0"]
        codes = codes or [option_words(variable.label, name)]
        no = "0" if any(code.code == "0" for code in variable.codes) else ""
        value = codes[0] if len(codes) == 1 else "1"
        option = next((code.label for code in variable.codes if code.code == value and code.label), "")
        option = option_words(variable.label, name) if option_words(variable.label, name) != name else option or value
        text = f"{stem} - {option}" if stem and not variable.label.startswith(stem) else variable.label or name
        made.append(
            PlannedQuestion(
                question_name(name, places[name]), name, text, ((yes_no[0], (value,)), (yes_no[1], (no,))),
                checks=() if is_wording(text) else (WORDING,),
            )
        )  # fmt: skip
    return [replace(one, heading=f"check-all: {stem}" if not at else "") for at, one in enumerate(made)]


def draft_language(inspection: Inspection) -> tuple[str, bool]:
    """The language of the wording, and whether it is sure."""
    labels = [text for variable in inspection.variables for text in _texts(variable)]
    return language_of_wording(labels)


def _texts(variable: Variable) -> Iterator[str]:
    # Names of variables and of people's regions are in no language; wordings and their answers are.
    text = variable.label or variable.name
    if " " in text or is_wording(text):
        yield text
    if variable.role == "question" and (" " in text or is_wording(text)):
        yield from (code.label or code.code for code in variable.codes)


def _yes_no(inspection: Inspection) -> tuple[str, ...]:
    """What a chosen and an unchosen option are called, in the language of the wording."""
    words = languages().get(draft_language(inspection)[0])
    return (words or languages()["en"]).yes_no
