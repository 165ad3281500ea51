"""A build that is killed: what it finished is kept, private and without raw text, and is not made again."""

import ast
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from alignsurvey import privacy
from alignsurvey.corpus import build_dataset, unfinished
from alignsurvey.corpus.unfinished import Unfinished
from alignsurvey.files.errors import InputError

PACKAGE = Path(unfinished.__file__).parents[1]
KEY = bytes(range(32))
SOURCE = "title: t\nprovider: p\nlicence: l\ncitation: c\nobtain: o\ndataset: talk\nconfig: qualitative\n"
NAMES = ("欧阳金丝雀", "13800138147")
INTERVIEWS = 12


def _project(tmp_path):
    """A project of one corpus, whose interviews each take a part of a second."""
    folder = tmp_path / "corpus_builders" / "talk"
    folder.mkdir(parents=True)
    (folder / "SOURCE.yaml").write_text(SOURCE, encoding="utf-8")
    raw = tmp_path / "raw" / "talk"
    raw.mkdir(parents=True)
    for number in range(INTERVIEWS):
        opening = f"{NAMES[0]}说第{number}次，电话{NAMES[1]}，第"
        said = [f"{opening}{turn}句。" + "我们谈谈家里的事。" * 30 for turn in range(20)]
        lines = [f"{'受访人' if turn % 2 else '访谈员'}：{text}" for turn, text in enumerate(said)]
        (raw / f"i{number:02}.txt").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "key").write_text(KEY.hex(), encoding="ascii")
    (tmp_path / "key").chmod(0o600)
    return tmp_path


@pytest.fixture
def home(tmp_path):
    return _project(tmp_path)


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """A project whose build was killed, with all that was written until then and the rights of the folder."""
    home = _project(tmp_path_factory.mktemp("killed"))
    _start_and_kill(home, "killed", finished=3)
    left = {**_written(home / "killed"), Path("log"): (home / "log").read_bytes()}
    return home, left, (home / "killed" / ".talk.unfinished").stat().st_mode & 0o777


def _build(home, out, **settings):
    settings = {"key": KEY, "root": home / "corpus_builders", **settings}
    return build_dataset("talk", home / "raw", home / out, **settings)


