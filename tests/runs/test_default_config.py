import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.runs.default_config import default_config

SEVERAL = "---\nconfigs:\n- config_name: interview\n- config_name: survey_response\n  default: true\n---\nA data set.\n"


def test_a_build_says_which_config_is_meant(tmp_path):
    (tmp_path / "README.md").write_text(SEVERAL)
    assert default_config(str(tmp_path)) == "survey_response"


def test_the_only_config_is_the_default(tmp_path):
    (tmp_path / "README.md").write_text("---\nconfigs:\n- config_name: quantitative\n---\nA data set.\n")
    assert default_config(str(tmp_path)) == "quantitative"


def test_a_build_that_marks_none_asks_for_one(tmp_path):
    (tmp_path / "README.md").write_text(SEVERAL.replace("  default: true\n", ""))
    with pytest.raises(InputError, match="marks no default config; name one with --config"):
        default_config(str(tmp_path))


def test_a_folder_without_a_readme_has_the_config_that_it_holds(tmp_path):
    (tmp_path / "data" / "survey_response").mkdir(parents=True)
    assert default_config(str(tmp_path)) == "survey_response"
