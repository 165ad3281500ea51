"""Tables as Markdown, LaTeX and CSV; layouts; what others reported."""

import csv
import io

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.report.analyses import compare
from alignsurvey.report.tables import layouts
from alignsurvey.report.tables import table as tables
from alignsurvey.report.tables.table import Cell, Column, Row, Table

TABLE = Table(
    "t",
    "Scores of 100% & more",
    "A note.",
    ("Model", "Setting"),
    [Column("gss", "Acc", True), Column("gss", "WD", False), Column("", "n", digits=0)],
    [
        Row(("small|one", "zero-shot"), [Cell(0.4, (0.35, 0.45)), Cell(1.25), Cell(1200)]),
        Row(("big_one", "fine-tuned"), [Cell(0.6123, (0.58, 0.64), "**"), Cell(0.02), Cell(1200)]),
        Row(("paper's", "as reported"), [Cell(0.99), Cell(None), Cell(None)], measured=False),
    ],
)


def test_markdown_marks_the_best_measured_value_and_sets_reported_rows_apart():
    lines = tables.markdown(TABLE).splitlines()
    assert lines[2] == "| Model | Setting | gss Acc ↑ | gss WD ↓ | n |"
    assert lines[4] == r"| small\|one | zero-shot | .400 (.350 to .450) | 1.250 | 1,200 |"
    assert lines[5] == r"| big_one | fine-tuned | **.612\*\* (.580 to .640)** | **.020** | 1,200 |"
    assert lines[6].startswith("| *as reported, not measured here* |")
    assert lines[7] == "| paper's | as reported | .990 |  |  |"


def test_latex_has_as_many_cells_in_every_row_and_closes_what_it_opens():
    text = tables.latex(TABLE)
    rows = [line for line in text.splitlines() if line.endswith(r"\\") and "multicolumn" not in line]
    assert {line.replace(r"\&", "").count("&") for line in rows} == {4}
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")
    assert r"big\_one & fine-tuned & \textbf{.612}$^{**}$ & \textbf{.020} & 1,200 \\" in text
    assert r"Scores of 100\% \& more" in text
    assert "xeCJK" not in text


AWKWARD = Table(
    "t", "T", "", ("Model",), [Column("", "Acc", True)],
    [Row((name,), [Cell(0.5)]) for name in ("a_b%c&d#e", "[x] *y* `z` | w \\ v", "_in_ <b>", "*two\nlines")],
)  # fmt: skip


def test_names_mean_nothing_to_markdown():
    rows = tables.markdown(AWKWARD).splitlines()[4:8]
    assert rows == [
        "| a_b%c&d#e | .500 |",
        r"| \[x] \*y\* \`z\` \| w \\ v | .500 |",
        r"| \_in\_ \<b> | .500 |",
        r"| \*two lines | .500 |",
    ]


def test_names_mean_nothing_to_latex():
    lines = tables.latex(AWKWARD).splitlines()
    assert r"a\_b\%c\&d\#e & .500 \\" in lines
    # After the end of a row a bracket would be its length, a star its form.
    assert r"{}[x] *y* `z` \textbar{} w \textbackslash{} v & .500 \\" in lines
    assert not [line for line in lines if line.startswith(("[", "*"))]


def test_a_long_table_goes_over_pages_with_its_head_on_each():
    rows = [Row((f"model {n}",), [Cell(0.5)]) for n in range(60)]
    text = tables.latex(Table("t", "Title", "Note.", ("Model",), [Column("", "Acc", True)], rows))
    lines = text.splitlines()
    assert r"\begin{table}" not in lines
    assert lines.index(r"\endhead") < lines.index(r"\endfoot") < lines.index(r"model 0 & .500 \\")
    assert text.count(r"\begin{") == text.count(r"\end{")


def test_latex_with_chinese_says_what_it_needs():
    text = tables.latex(Table("t", "态度", "", ("模型",), [Column("", "准确率", True)], [Row(("甲",), [Cell(0.5)])]))
    assert "xeCJK" in text.splitlines()[0]


def test_csv_keeps_all_digits_and_says_where_rows_are_from():
    head, *rows = list(csv.reader(io.StringIO(tables.comma_separated(TABLE))))
    assert head == [
        "model",
        "setting",
        "origin",
        "gss Acc",
        "gss Acc low",
        "gss Acc high",
        "gss Acc stars",
        "gss WD",
        "n",
    ]
    assert rows[1] == ["big_one", "fine-tuned", "measured", "0.6123", "0.58", "0.64", "**", "0.02", "1200"]
    assert [row[2] for row in rows] == ["measured", "measured", "as reported"]


@pytest.mark.parametrize(("value", "text"), [(0.6123, ".612"), (-0.05, "-.050"), (1.0, "1.000"), (0.9996, "1.000")])
def test_numbers(value, text):
    assert tables.number(value) == text


def test_small_p_values_are_no_zeros():
    table = Table("t", "", "", (), [Column("", "p", p=True)], [Row((), [Cell(0.00001)]), Row((), [Cell(0.04)])])
    assert "| <.001 |" in tables.markdown(table)
    assert "$<$ .001" in tables.latex(table)


def test_a_task_has_a_table_with_stars(compared):
    runs = compared.read()
    (table,) = layouts.tables(runs, [], compare.stars(runs), "t")
    assert [row.names for row in table.rows] == [
        ("small", "zero-shot"),
        ("SurveyLM-small", "fine-tuned"),
        ("majority", "baseline"),
    ]
    heads = [f"{column.group} {column.head}" for column in table.columns]
    accuracy = heads.index("gss individual Acc")
    assert [row.cells[accuracy].value for row in table.rows] == [run.results["accuracy"] for run in runs]
    assert [row.cells[accuracy].stars for row in table.rows] == ["", "**", ""]


