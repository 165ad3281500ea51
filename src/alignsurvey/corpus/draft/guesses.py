"""What a variable probably is, from its name, labels and values: guesses for a person who decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from ...languages import resolve
from .words import languages


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_NUMBERED = re.compile(r"^\W*(\d{1,2}\b[\W_]*)?")
_ASIDE = re.compile(r"[(（【].*?[)）】]")
_KEY = _any(
    r"(case|resp(ondent)?|person|participant|interview|questionnaire)[_ ]?(id|no|nr|number|serial)?",
    r"qkey|id|idno|uid|pid|hhid|hhcode|idcode|key",
    r"编号|.*(样本|问卷|个人|受访者)(编号|编码|号)",
)
_KEY_LABEL = _any(
    r"\bidenti(ty|fi)|respondent.*\b(id|number)\b|case (id|number)", r"(样本|问卷|个人|受访者)(编号|编码|号)"
)
_NAMES = _any(r"name|interviewer|enumerator|supervisor|operator|coder", r"姓名|名字|访问员|访员|督导|录入员")
_KEY_PART = _any(
    r"c?ntry|country|wave|year|(ess)?round|hh(id|code)|household.*|province|city|ballot|idcode|person|.*id"
)
_WEIGHT = _any(
    r"weight|wgt|wght|(^|_)wt|^wt|权重|权数|加权|gewicht|pond[eé]r|\bpoids\b|\bpeso\b|加權|fator de exp|factor de exp"
)
_BODY = _any(r"\b(kg|pounds?|lbs?|body|birth ?weight|overweight|height)\b|体重|körpergewicht|corporel|corporal")
# What stands before the words of a label: "[年] A3. ", "Q12a) ".
_NUMBERING = re.compile(r"^\s*(\[.{0,3}\]\s*)?([A-Za-z]{0,3}\d+[a-z]?(_\w+)?[.、:)：]\s*)?")

_OLDEST = 120
_FIRST_YEAR, _LAST_YEAR = 1880, 2030
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?")
# What programs write for an absent value where a number or a text would stand; those of `ANSWERS` are words too, and
# no answers only beside numbers.
ABSENT = frozenset({"NA", "N/A", "NaN", "nan", "NULL", "null", "None", ".", "-", "#N/A", "#NULL!"})
BORN = "Year of birth"
ANSWERS = frozenset({"NA", "N/A", "None", ".", "-"})


def is_number(code: str) -> bool:
    return bool(_NUMBER.fullmatch(code))


def is_no_answer(label: str) -> bool:
    """Whether the label of a code says that there is no answer."""
    bare = _bare(label)
    return is_abbreviation(label) or any(words.no_answer.match(bare) for words in languages().values())


def is_abbreviation(label: str) -> bool:
    """Whether the label is a short form such as DK or n.a., which may be the name of a party as well."""
    bare = _bare(label).casefold()
    parts = re.split(r"\s*[,;]\s*|/(?=\w{2})", bare)
    return bare in _abbreviations() or all(part in _abbreviations() | {"uncodeable"} for part in parts)


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset().union(*(words.abbreviations for words in languages().values()))


def _bare(label: str) -> str:
    """A label without its number and what stands in brackets, unless it is nothing else: "(DK)"."""
    # "independent (neither, no response)" is an answer, "(DK)" is none
    aside = _ASIDE.sub("", label).strip() or label
    return _NUMBERED.sub("", aside).strip()


def is_off_scale(label: str) -> bool:
    return any(words.off_scale.search(label) for words in languages().values())


def attributes(variables: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Profile attribute -> names of the (name, label) pairs that may hold it, the likeliest first."""
    found: dict[str, list[tuple[int, str]]] = {}
    for name, label in variables:
        # A file without labels has names that may be words: "Geschlecht", "marital_status".
        words = _ASIDE.sub("", _NUMBERING.sub("", label)).strip() if label else name.replace("_", " ")
        elsewhere = any(one.other.search(words) for one in languages().values())
        for attribute in languages()["en"].profile:
            known = any(name.lower() in one.names.get(attribute, ()) for one in languages().values())
            said = any(one.profile[attribute].search(words) for one in languages().values() if attribute in one.profile)
            # Short names such as a2 mean one thing in one survey and another in the next: the label decides.
            telling = known and (len(name) > 3 or not label)
            if telling or (said and not elsewhere):
                found.setdefault(attribute, []).append((0 if known else 1, name))
    ranked = {name: [one for _, one in sorted(listed, key=lambda item: item[0])] for name, listed in found.items()}
    return {name: ranked[name] for name in languages()["en"].profile if name in ranked}