def _written(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _interviews(home, out):
    return [path for path in (home / out / ".talk.unfinished" / "interviews").glob("[!.]*/[!.]*") if path.is_file()]


def _start_and_kill(home, out, finished):
    """Run the command in processes of its own, and kill them all as soon as so many interviews are finished."""
    command = [sys.executable, "-m", "alignsurvey.cli", "build", "talk", "--raw", "raw", "--out", out, "--workers", "2"]
    environment = {**os.environ, "ALIGNSURVEY_HOME": str(home), "ALIGNSURVEY_KEY_FILE": str(home / "key")}
    with (home / "log").open("wb") as log:
        running = subprocess.Popen(command, cwd=home, env=environment, stdout=log, stderr=log, start_new_session=True)
        while len(_interviews(home, out)) < finished:
            assert running.poll() is None, (home / "log").read_text()
            time.sleep(0.01)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def test_a_killed_build_goes_on_to_the_same_bytes_and_does_no_finished_interview_again(killed, monkeypatch):
    home, _, _ = killed
    _build(home, "whole")
    done = len(_interviews(home, "killed"))
    assert 3 <= done < INTERVIEWS
    assert not (home / "killed" / "talk").exists()
    again = []
    make = privacy.anonymise_interviews

    def counted(interviews, **settings):
        again.extend(one.id for one in interviews)
        return make(interviews, **settings)

    monkeypatch.setattr(privacy, "anonymise_interviews", counted)
    _build(home, "killed")
    assert len(again) == len(set(again)) == INTERVIEWS - done
    assert _written(home / "killed" / "talk") == _written(home / "whole" / "talk")
    assert not (home / "killed" / ".talk.unfinished").exists()


def test_what_a_killed_build_leaves_holds_no_raw_text_and_is_for_its_owner_alone(killed):
    _, left, rights = killed
    assert rights == 0o700
    everything = b"\n".join([*left.values(), *(str(path).encode() for path in left)])
    assert b"report" in everything
    for secret in (*NAMES, KEY.hex(), "i00"):
        assert secret.encode() not in everything
        assert secret.encode("unicode_escape") not in everything


def test_a_build_that_ends_leaves_nothing_beside_its_folder(home):
    _build(home, "out")
    assert [path.name for path in (home / "out").iterdir()] == ["talk"]


def test_wrong_input_leaves_nothing_finished(home):
    (home / "raw" / "talk" / "planted.json").write_text("[", encoding="utf-8")
    with pytest.raises(InputError, match=r"planted\.json"):
        _build(home, "out")
    assert list((home / "out").iterdir()) == []


def test_wrong_input_does_not_lose_what_a_killed_build_finished(tmp_path):
    kept = Unfinished.of(tmp_path, "talk", KEY)
    kept.open()
    with pytest.raises(InputError), kept.until_done():
        raise InputError("codebook.yaml: a key is wrong")
    assert kept.folder.is_dir()


def test_an_interrupted_build_keeps_what_it_finished(tmp_path):
    kept = Unfinished.of(tmp_path, "talk", KEY)
    with pytest.raises(KeyboardInterrupt), kept.until_done():
        kept.open()
        raise KeyboardInterrupt
    assert kept.folder.is_dir()


@pytest.mark.parametrize("other", ["text", "key", "stage", "code"])
def test_a_piece_is_found_by_the_text_the_key_the_stage_and_the_code_it_was_made_with(tmp_path, monkeypatch, other):
    path = Unfinished(tmp_path, KEY).path("interviews", "a text")
    assert path == Unfinished(tmp_path, KEY).path("interviews", "a text")
    if other == "code":
        monkeypatch.setattr(unfinished, "code_digest", lambda stage: "another version")
    key = bytes(32) if other == "key" else KEY
    stage = "tables" if other == "stage" else "interviews"
    assert path.name != Unfinished(tmp_path, key).path(stage, "b" if other == "text" else "a text").name


def test_another_model_is_another_version(monkeypatch):
    before = unfinished.code_digest("interviews")
    unfinished.code_digest.cache_clear()
    monkeypatch.setenv("ALIGNSURVEY_SPACY_ZH", "another_model")
    try:
        assert unfinished.code_digest("interviews") != before
    finally:
        unfinished.code_digest.cache_clear()


def test_the_key_is_not_shown():
    assert KEY.hex() not in repr(Unfinished(Path("x"), KEY))
    assert repr(KEY) not in repr(Unfinished(Path("x"), KEY))


def _imports(path):
    """Modules and data folders of the package that a file imports, at any depth of the code."""
    package = path.relative_to(PACKAGE).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = PACKAGE.joinpath(*package[: len(package) - node.level + 1], *(node.module or "").split("."))
            for found in (base, *(base / name.name for name in node.names)):
                yield from (one for one in (found.with_suffix(".py"), found / "__init__.py") if one.is_file())


@pytest.mark.parametrize(
    ("stage", "entry"), [("interviews", "interviews/anonymisation.py"), ("tables", "records/chunks.py")]
)
def test_the_rooms_of_a_stage_hold_all_that_its_code_imports(stage, entry):
    """Or a piece that a killed build has kept would be used although today's code makes it otherwise."""
    seen, left = set(), [PACKAGE / "corpus" / entry]
    while left:
        path = left.pop()
        if path not in seen and path != PACKAGE / "__init__.py":
            seen.add(path)
            left += _imports(path)
    rooms = [PACKAGE / room for room in unfinished.ROOMS[stage]]
    uncovered = [path for path in seen if not any(path == room or path.is_relative_to(room) for room in rooms)]
    assert uncovered == []


def test_a_list_of_words_belongs_to_what_decides_an_interview():
    rooms = [PACKAGE / room for room in unfinished.ROOMS["interviews"]]
    data = [path for path in PACKAGE.rglob("*") if path.suffix in {".txt", ".yaml"} and "privacy" in path.parts]
    assert data
    assert all(any(path.is_relative_to(room) for room in rooms) for path in data)