def test_every_model_stands_beside_the_majority_answer(compared):
    runs = compared.read()
    (table,) = layouts.tables(runs, [], {}, "t")
    place = [column.head for column in table.columns].index("Acc less majority's")
    base, tuned, majority = (run.results["accuracy"] for run in runs)
    assert [row.cells[place].value for row in table.rows] == [base - majority, tuned - majority, None]
    assert f"| +{tables.number(tuned - majority)} |" in tables.markdown(table)


def test_the_human_floor_is_never_the_best(survey, answered):
    rows, lines = answered
    survey.add("base", rows, lines)
    survey.add("uniform", rows, lines[::1], model="baseline/uniform")
    right = [type(line)(line.id, row["choices"][row["answer"]]) for row, line in zip(rows, lines, strict=True)]
    survey.add("human", rows[:8], right[:8], model="baseline/human", sample={"respondents": 4, "seed": 42})
    (table,) = layouts.tables(survey.read(), [], {}, "t")
    assert [row.ranked for row in table.rows] == [True, True, False]
    assert "**" not in tables.markdown(table).split("human floor")[1].split("\n")[0]


def test_individual_and_group_stand_in_one_row(survey, answered):
    from alignsurvey.schema import Prediction

    survey.add("individual", *answered)
    row = {"id": "g", "respondent_id": None, "question_id": "q0", "choices": ["a", "b"], "scale": [0.0, 1.0],
           "distribution": [0.5, 0.5], "n": 30}  # fmt: skip
    lines = [Prediction("g", "", (0.6, 0.4))]
    survey.add("group", [row], lines, config="survey_response_group")
    (table,) = layouts.tables(survey.read(), [], {}, "t")
    (row,) = table.rows
    assert {column.group for column in table.columns} == {"gss individual", "gss group"}
    assert all(cell.value is not None for cell in row.cells)


def test_reported_rows_come_last_and_only_with_their_data_set(survey, answered):
    figures = [figure for figure in layouts.figures() if figure.dataset == "chip"]
    survey.add("gss", *answered)
    (table,) = layouts.tables(survey.read(), figures, {}, "t")
    assert all(row.measured for row in table.rows)
    survey.add("chip", *answered, dataset="PiLabZJU/alignsurvey-chip")
    (table,) = layouts.tables(survey.read(), figures, {}, "t")
    assert [row.measured for row in table.rows] == [True, *[False] * 20]
    heads = [f"{column.group} {column.head}" for column in table.columns]
    place = heads.index("chip individual Acc")
    reported = {row.names[0]: row.cells[place].value for row in table.rows[1:]}
    assert reported["SurveyLM-Qwen2.5-7B, fine-tuned"] == 0.6717
    assert reported["majority answer of each question, no model"] == 0.667
    assert all(row.names[1].startswith("as reported") for row in table.rows[1:])


def test_what_one_model_is_reported_to_reach_stands_in_one_row(survey, answered, tmp_path):
    path = tmp_path / "paper.yaml"
    path.write_text(
        """figures:
  - {dataset: o/alignsurvey-gss, config: survey_response, model: 7B, origin: as reported, table: 4, scores: {f1: 0.5}}
  - {dataset: chip, config: survey_response, model: 7B, origin: as reported, table: 4, scores: {f1: 0.25}}
""",
        encoding="utf-8",
    )
    survey.add("gss", *answered)
    survey.add("chip", *answered, dataset="PiLabZJU/alignsurvey-chip")
    (table,) = layouts.tables(survey.read(), layouts.figures(path), {}, "t")
    (row,) = [row for row in table.rows if row.names == ("7B", "as reported, table 4")]
    told = {f"{column.group} {column.head}": cell.value for column, cell in zip(table.columns, row.cells, strict=True)}
    assert {head: value for head, value in told.items() if value is not None} == {
        "gss individual F1": 0.5,
        "chip individual F1": 0.25,
    }
    assert "was counted by them, with their own scripts" in table.note


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("figures: 3", "it needs a list under `figures`"),
        ("nothing: []", "needs a list"),
        ("figures: [{dataset: chip}]", "figure 1: needs dataset, config"),
        (
            "figures: [{dataset: a, config: survey_response, model: m, origin: measured, table: 4, scores: {f1: 1}}]",
            "origin must begin with 'as reported'",
        ),
        (
            "figures: [{dataset: a, config: interview, model: m, origin: as reported, table: 4, scores: {f1: .nan}}]",
            "'f1' is no score of this config; it has naturalness",
        ),
        (
            "figures: [{dataset: a, config: social_role, model: m, origin: as reported, table: 4, scores: {n: .nan}}]",
            "n must be a number",
        ),
        (
            "figures: [{dataset: a, config: survey_response, model: m, origin: as reported, table: 4, "
            "scores: {accuracy: 61}}]",
            "accuracy is 61, but lies between 0 and 1; no per cent",
        ),
        (
            "figures: [{dataset: a, config: talk, model: m, origin: as reported, table: 4, scores: {f1: 1}}]",
            "config 'talk' is unknown; it is one of attitude_stance",
        ),
        (
            "figures: [{dataset: 3, config: interview, model: m, origin: as reported, table: 4, scores: {n: 1}}]",
            "dataset must be a text",
        ),
        (
            "figures:\n- &a {dataset: d, config: interview, model: m, origin: as reported, table: 4, "
            "scores: {n: 1}}\n- *a",
            "figure 2: m on d interview is given twice",
        ),
    ],
)
def test_reported_figures_are_checked(tmp_path, text, message):
    path = tmp_path / "figures.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        layouts.figures(path)
