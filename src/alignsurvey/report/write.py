"""The whole report in one folder: tables, pictures, files for the Hub, and report.md that shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..files.atomic import replacing
from ..files.errors import InputError
from ..tasks import spec_of
from . import disclosure, plots
from . import hub_results as evalresults
from .analyses import central_tendency as tendency
from .analyses import compare, equity, positions
from .scored_run import ScoredRun
from .tables import layouts, paper, reported
from .tables.table import Cell, Column, Row, Table, comma_separated, latex, markdown, number

PAGE = "report.md"
LAYOUTS = ("tasks", "paper")  # a table a task, or the tables 3 to 5 of the paper
_LISTED = 40  # comparisons up to which report.md shows all; else those with a model that is no baseline


def write(
    runs: Sequence[ScoredRun],
    out: Path,
    *,
    k: int = equity.K,
    test: str = "bootstrap",
    seed: int = 42,
    others: Sequence[reported.Reported] = (),
    layout: str = LAYOUTS[0],
) -> list[Path]:
    """Write the report of `runs` into `out`, which it replaces whole; returns the files.

    `k`: respondents of the smallest group shown; `test`: which test gives the stars (t, mcnemar, bootstrap);
    `others`: what others reported, from `figures`; `layout`: tables by task, or those of the paper. Raises InputError,
    and leaves everything as it was, for an unknown test or layout, or a folder that is no report.
    """
    if test not in compare.TESTS:
        raise InputError(f"--test {test}: choose one of {', '.join(compare.TESTS)}")
    if layout not in LAYOUTS:
        raise InputError(f"--layout {layout}: choose one of {', '.join(LAYOUTS)}")
    if out.exists() and not (out.is_dir() and ((out / PAGE).is_file() or not any(out.iterdir()))):
        raise InputError(f"{out}: holds something other than a report, which would be lost; choose another --out")
    with replacing(out) as beside:
        (beside / "tables").mkdir(parents=True)
        sections = list(_sections(runs, beside, k, test, seed, others, layout))
        (beside / PAGE).write_text("\n".join(["# Report", "", *sections]), encoding="utf-8")
        names = sorted(path.relative_to(beside) for path in beside.rglob("*") if path.is_file())
    return [out / name for name in names]


def _sections(
    runs: Sequence[ScoredRun],
    out: Path,
    k: int,
    test: str,
    seed: int,
    others: Sequence[reported.Reported],
    layout: str,
) -> Iterator[str]:
    """The parts of report.md; every table and picture is written on the way."""
    marks = compare.stars(runs, test, seed)
    by_task = layout == LAYOUTS[0]
    for table in layouts.tables(runs, others, marks, test) if by_task else paper.tables(runs, marks):
        yield _stored(table, out)
    tests = compare.pairs(runs, seed)
    if tests:
        _stored(comparisons(tests), out)
        baselines = {run.name for run in runs if run.baseline}
        shown = tests if len(tests) <= _LISTED else [t for t in tests if not {t.left, t.right} <= baselines] or tests
        yield markdown(comparisons(shown)) + "\nAll pairs: tables/comparisons.csv\n"
    cells, gaps = equity.tables(runs, k, seed)
    if cells:
        _stored(_cells(cells, k), out)
        yield _stored(_gaps(gaps, k), out) + "\nAll groups: tables/equity.csv\n"
    spreads = tendency.tendencies(runs)
    if spreads:
        _stored(_tendencies(spreads, "tendency_questions"), out)
        yield _stored(_tendencies([row for row in spreads if row.question == "all"], "tendency"), out)
    sure = tendency.calibrations(runs)
    if sure:
        yield _stored(_calibrations(sure), out)
    places = positions.positions(runs)
    if places:
        yield _stored(_positions(places), out)
    pictures = plots.draw_all(runs, cells, out)
    yield _pictures(pictures)
    if statement := disclosure.disclosure(runs):
        _text(out / "disclosure.md", statement)
        yield "### Disclosure\n\nA statement for a paper's appendix: [disclosure.md](disclosure.md)\n"
    files = list(_for_hub(runs, out / "hub"))
    listed = [f"- {path.relative_to(out).as_posix()}" for path in files]
    nothing = "None: the data set, or every model, has no name on the Hub, or the split is not the test split."
    yield "### Files for the Hub\n\n" + "\n".join(listed or [nothing]) + "\n"
    yield _stored(_inputs(runs), out)


def _stored(table: Table, out: Path) -> str:
    """Write a table in its three forms; returns the Markdown."""
    text = markdown(table)
    for kind, content in (("md", text), ("tex", latex(table)), ("csv", comma_separated(table))):
        (out / "tables" / f"{table.id}.{kind}").write_text(content, encoding="utf-8")
    return text


def comparisons(tests: Sequence[compare.Comparison]) -> Table:
    """All pairs with their p-values, as they are and after Holm's correction."""
    columns = [Column("", "n", digits=0), Column("", "Clusters", digits=0), Column("", "Difference")]
    columns += [Column(layouts.TEST_NAMES[name], head, p=True) for name in compare.TESTS for head in ("p", "p Holm")]
    rows = []
    for item in tests:
        p = [Cell(value) for name in compare.TESTS for value in (item.p[name], item.adjusted[name])]
        names = (item.dataset, item.config, item.metric, item.left, item.right)
        rows.append(Row(names, [Cell(item.n), Cell(item.clusters), Cell(item.difference, item.interval), *p]))
    note = (
        "The first less the second, on the items that both predicted; for wasserstein less is better. Holm's "
        "correction is over all pairs of a data set and config, each test by itself. Only the bootstrap knows that the "
        "answers of one respondent go together; the others take p too small where they do."
    )
    stubs = ("Data", "Config", "Score", "Model", "Against")
    return Table("comparisons", "Paired tests on the same items", note, stubs, columns, rows)


