"""A second release is compared with the one on the Hub."""

import json

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.hub.release import release
from alignsurvey.privacy.audit.releases import Comparison


@pytest.fixture
def publish(api, make_build, tmp_path):
    """Publish a build of some rows, made with a key of some mark."""

    def run(version, mark, rows=3, **allowed):
        folder = tmp_path / version / "gss"
        manifest = make_build(folder, rows)
        (folder / "manifest.json").write_text(json.dumps({**manifest, "key": mark}))
        settings = {"build": folder.parent, "out": tmp_path / "hub", "require_audit": False}
        return release("dataset", "gss", version, **settings, **allowed)

    return run


def test_another_key_is_refused_unless_told(publish):
    publish("1.0.0", "a" * 40)
    assert publish("1.1.0", "a" * 40, rows=4).changed
    with pytest.raises(InputError, match="made with another key than the release on the Hub"):
        publish("1.2.0", "b" * 40, rows=5)
    assert publish("1.2.0", "b" * 40, rows=5, allow_new_key=True).changed


def test_what_both_releases_together_single_out_is_refused_unless_told(publish, monkeypatch):
    publish("1.0.0", "a" * 40)
    problems = ["both releases together single out 3 respondents"]
    monkeypatch.setattr(Comparison, "problems", lambda self, **_: problems)
    with pytest.raises(InputError, match=r"single out 3 respondents; --allow-disclosure"):
        publish("1.1.0", "a" * 40, rows=4)
    assert publish("1.1.0", "a" * 40, rows=4, allow_disclosure=True).changed


def test_the_same_release_is_not_compared_with_itself(publish, monkeypatch):
    publish("1.0.0", "a" * 40)
    monkeypatch.setattr("alignsurvey.hub.earlier_release.compare_releases", None)
    assert not publish("1.0.0", "a" * 40).changed
