"""A canary: raw text, the key and the mapping reach no log, message, file or standard stream."""

import io
import logging
import os
import re
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.privacy import anonymise_interview, spans

KEY = bytes(range(32))
CANARY = {"en": ("Quillon Canarybird", "415-555-0147"), "zh": ("欧阳金丝雀", "13800138147")}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_logged_at_any_level(language, capsys):
    name, phone = CANARY[language]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.DEBUG)
    try:
        turns = [{"speaker": name, "text": f"{name}, {phone}."}]
        anonymise_interview(turns, language=language, key=KEY, interview_id=name, known=[("PERSON", name), phone])
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
    out, err = capsys.readouterr()
    for secret in (name, phone, KEY.hex()):
        assert secret not in stream.getvalue() + out + err


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_error_carries_the_text(language, monkeypatch):
    from alignsurvey.privacy.recognise import engines

    name, phone = CANARY[language]

    def broken(analyzer, text, *_):
        raise ValueError(f"cannot read {text!r}")

    monkeypatch.setattr(engines, "_analyse", broken)
    with pytest.raises(InputError) as caught:
        anonymise_interview(
            [{"speaker": "A", "text": f"{name} {phone}"}], language=language, key=KEY, interview_id=name, known=[name]
        )
    shown = "".join(traceback.format_exception(caught.value))
    assert name not in shown
    assert phone not in shown


def test_no_error_of_the_rewriting_carries_the_text(monkeypatch):
    from alignsurvey.privacy.pseudonymise import interview

    name, _ = CANARY["en"]

    def broken(*args):
        raise KeyError(name)

    monkeypatch.setattr(interview, "_rewrite", broken)
    with pytest.raises(InputError) as caught:
        anonymise_interview([{"speaker": "A", "text": name}], language="en", key=KEY, interview_id=name)
    assert name not in "".join(traceback.format_exception(caught.value))


def test_records_of_the_package_do_not_show_the_text():
    from alignsurvey.privacy import Interview

    assert "Canarybird" not in repr(
        Interview("i", "en", [{"speaker": "A", "text": "Canarybird"}], known=["Canarybird"])
    )


def test_no_file_keeps_the_text(tmp_path):
    """A fresh process whose home, temporary folder and working folder are one empty folder."""
    script = tmp_path / "run.py"
    home = tmp_path / "home"
    home.mkdir()
    secrets = [value for pair in CANARY.values() for value in pair]
    script.write_text(
        "from alignsurvey.privacy import anonymise_interview, load_key\n"
        "key = load_key()\n"
        f"for language, (name, phone) in {CANARY!r}.items():\n"
        "    turns = [{'speaker': name, 'text': f'{name}, {phone}.'}]\n"
        "    made, _ = anonymise_interview(turns, language=language, key=key, interview_id=name, known=[name])\n"
        "    assert name not in str(made) and phone not in str(made)\n",
        encoding="utf-8",
    )
    source = Path(__file__).resolve().parents[2] / "src"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TMPDIR": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PYTHONPATH": str(source),
        "PYTHONDONTWRITEBYTECODE": "1",
        "ALIGNSURVEY_KEY_FILE": str(tmp_path / "key"),
    }
    done = subprocess.run([sys.executable, str(script)], cwd=home, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    key = (tmp_path / "key").read_text(encoding="ascii").strip()
    written = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    for secret in (*secrets, key):
        assert secret.encode() not in written
        assert secret not in done.stdout + done.stderr


def test_findings_hold_positions_not_text():
    (span,) = spans("Call 415-555-0147.", "en")
    assert "0147" not in repr(span)


@pytest.mark.parametrize("verb", ["build", "audit", "inspect"])
def test_an_unforeseen_error_does_not_say_what_may_be_raw_text(verb, monkeypatch, capsys):
    from alignsurvey import cli

    def broken(**_):
        raise KeyError(CANARY["en"][0])

    monkeypatch.setattr("sys.argv", ["alignsurvey", verb])
    monkeypatch.setattr(cli, "app", broken)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capsys.readouterr()
    assert ended.value.code == 1
    assert re.search(r"KeyError in \w+/\w+\.py line \d+: an error of this program", err)
    assert CANARY["en"][0] not in out + err
