"""Two releases of one data set: who can be joined, which suppressed values return, and what is refused."""

import pytest
from typer.testing import CliRunner

from alignsurvey.cli import app
from alignsurvey.corpus import EarlierRelease, build_dataset
from alignsurvey.files.errors import InputError
from alignsurvey.privacy import audit
from alignsurvey.privacy.audit.releases import compare_releases

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
QUESTIONS = 10
CODEBOOK = f"""
dataset: toy
country: US
language: en
key: id
weight: wt
quasi_identifiers: [Sex, Age, Town]
scales: {{s: {{a: 0, b: 1, c: 2}}}}
profile:
  Sex: {{variable: sex, codes: {{male: 0, female: 1}}}}
  Age: {{variable: age, codes: {{young: 0, middle: 1, old: 2}}}}
  Town: {{variable: town, codes: {{north: 0, south: 1, east: 2}}}}
questions: {{{", ".join(f"q{n}: {{text: 'Question {n}?', scale: s}}" for n in range(QUESTIONS))}}}
waves: {{toy-2020: {{files: {{toy.csv: {{}}}}}}}}
"""
SOURCE = "title: t\nprovider: p\nlicence: CC0-1.0\ncitation: c\nobtain: o\n"


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "corpus_builders" / "toy"
    folder.mkdir(parents=True)
    (folder / "SOURCE.yaml").write_text(SOURCE)
    (folder / "codebook.yaml").write_text(CODEBOOK)
    # Three are old; so that five share no age, two of the others lose theirs, too: which, depends on the key.
    lines = [",".join(["id", "sex", "age", "town", "wt", *(f"q{n}" for n in range(QUESTIONS))])]
    for number in range(90):
        answers = [number // 3**n % 3 for n in range(QUESTIONS)]
        lines.append(",".join(map(str, [number, 0, 2 * (number < 3), 0, 1.12345, *answers])))
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "toy.csv").write_text("\n".join(lines) + "\n")
    return tmp_path


def _build(project, out, key=KEY, **settings):
    build_dataset("toy", project / "raw", project / out, key=key, root=project / "corpus_builders", **settings)
    return project / out / "toy"


def test_the_seed_changes_no_suppressed_value(project):
    comparison = compare_releases(_build(project, "one", seed=1), _build(project, "two", seed=2))
    assert (comparison.same_key, comparison.respondents, comparison.joined) == (True, (90, 90), 90)
    assert (comparison.returned, comparison.rare, comparison.problems()) == ({}, 0, [])


def test_under_another_key_respondents_are_joined_by_their_answers(project):
    comparison = compare_releases(_build(project, "one"), _build(project, "two", OTHER))
    assert (comparison.same_key, comparison.joined, comparison.by_answers) == (False, 90, 90)
    assert "another key" in comparison.problems()[0]
    assert sum(comparison.returned.values()) > 0
    assert comparison.rare > 0
    assert comparison.problems(new_key=True, disclosure=True) == []


def test_a_release_that_was_not_protected_reveals_what_the_new_one_hides(project):
    old = _build(project, "one", k=1)
    comparison = compare_releases(old, _build(project, "two"))
    assert comparison.rare > 0
    assert "single out" in comparison.problems()[0]


def test_a_build_is_compared_with_the_audited_one_that_it_replaces(project):
    folder = _build(project, "out")
    assert audit(folder, key=KEY)["passed"]
    before = (folder / "manifest.json").read_bytes()
    with pytest.raises(InputError, match=r"made with another key.*--allow-new-key allows it; nothing was written"):
        _build(project, "out", OTHER)
    assert (folder / "manifest.json").read_bytes() == before
    with pytest.raises(InputError, match=r"single out.*--allow-disclosure allows it"):
        _build(project, "out", OTHER, earlier=EarlierRelease(new_key=True))
    _build(project, "out", OTHER, earlier=EarlierRelease(new_key=True, disclosure=True))
    assert (folder / "manifest.json").read_bytes() != before


def test_a_build_that_never_passed_an_audit_was_not_released(project):
    _build(project, "out")
    _build(project, "out", OTHER)


def test_the_release_before_may_lie_elsewhere(project):
    released = _build(project, "released")
    with pytest.raises(InputError, match="another key"):
        _build(project, "out", OTHER, earlier=EarlierRelease(released))
    assert not (project / "out" / "toy").exists()


def test_diff_prints_figures_and_no_answer(project):
    old, new = _build(project, "one"), _build(project, "two", OTHER)
    result = CliRunner().invoke(app, ["diff", str(old), str(new)])
    assert "joined: 90 respondents, 90 of them by their answers alone" in result.output
    assert result.exit_code != 0
    assert "Question" not in result.output
    assert CliRunner().invoke(app, ["diff", str(old), str(old)]).exit_code == 0


def test_the_key_is_marked_and_not_shown(project):
    text = (_build(project, "out") / "manifest.json").read_text()
    assert KEY.hex() not in text
    assert '"key": "' in text


def test_weights_may_be_rounded(project):
    import pyarrow.parquet as pq

    folder = _build(project, "out", round_weights=1)
    assert set(pq.read_table(folder / "data/survey_response/train.parquet")["weight"].to_pylist()) == {1.1}
