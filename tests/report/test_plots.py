"""Pictures: written twice, alike each time, and no character missing."""

import dataclasses
import warnings
from pathlib import Path

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.report import plots
from alignsurvey.report.analyses import equity
from alignsurvey.report.plots import by_group, canvas, fonts
from alignsurvey.schema import Prediction

pytest.importorskip("matplotlib")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def chinese(survey, builders):
    answers, told = builders
    rows = [
        {**row, "profile": [{"attribute": "户籍状态", "value": {"male": "农业户口", "female": "居民户口"}[sex]}]}
        for row in answers(people=20, questions=2, language="zh")
        for sex in [row["profile"][0]["value"]]
    ]
    survey.add("base", rows, told(rows, 0.2))
    survey.add("tuned", rows, told(rows, 0.9), adapter="组织/调查模型")
    return survey.read()


def test_all_pictures_are_png_and_svg(compared, tmp_path):
    runs = compared.read()
    cells, _ = equity.tables(runs, k=5)
    written = [*plots.radar(runs, tmp_path), *plots.groups(runs, cells, tmp_path), *plots.distributions(runs, tmp_path)]
    assert sorted(path.name for path in written) == sorted(
        f"{name}.{kind}"
        for name in ("radar", "groups-gss-survey_response", "distributions-gss-survey_response-1")
        for kind in ("png", "svg")
    )
    for path in written:
        head = path.read_bytes()[:8]
        assert head == b"\x89PNG\r\n\x1a\n" if path.suffix == ".png" else b"<?xml" in head


def test_many_models_are_drawn_in_several_pictures(survey, answered, tmp_path):
    rows, lines = answered
    for number in range(5):
        survey.add(f"base{number}", rows, lines, model=f"org/m{number}")
        survey.add(f"tuned{number}", rows, lines, model=f"org/m{number}", adapter=f"org/tuned{number}")
    runs = survey.read()
    cells, _ = equity.tables(runs, k=2)
    written = [*plots.radar(runs, tmp_path), *plots.groups(runs, cells, tmp_path), *plots.distributions(runs, tmp_path)]
    assert [path.stem for path in written if path.suffix == ".png"] == [
        "radar-1",
        "radar-2",
        "groups-gss-survey_response-1",
        "groups-gss-survey_response-2",
        "distributions-gss-survey_response-1-models1",
        "distributions-gss-survey_response-1-models2",
    ]


def test_values_are_read_from_low_to_high_and_the_rest_last(compared):
    (cell, *_), _ = equity.tables(compared.read(), k=5)
    values = ["$25,000 or more", "other (2 values)", "$1,000 to $2,999", "under $1,000", "女"]
    cells = [dataclasses.replace(cell, value=value) for value in values]
    rows = sorted({(each.attribute, each.value): 1 for each in cells}.items(), key=by_group._reading_order(cells))
    shown = [value for (_, value), _ in rows]
    assert shown == ["under $1,000", "$1,000 to $2,999", "$25,000 or more", "女", "other (2 values)"]


@pytest.mark.parametrize(("most", "steps"), [(0.43, [0.1, 0.4]), (0.1, [0.025, 0.1]), (0.07, [0.01, 0.04])])
def test_the_legend_has_round_gains_that_occur(most, steps):
    assert by_group._steps(most) == pytest.approx(steps)


def test_groups_have_distributions_by_question(survey, tmp_path):
    rows = [
        {"id": f"g{n}", "respondent_id": None, "question_id": "q0", "question": "Is enough spent?", "group": [],
         "respondent_ids": [], "choices": ["a", "b"], "scale": [0.0, 1.0], "distribution": [n / 2, 1 - n / 2], "n": 30}
        for n in range(2)
    ]  # fmt: skip
    lines = [Prediction(row["id"], "", (0.6, 0.4)) for row in rows]
    survey.add("group", rows, lines, config="survey_response_group")
    (run,) = survey.read()
    (part,) = run.parts
    assert (part["n"], part["predicted"], part["reference"]) == (60, [0.6, 0.4], [0.25, 0.75])
    assert len(plots.distributions([run], tmp_path)) == 2


def test_the_same_runs_give_the_same_bytes(compared, tmp_path):
    runs = compared.read()
    first = [path.read_bytes() for path in plots.radar(runs, tmp_path)]
    assert [path.read_bytes() for path in plots.radar(runs, tmp_path)] == first


