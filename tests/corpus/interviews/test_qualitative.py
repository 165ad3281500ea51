"""From transcripts to records: a corpus that is a SOURCE.yaml alone, its roles, names, languages and splits."""

import json

import pyarrow.parquet as pq
import pytest

from alignsurvey.corpus import build_dataset
from alignsurvey.files.errors import InputError
from alignsurvey.privacy.languages.zh.characters import traditional

KEY = bytes(range(32))
SOURCE = """
title: Talks
provider: nobody
licence: CC0-1.0
citation: none
obtain: Ask the test.
dataset: talks
config: qualitative
country: CA
"""
ENGLISH = """Interviewer: Where did you grow up, Mrs. Quillfeather?
Matilda Quillfeather: In a small town by the sea, and my brother {brother} still lives there with his family.
Interviewer: What does he do?
Matilda Quillfeather: He mends nets, and on Sundays Matilda Quillfeather, that is me, cooks for everybody.
"""
CHINESE = """访谈员：您在这里住了多久？
受访者：{text}
访谈员：邻居怎么样？
受访者：邻居都挺热心的，有事大家都帮忙。
"""


class Talks:
    def __init__(self, home):
        self.raw, self.out, self.source = home / "raw", home / "out", home / "talks" / "SOURCE.yaml"
        self.raw.mkdir()
        self.source.parent.mkdir()
        self.declare("")

    def declare(self, more):
        self.source.write_text(SOURCE + more, encoding="utf-8")

    def write(self, name, text):
        (self.raw / name).write_text(text, encoding="utf-8")

    def build(self, raw=None):
        build_dataset(self.source, raw or self.raw, self.out, key=KEY)
        folder = self.out / "talks"
        self.texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
        return [row for path in sorted((folder / "data" / "qualitative").glob("*.parquet"))
                for row in pq.read_table(path).to_pylist()]  # fmt: skip


@pytest.fixture
def talks(tmp_path):
    return Talks(tmp_path)


def test_a_corpus_of_transcripts_needs_no_code_and_names_no_speaker(talks):
    talks.write("a.txt", ENGLISH.format(brother="Aubrey Quillfeather"))
    rows = talks.build()
    assert len(rows) == 3
    assert {row["speaker"] for row in rows} == {"interviewer", "interviewee"}
    assert {row["country"] for row in rows} == {"CA"}
    assert {row["source"] for row in rows} == {"talks"}
    for word in ("Matilda", "Quillfeather", "Aubrey"):
        assert word not in json.dumps(rows)
        assert not any(word in text for text in talks.texts.values())


def test_one_raw_file_may_be_given_and_files_of_the_system_are_passed_over(talks):
    talks.write("a.txt", CHINESE.format(text="住了十几年了，一直没有搬过家。"))
    talks.write(".DS_Store", "x")
    assert len(talks.build()) == len(talks.build(talks.raw / "a.txt")) == 3


@pytest.mark.parametrize(("written", "tag"), [(str, "zh-Hans"), (traditional, "zh-Hant")])
def test_the_script_of_chinese_is_told(talks, written, tag):
    talks.write("a.txt", written(CHINESE.format(text="住了十几年了，一直没有搬过家。")))
    rows = talks.build()
    assert {row["language"] for row in rows} == {tag}
    assert {row["speaker"] for row in rows} == {"interviewer", "interviewee"}


def test_an_utterance_in_another_language_is_left_out_and_counted(talks):
    german = "Ich bin vor elf Jahren in die Stadt gezogen, weil es zu Hause keine Arbeit mehr gab."
    talks.write("a.txt", ENGLISH.format(brother="Al") + f"Interviewer: {german}\n" + ENGLISH.format(brother="Al"))
    assert "Arbeit" not in json.dumps(talks.build())
    assert json.loads(talks.texts["privacy.json"])["talks"]["utterances_in_another_language"] == 1


