"""A config is what its SPEC says, and a module of `tasks` without one is no config."""

import pytest

from alignsurvey import tasks
from alignsurvey.files.errors import InputError
from alignsurvey.tasks.spec import PROFILE, SHARED, Column, Score, Spec

DESIGN = {
    "attitude_stance", "attitude_stance_group", "interview", "qualitative", "quantitative", "social_role",
    "new_questions", "survey_response", "survey_response_group",
}  # fmt: skip


def _scalars(kind):
    if isinstance(kind, list):
        return _scalars(kind[0])
    return {name for inner in kind.values() for name in _scalars(inner)} if isinstance(kind, dict) else {kind}


def test_configs_are_the_modules_with_a_spec():
    assert set(tasks.configs()) == DESIGN


@pytest.mark.parametrize("name", ["spec", "text", "survey", "text.wording", "no such", ""])
def test_what_has_no_spec_is_an_unknown_config(name):
    with pytest.raises(InputError, match="known: attitude_stance"):
        tasks.load(name)


@pytest.mark.parametrize("config", tasks.configs())
def test_each_text_column_has_a_role(config):
    for name, column in tasks.spec_of(config).columns.items():
        assert (column.role is not None) == ("string" in _scalars(column.type)), name


def test_a_text_column_without_a_role_is_refused():
    with pytest.raises(ValueError, match="'notes' holds text but has no role"):
        Spec(columns={**SHARED, "notes": Column([{"text": "string"}])}, made_from="records", score="none")


@pytest.mark.parametrize("config", tasks.configs())
def test_the_columns_that_a_spec_names_are_there(config):
    spec = tasks.spec_of(config)
    named = {
        spec.answer,
        *([spec.item] if spec.item else []),
        *([spec.choices] if isinstance(spec.choices, str) else []),
    }
    assert named <= set(spec.columns)


@pytest.mark.parametrize("config", tasks.configs())
def test_features_have_the_columns_in_order(config):
    assert list(tasks.features(config)) == list(tasks.columns(config))


@pytest.mark.parametrize("config", tasks.configs())
def test_a_group_config_has_distributions(config):
    group = tasks.spec_of(config).group
    assert group is None or tasks.spec_of(group).score == "distribution"


def test_a_config_is_found_by_looking(add_config):
    add_config("toy", "from alignsurvey.tasks.spec import SHARED, Spec\nSPEC = Spec(SHARED, 'records', 'none')\n")
    assert set(tasks.configs()) == DESIGN | {"toy"}


@pytest.mark.parametrize(
    ("score", "value", "close"),
    [
        (Score("accuracy", ""), 0.25, 0.25),
        (Score("distance", "", False), 0.25, 0.75),
        (Score("distance", "", False), 1.5, 0.0),
        (Score("judged", "", low=1, high=5), 4, 0.75),
    ],
)
def test_closeness_is_one_at_best(score, value, close):
    assert score.closeness(value) == close


def test_talk_and_wording_are_found_by_role():
    spec = Spec(
        columns={"item": Column("string", "code"), "said": Column("string", "talk"), "profile": PROFILE},
        made_from="records",
        score="none",
        item="item",
    )
    assert (spec.talk, spec.wording) == (("said",), "item")