def test_chinese_is_drawn_without_a_missing_glyph(chinese, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cells, _ = equity.tables(chinese, k=5)
        written = [*plots.groups(chinese, cells, tmp_path), *plots.distributions(chinese, tmp_path)]
        written += plots.radar(chinese, tmp_path)
    assert len(written) == 6
    # Letters are outlines: no reader needs the font.
    assert not any("<text" in path.read_text(encoding="utf-8") for path in written if path.suffix == ".svg")


def test_fonts_are_added_only_for_what_is_missing():
    assert fonts.families(["accuracy", "größer"]) == ["DejaVu Sans"]
    assert fonts.families(["态度"])[0] == "DejaVu Sans"
    assert len(fonts.families(["态度"])) == 2


def test_every_character_of_the_codebooks_has_a_glyph_without_an_installed_font(monkeypatch):
    monkeypatch.setattr(fonts, "_CHINESE", ())
    monkeypatch.delenv(fonts.VARIABLE, raising=False)
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "corpus_builders").rglob("*.yaml")]
    assert any("满意" in text for text in texts)
    assert len(fonts.families(texts)) == 2


def test_a_character_that_no_font_has_is_named(monkeypatch):
    monkeypatch.setattr(fonts, "_CHINESE", ())
    with pytest.raises(InputError, match=r"no installed font has the characters ꀀꀁ; install .* ALIGNSURVEY_FONT"):
        fonts.families(["ꀁꀀ态度"])


def test_a_font_file_of_ones_own_comes_before_the_bundled_one(monkeypatch, tmp_path):
    own = tmp_path / "own.otf"
    own.write_bytes(fonts.BUNDLED.read_bytes())
    monkeypatch.setenv(fonts.VARIABLE, str(own))
    assert fonts._own() == [fonts._added(str(own)), fonts._added(str(fonts.BUNDLED))]
    assert fonts.families(["态度"])[1] == fonts._added(str(own))


@pytest.mark.parametrize(("content", "message"), [(None, "is no file"), (b"no font", "is no font that can be read")])
def test_what_is_no_font_is_said(content, message, monkeypatch, tmp_path):
    path = tmp_path / "own.ttf"
    if content:
        path.write_bytes(content)
    monkeypatch.setenv(fonts.VARIABLE, str(path))
    with pytest.raises(InputError, match=message):
        fonts.families(["态度"])


def test_dollars_are_no_formula(compared, tmp_path):
    cells, _ = equity.tables(compared.read(), k=5)
    money = [dataclasses.replace(cell, value=f"$10,000 to $24,999_{cell.value}") for cell in cells]
    assert len(plots.groups(compared.read(), money, tmp_path)) == 2


def test_a_radar_needs_three_scores(survey, tmp_path):
    row = {"id": "g", "respondent_id": None, "question_id": "q0", "choices": ["a", "b"], "scale": [0.0, 1.0],
           "distribution": [0.5, 0.5], "n": 30}  # fmt: skip
    survey.add("group", [row], [Prediction("g", "", (0.6, 0.4))], config="survey_response_group")
    assert plots.radar(survey.read(), tmp_path) == []


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("short", "short"),
        ("one two three four five six", "one two…\nsix"),
        ("您认为您家的生活水平比所在地区", "您认为您…\n在地区"),
    ],
)
def test_long_texts_lose_their_middle(text, folded):
    assert canvas.folded(text, 9, 2) == folded


@pytest.mark.parametrize(
    ("text", "room", "fits"),
    [
        ("neither agree nor disagree", 12, True),
        ("completely dissatisfied", 9, False),
        ("10", 5, True),
        ("比较不满意", 12, True),
        ("比较不满意", 9, False),
        ("一般", 5, True),
    ],
)
def test_choices_stand_side_by_side_where_no_word_is_broken(text, room, fits):
    assert canvas.fits(text, room) == fits


def test_a_name_that_a_legend_holds_stays_on_one_line():
    assert canvas.named("SurveyLM-千问-中文模型-7B (fine-tuned)") == "SurveyLM-千问-中文模型-7B (fine-tuned)"
    assert canvas.named("a-long-name-" * 6 + " (zero-shot)").count("\n") == 1
