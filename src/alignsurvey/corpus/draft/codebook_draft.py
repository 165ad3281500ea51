"""A draft codebook and SOURCE.yaml from an inspected file: guesses that a person checks and completes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...files.atomic import replacing
from ...files.errors import InputError
from ...files.yaml import OPEN
from ...privacy import private_attribute
from .guesses import ABSENT, in_language, is_country, is_number, is_off_scale
from .inspection import Code, Inspection, Variable

_HEAD = """\
# Draft of a codebook for {file}, guessed by `alignsurvey inspect`. All keys: corpus_builders/README.md.
# A value {open} must be filled in before the survey can be built. A comment `# {open}` marks a guess: correct it and
# remove the comment. Delete the questions and attributes that you do not want.
# Build: alignsurvey build {codebook} --raw {file}
"""
_QUESTIONS = """\
# {open} every question: `text` is the variable's label, replace it by the question as it was asked; the scale must be
# in order from one end to the other (no order: `ordered: false`); an answer without a place on it, such as "it
# depends", belongs under `off_scale`; `missing` are the codes that are no answer.
"""
_SOURCE = """\
# Where {file} comes from. All of it is copied into the manifest of what is built.
title: {open} # of the survey and wave
provider: {open}
licence: {open} # and what it asks of users
redistribution: false # {open} true only if the provider allows respondent-level records to be handed on
citation: {open}
obtain: {open} # how a stranger gets the file, in a sentence
synthetic: false
"""
_AGES = {
    "en": "under 30: [null, 29], 30 to 44: [30, 44], 45 to 59: [45, 59], 60 to 74: [60, 74], 75 or older: [75, null]",
    "zh": "29岁及以下: [null, 29], 30至44岁: [30, 44], 45至59岁: [45, 59], 60至74岁: [60, 74], 75岁及以上: [75, null]",
}  # fmt: skip
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_BARE = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9_ .\u4e00-\u9fff-]*[A-Za-z0-9\u4e00-\u9fff]|[\u4e00-\u9fff]")
_BORN = "Year of birth"
_MIN_CELL = 20  # as for GSS


def write_draft(inspection: Inspection, out: Path, only: Sequence[str] = ()) -> tuple[Path, Path]:
    """Write the codebook `out` and SOURCE.yaml beside it; their paths. `only` names the questions to draft.

    Raises InputError where one of the files is there already, or what is named has no answers to choose from.
    """
    source = out.with_name("SOURCE.yaml")
    if out.suffix not in (".yaml", ".yml"):
        raise InputError(f"{out}: give the codebook a name that ends in .yaml")
    for path in (out, source):
        if path.exists():
            raise InputError(f"{path}: is there already and is not overwritten; move it, or choose another folder")
    about = {"file": inspection.file, "open": OPEN, "codebook": str(out)}
    codebook = _HEAD.format(**about) + "\n".join(_codebook(inspection, about, only)) + "\n"
    texts = {out: codebook, source: _SOURCE.format(**about)}
    for path, text in texts.items():
        with replacing(path) as beside:
            beside.write_text(text, encoding="utf-8")
    return out, source


def _asked(inspection: Inspection, only: Sequence[str]) -> list[Variable]:
    """The variables to draft as questions: those named, else those that look like questions."""
    if not only:
        return [variable for variable in inspection.variables if variable.role == "question"]
    named = [inspection.variable(name) for name in only]
    unfit = [variable.name for variable in named if variable.hidden or len(variable.answers()) < 2]
    if unfit:
        raise InputError(f"{inspection.file}: variable {unfit[0]} has no list of answers; leave it out of --variable")
    return [variable for variable in named if variable.role in ("question", "")]


def _codebook(inspection: Inspection, about: dict[str, str], only: Sequence[str]) -> Iterator[str]:
    name = re.sub(r"[^a-z0-9]+", "-", Path(inspection.file).stem.lower()).strip("-") or "survey"
    questions = _asked(inspection, only)
    profile = [variable for variable in inspection.variables if variable.role == "profile"]
    yield f"dataset: {_text(name)}"
    yield "config: survey_response"
    yield f"country: {_country(inspection)}"
    language = _language(inspection)
    yield f"language: {language} # {OPEN} the language of the wordings below"
    key = f"[{', '.join(_text(part) for part in inspection.key)}]" if inspection.key else OPEN
    yield f"key: {key} # {OPEN} what tells respondents apart; replaced by pseudonyms"
    if inspection.encoding:
        yield f"encoding: {_text(inspection.encoding)}"
    if inspection.decimal_comma:
        yield "decimal_comma: true # 0,5 is a half"
    yield from _weight(inspection.weights)
    tokens = _absent(inspection)
    if tokens:
        yield f"missing: [{', '.join(_text(code) for code in tokens)}] # no answer, in every variable"
    yield f"min_cell: {_MIN_CELL} # fewest respondents of a group whose distribution is published"
    if profile:
        yield "group_by:"
        yield from (f"  - [{_text(_name(variable, language))}]" for variable in profile)
        yield "\nprofile:"
        for variable in profile:
            yield from _attribute(variable, set(tokens), language)
    yield from _quasi([_name(variable, language) for variable in profile])
    shared = _shared(questions)
    if shared:
        yield "\nscales:"
        yield from (f"  {_text(label)}: {scale}" for scale, label in shared.items())
    yield "\n" + _QUESTIONS.format(**about).rstrip()
    yield "questions:" if questions else f"questions: {OPEN}"
    for variable in questions:
        yield from _question(variable, shared, set(tokens))
    yield f"\nwaves:\n  {_text(name)}:\n    files:\n      {_text(inspection.file)}: {{}}"


def _quasi(attributes: Sequence[str]) -> Iterator[str]:
    """Age, sex and one more attribute at a time: all of them together would leave hardly a value of a small survey."""
    known = [name for name in attributes if not private_attribute(name)]
    base = [name for name in known if name in ("Age", "Sex", "年龄", "性别")]
    sets = [[*base, name] for name in known if name not in base] or ([base] if base else [])
    if sets:
        yield "\nquasi_identifiers: # CHECK what others know of a person; fewer than 5 alike lose values"
        yield from (f"  - [{', '.join(_text(name) for name in names)}]" for names in sets)


def _text(text: str) -> str:
    """A scalar of YAML: bare where that is safe, else in double quotes."""
    bare = _BARE.fullmatch(text) and text.lower() not in ("null", "true", "false")
    return text if bare else json.dumps(text, ensure_ascii=False)


def _comment(text: str) -> str:
    return text[:80]


def _country(inspection: Inspection) -> str:
    for variable in inspection.variables:
        taken = [code.code for code in variable.codes if code.count]
        if taken and not variable.hidden and is_country(variable.name, taken):
            listed = ", ".join(f'"{code}": "{code}"' for code in taken)
            return f'"{taken[0]}"' if len(taken) == 1 else f"{{variable: {variable.name}, codes: {{{listed}}}}}"
    return f"{OPEN} # ISO 3166-1, such as DE; of several countries {{variable: cntry, codes: {{DE: DE, FR: FR}}}}"


def _language(inspection: Inspection) -> str:
    labels = "".join(variable.label for variable in inspection.variables)
    return "zh" if len(_CHINESE.findall(labels)) > len(labels) / 5 else "en"


def _weight(weights: Sequence[str]) -> Iterator[str]:
    if weights:
        others = f"; others: {', '.join(weights[1:6])}" if len(weights) > 1 else ""
        yield f"weight: {_text(weights[0])} # {OPEN} the weight for analyses of respondents{others}"
    else:
        yield f"# {OPEN} weight: the survey weight, if the file has one; without it everybody weighs 1"


def _absent(inspection: Inspection) -> list[str]:
    """Texts such as NA, which mean nothing else in any variable."""
    return sorted({
        code.code for variable in inspection.variables for code in variable.codes
        if code.missing and not code.label and code.code in ABSENT
    })  # fmt: skip


def _missing(variable: Variable, known: set[str]) -> str:
    """The codes that are no answer, with what they mean; Stata's letters need no mention."""
    codes = [code for code in variable.codes if code.missing and code.code not in known and not _letter(code.code)]
    return ", ".join(_code(code.code) for code in codes)


