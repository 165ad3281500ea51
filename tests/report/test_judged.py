"""Judges' replies to scores with intervals: each judge counts once, and what is missing counts nowhere."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.files.errors import InputError
from alignsurvey.files.json import write_json
from alignsurvey.report import read_runs, score_judged_replies
from alignsurvey.report.analyses import compare
from alignsurvey.report.tables import layouts
from alignsurvey.scoring.interview import DIMENSIONS


def reply(score):
    return None if score is None else json.dumps(dict.fromkeys(DIMENSIONS, score))


def score(table, judges):
    records = [{"id": str(place), "respondent_id": f"r{place // 2}"} for place in range(len(table))]
    return score_judged_replies(records, [[reply(value) for value in row] for row in table], judges, "interview")


def test_judge_with_few_ratings_weighs_as_much_as_one_with_many():
    found = score([[5, None], [5, None], [5, 1], [5, None]], ["a", "b"])
    assert found["naturalness"] == 3
    assert found["missing"]["naturalness"] == 3
    assert found["respondents"] == 2
    assert found["intervals"]["naturalness"] == [1, 5]  # two respondents say next to nothing, within the scale


def test_dimension_that_nobody_rated_has_no_interval():
    found = score_judged_replies([{"id": "a", "respondent_id": "r"}], [['{"naturalness": 4}']], ["a"], "interview")
    assert found["consistency"] is None
    assert found["intervals"] == {}  # nor has one that was rated for one respondent


@given(st.lists(st.lists(st.integers(1, 5) | st.none(), min_size=2, max_size=2), min_size=1, max_size=12))
def test_interval_holds_within_the_scale(table):
    found = score(table, ["a", "b"])
    for low, high in found["intervals"].values():
        assert 1 - 1e-9 <= low <= high <= 5 + 1e-9
    rated = [value for row in table for value in row if value is not None]
    people = {place // 2 for place, row in enumerate(table) if any(row)}
    assert ("naturalness" in found["intervals"]) == (len(people) > 1)
    if len(people) > 1 and len(set(rated)) == 1:
        assert found["intervals"]["naturalness"] == pytest.approx([rated[0]] * 2)


def test_each_dialogue_has_the_mean_of_the_judges_that_rated_it():
    found = score([[5, 2], [None, 4], [None, None]], ["a", "b"])
    assert [(row["id"], row["respondent_id"], row["naturalness"]) for row in found["by_dialogue"]] == [
        ("0", "r0", 3.5),
        ("1", "r0", 4),
        ("2", "r1", None),
    ]


@pytest.fixture
def interviews(tmp_path):
    """Write what `judge` writes, of a run in which each of 20 respondents gave two replies."""

    def write(name, marks, judges=("first",), silent=(), reference=None, **about):
        run = {"model": "org/small", "dataset": "PiLabZJU/alignsurvey-ase", "config": "interview", "shots": 0, **about}
        table = [[None if judge in silent else mark for judge in judges] for mark in marks]
        seats = dict.fromkeys(judges, "big")
        results = {
            **score(table, judges),
            "judges": seats,
            "reference": reference,
            "run": {"data_revision": "v1.0.0", **run},
        }
        write_json(tmp_path / name / "results.json", results)
        return tmp_path / name

    return write


def test_judged_runs_are_tested_dialogue_by_dialogue(interviews):
    base = interviews("base", [2, 3] * 20)
    tuned = interviews("tuned", [4, 4] * 20, adapter="org/tuned")
    runs = read_runs([base, tuned], None)
    (first, *others) = compare.pairs(runs)
    assert (first.metric, first.n, first.clusters, first.difference) == ("naturalness", 40, 20, 1.5)
    assert first.p["bootstrap"] < 0.01
    assert [test.metric for test in others] == ["style_match", "consistency"]
    assert compare.stars(runs)["tuned (fine-tuned)", "ase", "interview", "naturalness"] == "**"
    (table,) = layouts.tables(runs, [], compare.stars(runs), "bootstrap")
    assert "Judges: first (big)." in table.note


def test_scores_of_other_judges_are_not_compared(interviews):
    base = interviews("base", [2, 3] * 20)
    tuned = interviews("tuned", [4, 4] * 20, ("first", "second"), adapter="org/tuned")
    runs = read_runs([base, tuned], None)
    assert compare.pairs(runs) == []
    (table,) = layouts.tables(runs, [], {}, "bootstrap")
    assert "Judges differ, so that not all rows can be compared: small (zero-shot): first (big)" in table.note
    assert "tuned (fine-tuned): first (big), second (big)." in table.note
    assert "Best measured value in bold" not in table.note
    assert not any(row.ranked for row in table.rows)


def test_a_judge_that_gave_no_scores_is_named_and_makes_another_panel(interviews):
    whole = interviews("whole", [2, 3] * 20, ("first", "second"), reference=True)
    half = interviews("half", [2, 3] * 20, ("first", "second"), silent=("second",), reference=True, shots=3)
    runs = read_runs([whole, half], None)
    assert compare.pairs(runs) == []
    (table,) = layouts.tables(runs, [], {}, "bootstrap")
    assert "few-shot (3)): first (big), second (big), who gave no scores, shown the real reply." in table.note
    assert "Krippendorff's alpha between judges, in the order of the columns: small (zero-shot) 1.00" in table.note


def test_judges_who_were_shown_the_reply_and_others_are_two_panels(interviews):
    runs = read_runs(
        [interviews("a", [2, 3] * 20, reference=True), interviews("b", [2, 4] * 20, reference=False, shots=3)], None
    )
    assert compare.pairs(runs) == []


def test_few_shot_and_zero_shot_interviews_are_two_runs(interviews):
    runs = read_runs([interviews("base", [2, 3] * 20), interviews("shots", [2, 4] * 20, shots=3)], None)
    assert [run.setting for run in runs] == ["zero-shot", "few-shot (3)"]


@pytest.mark.parametrize("wrong", [3, [3], [{"id": "a"}], [{"id": "a", "respondent_id": "r", "naturalness": "high"}]])
def test_edited_judgements_are_refused(wrong, interviews):
    folder = interviews("base", [2, 3] * 20)
    results = json.loads((folder / "results.json").read_text())
    write_json(folder / "results.json", {**results, "by_dialogue": wrong})
    with pytest.raises(InputError, match="not as judge writes it; run `alignsurvey judge` again"):
        read_runs([folder], None)
