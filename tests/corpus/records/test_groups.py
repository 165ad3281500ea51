import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.corpus.records.groups import GroupItem, from_records, group_records, with_members
from alignsurvey.files.errors import InputError


def people(rows):
    names = ["respondent_id", "split", "weight", "country", "language", "profile:Sex"]
    return pl.DataFrame(rows, schema=names, orient="row")


def asked(answers):
    columns = {"question_id": "q", "question": "Q?"}
    return GroupItem("q", columns, ("a", "b"), (0.0, 1.0), pl.Series("q", answers, dtype=pl.Int16))


ROWS = [
    ("r1", "train", 1.0, "US", "en", "male"),
    ("r2", "train", 3.0, "US", "en", "male"),
    ("r3", "test", 1.0, "US", "en", "male"),
    ("r4", "train", 1.0, "US", "en", None),
    ("r5", "train", 1.0, "US", "en", "female"),
    ("r6", "train", 9.0, "US", "en", "male"),
]


def test_shares_are_weighted_within_cell_and_split():
    made = dict_of(group_records("s", people(ROWS), [asked([0, 1, 1, 1, 0, None])], [["Sex"]], 1))
    assert set(made) == {"s/train/Sex=male/q", "s/test/Sex=male/q", "s/train/Sex=female/q"}
    male = made["s/train/Sex=male/q"]
    assert male["distribution"] == [0.25, 0.75]
    assert (male["n"], with_members(male)["respondent_ids"], male["respondent_id"]) == (2, ["r1", "r2"], None)
    assert male["group"] == [{"attribute": "Sex", "value": "male"}]


def dict_of(pairs):
    return {record["id"]: record for _, record in pairs}


def test_small_cells_are_left_out():
    made = dict_of(group_records("s", people(ROWS), [asked([0, 1, 1, 1, 0, None])], [["Sex"]], 2))
    assert set(made) == {"s/train/Sex=male/q"}


def test_a_cell_without_weight_is_left_out():
    rows = [("r1", "train", 0.0, "US", "en", "male")]
    assert not list(group_records("s", people(rows), [asked([0])], [["Sex"]], 1))


def test_a_cell_never_crosses_a_country():
    rows = [(name, "train", 1.0, country, "en", "male") for name, country in (("r1", "DE"), ("r2", "FR"))]
    made = dict_of(group_records("s", people(rows), [asked([0, 1])], [["Sex"]], 1))
    assert {name: record["country"] for name, record in made.items()} == {
        "s/train/country=DE|Sex=male/q": "DE",
        "s/train/country=FR|Sex=male/q": "FR",
    }


@given(st.lists(st.tuples(st.sampled_from([0, 1, None]), st.floats(0.01, 10), st.booleans()), min_size=1, max_size=30))
def test_distributions_sum_to_one_and_count_everyone_once(rows):
    table = people([(f"r{n}", "test" if t else "train", w, "US", "en", "x") for n, (_, w, t) in enumerate(rows)])
    made = [record for _, record in group_records("s", table, [asked([a for a, _, _ in rows])], [["Sex"]], 1)]
    assert sum(record["n"] for record in made) == sum(answer is not None for answer, _, _ in rows)
    for record in made:
        assert sum(record["distribution"]) == pytest.approx(1)
        assert record["n"] == len(set(with_members(record)["respondent_ids"]))


def stance(person, value, language="en"):
    profile = [{"attribute": "Sex", "value": "male"}]
    return {"id": f"ase/{person}/t", "respondent_id": person, "source": "ase", "country": "US", "language": language,
            "profile": profile, "theme": "t", "stance": value, "reasoning": "", "annotations": []}  # fmt: skip


def test_stances_are_grouped_by_theme_and_language():
    records = [("train", stance("r1", "positive")), ("train", stance("r2", "negative")),
               ("train", stance("r3", "neutral", "zh"))]  # fmt: skip
    made = dict_of(from_records("attitude_stance", records, [["Sex"]], 1))
    assert made["ase/train/language=en|Sex=male/t"]["distribution"] == [0.5, 0.0, 0.5]
    assert made["ase/train/language=zh|Sex=male/t"]["distribution"] == [0.0, 1.0, 0.0]
    assert made["ase/train/language=zh|Sex=male/t"]["choices"] == ["negative", "neutral", "positive"]


def test_answers_are_counted_by_their_words_where_records_show_the_choices_in_different_orders():
    """As released records do; the choices of a group stand in scale order, those without a place last."""
    orders = [("high", "no answer", "low"), ("low", "high", "no answer"), ("no answer", "low", "high")]
    places = {"low": 0.0, "high": 1.0, "no answer": -1.0}
    records = [
        (
            "train",
            {
                "id": f"s/r{number}/q",
                "respondent_id": f"r{number}",
                "source": "s",
                "country": "US",
                "language": "en",
                "profile": [{"attribute": "Sex", "value": "male"}],
                "question_id": "q",
                "question": "Q?",
                "choices": list(order),
                "scale": [places[choice] for choice in order],
                "answer": order.index("high" if number else "no answer"),
            },
        )
        for number, order in enumerate(orders)
    ]
    (record,) = dict_of(from_records("survey_response", records, [["Sex"]], 1)).values()
    assert record["choices"] == ["low", "high", "no answer"]
    assert record["scale"] == [0.0, 1.0, -1.0]
    assert record["distribution"] == pytest.approx([0.0, 2 / 3, 1 / 3])


@pytest.mark.parametrize(("config", "message"), [("survey", "unknown config"), ("interview", "no answers to count")])
def test_a_config_without_counted_answers_is_refused(config, message):
    with pytest.raises(InputError, match=message):
        list(from_records(config, [], [["Sex"]], 1))
