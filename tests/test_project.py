"""Finding the checkout and its units."""

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.hub import project_root
from alignsurvey.project import hub_name, unit


def test_the_checkout_is_found_from_a_folder_in_it(project, monkeypatch):
    monkeypatch.delenv("ALIGNSURVEY_HOME")
    monkeypatch.chdir(project / "cards")
    assert project_root() == project.resolve()


def test_outside_a_checkout_the_remedy_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("ALIGNSURVEY_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="set ALIGNSURVEY_HOME"):
        project_root()


def test_a_wrong_home_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("ALIGNSURVEY_HOME", str(tmp_path))
    with pytest.raises(InputError, match=f"ALIGNSURVEY_HOME={tmp_path} is no checkout"):
        project_root()


@pytest.mark.parametrize("name", ["gss", "alignsurvey-gss"])
def test_a_data_set_has_two_names(checkout, name):
    assert unit("loading_scripts", name).name == "gss"
    assert hub_name(name) == "alignsurvey-gss"