def _cells(cells: Sequence[equity.Cell], k: int) -> Table:
    columns = [Column("", "n", digits=0), Column("", "Respondents", digits=0), Column("", "Acc", True)]
    columns += [Column("", "WD", False), Column("", "Change against base")]
    rows = [
        Row(
            (cell.dataset, cell.config, cell.run, cell.attribute, cell.value),
            [
                Cell(cell.n),
                Cell(cell.respondents),
                Cell(cell.accuracy, cell.interval),
                Cell(cell.wasserstein, cell.wasserstein_interval),
                Cell(cell.change, cell.change_interval),
            ],
        )
        for cell in cells
    ]
    stubs = ("Data", "Config", "Model", "Attribute", "Value")
    return Table("equity", "Scores by group", _small(k), stubs, columns, rows)


def _gaps(gaps: Sequence[equity.Gap], k: int) -> Table:
    columns = [Column("", "Score"), Column("", "Best group"), Column("", "Worst group"), Column("", "Gap")]
    rows = [
        Row(
            (g.dataset, g.config, g.run, g.attribute),
            [Cell(g.metric), Cell(g.best), Cell(g.worst), Cell(g.gap, g.interval)],
        )
        for g in gaps
    ]
    note = (
        f"{_small(k)} The groups are chosen after looking, so that a gap is over 0 by chance alone, for guesses "
        "(uniform) as well; the intervals take the two as given and do not allow for that."
    )
    return Table("gaps", "Best and worst group", note, ("Data", "Config", "Model", "Attribute"), columns, rows)


def _small(k: int) -> str:
    return (
        f"Values that fewer than {k} respondents have are counted together, with the next larger one where they are "
        "still fewer, so that no smaller group can be computed from those shown; an attribute with nothing else is "
        "left out."
    )


def _tendencies(rows: Sequence[tendency.Tendency], name: str) -> Table:
    heads = [("Entropy, bits", "entropy"), ("Spread, steps", "spread"), ("Midpoint share", "midpoint")]
    columns = [Column(group, head) for group, _ in heads for head in ("predicted", "real")]
    found = []
    for row in rows:
        pairs = [(getattr(row, field), getattr(row, f"{field}_real")) for _, field in heads]
        found.append(Row((row.dataset, row.config, row.run, row.question), [Cell(v) for pair in pairs for v in pair]))
    note = "Of the predicted and the real distribution of each question; all: the mean over questions."
    return Table(name, "Central tendency", note, ("Data", "Config", "Model", "Question"), columns, found)


def _calibrations(rows: Sequence[tendency.Calibration]) -> Table:
    columns = [Column("", "n", digits=0), Column("", "Mean confidence"), Column("", "Acc"), Column("", "ECE", False)]
    columns.append(Column("", "Brier", False))
    found = [
        Row(
            (row.dataset, row.config, row.run),
            [Cell(row.n), *map(Cell, (row.confidence, row.accuracy, row.error)), Cell(row.brier, row.brier_interval)],
        )
        for row in rows
    ]
    note = "Acc, ECE (expected calibration error, 15 bins): of the likeliest choice. Brier: over all choices, 0 to 2."
    return Table("calibration", "Calibration", note, ("Data", "Config", "Model"), columns, found)


