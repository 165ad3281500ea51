"""A codebook and raw files into respondents: profile, weight, and for every item which choice was taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ... import privacy
from ...files.errors import InputError
from ...schema import Question, Respondent
from ..codebook.codebook import RARE, Attribute, Codebook, Item, Layout, Wave
from ..codebook.options import chosen
from ..codebook.sources import locate
from ..rawfiles.readers import read_table
from ..rawfiles.table import Table, with_decimal_points
from .ages import number_of
from .answer_counts import Tally, tallies
from .match_layout import ROW, narrowed, numbered, read_spelled
from .rows import check_codes, select_rows
from .weights import respondent_weights

if TYPE_CHECKING:
    import polars as pl

# What the answer columns of `Survey.frame` start with.
ANSWER, VERSION = "answer:", "version:"
ATTRIBUTE = "profile:"  # of a profile attribute, so that none collides with another column


@dataclass(frozen=True)
class Survey:
    """One wave as read. `frame` has a row per respondent, sorted by respondent_id, and the columns

    respondent_id, country, weight; profile:<attribute> (words, null where missing); answer:<question id> (index into
    the question's choices, null where there is no answer); version:<question id> (index into the item's wordings).
    """

    source: str
    language: str
    items: tuple[Item, ...]
    raw: Path
    frame: pl.DataFrame
    joined: tuple[Path, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)  # of a partial file: item or attribute -> variable
    read_as: tuple[Layout, str, str] | None = None  # layout, wave and corpus
    counted: tuple[Tally, ...] = ()  # codes of the raw file, before anything is left out
    rows: Mapping[str, int] = field(default_factory=dict)  # read, dropped by each rule, kept
    notes: tuple[str, ...] = ()  # how the file was read, for people

    @property
    def corpus(self) -> str | None:
        return self.read_as[2] if self.read_as else None

    @property
    def prompt_language(self) -> str:
        """The language of prompts that the codebook chose, "" for that of the answers."""
        return self.read_as[0].prompt_language if self.read_as else ""


def read_survey(codebook: Codebook, raw: Path, key: bytes) -> tuple[list[Question], list[Respondent]]:
    """Questions and respondents of every wave whose raw file is there, in the order of the codebook."""
    surveys = list(read_waves(codebook, raw, key))
    questions = {item.question.id: item.question for survey in surveys for item in survey.items}
    return list(questions.values()), [person for survey in surveys for person in respondents(survey)]


def respondents(survey: Survey) -> Iterator[Respondent]:
    """The rows of a survey as `schema.Respondent`."""
    for row in survey.frame.iter_rows(named=True):
        profile = tuple(
            (name.removeprefix(ATTRIBUTE), value)
            for name, value in row.items()
            if name.startswith(ATTRIBUTE) and value is not None
        )
        answers = {
            item.question.id: row[ANSWER + item.question.id]
            for item in survey.items
            if row[ANSWER + item.question.id] is not None
        }
        yield Respondent(
            row["respondent_id"], survey.source, row["country"], survey.language, profile, row["weight"], answers
        )


def read_waves(codebook: Codebook, raw: Path, key: bytes) -> Iterator[Survey]:
    """Each wave whose raw file is under `raw` or `raw`/<corpus>, read. Raises InputError."""
    for wave in codebook.waves:
        found = find_layout(wave, raw, codebook.corpus)
        if found:
            layout, path = found
            yield read_layout(layout, path, wave.name, codebook.corpus, key)


def find_layout(wave: Wave, raw: Path, corpus: str, sole: bool = False) -> tuple[Layout, Path] | None:
    """The first layout of a wave whose file is there, and that file.

    `raw` is a folder, or the file itself; the `sole` file of a codebook may have any name.
    """
    if raw.is_file():
        return next(((layout, raw) for layout in wave.layouts if sole or layout.file == raw.name), None)
    for layout in wave.layouts:
        path = locate(raw, corpus, layout.file)
        if path:
            return layout, path
    return None


def read_layout(layout: Layout, path: Path, wave: str, corpus: str, key: bytes) -> Survey:
    """Read one raw file as its layout says. Raises InputError naming file, variable, code and count."""
    import polars as pl

    left_out: Mapping[str, str] = {}
    if layout.partial:
        layout, left_out = narrowed(layout, path)
        if not layout.items:
            raise InputError(f"{path.name}: holds none of the questions of {wave}; is it the right file?")
    table, joined = _read(layout, path)
    table, rows = select_rows(with_decimal_points(table)[0] if layout.decimal_comma else table, layout)
    table = _with_rare(_with_options(table, layout), layout)
    weights = respondent_weights(table, layout.weight, layout.blank_weight)
    countries = _country(table, layout)
    columns = [_pseudonyms(table, layout, wave, corpus, key), countries, weights]
    columns += [_attribute(table, attribute, layout.missing).alias(ATTRIBUTE + attribute.name)
                for attribute in layout.profile]  # fmt: skip
    for item in layout.items:
        columns += _answers(table, item, layout.missing)
    counted, notes = tuple(tallies(table, layout.items, weights, countries)), table.notes
    del table  # of a large survey it takes more memory than all else; sorting would come on top
    frame = pl.DataFrame(columns).sort("respondent_id")
    read_as = (layout, wave, corpus)
    survey = Survey(layout.source, layout.language, layout.items, path, frame, joined, left_out, read_as, counted)
    return replace(survey, rows=rows, notes=notes)


def aliases(survey: Survey, key: bytes, wave: str, corpus: str, panel: bool) -> dict[str, str]:
    """The pseudonym of each respondent -> the one that the same raw key would have in another wave and corpus."""
    assert survey.read_as
    layout, own_wave, own_corpus = survey.read_as
    bare = replace(layout, profile=(), items=(), weight=())
    table = select_rows(_read(bare, survey.raw)[0], replace(bare, weight=layout.weight))[0]
    own = _pseudonyms(table, bare, own_wave, own_corpus, key)
    return dict(zip(own, _pseudonyms(table, replace(bare, panel=panel), wave, corpus, key), strict=True))


def _read(layout: Layout, path: Path) -> tuple[Table, tuple[Path, ...]]:
    """The raw file, with the files that the layout joins to it; a variable is taken from the first file that has it."""
    wanted = layout.variables()
    if not layout.join:
        return numbered(layout, read_spelled(layout, path)), ()
    table = read_table(path, None, layout.encoding)
    paths = []
    for join in layout.join:
        other_path = path.parent / join.file
        if not other_path.is_file():
            raise InputError(f"{join.file}: not found beside {path.name}, to which the codebook joins it")
        table = _joined(table, read_table(other_path, None, layout.encoding), join.on)
        paths.append(other_path)
    absent = [name for name in wanted if name not in table.frame.columns]
    if absent:
        raise InputError(f"{path.name}: variable {absent[0]} is neither in it nor in the files joined to it")
    return numbered(layout, table), tuple(paths)


def _joined(table: Table, other: Table, on: tuple[str, ...]) -> Table:
    absent = [(part.file, name) for part in (table, other) for name in on if name not in part.frame.columns]
    if absent:
        raise InputError(f"{absent[0][0]}: variable {absent[0][1]} is not in the file, but the codebook joins by it")
    keys = [part.frame.with_columns(part.codes(name) for name in on) for part in (table, other)]
    double = keys[1].select(on).is_duplicated().sum()
    if double:
        raise InputError(f"{other.file}: {double} rows share their {', '.join(on)}; the codebook joins by it")
    new = [name for name in keys[1].columns if name not in keys[0].columns]
    frame = keys[0].join(keys[1].select([*on, *new]), on=list(on), how="left", maintain_order="left")
    return replace(
        table,
        frame=frame,
        labels={**other.labels, **table.labels},
        value_labels={**other.value_labels, **table.value_labels},
        user_missing={**other.user_missing, **table.user_missing},
        texts=table.texts | (other.texts & set(new)),
        notes=(*table.notes, *(f"{other.file}: {note}" for note in other.notes)),
    )


def _with_options(table: Table, layout: Layout) -> Table:
    """The table with a column of 1 and 0 for each option of check-all cells; blank where nobody answered."""
    import polars as pl

    columns, labels = [], {}
    for name, (variable, option, separator) in layout.options.items():
        cells = table.codes(variable)
        given = {
            cell: "1" if chosen(cell, option, separator) else "0" for cell in cells.drop_nulls().unique().to_list()
        }
        columns.append(cells.replace_strict(given, default=None, return_dtype=pl.String).alias(name))
        labels[name] = {"1": f"{option} chosen", "0": f"{option} not chosen"}
        if "1" not in given.values():
            raise InputError(f"{table.file}: no cell of {variable} lists the option {option!r}; check its separator")
    return replace(table, frame=table.frame.with_columns(columns), value_labels={**table.value_labels, **labels})


def _with_rare(table: Table, layout: Layout) -> Table:
    """The table with one code for all answers that are not declared, where the codebook takes these for none."""
    known: dict[str, set[str]] = {}
    for item in (item for item in layout.items if item.unlisted):
        for variable, _ in item.versions:
            known.setdefault(variable, set()).update(item.codes, item.missing)
    for attribute in (attribute for attribute in layout.profile if attribute.unlisted):
        known.setdefault(attribute.variable, set()).update(attribute.codes, attribute.missing)
    columns = []
    for variable, declared in known.items():
        codes = table.codes(variable)
        rare = [code for code in codes.drop_nulls().unique().to_list() if code not in declared | layout.missing
                and not table.is_missing(variable, code)]  # fmt: skip
        columns.append(codes.replace(rare, [RARE] * len(rare)).alias(variable))
    return replace(table, frame=table.frame.with_columns(columns))


def _pseudonyms(table: Table, layout: Layout, wave: str, corpus: str, key: bytes) -> pl.Series:
    """Keyed pseudonyms. Panel members keep theirs over the waves; elsewhere the same number is another person."""
    import polars as pl

    parts = pl.DataFrame([table.codes(name) for name in layout.key or (ROW,)])
    empty = parts.filter(pl.any_horizontal(pl.all().is_null())).height
    if empty:
        raise InputError(f"{table.file}: {empty} rows have no {', '.join(layout.key)}; the respondent key must be full")
    double = parts.is_duplicated().sum()
    if double:
        raise InputError(
            f"{table.file}: {double} rows share their {', '.join(layout.key)}; name further variables in `key`"
        )
    prefix = () if layout.panel else (wave,)
    ids = [privacy.pseudonym(key, corpus, "\x1f".join((*prefix, *row))) for row in parts.iter_rows()]
    return pl.Series("respondent_id", ids)


def _country(table: Table, layout: Layout) -> pl.Series:
    import polars as pl

    if isinstance(layout.country, str):
        return pl.Series("country", [layout.country] * len(table.frame))
    series = _attribute(table, layout.country, layout.missing).alias("country")
    if series.null_count():
        raise InputError(f"{table.file}: variable {layout.country.variable} is empty in {series.null_count()} rows")
    return series


def _attribute(table: Table, attribute: Attribute, missing: frozenset[str]) -> pl.Series:
    """Words of a profile attribute by respondent, null where the answer is missing."""
    import polars as pl

    if attribute.value is not None:
        return pl.Series([attribute.value] * len(table.frame), dtype=pl.String)
    check_codes(table, attribute.variable, [*attribute.codes, *attribute.missing], f"profile.{attribute.name}")
    missing = missing | attribute.missing
    words = _translate(table, attribute.variable, lambda code: _words(attribute, code), missing)
    return words.cast(pl.String)


def _words(attribute: Attribute, code: str) -> str | None:
    if not attribute.bands:
        return attribute.codes.get(code)
    number = number_of(attribute, code)
    if number is None:
        return None
    return next((words for words, low, high in attribute.bands if low <= number <= high), None)


def _answers(table: Table, item: Item, missing: frozenset[str]) -> list[pl.Series]:
    """The answer and, for a split ballot, which wording was answered. Raises InputError when two were."""
    import polars as pl

    missing = missing | item.missing
    name = item.question.id
    for variable, _ in item.versions:
        check_codes(table, variable, [*item.codes, *item.missing], f"questions.{name}")
    parts = [_translate(table, variable, item.codes.get, missing).cast(pl.Int16) for variable, _ in item.versions]
    answer = parts[0].alias(ANSWER + name)
    if len(parts) == 1:
        return [answer]
    frame = pl.DataFrame([part.alias(str(index)) for index, part in enumerate(parts)])
    double = int((frame.select(pl.sum_horizontal(pl.all().is_not_null())).to_series() > 1).sum())
    if double:
        raise InputError(f"{table.file}: question {name}: {double} rows answer more than one of its versions")
    asked = [pl.when(pl.col(column).is_not_null()).then(index) for index, column in enumerate(frame.columns)]
    merged = frame.select(
        pl.coalesce(frame.columns).alias(ANSWER + name), pl.coalesce(asked).cast(pl.Int16).alias(VERSION + name)
    )
    return merged.get_columns()


def _translate(
    table: Table, variable: str, meaning: Callable[[str], object | None], missing: frozenset[str]
) -> pl.Series:
    """Each code's meaning, null for missing ones. Raises InputError for a code that is neither."""
    codes = table.codes(variable)
    if "" not in missing and meaning("") is not None:  # blank is an answer, as of an option that was not chosen
        codes = codes.fill_null("")
    known: dict[str, object] = {}
    undeclared: Mapping[str, int] = {}
    for code in codes.drop_nulls().unique().to_list():
        value = None if code in missing else meaning(code)
        if value is not None:
            known[code] = value
        elif code not in missing and not table.is_missing(variable, code):
            undeclared = {**undeclared, code: int((codes == code).sum())}
    if undeclared:
        raise InputError(_undeclared(table, variable, undeclared))
    if not known:
        import polars as pl

        return pl.Series(variable, [None] * len(codes), dtype=pl.String)
    return codes.replace_strict(list(known), list(known.values()), default=None)


def _shown(code: str, label: str | None, count: int) -> str:
    """A code as an error may show it: what is long, rare and unlabelled may be a name or a number of a person."""
    if label:
        return f"{code[:40]} ({label})"
    short = len(code) <= (5 if code.lstrip("-").isdigit() else 3)
    return code[:40] if short or count >= privacy.K else f"a {len(code)}-character value (withheld)"


def _undeclared(table: Table, variable: str, counts: Mapping[str, int]) -> str:
    named = []
    for code, count in sorted(counts.items(), key=lambda item: -item[1])[:5]:
        label = table.value_labels.get(variable, {}).get(code)
        named.append(f"{_shown(code, label, count)} in {count} rows")
    return (
        f"{table.file}: variable {variable} has undeclared code {', '.join(named)}; "
        "add it to the codebook, as an answer or under missing"
    )
