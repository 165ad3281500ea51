"""A draft codebook and SOURCE.yaml from an inspected file: guesses that a person checks and completes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ...files.atomic import replacing
from ...files.errors import InputError
from ...files.yaml import OPEN
from ...languages import PROMPTS, resolve
from ...privacy import private_attribute
from .guesses import ABSENT, ANSWERS, BORN, is_country
from .inspection import Inspection, Variable
from .plan import PlannedQuestion, draft_language, plan_questions
from .question_text import attribute_lines, attribute_name, choices_text, question_lines, yaml_text

_HEAD = """\
# Draft of a codebook for {file}, guessed by `alignsurvey inspect`. All keys: corpus_builders/README.md.
# A value {open} must be filled in before the survey can be built. A comment `# {open}` marks a guess: correct it and
# remove the comment. Delete the questions and attributes that you do not want.
# Build: alignsurvey build {codebook} --raw {file}
"""
_QUESTIONS = """\
# `text` is the variable's label: make it the question as it was asked; the scale must be in order from one end to the
# other (no order: `ordered: false`); an answer without a place on it, such as "it depends", belongs under `off_scale`;
# `missing` are the codes that are no answer; "" is a blank. A guess that needs a look is marked {open}.
"""
_SOURCE = """\
# Where {file} comes from. All of it is copied into the manifest of what is built.
title: {open} # of the survey and wave
provider: {open}
licence: {open} # and what it asks of users
redistribution: false # true only if the provider allows respondent-level records to be handed on
citation: {open}
obtain: {open} # how a stranger gets the file, in a sentence
synthetic: false
"""
_MIN_CELL = 20  # as for GSS


def write_draft(
    inspection: Inspection,
    out: Path,
    only: Sequence[str] = (),
    most: int | None = None,
    questions: Sequence[PlannedQuestion] | None = None,
    answers: Mapping[str, str] | None = None,
) -> tuple[Path, Path]:
    """Write a draft codebook, and SOURCE.yaml beside it.

    Args:
        inspection: The file that it is for.
        out: Path of the codebook, a .yaml.
        only: Names of the variables to draft as questions; none for all that look like questions.
        most: So many questions at most, the most question-like ones.
        questions: The questions as a person has settled them, instead of guesses.
        answers: Values that a person gave of the keys that are open: country, title, provider, ...

    Returns:
        The paths of both files.

    Raises:
        InputError: One of the files is there already, or a named variable has no answers to choose from.
    """
    source = out.with_name("SOURCE.yaml")
    if out.suffix not in (".yaml", ".yml"):
        raise InputError(f"{out}: give the codebook a name that ends in .yaml")
    for path in (out, source):
        if path.exists():
            raise InputError(f"{path}: is there already and is not overwritten; move it, or choose another folder")
    planned = plan_questions(inspection, only, most) if questions is None else questions
    about = {"file": inspection.file, "open": OPEN, "codebook": str(out)}
    codebook = _HEAD.format(**about) + "\n".join(_codebook(inspection, about, planned)) + "\n"
    texts = {out: codebook, source: _SOURCE.format(**about)}
    for path, text in texts.items():
        with replacing(path) as beside:
            beside.write_text(_answered(text, answers or {}), encoding="utf-8")
    return out, source


def _answered(text: str, answers: Mapping[str, str]) -> str:
    """The text with the values that a person gave for open keys."""
    for key, value in answers.items():
        said = f"{key}: {yaml_text(value)}"
        text = re.sub(rf"^{key}: {OPEN}.*$", said.replace("\\", r"\\"), text, flags=re.MULTILINE)
    return text


def _codebook(inspection: Inspection, about: dict[str, str], questions: Sequence[PlannedQuestion]) -> Iterator[str]:
    name = re.sub(r"[^a-z0-9]+", "-", Path(inspection.file).stem.lower()).strip("-") or "survey"
    profile = [variable for variable in inspection.variables if variable.role == "profile"]
    yield f"dataset: {yaml_text(name)}"
    yield "config: survey_response"
    yield f"country: {_country(inspection)}"
    language, sure = draft_language(inspection)
    yield f"language: {language}" + ("" if sure else f" # {OPEN} the language of the wordings below")
    if resolve(language).base not in PROMPTS:
        yield "prompt_language: en # an English frame around the original wording; zh is the other"
    yield _key(inspection)
    if inspection.encoding:
        yield f"encoding: {yaml_text(inspection.encoding)}"
    if inspection.decimal_comma:
        yield "decimal_comma: true # 0,5 is a half"
    yield from _weight(inspection)
    tokens = _absent(inspection)
    if tokens:
        unsure = sorted(set(tokens) & ANSWERS)
        note = f"; {OPEN}: {', '.join(unsure)} may be an answer too" if unsure else ""
        yield f"missing: [{', '.join(yaml_text(code) for code in tokens)}] # no answer, in every variable{note}"
    yield f"min_cell: {_MIN_CELL} # fewest respondents of a group whose distribution is published"
    if profile:
        yield "group_by:"
        yield from (f"  - [{yaml_text(attribute_name(variable, language))}]" for variable in profile)
        yield "\nprofile:"
        for variable in profile:
            yield from attribute_lines(variable, set(tokens), language, _others(inspection, variable))
    yield from _quasi([attribute_name(variable, language) for variable in profile])
    shared = _shared(questions)
    if shared:
        yield "\nscales:"
        yield from (f"  {yaml_text(label)}: {scale}" for scale, label in shared.items())
    yield "\n" + _QUESTIONS.format(**about).rstrip()
    yield "questions:" if questions else f"questions: {OPEN}"
    for question in questions:
        yield from question_lines(question, shared, set(tokens))
    yield f"\nwaves:\n  {yaml_text(name)}:\n    files:\n      {yaml_text(inspection.file)}: {{}}"


def _others(inspection: Inspection, variable: Variable) -> list[str]:
    """Variables of the same attribute that were not taken: a year of birth beside an age."""
    from .guesses import attributes

    found = attributes((one.name, one.label) for one in inspection.variables if one.role in ("profile", "", "question"))
    kinds = {"Age", BORN} if variable.attribute in ("Age", BORN) else {variable.attribute}
    return [name for kind in kinds for name in found.get(str(kind), []) if name != variable.name][:3]


def _key(inspection: Inspection) -> str:
    if inspection.key:
        named = ", ".join(yaml_text(part) for part in inspection.key)
        return f"key: [{named}] # what tells respondents apart; replaced by pseudonyms"
    return "key: [] # no column tells respondents apart: the number of the row does"


def _quasi(attributes: Sequence[str]) -> Iterator[str]:
    """Age, sex and one more attribute at a time: all of them together would leave hardly a value of a small survey."""
    known = [name for name in attributes if not private_attribute(name)]
    base = [name for name in known if name in ("Age", "Sex", "年龄", "性别")]
    sets = [[*base, name] for name in known if name not in base] or ([base] if base else [])
    if sets:
        yield "\nquasi_identifiers: # CHECK what others know of a person; fewer than 5 alike lose values"
        yield from (f"  - [{', '.join(yaml_text(name) for name in names)}]" for names in sets)


def _country(inspection: Inspection) -> str:
    for variable in inspection.variables:
        taken = [code.code for code in variable.codes if code.count]
        if taken and not variable.hidden and is_country(variable.name, taken):
            listed = ", ".join(f'"{code}": "{code}"' for code in taken)
            return f'"{taken[0]}"' if len(taken) == 1 else f"{{variable: {variable.name}, codes: {{{listed}}}}}"
    return f"{OPEN} # ISO 3166-1, such as DE; of several countries {{variable: cntry, codes: {{DE: DE, FR: FR}}}}"


def _weight(inspection: Inspection) -> Iterator[str]:
    weights = inspection.weights
    if not weights:
        yield "# weight: the survey weight, if the file has one; without it everybody weighs 1"
        return
    others = f"; others: {', '.join(weights[1:6])}" if len(weights) > 1 else ""
    yield f"weight: {yaml_text(weights[0])} # {OPEN} the weight for analyses of respondents{others}"
    if inspection.blank_weights:
        yield f"blank_weight: drop # {OPEN} {inspection.blank_weights:,} rows have none; or what they weigh, such as 1"


def _absent(inspection: Inspection) -> list[str]:
    """Texts such as NA, which mean nothing else in any variable; as an answer in words they stay with the variable."""
    return sorted({
        code.code for variable in inspection.variables if variable.role != "metadata" for code in variable.codes
        if code.missing and not code.label and code.code in ABSENT and variable.kind != "words"
        and not any(code.code == answer.code for one in inspection.variables for answer in one.answers())
    })  # fmt: skip


def _shared(questions: Sequence[PlannedQuestion]) -> dict[str, str]:
    """Scale -> name, for scales that several questions have; each is named after the first of them."""
    first: dict[str, str] = {}
    shared: dict[str, str] = {}
    for question in questions:
        scale = choices_text(question.scale)
        if scale in first and not question.option:
            shared.setdefault(scale, f"as_{first[scale]}")
        first.setdefault(scale, question.name)
    return shared
