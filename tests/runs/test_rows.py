import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alignsurvey.runs.rows import read_rows

PAIR = pa.struct([("attribute", pa.string()), ("value", pa.string())])
SCHEMA = pa.schema([
    ("id", pa.string()), ("choices", pa.list_(pa.string())), ("scale", pa.list_(pa.float64())),
    ("profile", pa.list_(PAIR)), ("weight", pa.float64()), ("prompt", pa.list_(PAIR)),
    ("nested", pa.list_(pa.struct([("x", pa.list_(pa.int64()))]))),
])  # fmt: skip
TEXT = st.none() | st.text(max_size=3)
PAIRS = st.none() | st.lists(st.fixed_dictionaries({"attribute": TEXT, "value": TEXT}), max_size=3)
ROW = st.fixed_dictionaries({
    "id": TEXT, "choices": st.none() | st.lists(TEXT, max_size=3),
    "scale": st.lists(st.none() | st.floats(allow_nan=False), max_size=3), "profile": PAIRS,
    "weight": st.none() | st.floats(allow_nan=False), "prompt": PAIRS,
    "nested": st.lists(st.fixed_dictionaries({"x": st.lists(st.integers(0, 9), max_size=2)}), max_size=2),
})  # fmt: skip


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ROW, min_size=1, max_size=6))
def test_rows_are_those_of_arrow(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("rows") / "a.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), path)
    assert read_rows([path, path]) == 2 * rows


def test_equal_lists_are_one_object_and_columns_may_be_left_out(tmp_path):
    rows = [{"id": str(n), "choices": ["a", "b"], "profile": [{"attribute": "Sex", "value": "f"}]} for n in range(9)]
    path = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    found = read_rows([path, path], without={"id"})
    assert list(found[0]) == ["choices", "profile"]
    assert len({id(record["choices"]) for record in found} | {id(record["profile"]) for record in found}) == 2
