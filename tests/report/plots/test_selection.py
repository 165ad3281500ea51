"""Which runs stand in which picture."""

from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.report.plots import selection as choice
from alignsurvey.report.scored_run import ScoredRun


def run(model, setting="zero-shot"):
    return ScoredRun("", model, setting, {"model": model, "dataset": "d", "config": "c"}, {})


def names(page):
    return [one.name for one in page]


def test_models_come_before_baselines_and_few_of_those():
    baselines = [run(f"baseline/{name}") for name in ("uniform", "majority", "logistic", "boosting", "cell")]
    alone = choice.chosen(baselines, "groups")
    assert [one.label for one in alone] == ["baseline/majority", "baseline/cell", "baseline/logistic"]
    assert [one.label for one in choice.chosen([*baselines, run("m")], "groups")] == ["m", "baseline/majority"]


def test_one_picture_holds_eight_and_the_baselines_are_in_each():
    runs = [run(f"m{number}", setting) for setting in ("zero-shot", "fine-tuned") for number in range(5)]
    first, second = choice.pages([*runs, run("baseline/majority", "baseline")], "groups")
    assert names(first) == [
        "m0 (zero-shot)", "m1 (zero-shot)", "m2 (zero-shot)",
        "m0 (fine-tuned)", "m1 (fine-tuned)", "m2 (fine-tuned)", "baseline/majority (baseline)",
    ]  # fmt: skip
    assert names(second)[-1] == "baseline/majority (baseline)"


@given(
    st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["zero-shot", "fine-tuned", "few-shot (3)"]))), st.booleans()
)
def test_no_model_is_left_out(models, baselines):
    runs = [run(f"m{number}", setting) for number, setting in models]
    runs += [run("baseline/majority", "baseline"), run("baseline/logistic", "baseline")] if baselines else []
    found = choice.pages(runs, "radar")
    assert {name for page in found for name in names(page)} == {one.name for one in runs}
    assert all(len(set(names(page))) <= choice.MOST for page in found)