def test_a_language_without_recognisers_stops_the_build(talks):
    talks.write("a.txt", "Q: ¿Dónde vive usted ahora, en la ciudad o en el campo?\nA: Vivo en el campo con mi familia.")
    with pytest.raises(InputError, match=r"a\.txt: written in es, which cannot be anonymised"):
        talks.build()
    assert not (talks.out / "talks").exists()


def test_interviews_of_one_group_are_in_one_split_and_ids_are_apart(talks):
    talks.declare("fields: {group: meeting}\n")
    for number in range(6):
        turns = [{"speaker": who, "text": f"{text} {number}"} for who, text in
                 (("Q", "Where do you live now?"), ("A", "By the sea."), ("Q", "And why?"))]  # fmt: skip
        talks.write(f"{number}.json", json.dumps({"meeting": 7, "turns": turns}))
    rows = talks.build()
    assert len({row["respondent_id"] for row in rows}) == 1
    assert len({row["interview_id"] for row in rows}) == 6
    assert len({row["id"] for row in rows}) == len(rows) == 12


def test_contact_sheets_tell_the_person_the_country_and_what_must_go(talks):
    talks.write("a.txt", ENGLISH.format(brother="Zebulon"))
    talks.write("b.txt", CHINESE.format(text="住了十几年了，一直没有搬过家。"))
    contact = {"person": "p1", "country": "NZ", "named": ["Zebulon"]}
    talks.write("contacts.json", json.dumps({"a": contact, "b": {"person": "p1"}}))
    rows = talks.build()
    assert "Zebulon" not in json.dumps(rows)
    assert {(row["language"], row["country"]) for row in rows} == {("en", "NZ"), ("zh-Hans", "CA")}
    assert len({row["respondent_id"] for row in rows}) == 1


def test_no_name_of_a_file_or_id_of_an_interview_is_written(talks):
    talks.write("Canary Quillfeather.txt", ENGLISH.format(brother="Al"))
    talks.write("more.csv", "interview_id,speaker,text\nCanary-7,Q,Where do you live?\nCanary-7,A,By the sea.\n")
    rows = talks.build()
    assert "Canary" not in json.dumps(rows)
    assert not any("Canary" in text for text in talks.texts.values())
    raw = json.loads(talks.texts["manifest.json"])["raw"]
    assert sorted(name[-4:] for name in raw) == [".csv", ".txt"]


@pytest.mark.parametrize(
    ("more", "files", "message"),
    [
        ("fields: {txt: x}\n", {}, "talks/SOURCE.yaml: fields: 'txt' is unknown; use id, speaker, text"),
        ("speakers: {host: [A]}\n", {}, "talks/SOURCE.yaml: speakers: 'host' is unknown; use interviewer, interviewee"),
        ("speakers: [A]\n", {}, "talks/SOURCE.yaml: speakers: 'no mapping' is unknown"),
        ("", {"notes.md": "x"}, "notes.md: no reader for .md; use .csv, .docx"),
        ("", {"contacts.json": "[]"}, "contacts.json: expected an object of contact sheets"),
        ("", {"contacts.json": '{"a": {"country": "Dayton, Ohio"}}'}, "a.txt: its country is no ISO 3166-1 code"),
        ("", {"b.txt": "# language: english\nQ: Well?\nA: Yes."}, "b.txt: its `language` is no BCP 47 tag"),
        ("", {"contacts.json": '{"b": {}}'}, "contacts.json: 1 of 1 contact sheets are of no interview"),
        ("", {"a.json": '{"turns": [{"speaker": "Q", "text": "?"}]}'}, "a.txt: has the interview_id of a.json"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(talks, more, files, message):
    talks.write("a.txt", ENGLISH.format(brother="Al"))
    talks.declare(more)
    for name, text in files.items():
        talks.write(name, text)
    with pytest.raises(InputError, match=message):
        talks.build()
    assert not (talks.out / "talks").exists()
