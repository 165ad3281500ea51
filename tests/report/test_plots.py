"""Pictures: written twice, alike each time, and no character missing."""

import dataclasses
import warnings

import pytest

from alignsurvey.report import equity, fonts, plots
from alignsurvey.schema import InputError, Prediction

pytest.importorskip("matplotlib")


def _chinese_font():
    try:
        return fonts.families(["态度"])
    except InputError as error:
        return pytest.skip(str(error))


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
    written = [*plots.radar(runs, tmp_path), *plots.groups(cells, tmp_path), *plots.distributions(runs, tmp_path)]
    assert sorted(path.name for path in written) == sorted(
        f"{name}.{kind}"
        for name in ("radar", "groups-gss-survey_response", "distributions-gss-survey_response-1")
        for kind in ("png", "svg")
    )
    for path in written:
        head = path.read_bytes()[:8]
        assert head == b"\x89PNG\r\n\x1a\n" if path.suffix == ".png" else b"<?xml" in head


def test_the_same_runs_give_the_same_bytes(compared, tmp_path):
    runs = compared.read()
    first = [path.read_bytes() for path in plots.radar(runs, tmp_path)]
    assert [path.read_bytes() for path in plots.radar(runs, tmp_path)] == first


def test_chinese_is_drawn_without_a_missing_glyph(chinese, tmp_path):
    _chinese_font()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cells, _ = equity.tables(chinese, k=5)
        written = [*plots.groups(cells, tmp_path), *plots.distributions(chinese, tmp_path)]
        written += plots.radar(chinese, tmp_path)
    assert len(written) == 6
    # Letters are outlines: no reader needs the font.
    assert not any("<text" in path.read_text(encoding="utf-8") for path in written if path.suffix == ".svg")


def test_fonts_are_added_only_for_what_is_missing():
    assert fonts.families(["accuracy", "größer"]) == ["DejaVu Sans"]
    both = _chinese_font()
    assert both[0] == "DejaVu Sans"
    assert len(both) == 2


def test_a_character_that_no_font_has_is_named(monkeypatch):
    monkeypatch.setattr(fonts, "_CHINESE", ())
    with pytest.raises(InputError, match=r"no installed font has the characters 度态; install .* ALIGNSURVEY_FONT"):
        fonts.families(["态度"])


def test_a_font_file_of_ones_own(monkeypatch, tmp_path):
    from matplotlib import font_manager

    _chinese_font()
    path = next(fonts._file(name) for name in fonts._CHINESE if fonts._file(name))
    monkeypatch.setattr(fonts, "_CHINESE", ())
    monkeypatch.setenv(fonts.VARIABLE, path)
    assert fonts.families(["态度"])[1] == font_manager.FontProperties(fname=path).get_name()
    monkeypatch.setenv(fonts.VARIABLE, str(tmp_path / "none.ttf"))
    with pytest.raises(InputError, match="is no file"):
        fonts.families(["态度"])


def test_dollars_are_no_formula(compared, tmp_path):
    cells, _ = equity.tables(compared.read(), k=5)
    money = [dataclasses.replace(cell, value=f"$10,000 to $24,999_{cell.value}") for cell in cells]
    assert len(plots.groups(money, tmp_path)) == 2


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
    assert plots._folded(text, 9, 2) == folded
