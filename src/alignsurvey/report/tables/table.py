"""A table as Markdown, LaTeX and CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

INTERVALS = "95% intervals by bootstrap clustered on respondents (on questions for WD), widened where units are few."
MEASURED, REPORTED = "measured", "as reported"
_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
        ">": r"\textgreater{}", "|": r"\textbar{}", **{mark: f"\\{mark}" for mark in "&%$#_{}"}}  # fmt: skip
_ONE_PAGE = 40  # rows
_MARKED = re.compile(r"[\\`*<\[|]|(?<![^\W_])_|_(?![^\W_])")  # of Markdown: an underscore only at the edge of a word
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True)
class Column:
    """`more`: whether the larger value is the better one, None for counts and texts; `p`: a column of p-values;
    `signed`: one of differences."""

    group: str
    head: str
    more: bool | None = None
    digits: int = 3
    p: bool = False
    signed: bool = False


@dataclass(frozen=True)
class Cell:
    """A number with its interval and stars, or a text; None where there is nothing."""

    value: float | str | None
    interval: tuple[float, float] | None = None
    stars: str = ""


@dataclass(frozen=True)
class Row:
    """`measured`: here, not by others; `ranked`: of the same items as the others, so that it may be the best."""

    names: tuple[str, ...]
    cells: Sequence[Cell]
    measured: bool = True
    ranked: bool = True


@dataclass(frozen=True)
class Table:
    """`stubs` head the names of the rows, `columns` the cells."""

    id: str
    title: str
    note: str
    stubs: tuple[str, ...]
    columns: Sequence[Column]
    rows: Sequence[Row]


def markdown(table: Table) -> str:
    """A pipe table with its title; rows that others reported stand below a row that says so. A group that all columns
    share stands in the title."""
    groups = {column.group for column in table.columns}
    shared = f"{table.title}, {groups.pop()}" if len(groups) == 1 and groups != {""} else ""
    heads = list(table.stubs)
    for column in table.columns:
        heads.append(plain(f"{'' if shared else column.group} {column.head}") + _arrow(column))
    lines = [_line(heads), _line(["---"] * len(table.stubs) + ["---:"] * len(table.columns))]
    best = _best(table)
    for measured, rows in groupby(table.rows, key=lambda row: row.measured):
        if not measured:
            lines.append(_line(["*as reported, not measured here*"] + [""] * (len(heads) - 1)))
        for row in rows:
            cells = [_shown(cell, table.columns[place]) for place, cell in enumerate(row.cells)]
            bold = [_is_best(row, place, table, best) for place in range(len(row.cells))]
            lines.append(
                _line(
                    [
                        *map(plain, row.names),
                        *(f"**{text}**" if strong else text for text, strong in zip(cells, bold, strict=True)),
                    ]
                )
            )
    return "\n".join([f"### {shared or table.title}", "", *lines, *(["", table.note] if table.note else [])]) + "\n"


def latex(table: Table) -> str:
    """A booktabs table, over several pages where it is long; intervals are left to the Markdown and the CSV, as the
    paper's tables have none."""
    columns, stubs = table.columns, len(table.stubs)
    groups = [(name, len(list(part))) for name, part in groupby(columns, key=lambda column: column.group)]
    spans = [rf"\multicolumn{{{size}}}{{c}}{{{tex(name)}}}" for name, size in groups]
    rules, start = [], stubs + 1
    for name, size in groups:
        rules += [rf"\cmidrule(lr){{{start}-{start + size - 1}}}"] if name else []
        start += size
    heads = [*map(tex, table.stubs), *(tex(column.head) + _arrow(column, True) for column in columns)]
    best, body, reached = _best(table), [], False
    for row in table.rows:
        if not row.measured and not reached:
            body.append(
                rf"\midrule \multicolumn{{{stubs + len(columns)}}}{{l}}{{\emph{{as reported, not measured here}}}} \\"
            )
            reached = True
        body.append(" & ".join([*map(tex, row.names), *_tex_cells(row, table, best)]) + r" \\")
    top = [
        r"\toprule",
        *([" & ".join([""] * (stubs - 1) + [""] + spans) + r" \\", *rules] if any(name for name, _ in groups) else []),
        " & ".join(heads) + r" \\",
        r"\midrule",
    ]
    every = [table.title, table.note, *heads, *(name for row in table.rows for name in row.names)]
    hint = ["% Chinese text: compile with XeLaTeX or LuaLaTeX and a CJK font (package xeCJK or luatexja)."]
    told = table.note.removeprefix(INTERVALS).strip()
    note = [rf"\par\footnotesize {tex(told)}"] if told else []
    floating = _pages if len(body) > _ONE_PAGE else _float
    lines = floating(tex(table.title), f"{'l' * stubs}{'r' * len(columns)}", top, body, note)
    return "\n".join([*(hint if any(_CJK.search(text) for text in every) else []), *lines, ""])


