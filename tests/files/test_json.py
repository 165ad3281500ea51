import math

import pytest

from alignsurvey.files.json import write_json


def test_json_never_holds_nan(tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        write_json(tmp_path / "x.json", {"accuracy": math.nan})
    assert not list(tmp_path.iterdir())
