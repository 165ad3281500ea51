"""The transcripts of the foundation corpus: formats, windows, anonymisation, and nothing in common with ASE."""

import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from alignsurvey.corpus import build_dataset
from alignsurvey.corpus.synthetic.generators import generate_dataset
from alignsurvey.corpus.transcripts import read_transcripts
from alignsurvey.files.errors import InputError
from alignsurvey.files.yaml import load
from alignsurvey.privacy import DIRECT

BUILDERS = Path(__file__).parents[2] / "corpus_builders"
KEY = b"canary-key-of-thirty-two-bytes!!"


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    out = tmp_path_factory.mktemp("raw")
    generate_dataset("foundation", out, 6, None, seed=7, noted=1.0)
    return out


@pytest.fixture(scope="module")
def built(raw, tmp_path_factory):
    out = tmp_path_factory.mktemp("built")
    build_dataset("foundation", raw, out, key=KEY)
    return out / "foundation"


@pytest.fixture(scope="module")
def rows(built):
    folder = built / "data" / "qualitative"
    return [row for split in ("train", "test") for row in pq.read_table(folder / f"{split}.parquet").to_pylist()]


@pytest.fixture(scope="module")
def report(built):
    return json.loads((built / "contamination.json").read_text(encoding="utf-8"))


def test_both_languages_come_in_every_format(raw):
    found = {}
    for path in (raw / "interviews" / "transcripts").iterdir():
        found.setdefault(path.suffix, []).append(path.stem)
    assert {suffix: len(stems) for suffix, stems in found.items()} == {".json": 2, ".csv": 2, ".txt": 2}


def test_the_window_is_five_turns_and_the_response_follows_it(rows):
    by_place = {(row["interview_id"], int(row["id"][-4:])): row for row in rows}
    assert len({interview for interview, _ in by_place}) == 6
    followed = 0
    for (interview, place), row in by_place.items():
        assert len(row["history"]) == min(place, 5)
        before = by_place.get((interview, place - 1))
        if before:  # else it repeated another interview
            assert row["history"][-1] == {"speaker": before["speaker"], "text": before["response"]}
            followed += 1
    assert followed > 50


def test_interviewer_and_interviewee_are_told_apart_in_both_languages(rows):
    assert {(row["language"], row["speaker"]) for row in rows} == {
        (language, role) for language in ("en", "zh-Hans") for role in ("interviewer", "interviewee")
    }


def test_what_repeats_another_interview_is_left_out_and_counted(raw, rows, report):
    turns = 0
    for path in (raw / "interviews" / "transcripts").glob("*"):
        turns += len(next(read_transcripts(path)).turns) - 1
    assert report["repeats"]["checked"] == turns
    assert turns - sum(report["repeats"]["removed"].values()) == len(rows)
    assert report["repeats"]["removed"]["exact response"] > 0


def test_nothing_direct_is_left_and_interviews_carry_pseudonyms(raw, rows):
    planted = json.loads((raw / "interviews" / "planted.json").read_text(encoding="utf-8"))
    text = str(rows)
    left = [
        entry["entity"]
        for entry in planted
        if entry["entity"] in DIRECT and re.search(rf"(?<![A-Za-z0-9]){re.escape(entry['text'])}(?![A-Za-z0-9])", text)
    ]
    assert left == []
    assert not re.search(r"\bT000\d\b", text)


def test_both_languages_are_built_and_labelled_synthetic(rows):
    assert {(row["language"], row["country"]) for row in rows} == {("en", "US"), ("zh-Hans", "CN")}
    assert {row["source"] for row in rows} == {"interviews-synthetic"}


def _talk(value):
    """Every text of a phrase file, keys left out."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _talk(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _talk(inner)]
    return [str(value)]


def _runs(path, size):
    """Every run of `size` words or Chinese characters in the sentences of a phrase file, without the slots."""
    runs = set()
    for text in _talk(load(path)):
        units = re.findall(r"[\u4e00-\u9fff]|[a-z']+", re.sub(r"\{\w+\}", " ", text).casefold())
        runs |= {tuple(units[start : start + size]) for start in range(len(units) - size + 1)}
    return runs


@pytest.mark.parametrize(("language", "size"), [("en", 5), ("zh", 8)])
def test_no_wording_is_shared_with_the_ase_study(language, size):
    ours = _runs(BUILDERS / "interviews" / f"phrases.{language}.yaml", size)
    theirs = _runs(BUILDERS / "ase" / f"phrases.{language}.yaml", size)
    assert ours
    assert theirs
    assert not ours & theirs


def test_questionnaires_are_refused(tmp_path):
    with pytest.raises(InputError, match="no questionnaires"):
        generate_dataset("foundation", tmp_path, 1, 5, seed=1, noted=1.0)


def test_a_cut_transcript_is_named_and_nothing_is_written(raw, tmp_path):
    folder = tmp_path / "raw" / "interviews" / "transcripts"
    folder.mkdir(parents=True)
    (folder / "T0001.json").write_text('{"turns": [', encoding="utf-8")
    with pytest.raises(InputError, match=r"T0001\.json: not complete JSON"):
        build_dataset("foundation", tmp_path / "raw", tmp_path / "out", key=KEY)
    assert not (tmp_path / "out").exists()
