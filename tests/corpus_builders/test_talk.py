"""The corpora of real talk: small files of their shape, and the real ones where ALIGNSURVEY_RAW has them."""

import csv
import json
import os
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from alignsurvey.corpus import build_dataset
from alignsurvey.corpus.codebook.sources import corpora, raw_files
from alignsurvey.corpus.interviews.qualitative import shape_of
from alignsurvey.corpus.transcripts import read_transcripts

ROOT = Path(__file__).parents[2] / "corpus_builders"
KEY = bytes(range(32))
RAW = os.environ.get("ALIGNSURVEY_RAW")
real = pytest.mark.skipif(
    not RAW, reason="ALIGNSURVEY_RAW names no folder with interviews_en/ and interviews_zh/vcsum/"
)


def corpus(name):
    return next(one for one in corpora(ROOT) if one.name == name)


def read(name, raw):
    one = corpus(name)
    _, files = raw_files(one, raw, alone=False)
    return [transcript for path in files for transcript in read_transcripts(path, shape_of(one))]


def interviewer_file(folder):
    talk = (
        "Assistant: Thank you for coming.\n\nReady?\n\nUser: Yes.\n\n"
        "AI: What do you compose?\n\nUser: Music for films, mostly.\nInitial Steps: I listen.\n"
    )
    with (folder / "anthropic_interviewer_creatives.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("transcript_id", "text"), ("creativity_0000", talk)])


def meeting_file(folder):
    rows = [
        {"id": f"13_{number}", "av_num": 26,
         "context": [["大家好。", "今天谈区块链，您怎么看？"], ["我觉得还早。"], ["是吧。"]],
         "speaker": [1, 2, 1], "discussion": "x"}
        for number in range(2)
    ]  # fmt: skip
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "short_dev.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_row_of_the_interviewers_table_is_an_interview(tmp_path):
    interviewer_file(tmp_path)
    (one,) = read("anthropic_interviewer", tmp_path)
    assert (one.id, one.language, one.known) == ("creativity_0000", "en", ())
    assert one.who == ("interviewer", "interviewee", "interviewer", "interviewee")
    assert one.turns[-1]["text"] == "Music for films, mostly. Initial Steps: I listen."


def test_a_line_of_a_meeting_is_a_segment_and_a_meeting_a_group(tmp_path):
    meeting_file(tmp_path)
    first, second = read("vcsum", tmp_path)
    assert (first.id, second.id) == ("13_0", "13_1")
    assert (first.group, first.language) == ("26", "zh-Hans")
    assert first.turns[0]["text"] == "大家好。今天谈区块链，您怎么看？"


def test_both_become_records_of_one_config(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    interviewer_file(raw)
    meeting_file(raw)
    manifest = build_dataset("foundation", raw, tmp_path / "out", key=KEY, root=ROOT)
    folder = tmp_path / "out" / "foundation" / "data" / "qualitative"
    rows = [row for path in folder.glob("*.parquet") for row in pq.read_table(path).to_pylist()]
    assert Counter(row["source"] for row in rows) == {"anthropic-interviewer": 3, "vcsum": 2}
    assert {(row["source"], row["country"]) for row in rows} == {("anthropic-interviewer", "ZZ"), ("vcsum", "CN")}
    assert manifest["left_out"]["qualitative"]["repeats"] == {"exact window": 2}  # the segments are the same


@real
def test_the_real_interviews_have_two_roles_each():
    found = read("anthropic_interviewer", Path(RAW))
    assert len(found) == 250
    assert {one.language for one in found} == {"en"}
    assert {who for one in found for who in one.who} == {"interviewer", "interviewee"}
    assert sum(len(one.turns) for one in found) == 5083
    assert not any(one.known for one in found)


@real
def test_the_real_meetings_are_48_and_their_speakers_have_no_names():
    found = read("vcsum", Path(RAW))
    assert len(found) == 271
    assert len({one.group for one in found}) == 48
    assert {one.language for one in found} == {"zh-Hans"}
    assert not any(one.known for one in found)
