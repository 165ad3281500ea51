"""Canaries in every raw field, from raw files to a published release: they reach nothing that is written or printed."""

import contextlib
import json
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pyarrow
import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[2]
KEY = "ab" * 32
SECRETS = (
    "Canarybird", "欧阳金丝雀", "4155550147", "415-555-0147", "13800138147", "138 0013 8147", "canary@example.org",
    "Kanarienstrasse", "金丝雀路", "CANARYKEY", KEY,
)  # fmt: skip
SOURCE = "title: t\nprovider: p\nlicence: CC0-1.0\ncitation: c\nobtain: o\n"
CODEBOOK = """
dataset: foundation
config: quantitative
country: US
language: en
key: idno
quasi_identifiers: [Sex, Age]
profile:
  Sex: {variable: sex, codes: {male: 1, female: 2}}
  Age: {variable: age, bands: {under 50: [null, 49], 50 or older: [50, null]}}
questions:
  trust: {text: "Can people be trusted?", scale: {trusted: 1, not trusted: 2}}
waves:
  canary-2018: {files: {survey.csv: {}}}
"""
TALKS = {
    "en": (
        "Interviewer",
        "Respondent",
        "I am Quillon Canarybird, call 415-555-0147 or canary@example.org. Work is fine.",
    ),
    "zh": ("访谈员", "受访人", "我叫欧阳金丝雀，电话138 0013 8147，住在金丝雀路5号。工作还行，家里也好。"),
}
CONTACTS = {
    "en": {"name": "Quillon Canarybird", "phone": "415-555-0147", "email": "canary@example.org",
           "address": "5 Kanarienstrasse", "person": "CANARYKEY-en"},
    "zh": {"name": "欧阳金丝雀", "phone": "13800138147", "address": "金丝雀路5号", "person": "CANARYKEY-zh"},
}  # fmt: skip


