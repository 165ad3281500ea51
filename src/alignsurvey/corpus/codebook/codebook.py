"""A survey's codebook: declarations in YAML, validated into frozen dataclasses.

The top level describes the survey; a wave, and each raw file in which the wave is handed out, states only how it
differs (`declarations.merge`); corpus_builders/README.md explains the keys. Codes are compared as texts (`codes`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...files.errors import InputError
from ...files.yaml import known, load, merge
from ...schema import Question
from ..codes import codes_of
from .checks import check_choices
from .options import Option, column_of, options_of
from .quasi_identifiers import KEYS, Quasi, read_quasi
from .values import bands, flag, language, prompt_language

_LAYOUT = {
    "source", "country", "language", "prompt_language", "key", "panel", "weight", "encoding", "missing", "keep", "drop",
    "merged_ballots", "partial", "ignore_case", "decimal_comma", "blank_weight", "join", "stems",
    "scales", "profile", "questions",
}  # fmt: skip
_TOP = _LAYOUT | KEYS | {"dataset", "config", "group_by", "min_cell", "new_questions", "waves"}
_ATTRIBUTE = {"variable", "codes", "bands", "missing", "from_birth_year", "two_digit_years", "value", "unlisted"}
_QUESTION = {
    "text", "stem", "variable", "versions", "scale", "off_scale", "ordered", "missing", "option",
    "separator", "unlisted",
}  # fmt: skip


RARE = "(rare)"  # the code of answers that are not declared where the codebook takes them for none


@dataclass(frozen=True)
class Attribute:
    """A profile attribute. `codes` maps a raw code to its words; `bands` are (words, lowest, highest), both inclusive.

    `from_birth_year` is the year of the survey where the variable holds a year of birth (or a day, of which the year is
    taken) and the bands are ages; `two_digit_years`: the years are written 68 and 02.
    `value` are the words for everybody where no variable, but the file itself, tells them; `variable` is then "".
    """

    name: str
    variable: str
    codes: Mapping[str, str]
    bands: tuple[tuple[str, float, float], ...]
    missing: frozenset[str]
    from_birth_year: float | None
    value: str | None = None
    two_digit_years: bool = False
    unlisted: bool = False


@dataclass(frozen=True)
class Item:
    """A question as one raw file holds it: the variables of its split-ballot versions and the code of each choice.

    `codes` maps a raw code to an index of `question.choices`; `versions` are (variable, wording), the first being the
    wording of `question.text`. `unlisted`: codes that are not declared are no answer, as of texts that few gave.
    """

    question: Question
    versions: tuple[tuple[str, str], ...]
    codes: Mapping[str, int]
    missing: frozenset[str]
    unlisted: bool = False
    stem: str = ""  # name of the wording that it shares with the other questions of its battery


@dataclass(frozen=True)
class Join:
    """Another raw file whose variables are added by a key: the household of a person."""

    file: str
    on: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """How one raw file of one wave is read. No `key`: the row number tells respondents apart.

    `weight` are alternatives, each one variable or several to multiply. `partial`: items, attributes and weights that
    the file lacks are left out. `ignore_case`: of variables' names. `decimal_comma`: 0,5 is a half. `prompt_language`:
    "" for that of the answers. `blank_weight`: what respondents without a weight weigh, or "drop"; None: an error.
    `options`: a column of this name is made of (variable, option, separator), 1 where the option is chosen, else 0.
    """

    source: str
    file: str
    key: tuple[str, ...]
    panel: bool
    country: str | Attribute
    language: str
    weight: tuple[tuple[str, ...], ...]
    encoding: str | None
    missing: frozenset[str]
    keep: Mapping[str, frozenset[str]]
    drop: Mapping[str, frozenset[str]]
    partial: bool
    ignore_case: bool
    decimal_comma: bool
    join: tuple[Join, ...]
    profile: tuple[Attribute, ...]
    items: tuple[Item, ...]
    prompt_language: str = ""
    blank_weight: float | str | None = None
    options: Mapping[str, Option] = field(default_factory=dict)

    def variables(self) -> list[str]:
        """Raw variables that the layout names, each once."""
        attributes = [*self.profile, *([self.country] if isinstance(self.country, Attribute) else [])]
        named = [*self.key, *(name for product in self.weight for name in product), *self.keep, *self.drop]
        named += [attribute.variable for attribute in attributes if attribute.value is None]
        named += [variable for item in self.items for variable, _ in item.versions]
        named = [self.options[name][0] if name in self.options else name for name in named]
        return list(dict.fromkeys([*named, *(name for join in self.join for name in join.on)]))


@dataclass(frozen=True)
class Wave:
    """One wave; its layouts are alternatives, of which the first whose file is there is read."""

    name: str
    layouts: tuple[Layout, ...]


@dataclass(frozen=True)
class Codebook:
    """A corpus: `config` is the task its answers become, `group_by` the attribute sets of its group distributions.

    `new_questions`: whether whole batteries are also held out of a further config.
    """

    corpus: str
    dataset: str
    config: str
    group_by: tuple[tuple[str, ...], ...]
    min_cell: int
    waves: tuple[Wave, ...]
    quasi: Quasi
    new_questions: bool = False


def read_codebook(path: Path) -> Codebook:
    """Read and validate a codebook. The corpus has the name of its folder. Raises InputError naming the path."""
    raw = known(load(path), _TOP, path.name)
    corpus = path.parent.name
    base = {key: value for key, value in raw.items() if key in _LAYOUT}
    waves = _mapping(raw.get("waves"), f"{path.name}: waves")
    group_by, min_cell = grouping(raw, path.name)
    made = tuple(_wave(str(name), wave, base, f"{path.name}: waves.{name}") for name, wave in waves.items())
    words = _profile_words(made)
    codebook = Codebook(
        corpus=corpus,
        dataset=str(_need(raw, "dataset", path.name)),
        config=str(raw.get("config", "survey_response")),
        group_by=group_by,
        min_cell=min_cell,
        waves=made,
        new_questions=flag(raw, "new_questions", path.name),
        quasi=read_quasi(raw, path.name, None if (path.parent / "build.py").is_file() else words),
    )
    unknown = [name for names in group_by for name in names if name not in words]
    if unknown:
        raise InputError(f"{path.name}: group_by names {unknown[0]!r}, which is no attribute of profile")
    return codebook


def _profile_words(waves: tuple[Wave, ...]) -> dict[str, set[str]]:
    """Every attribute of the profile and the words that its values can be."""
    words: dict[str, set[str]] = {}
    for attribute in (item for wave in waves for layout in wave.layouts for item in layout.profile):
        told = {*attribute.codes.values(), *(band for band, _, _ in attribute.bands)}
        words.setdefault(attribute.name, set()).update(told if attribute.value is None else {attribute.value})
    return words


def grouping(raw: Mapping[str, Any], where: str) -> tuple[tuple[tuple[str, ...], ...], int]:
    """`group_by` and `min_cell` of a codebook or a SOURCE.yaml. Raises InputError naming the key."""
    sets, least = raw.get("group_by") or [], raw.get("min_cell", 1)
    if not isinstance(sets, list) or not all(isinstance(names, list) and names for names in sets):
        raise InputError(f"{where}: group_by: expected lists of attributes, such as [[Age], [Sex, Race]]")
    if type(least) is not int or least < 1:
        raise InputError(f"{where}: min_cell: expected a whole number of at least 1, found {least!r}")
    return tuple(tuple(str(name) for name in names) for names in sets), least


def _wave(name: str, wave: Any, base: dict[str, Any], where: str) -> Wave:
    wave = known(wave, _LAYOUT | {"files"}, where)
    files = _mapping(wave.pop("files", None), f"{where}.files")
    layouts = []
    for file, changes in files.items():
        place = f"{where}.files.{file}"
        merged = merge(merge({"source": name, **base}, wave), known(changes or {}, _LAYOUT, place))
        try:
            layouts.append(_layout(str(file), merged, place))
        except InputError:
            raise
        except (TypeError, ValueError, AttributeError):
            raise InputError(
                f"{place}: a key has a value of another kind than corpus_builders/README.md says, such as a text where "
                "keys and values belong; correct it"
            ) from None
    return Wave(name, tuple(layouts))


def _country(given: Any, where: str) -> str | Attribute:
    """A country code, or the variable that tells it. Raises InputError for what is no code of ISO 3166-1."""
    country = _attribute("country", given, where) if isinstance(given, Mapping) else str(given)
    for code in [country] if isinstance(country, str) else country.codes.values():
        if not re.fullmatch("[A-Z]{2}", code):
            raise InputError(f"{where}: {code!r} is no two-letter code of ISO 3166-1; write US, DE, CN, ...")
    return country


def _layout(file: str, raw: dict[str, Any], where: str) -> Layout:
    country = _need(raw, "country", where)
    scales = _mapping(raw.get("scales") or {}, f"{where}.scales", empty=True)
    profile = _mapping(raw.get("profile") or {}, f"{where}.profile", empty=True)
    questions = _mapping(raw.get("questions"), f"{where}.questions")
    stems = {str(key): str(text) for key, text in (raw.get("stems") or {}).items()}
    merged_ballots, partial = flag(raw, "merged_ballots", where), flag(raw, "partial", where)
    layout = Layout(
        source=str(raw["source"]),
        file=file,
        key=_texts(_need(raw, "key", where)),
        panel=flag(raw, "panel", where),
        country=_country(country, f"{where}.country"),
        language=language(_need(raw, "language", where), where),
        weight=_weight(raw.get("weight"), partial, f"{where}.weight"),
        encoding=raw.get("encoding"),
        missing=codes_of(raw.get("missing")),
        keep={str(name): codes_of(codes) for name, codes in (raw.get("keep") or {}).items()},
        drop={str(name): codes_of(codes) for name, codes in (raw.get("drop") or {}).items()},
        partial=partial,
        ignore_case=flag(raw, "ignore_case", where),
        decimal_comma=flag(raw, "decimal_comma", where),
        join=tuple(_join(item, f"{where}.join") for item in raw.get("join") or ()),
        profile=tuple(_attribute(str(key), value, f"{where}.profile.{key}") for key, value in profile.items()),
        items=tuple(
            _item(str(key), value, stems, scales, merged_ballots, f"{where}.questions.{key}")
            for key, value in questions.items()
        ),
        prompt_language=prompt_language(raw, str(raw["language"]), where),
        blank_weight=_blank_weight(raw.get("blank_weight"), where),
        options=options_of(questions, where),
    )
    check_choices(layout.items, layout.profile, layout.missing, where)
    return layout


def _weight(raw: Any, partial: bool, where: str) -> tuple[tuple[str, ...], ...]:
    """`anweight`, or `pspwght * pweight`, or a list of such, of which the first that the file holds counts."""
    listed = [] if not raw else raw if isinstance(raw, list) else [raw]
    if len(listed) > 1 and not partial:
        raise InputError(f"{where}: several weights are alternatives of a `partial` file; name one, or a * b")
    return tuple(tuple(name.strip() for name in str(product).split("*")) for product in listed)


def _blank_weight(value: Any, where: str) -> float | str | None:
    if value is None or value == "drop":
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise InputError(f"{where}.blank_weight: expected drop, or the number that such rows weigh, found {value!r}")
    return float(value)


def _attribute(name: str, raw: Any, where: str) -> Attribute:
    raw = known(raw, _ATTRIBUTE, where)
    if set(raw) == {"value"}:
        return Attribute(name, "", {}, (), frozenset(), None, str(raw["value"]))
    if ("codes" in raw) == ("bands" in raw):
        raise InputError(f"{where}: give either codes (words: code) or bands (words: [lowest, highest])")
    pairs = _labelled(raw.get("codes") or {}, f"{where}.codes")
    codes = {code: words for words, code in pairs}
    if len(codes) < len(pairs):
        raise InputError(f"{where}.codes: a code stands for two values; give each code once")
    limits = bands(raw["bands"], where) if "bands" in raw else ()
    year = raw.get("from_birth_year")
    variable = str(_need(raw, "variable", where))
    two_digits = flag(raw, "two_digit_years", where)
    missing, unlisted = codes_of(raw.get("missing")), _unlisted(raw, where)
    missing |= {RARE} if unlisted else set()
    return Attribute(name, variable, codes, limits, missing, year and float(year), None, two_digits, unlisted)


def _item(
    name: str, raw: Any, stems: Mapping[str, str], scales: Mapping[str, Any], merged_ballots: bool, where: str
) -> Item:
    raw = known(raw, _QUESTION, where)
    scale = _need(raw, "scale", where)
    if not isinstance(scale, Mapping):
        if scale not in scales:
            raise InputError(f"{where}.scale: no scale is called {scale!r}; declare it under scales")
        scale = scales[scale]
    on, off = dict(scale), dict(raw.get("off_scale") or {})
    choices = tuple(str(words) for words in [*on, *off])
    ordered = flag(raw, "ordered", where, default=True)
    positions = [float(index) if ordered else -1.0 for index in range(len(on))] + [-1.0] * len(off)
    stem = _stem(raw.get("stem"), stems, where)
    versions = [(column_of(name, raw), stem.replace("{item}", str(_need(raw, "text", where))))]
    if not merged_ballots:
        versions += [(str(key), stem.replace("{item}", str(text))) for key, text in (raw.get("versions") or {}).items()]
    pairs = [*_labelled(on, f"{where}.scale"), *_labelled(off, f"{where}.off_scale")]
    codes = {code: choices.index(words) for words, code in pairs}
    if len(codes) < len(pairs):
        raise InputError(f"{where}: a code stands for two choices; give each code once")
    missing, unlisted = codes_of(raw.get("missing")), _unlisted(raw, where)
    missing |= {RARE} if unlisted else set()
    question = Question(name, versions[0][1], choices, tuple(positions))
    return Item(question, tuple(versions), codes, missing, unlisted, str(raw.get("stem") or ""))


def _unlisted(raw: Mapping[str, Any], where: str) -> bool:
    if raw.get("unlisted") not in (None, "missing"):
        raise InputError(f"{where}.unlisted: expected missing, found {raw['unlisted']!r}")
    return raw.get("unlisted") is not None


def _stem(name: Any, stems: Mapping[str, str], where: str) -> str:
    if name is None:
        return "{item}"
    if "{item}" not in stems.get(str(name), ""):
        raise InputError(f"{where}.stem: no stem {name!r} that holds {{item}}; declare it under stems")
    return stems[str(name)]


def _join(raw: Any, where: str) -> Join:
    raw = known(raw, {"file", "on"}, where)
    return Join(str(_need(raw, "file", where)), _texts(_need(raw, "on", where)))


def _labelled(raw: Any, where: str) -> list[tuple[str, str]]:
    """(words, code) for each code of {words: code or list of codes}."""
    if not isinstance(raw, Mapping):
        raise InputError(f"{where}: expected words and their code, such as 'too little: 1'")
    return [(str(words), code) for words, codes in raw.items() for code in sorted(_codes(codes))]


def _codes(value: Any) -> frozenset[str]:
    """The codes of a choice; of a choice, unlike of `missing`, null or "" is the blank."""
    return codes_of(value if isinstance(value, list) else [value])


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else (str(value),)


def _mapping(value: Any, where: str, empty: bool = False) -> dict[Any, Any]:
    if not isinstance(value, Mapping) or not (value or empty):
        raise InputError(f"{where}: expected at least one name with its declaration")
    return dict(value)


def _need(raw: Mapping[str, Any], key: str, where: str) -> Any:
    if raw.get(key) in (None, ""):
        raise InputError(f"{where}: key {key!r} is needed")
    return raw[key]