def _float(title: str, form: str, top: Sequence[str], body: Sequence[str], note: Sequence[str]) -> list[str]:
    """A table that floats and is made as wide as the text."""
    return [
        "% needs the packages booktabs and graphicx",
        r"\begin{table}",
        r"\centering",
        rf"\caption{{{title}}}",
        r"\resizebox{\linewidth}{!}{%",
        rf"\begin{{tabular}}{{{form}}}",
        *top,
        *body,
        r"\bottomrule",
        r"\end{tabular}}",
        *note,
        r"\end{table}",
    ]


def _pages(title: str, form: str, top: Sequence[str], body: Sequence[str], note: Sequence[str]) -> list[str]:
    """A table over several pages, with its head on each: a float would lose what one page does not hold."""
    return [
        "% needs the packages booktabs, longtable and pdflscape",
        r"\begin{landscape}\scriptsize",
        rf"\begin{{longtable}}{{{form}}}",
        rf"\caption{{{title}}} \\",
        *top,
        r"\endhead",
        r"\bottomrule",
        r"\endfoot",
        *body,
        r"\end{longtable}",
        *note,
        r"\end{landscape}",
    ]


def comma_separated(table: Table) -> str:
    """Full precision; each score with its interval and stars in columns of their own, and the origin of the row."""
    intervals = [any(row.cells[place].interval for row in table.rows) for place in range(len(table.columns))]
    marked = [any(row.cells[place].stars for row in table.rows) for place in range(len(table.columns))]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    heads = [stub.lower() for stub in table.stubs] + ["origin"]
    for place, column in enumerate(table.columns):
        name = f"{column.group} {column.head}".strip()
        heads += [name, *([f"{name} low", f"{name} high"] if intervals[place] else [])]
        heads += [f"{name} stars"] if marked[place] else []
    writer.writerow(heads)
    for row in table.rows:
        line: list[object] = [*row.names, MEASURED if row.measured else REPORTED]
        for place, cell in enumerate(row.cells):
            line.append("" if cell.value is None else cell.value)
            line += list(cell.interval or ("", "")) if intervals[place] else []
            line += [cell.stars] if marked[place] else []
        writer.writerow(line)
    return stream.getvalue()


def tex(text: str) -> str:
    """Text with LaTeX's own characters escaped. At the start of a row a bracket or a star would belong to the row end
    before it."""
    return ("{}" if text.startswith(("[", "*")) else "") + "".join(_TEX.get(mark, mark) for mark in text)


def plain(text: str) -> str:
    """Text with Markdown's own characters escaped, and on one line."""
    return _MARKED.sub(lambda found: "\\" + found[0], " ".join(text.split()))


def number(value: float, digits: int = 3) -> str:
    """0.6123 as .612, 1.2 as 1.200, 5234 as 5,234."""
    if digits == 0:
        return f"{value:,.0f}"
    text = f"{value:.{digits}f}"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def _number(value: float, column: Column) -> str:
    if column.p and value < 0.001:
        return "<.001"
    return ("+" if column.signed and value > 0 else "") + number(value, column.digits)


def _shown(cell: Cell, column: Column) -> str:
    if cell.value is None:
        return ""
    if isinstance(cell.value, str):
        return plain(cell.value)
    text = _number(cell.value, column) + cell.stars.replace("*", r"\*")
    if cell.interval is None:
        return text
    low, high = (number(end, column.digits) for end in cell.interval)
    return f"{text} ({low} to {high})"


def _tex_cells(row: Row, table: Table, best: Sequence[float | None]) -> list[str]:
    found = []
    for place, cell in enumerate(row.cells):
        column = table.columns[place]
        if cell.value is None or isinstance(cell.value, str):
            found.append(tex(cell.value or ""))
            continue
        text = _number(cell.value, column).replace("<", "$<$ ").replace("-", "$-$")
        strong = _is_best(row, place, table, best)
        found.append((rf"\textbf{{{text}}}" if strong else text) + (rf"$^{{{cell.stars}}}$" if cell.stars else ""))
    return found


def _best(table: Table) -> list[float | None]:
    """The best measured value of each column as it is shown; None with fewer than two different ones."""
    found: list[float | None] = []
    for place, column in enumerate(table.columns):
        keys = {_key(row.cells[place], column) for row in table.rows if _ranked(row)} - {None}
        values = [value for value in keys if value is not None]
        found.append(max(values) if len(values) > 1 else None)
    return found


def _is_best(row: Row, place: int, table: Table, best: Sequence[float | None]) -> bool:
    return _ranked(row) and best[place] is not None and _key(row.cells[place], table.columns[place]) == best[place]


def _ranked(row: Row) -> bool:
    return row.measured and row.ranked


def _key(cell: Cell, column: Column) -> float | None:
    """A cell's value as shown, so that the larger is the better; None where nothing is better."""
    if column.more is None or cell.value is None or isinstance(cell.value, str):
        return None
    shown = round(cell.value, column.digits)
    return shown if column.more else -shown


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _arrow(column: Column, math: bool = False) -> str:
    if column.more is None:
        return ""
    if math:
        return r" $\uparrow$" if column.more else r" $\downarrow$"
    return " ↑" if column.more else " ↓"