def in_language(attribute: str, language: str) -> str:
    """The name of an attribute in the language of a survey."""
    words = languages().get(resolve(language).base)
    return words.attributes.get(attribute, attribute) if words else attribute


def is_country(name: str, codes: Iterable[str]) -> bool:
    """Whether a variable holds countries as two letters (ISO 3166-1), which tell nothing of a single person."""
    return name.lower() in ("cntry", "country", "iso2") and all(re.fullmatch("[A-Z]{2}", code) for code in codes)


def is_weight(name: str, label: str) -> bool:
    return bool(_WEIGHT.search(name) or _WEIGHT.search(label)) and not _BODY.search(label)


def names_people(name: str, label: str) -> bool:
    """Whether a text variable may hold names, of respondents or of those who worked on the survey."""
    return bool(_NAMES.search(name) or _NAMES.search(label))


def key_rank(name: str, label: str) -> int:
    """How much a variable looks like a respondent key: 0 most, 2 not at all."""
    if _KEY.fullmatch(name):
        return 0
    return 1 if _KEY_LABEL.search(label) or name.lower().endswith("id") else 2


def is_key_part(name: str) -> bool:
    """Whether a variable may tell apart respondents whose numbers repeat: country, wave, household."""
    return bool(_KEY_PART.fullmatch(name))


def stray_codes(codes: Sequence[str]) -> list[str]:
    """Codes of an unlabelled variable that stand apart as missing codes do: negative, or 7, 8, 9 repeated.

    >>> stray_codes(["1", "2", "3", "88", "99"])
    ['88', '99']
    """
    apart = [code for code in codes if re.fullmatch(r"-\d+|7{2,4}|8{2,4}|9{2,4}", code)]
    inside = sorted(float(code) for code in codes if code not in apart)
    if len(inside) < 2:
        return []
    return [code for code in apart if float(code) < 0 <= inside[0] or float(code) > 2 * inside[-1]]


def stray_ages(codes: Iterable[str]) -> list[str]:
    """Codes of a variable of ages that can be no age, or stand apart as missing codes do: -9, 98, 99, 999.

    >>> stray_ages(["18", "44", "80", "-9", "99", "999"])
    ['-9', '99', '999']
    """
    numbers = sorted((float(code), code) for code in codes if is_number(code))
    inside = [number for number, code in numbers if 0 <= number <= _OLDEST and code not in ("97", "98", "99")]
    oldest = max(inside, default=_OLDEST)
    # 97 to 99 are ages where there are others near them.
    return [
        code
        for number, code in numbers
        if not 0 <= number <= _OLDEST or (code in ("97", "98", "99") and number > oldest + 3)
    ]


def stray_years(codes: Iterable[str]) -> list[str]:
    """Codes of a variable of birth years that can be no year, nor a day as 19680531: 0, -9, 9999.

    >>> stray_years(["1968", "2001", "9999", "-1"])
    ['-1', '9999']
    """
    numbers = sorted((float(code), code) for code in codes if is_number(code))
    years = [number for number, _ in numbers if _FIRST_YEAR <= number <= _LAST_YEAR]
    days = [number for number, _ in numbers if number > 1e7]
    if len(years) < len(numbers) / 2:
        # Years of two digits, or days: only what is below or far above all is stray.
        return [code for number, code in numbers if number < 0 or (not days and number > 99)]
    return [code for number, code in numbers if not _FIRST_YEAR <= number <= _LAST_YEAR]
