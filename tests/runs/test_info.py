import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignsurvey.files.errors import InputError
from alignsurvey.runs.info import RunInfo, read_run_info

RUN = {"model": "m", "dataset": "PiLabZJU/alignsurvey-gss", "config": "survey_response", "split": "test"}


def _read(tmp_path, change, encoding="utf-8"):
    (tmp_path / "run.json").write_text(json.dumps({**RUN, **change}), encoding=encoding)
    return read_run_info(tmp_path / "run.json")


def test_a_run_survives_a_round_trip_with_the_fields_of_its_back_end(tmp_path):
    info = _read(tmp_path, {"sample": {"respondents": 3, "seed": 7}, "endpoint": "127.0.0.1", "settings": {"top_p": 1}})
    assert info.facts() == json.loads((tmp_path / "run.json").read_text())


def test_a_run_saved_with_a_byte_order_mark_is_read(tmp_path):
    assert _read(tmp_path, {}, "utf-8-sig").model == "m"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"model": ""}, "field 'model' must be a text of 1 to 200 characters"),
        ({"model": " "}, "field 'model' must be a text"),
        ({"model": "x" * 201}, "field 'model' must be a text"),
        ({"model": 3}, "field 'model' must be a text"),
        ({"adapter": 3}, "field 'adapter' must be a text"),
        ({"data_revision": 5}, "field 'data_revision' must be a text"),
        ({"shots": "many"}, "field 'shots'"),
        ({"sample": {"respondents": 4}}, 'sample must be null or {"respondents": 100, "seed": 42}'),
        ({"sample": {"respondents": -1, "seed": 4}}, "sample must be null or"),
        ({"sample": {"respondents": True, "seed": 4}}, "sample must be null or"),
        ({"sample": {}}, "sample must be null or"),
        ({"sample": 3}, "sample must be null or"),
        ({"model": "x\x1b[2J"}, "field 'model': holds control characters"),
        ({"model": "x\u0085y"}, "field 'model': holds control characters"),
        ({"adapter": "x\u202egnp.exe"}, "field 'adapter': holds control characters"),
        ({"mode": "x\ny"}, "field 'mode': holds control characters"),
    ],
)
def test_an_edited_run_names_the_field(tmp_path, change, message):
    with pytest.raises(InputError) as error:
        _read(tmp_path, change)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("field", ["model", "adapter", "mode", "form", "endpoint"])
def test_half_a_surrogate_pair_is_no_text(tmp_path, field):
    with pytest.raises(InputError, match=r"run\.json: holds half of a surrogate pair"):
        _read(tmp_path, {field: "x\ud800y"})


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")])
def test_a_run_that_is_no_object_is_refused(tmp_path, text):
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(InputError, match=r"run\.json"):
        read_run_info(tmp_path / "run.json")


@given(
    st.dictionaries(
        st.sampled_from(list(RunInfo.model_fields)),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
            max_leaves=5,
        ),
    )
)
def test_whatever_a_run_holds_is_read_or_refused_in_one_line(tmp_path_factory, change):
    folder = tmp_path_factory.mktemp("run")
    told = ""
    try:
        _read(folder, change)
    except InputError as error:
        told = str(error)
    assert len(told.splitlines()) <= 1
