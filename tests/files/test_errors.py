import pytest

from alignsurvey.files.errors import InputError, require


def test_require_names_the_extra():
    with pytest.raises(InputError, match=r"pip install 'alignsurvey\[board\]'"):
        require("no_such_module_at_all", "board")
