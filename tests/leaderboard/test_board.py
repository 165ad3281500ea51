import itertools

from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.leaderboard.board import columns, table, track, tracks
from alignsurvey.leaderboard.store import Submission


def _submission(
    name, model="m", accuracy=0.5, wasserstein=0.1, sample=None, revision="v1.0.0", config="survey_response"
):
    run = {"model": model, "dataset": "PiLabZJU/alignsurvey-gss", "config": config,
           "data_revision": revision, "sample": sample, "mode": "score"}  # fmt: skip
    results = {"accuracy": accuracy, "f1": 0.4, "wasserstein": wasserstein, "parse_rate": 1.0, "n": 10,
               "intervals": {"accuracy": [0.4, 0.6]}}  # fmt: skip
    return Submission(name, run, results)


def test_rows_have_the_columns():
    row = table([_submission("a")], track(_submission("a").run))[0]
    assert list(row) == list(columns("survey_response"))


def test_groups_show_the_interval_of_their_distance():
    item = _submission("a", accuracy=None, wasserstein=0.2, config="survey_response_group")
    item.results["intervals"] = {"wasserstein": [0.15, 0.25]}
    (row,) = table([item], track(item.run))
    assert row["wasserstein 95% interval"] == "0.150 to 0.250"
    assert "accuracy" not in row


def test_columns_are_the_scores_that_the_spec_names():
    scores = ("accuracy", "accuracy 95% interval", "wasserstein", "wasserstein 95% interval", "f1")
    assert columns("survey_response")[3:8] == scores
    assert columns(None) == tuple(name for name in columns("survey_response") if name not in scores)


def test_baselines_are_marked():
    items = [_submission("a", model="baseline/majority"), _submission("b")]
    assert {row["model"]: row["kind"] for row in table(items, track(items[0].run))} == {
        "baseline/majority": "baseline",
        "m": "model",
    }


def test_other_versions_and_samples_are_other_tracks():
    items = [
        _submission("a"),
        _submission("b", revision="v1.1.0"),
        _submission("c", sample={"respondents": 5, "seed": 1}),
    ]
    assert len(tracks(items)) == 3
    assert [row["submission"] for row in table(items, track(items[2].run))] == ["c"]


def test_the_fullest_track_comes_first():
    items = [_submission("a", revision="v1.1.0"), _submission("b"), _submission("c")]
    assert tracks(items)[0].revision == "v1.0.0"


def test_equal_scores_share_a_rank():
    items = [_submission("a"), _submission("b"), _submission("c", accuracy=0.1)]
    assert [row["rank"] for row in table(items, track(items[0].run))] == [1, 1, 3]


def test_a_row_without_a_distance_comes_after_its_equals():
    items = [_submission("a", wasserstein=None), _submission("b", wasserstein=0.9)]
    assert [row["submission"] for row in table(items, track(items[0].run))] == ["b", "a"]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_ranks_follow_accuracy(scores):
    items = [_submission(str(index), accuracy=score) for index, score in enumerate(scores)]
    rows = table(items, track(items[0].run))
    assert [row["accuracy"] for row in rows] == sorted(scores, reverse=True)
    assert all(a["rank"] <= b["rank"] for a, b in itertools.pairwise(rows))


def test_groups_are_ranked_by_distance_alone():
    items = [
        _submission("a", accuracy=0.9, wasserstein=0.3, config="survey_response_group"),
        _submission("b", accuracy=None, wasserstein=0.1, config="survey_response_group"),
    ]
    assert [row["submission"] for row in table(items, track(items[0].run))] == ["b", "a"]


def test_runs_with_past_answers_have_a_track_of_their_own():
    run = {"dataset": "org/alignsurvey-gss", "config": "survey_response", "data_revision": "v1.0.0", "sample": None}
    plain, past = track(run), track({**run, "past": 5})
    assert plain != past
    assert str(past) == f"{plain} | past 5"
    assert track({**run, "past": 0}) == plain


def test_a_model_that_was_trained_on_the_new_questions_is_marked():
    run = {"dataset": "org/alignsurvey-gss", "config": "new_questions", "data_revision": "v1", "model": "m"}
    run |= {"adapter": "org/a", "sample": None}
    data = {"repo_id": "org/alignsurvey-gss", "config": "new_questions"}

    def mark(trained_on):
        item = Submission("x", {**run, "trained_on": trained_on}, {"accuracy": 0.5, "n": 3})
        return table([item], track(run))[0]["saw the questions"]

    assert mark([data]) == ""
    assert mark([data, {**data, "config": "survey_response"}]) == "yes"
    assert mark([{**data, "repo_id": "org/alignsurvey-foundation", "config": "quantitative"}]) == ""
    assert mark(None) == "unknown"
