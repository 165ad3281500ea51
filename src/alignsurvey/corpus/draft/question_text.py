"""Questions and attributes of a draft as lines of YAML, with a comment where a person must look."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from ...files.yaml import OPEN
from ...languages import resolve
from .guesses import BORN, in_language, is_number
from .inspection import Variable
from .plan import EQUAL, ORDER, WORDING, WORDS, Choices, PlannedQuestion
from .scales import scale_order
from .words import languages

_AGES = {
    "under 30": [0, 29],
    "30 to 44": [30, 44],
    "45 to 59": [45, 59],
    "60 to 74": [60, 74],
    "75 or older": [75, 120],
}
_BARE = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9_ .\u4e00-\u9fff-]*[A-Za-z0-9\u4e00-\u9fff]|[\u4e00-\u9fff]")


def yaml_text(text: str) -> str:
    """A scalar of YAML: bare where that is safe, else in double quotes."""
    bare = _BARE.fullmatch(text) and text.lower() not in ("null", "true", "false")
    return text if bare else json.dumps(text, ensure_ascii=False)


def _code(code: str) -> str:
    return code if is_number(code) else yaml_text(code)


def choices_text(choices: Choices) -> str:
    """{words: code}; codes of the same words are listed together."""
    pairs = [
        f"{yaml_text(label)}: {_code(given[0]) if len(given) == 1 else '[' + ', '.join(map(_code, given)) + ']'}"
        for label, given in choices
    ]
    return "{" + ", ".join(pairs) + "}"


def attribute_name(variable: Variable, language: str) -> str:
    name = "Age" if variable.attribute == BORN else variable.attribute or variable.name
    return in_language(name, language)


def attribute_lines(variable: Variable, known: set[str], language: str, others: Sequence[str]) -> Iterator[str]:
    """An attribute of the profile; `known` codes are missing everywhere, `others` are variables of the same kind."""
    told = f"; or {', '.join(others)}" if others else ""
    yield f"  {yaml_text(attribute_name(variable, language))}: # {OPEN} {variable.label[:80]}{told}".rstrip()
    yield f"    variable: {yaml_text(variable.name)}"
    if variable.attribute in ("Age", BORN) and variable.kind in ("number", "date"):
        yield from _age_lines(variable, language)
    else:
        codes = [code for code in variable.answers() if code.count]
        order = scale_order([code.label or code.code for code in codes]) or range(len(codes))
        taken = [(codes[place].label or codes[place].code, (codes[place].code,)) for place in order]
        merged: dict[str, tuple[str, ...]] = {}
        for label, given in taken:
            merged[label] = (*merged.get(label, ()), *given)
        notes = [WORDS] if variable.kind == "number" else []
        notes += [EQUAL] if len(merged) < len(taken) else []
        yield f"    codes: {choices_text(tuple(merged.items()))}" + (f" # {OPEN} {', '.join(notes)}" if notes else "")
        if variable.rare:
            yield f"    unlisted: missing # {variable.rare:,} rows with answers that fewer than five gave"
    missing = [code for code in variable.codes if code.missing and code.code not in known]
    missing = [code for code in missing if not (len(code.code) == 2 and code.code[0] == "." and code.code[1].isalpha())]
    meanings = "; ".join(f"{code.code} {code.label}" for code in missing if code.label)[:80]
    yield from _missing_line([code.code for code in missing], meanings, variable.unsure)


def _age_lines(variable: Variable, language: str) -> Iterator[str]:
    words = languages().get(resolve(language).base)
    ages = (words.age_bands if words else None) or _AGES
    bands = ", ".join(f"{yaml_text(name)}: [{low}, {high}]" for name, (low, high) in ages.items())
    yield f"    bands: {{{bands}}}"
    if variable.attribute == BORN:
        yield f"    from_birth_year: {OPEN} # the year of the survey"
        low, high = variable.span or (0, 0)
        if variable.kind == "number" and low >= 0 and high <= 99:
            yield f"    two_digit_years: true # {OPEN} from about {low:g} to {high:g}"
        elif variable.kind == "number" and not (high > 1e7 or 1800 <= low <= high <= 2100):
            yield f"    two_digit_years: {OPEN} # from about {low:g} to {high:g}: if these are years, delete this line"


def _missing_line(codes: Sequence[str], meanings: str, unsure: Sequence[str] | frozenset[str]) -> Iterator[str]:
    if codes:
        doubt = sorted(set(codes) & set(unsure))
        note = f"{OPEN} {', '.join(doubt)}: no answer?" if doubt else ""
        told = "; ".join(part for part in (note, meanings) if part)
        yield f"    missing: [{', '.join(map(_code, codes))}]" + (f" # {told}" if told else "")


def question_lines(question: PlannedQuestion, shared: Mapping[str, str], known: set[str]) -> Iterator[str]:
    """A question; `shared` scales are named at the top, `known` codes are missing everywhere."""
    if question.heading:
        yield f"  # {question.heading[:100]}"
    yield f"  {yaml_text(question.name)}:"
    note = f" # {OPEN} {WORDING}" if WORDING in question.checks else ""
    yield f"    text: {yaml_text(question.text) if question.text else OPEN}{note}"
    if question.variable != question.name:
        yield f"    variable: {yaml_text(question.variable)}"
    if question.option:
        yield f"    option: {yaml_text(question.option)}"
        yield f"    separator: {yaml_text(question.separator)}"
    scale = choices_text(question.scale)
    notes = [check for check in (WORDS, ORDER, EQUAL) if check in question.checks]
    note = f" # {OPEN} {', '.join(notes)}" if notes else ""
    yield f"    scale: {yaml_text(shared[scale]) if scale in shared else scale}{note}"
    if not question.ordered:
        yield "    ordered: false"
    if question.off_scale:
        yield f"    off_scale: {choices_text(question.off_scale)}"
    listed = [code for code in question.missing if code not in known]
    yield from _missing_line(listed, question.meanings, question.unsure)
    kept = sorted(set(question.unsure) - set(question.missing))
    if kept:
        yield f"    # {OPEN} {', '.join(kept)}: taken for an answer; if it is none, move it to `missing`"
    if question.unlisted:
        yield "    unlisted: missing # (rare): answers that fewer than five gave"
