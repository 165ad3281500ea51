"""Raw files as the providers hand them out, made on the spot: true names, codes and labels, made-up respondents."""

from itertools import cycle, islice
from pathlib import Path

import pandas
import pyreadstat
import pytest

from alignsurvey.corpus import read_codebook
from alignsurvey.corpus.survey.survey import read_layout

ROOT = Path(__file__).parents[2] / "corpus_builders"
KEY = bytes(range(32))


def layout_of(corpus, wave, file):
    """The layout by which a codebook of corpus_builders/ reads a file."""
    waves = {one.name: one for one in read_codebook(ROOT / corpus / "codebook.yaml").waves}
    return next(layout for layout in waves[wave].layouts if layout.file == file)


@pytest.fixture
def survey():
    """Read a raw file as `corpus_builders/<corpus>` says."""

    def read(corpus, wave, path, file=None):
        return read_layout(layout_of(corpus, wave, file or path.name), path, wave, corpus, KEY)

    return read


@pytest.fixture
def whole_file():
    """Write a file with every variable that a layout reads.

    `columns` are written as given, those `without` not at all; the others, of which a test says nothing, cycle through
    the codes of the layout.
    """

    def write(corpus, wave, path, columns, without=(), **settings):
        layout = layout_of(corpus, wave, path.name)
        rows = len(next(iter(columns.values())))
        known = {variable: item.codes for item in layout.items for variable, _ in item.versions[:1]}
        known |= {one.variable: one.codes or [_in_a_band(one)] for one in layout.profile if one.value is None}
        filled = {}
        for name in layout.variables():
            codes = sorted(known.get(name, []), key=str) or (
                [1.0] if any(name in one for one in layout.weight) else [None]
            )
            filled[name] = list(islice(cycle(_number(code) for code in codes), rows))
        filled |= dict(zip(layout.key, [list(range(1, rows + 1))], strict=False))
        filled = {name: values for name, values in filled.items() if name not in without}
        return write_file(path, {**filled, **columns}, **settings)

    return write


def _in_a_band(attribute):
    """A number that belongs to the last band."""
    low = attribute.bands[-1][1]
    return low if attribute.from_birth_year is None else attribute.from_birth_year - low


def _number(code):
    try:
        return float(code)
    except (TypeError, ValueError):
        return code


def write_file(path, columns, labels=None, value_labels=None, missing=None, version=14):
    """Write .dta, .sav or .csv. `missing`: the letters of a .dta's variable, the declared ranges of a .sav's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frame = pandas.DataFrame({name: pandas.Series(values, dtype=_kind(values)) for name, values in columns.items()})
    if path.suffix == ".csv":
        frame.to_csv(path, index=False)
        return path
    settings = {"column_labels": labels or {}, "variable_value_labels": value_labels or {}}
    if path.suffix == ".dta":
        pyreadstat.write_dta(frame, str(path), version=version, missing_user_values=missing or {}, **settings)
    else:
        pyreadstat.write_sav(frame, str(path), missing_ranges=missing or {}, **settings)
    return path


@pytest.fixture
def raw_file():
    """Write a file that has the given columns and no others."""
    return write_file


def _kind(values):
    return object if any(isinstance(value, str) for value in values) else float


@pytest.fixture
def counts():
    """How often each choice of a question was taken, in the order of its choices."""

    def count(survey, question):
        choices = next(item.question.choices for item in survey.items if item.question.id == question)
        taken = survey.frame[f"answer:{question}"].to_list()
        return {choice: taken.count(index) for index, choice in enumerate(choices)}

    return count


@pytest.fixture
def profiles():
    """How often each value of a profile attribute occurs."""

    def count(survey, attribute):
        return dict(survey.frame[f"profile:{attribute}"].value_counts().iter_rows())

    return count


@pytest.fixture
def spread():
    """A column that holds each code as often as asked: spread({1: 701, "d": 4})."""
    return lambda numbers: [code for code, count in numbers.items() for _ in range(count)]