def _project(home):
    """A checkout of two corpora, whose raw files hold canaries in every field, in texts and in file names."""
    for corpus, declared in (("talk", "dataset: foundation\nconfig: qualitative\n"), ("survey", "")):
        folder = home / "corpus_builders" / corpus
        folder.mkdir(parents=True)
        (folder / "SOURCE.yaml").write_text(SOURCE + declared, encoding="utf-8")
    (home / "corpus_builders" / "survey" / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    (home / "pyproject.toml").touch()
    shutil.copytree(ROOT / "cards", home / "cards")
    shutil.copytree(ROOT / "loading_scripts" / "foundation", home / "loading_scripts" / "foundation")
    (home / "key").write_text(KEY, encoding="ascii")
    (home / "key").chmod(0o600)
    talk = home / "raw" / "talk"
    talk.mkdir(parents=True)
    contacts = {}
    for number in range(16):
        language = ("en", "zh")[number % 2]
        asking, answering, text = TALKS[language]
        said = [f"{asking}: {number}?", f"{answering}: {text}"] * 4
        name = f"{CONTACTS[language]['name']} {number}"
        (talk / f"{name}.txt").write_text("\n".join(said), encoding="utf-8")
        contacts[name] = {**CONTACTS[language], "person": f"{CONTACTS[language]['person']}-{number:05}"}
    (talk / "contacts.json").write_text(json.dumps(contacts, ensure_ascii=False), encoding="utf-8")
    (home / "raw" / "survey.csv").write_text(_survey(), encoding="utf-8")
    return home


def _survey(sex="1"):
    rows = [
        f"CANARYKEY{n:05},{n % 2 + 1},{20 + n % 50},Quillon Canarybird {n},415-555-0147,{n % 2 + 1}" for n in range(60)
    ]
    rows.append(f"CANARYKEY99999,{sex},30,Quillon Canarybird,415-555-0147,1")
    return "\n".join(["idno,sex,age,fullname,phone,trust", *rows]) + "\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return _project(tmp_path_factory.mktemp("canary"))


@pytest.fixture(scope="module")
def verb(home, hub):
    """Run a verb with all that a process may write to inside the project; its output, in which there is no canary."""

    def run(*words, status=0):
        (home / "tmp").mkdir(exist_ok=True)
        places = {name: str(home / folder) for name, folder in {
            "HOME": "home", "TMPDIR": "tmp", "XDG_CACHE_HOME": "cache", "HF_HOME": "hf", "ALIGNSURVEY_HOME": ".",
            "ALIGNSURVEY_KEY_FILE": "key",
        }.items()}  # fmt: skip
        environment = {**hub.env, **places, "PYTHONPATH": str(ROOT / "src"), "ALIGNSURVEY_ORG": "canary-tests"}
        done = subprocess.run(
            [sys.executable, "-m", "alignsurvey.cli", *words], cwd=home, env=environment, capture_output=True, text=True
        )
        assert done.returncode == status, _hidden(done.stderr)
        assert not _found((done.stdout + done.stderr).encode()), words
        return done.stdout + done.stderr

    return run


def _hidden(text):
    return text[-3000:]


def _found(data):
    return [secret for secret in SECRETS if secret.encode() in data]


def _plain(path):
    """What a file holds: also inside Parquet, and inside the compressed objects of a git repository."""
    data = path.read_bytes()
    yield data
    if data[:4] == b"PAR1":
        with contextlib.suppress(pyarrow.ArrowInvalid):  # another test's file on the shared Hub, no real Parquet
            yield json.dumps(pq.read_table(path).to_pylist(), ensure_ascii=False).encode()
    with contextlib.suppress(zlib.error):
        yield zlib.decompress(data)


def _written(*folders, without=()):
    paths = [path for folder in folders for path in Path(folder).rglob("*") if path.is_file()]
    return [path for path in paths if not any(path.is_relative_to(one) for one in without)]


def test_a_release_holds_no_canary_anywhere(home, verb, hub):
    verb("build", "foundation", "--raw", "raw", "--out", "out", "--workers", "2")
    assert "16 values" not in verb("audit", "out/foundation")
    assert "raw files: " in verb("audit", "out/foundation", "--raw", "raw")
    assert "published dataset canary-tests/alignsurvey-foundation" in verb(
        "publish", "foundation", "--version", "1.0.0", "--build", "out", "--out", "staged"
    )
    files = _written(home, hub.root, without=[home / "raw", home / "key"])
    assert {"audit.json", "train.parquet", "published.json"} <= {path.name for path in files}
    assert len([path for path in files if path.is_relative_to(hub.root)]) > 5
    for path in files:
        assert not any(_found(data) for data in _plain(path)), path.name
        assert not _found(str(path.relative_to(path.anchor)).encode())


def test_the_audit_knows_the_raw_keys_and_values(home, verb):
    """What was searched is what was planted: 77 keys, and names, numbers and addresses of the contact sheets."""
    report = home / "out" / "foundation" / "audit.json"
    if not report.is_file():
        verb("build", "foundation", "--raw", "raw", "--out", "out")
    verb("audit", "out/foundation", "--raw", "raw")
    told = json.loads(report.read_text())["raw_values"]
    assert told["keys"] >= 61 + 16
    assert told["values"] >= 6
    assert told["unsearched"] == []


BROKEN = {
    "a name where a code should be": ("survey.csv", _survey(sex="Quillon Canarybird")),
    "a number where a code should be": ("survey.csv", _survey(sex="4155550147")),
    "the same person twice": ("survey.csv", _survey() + "CANARYKEY99999,1,30,Quillon Canarybird,415-555-0147,1\n"),
    "a quoted field that does not end": ("survey.csv", _survey() + 'CANARYKEY1,1,30,"Quillon Canarybird'),
    "a row that is too long": ("survey.csv", _survey() + "CANARYKEY1,1,30,Quillon Canarybird,415-555-0147,1,2,3\n"),
    "contact sheets that are cut": ("talk/contacts.json", '{"x": {"name": "Quillon Canarybird", "phone": "415'),
    "a contact sheet of nobody": ("talk/contacts.json", '{"Canarybird": {"name": "Quillon Canarybird"}}'),
    "a transcript without speakers": ("talk/x.txt", "Quillon Canarybird 415-555-0147"),
    "a transcript that is cut": ("talk/x.json", '{"turns": [{"speaker": "Canarybird", "text": "415-555-0147'),
    "a transcript that is no text": ("talk/x.txt", b"A: Canarybird \xff\xfe\x00"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_an_error_about_raw_data_quotes_none_of_it(home, verb, tmp_path, kind):
    shutil.copytree(home / "raw", home / "broken", dirs_exist_ok=True)
    name, content = BROKEN[kind]
    path = home / "broken" / name
    try:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        message = verb("build", "foundation", "--raw", "broken", "--out", "refused", status=2)
        assert Path(name).name in message
        assert not _written(home / "refused") if (home / "refused").exists() else True
    finally:
        shutil.rmtree(home / "broken")