def _meanings(variable: Variable) -> str:
    return _comment("; ".join(f"{code.code} {code.label}" for code in variable.codes if code.missing and code.label))


def _code(code: str) -> str:
    return code if is_number(code) else _text(code)


def _letter(code: str) -> bool:
    return len(code) == 2 and code[0] == "." and code[1].isalpha()


def _choices(codes: Sequence[Code]) -> str:
    """{words: code}; codes of the same words are listed together."""
    words: dict[str, list[str]] = {}
    for code in codes:
        words.setdefault(code.label or code.code, []).append(_code(code.code))
    pairs = [
        f"{_text(label)}: {given[0] if len(given) == 1 else '[' + ', '.join(given) + ']'}"
        for label, given in words.items()
    ]
    return "{" + ", ".join(pairs) + "}"


def _scales(variable: Variable) -> tuple[str, str]:
    """The scale of a question and its answers off the scale (empty where there are none)."""
    answers = variable.answers()
    off = [code for code in answers if is_off_scale(code.label)]
    on = [code for code in answers if code not in off]
    if len(on) < 2:
        on, off = answers, []
    return _choices(on), _choices(off) if off else ""


def _shared(questions: Sequence[Variable]) -> dict[str, str]:
    """Scale -> name, for scales that several questions have; each is named after the first of them."""
    first: dict[str, str] = {}
    shared: dict[str, str] = {}
    for variable in questions:
        scale, _ = _scales(variable)
        if scale in first:
            shared.setdefault(scale, f"as_{first[scale]}")
        first.setdefault(scale, variable.name)
    return shared


def _name(variable: Variable, language: str) -> str:
    name = "Age" if variable.attribute == _BORN else variable.attribute or variable.name
    return in_language(name, language)


def _attribute(variable: Variable, known: set[str], language: str) -> Iterator[str]:
    yield f"  {_text(_name(variable, language))}: # {OPEN} {_comment(variable.label)}".rstrip()
    yield f"    variable: {_text(variable.name)}"
    if variable.kind == "number" and variable.attribute in ("Age", _BORN):
        yield f"    bands: {{{_AGES[language]}}} # {OPEN} ages"
        if variable.attribute == _BORN:
            yield f"    from_birth_year: {OPEN} # the year of the survey"
    else:
        taken = [code for code in variable.answers() if code.count]
        words = f" # {OPEN} words" if variable.kind == "number" else ""
        yield f"    codes: {_choices(taken)}{words}"
    if listed := _missing(variable, known):
        yield f"    missing: [{listed}] # {_meanings(variable)}".rstrip(" #")


def _question(variable: Variable, shared: dict[str, str], known: set[str]) -> Iterator[str]:
    scale, off = _scales(variable)
    yield f"  {_text(variable.name)}:"
    yield f"    text: {_text(variable.label) if variable.label else OPEN} # {OPEN} wording"
    words = " words and order" if variable.kind == "number" else " order"
    yield f"    scale: {_text(shared[scale]) if scale in shared else scale} # {OPEN}{words}"
    if off:
        yield f"    off_scale: {off} # {OPEN}"
    if listed := _missing(variable, known):
        yield f"    missing: [{listed}] # {_meanings(variable)}".rstrip(" #")
