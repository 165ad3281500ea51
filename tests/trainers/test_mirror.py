"""The real small base: mirrored once into a local Hub, never elsewhere, and trained for two steps."""

import json

import pytest

BASE = "HuggingFaceTB/SmolLM2-135M-Instruct"


@pytest.fixture(scope="module")
def mirrored(alignsurvey):
    import mirror

    from alignsurvey.files.errors import InputError

    try:
        mirror.weights()
    except InputError as error:
        pytest.skip(str(error))
    return alignsurvey("mirror-base")


@pytest.mark.parametrize(
    ("endpoint", "loopback"),
    [
        ("https://huggingface.co", False),
        ("http://127.0.0.1:8090", True),
        ("http://localhost:8090", True),
        ("http://[::1]:8090", True),
        ("http://10.0.0.7:8090", False),
        ("http://127.0.0.1.example.org", False),
        ("nonsense", False),
    ],
)
def test_only_a_hub_on_this_machine_is_written_to(endpoint, loopback, monkeypatch):
    import mirror

    from alignsurvey.files.errors import InputError

    assert mirror.on_loopback(endpoint) is loopback
    if not loopback:
        monkeypatch.setenv("HF_ENDPOINT", endpoint)
        with pytest.raises(InputError, match="is no Hub on this machine"):
            mirror.main()


def test_the_base_is_mirrored_once(mirrored, alignsurvey):
    assert mirrored.returncode == 0, mirrored.stderr[-3000:]
    assert f"published model {BASE}: commit " in mirrored.stdout
    again = alignsurvey("mirror-base")
    assert again.returncode == 0
    assert "already" in again.stdout


def test_the_real_model_trains_for_two_steps(mirrored, alignsurvey, recipe_writer, tmp_path):
    recipe = recipe_writer(
        tmp_path / "two.yaml", base=BASE, max_steps=2, batch=2, learning_rate=0.001, precision="auto"
    )
    done = alignsurvey("train", recipe, "--out", tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    facts = json.loads((tmp_path / "SurveyLM-tiny-foundation" / "train.json").read_text())
    assert (facts["steps"], facts["base_model"]) == (2, BASE)
    assert [step for step, _ in facts["loss"]] == [1, 2]
    assert all(0 < loss < 20 for _, loss in facts["loss"])