def _positions(rows: Sequence[positions.Position]) -> Table:
    columns = [Column("", "n", digits=0), Column("", "Share predicted"), Column("", "Share real")]
    columns += [Column("", "Difference", signed=True), Column("", "Acc")]
    found = [
        Row(
            (row.dataset, row.config, row.run, str(row.place + 1)),
            [Cell(row.n), *map(Cell, (row.predicted, row.real, row.predicted - row.real, row.accuracy))],
        )
        for row in rows
    ]
    note = (
        "Of the records that show so many choices. Their order is shuffled, so that a model which does not heed it "
        "predicts each position as often as real answers stand there. Acc: where the real answer stands there."
    )
    return Table("positions", "Position bias", note, ("Data", "Config", "Model", "Position"), columns, found)


def _pictures(paths: Sequence[Path]) -> str:
    lines = [f"![{path.stem}]({path.name})" for path in paths if path.suffix == ".png"]
    return (
        "\n\n".join(["### Pictures", *(lines or ["None: a radar chart needs three scores, the others records."])])
        + "\n"
    )


def _for_hub(runs: Sequence[ScoredRun], out: Path) -> Iterator[Path]:
    """.eval_results and model-index of each model that has a Hub id, eval.yaml of each data set that has one."""
    runs = [run for run in runs if _published(run)]
    models: dict[str, list[ScoredRun]] = {}
    for run in runs:
        if name := _repository(run):
            models.setdefault(name, []).append(run)
    short = [name.rpartition("/")[2] for name in models]
    for name, mine in models.items():
        own = name.rpartition("/")[2]
        folder = out / (own if short.count(own) == 1 else name.replace("/", "--"))
        for run in mine:
            place = f".eval_results/{run.dataset}-{run.config}{_variant(run, mine)}.yaml"
            yield _text(folder / place, evalresults.eval_results(run.about, run.results))
        index = evalresults.model_index(name, [(run.about, run.results) for run in mine])
        yield _text(folder / "model-index.yaml", index)
    for dataset in dict.fromkeys(run.dataset for run in runs):
        mine = [run for run in runs if run.dataset == dataset]
        configs = list(dict.fromkeys(run.config for run in mine))
        if not any(spec_of(config).harness for config in configs):
            continue
        told = f"How near language models come to the respondents of {dataset}: answers, stances and distributions."
        repository = str(mine[0].about["dataset"]).rpartition("/")[2]
        yield _text(out / repository / "eval.yaml", evalresults.benchmark(f"AlignSurvey {dataset}", told, configs))


def _published(run: ScoredRun) -> bool:
    """Whether a run is of the test split of a data set on the Hub, whose revision is a commit; a build's is a hash."""
    commit = re.fullmatch("[0-9a-f]{40}", str(run.about.get("data_commit")))
    return bool(commit) and "/" in str(run.about["dataset"]) and (run.about.get("split") or "test") == "test"


def _repository(run: ScoredRun) -> str | None:
    """The Hub id of what answered; None for a baseline and for a folder of this machine, whose revision is a hash."""
    from huggingface_hub.errors import HFValidationError
    from huggingface_hub.utils import validate_repo_id

    kind = "adapter" if run.about.get("adapter") else "model"
    name, revision = str(run.about[kind]), run.about.get("adapter_revision" if kind == "adapter" else "revision")
    if run.baseline or "/" not in name or str(revision).startswith("sha256:"):
        return None
    try:
        validate_repo_id(name)
    except HFValidationError:
        return None
    return name


def _variant(run: ScoredRun, runs: Sequence[ScoredRun]) -> str:
    """The Hub wants a file of its own for each way in which a model was asked."""
    place = [other for other in runs if other.track == run.track].index(run)
    return f"-{place + 1}" if place else ""


def _text(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _inputs(runs: Sequence[ScoredRun]) -> Table:
    """What the report is of, so that it can be made again."""
    columns = [
        Column("", head) for head in ("Version", "Data commit", "Sample", "n", "Parsed", "Revision", "Predictions")
    ]
    rows = []
    for run in runs:
        sample = run.about.get("sample")
        facts: list[Any] = [
            run.about["data_revision"],
            _short(run.about.get("data_commit")),
            f"{sample['respondents']} respondents, seed {sample['seed']}" if sample else "all",
            number(run.results["n"], 0) if "n" in run.results else "",
            number(run.results["parse_rate"]) if "parse_rate" in run.results else "",
            _short(run.about.get("adapter_revision") or run.about.get("revision")),
            _short(run.results.get("predictions_sha256")),
        ]
        rows.append(Row((run.dataset, run.config, run.name), [Cell(fact) for fact in facts]))
    return Table("inputs", "What was scored", "", ("Data", "Config", "Model"), columns, rows)


def _short(value: Any) -> str:
    return "" if value is None else str(value).removeprefix("sha256:")[:12]
