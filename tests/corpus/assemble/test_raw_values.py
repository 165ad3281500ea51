"""What an audit searches for: keys and names in the raw files of surveys, and what a build.py says of its own."""

import pytest

from alignsurvey.corpus import build_dataset
from alignsurvey.corpus.assemble.raw_values import read_raw_values
from alignsurvey.files.errors import InputError

BUILD = """
from alignsurvey.corpus.transcripts import RawMaterial, Transcript

def records(raw, context):
    person = context.respondent_id("P-00017")
    yield "interview", {"id": f"talks/{person}/1", "respondent_id": person, "source": "talks", "country": "US",
                        "language": "en", "profile": [], "theme": "t", "history": [], "question": "q?", "response": "r"}
"""
MATERIAL = """
def raw_material(raw):
    known = (("PERSON", "Dana Whitfield"),)
    return RawMaterial(frozenset({"P-00017"}), (Transcript("one", "en", (), known),))
"""
SOURCE = "title: t\nprovider: p\nlicence: l\ncitation: c\nobtain: o\ndataset: talks\nfiles: ['*.txt']\n"


@pytest.fixture
def talks(tmp_path, key):
    """A corpus of its own code, built; `add` is further code."""

    def make(add):
        folder = tmp_path / "corpus_builders" / "talks"
        folder.mkdir(parents=True)
        (folder / "SOURCE.yaml").write_text(SOURCE)
        (folder / "build.py").write_text(BUILD + add)
        raw = tmp_path / "raw" / "talks"
        raw.mkdir(parents=True)
        (raw / "one.txt").write_text("x")
        root = tmp_path / "corpus_builders"
        build_dataset("talks", tmp_path / "raw", tmp_path / "out", key=key, root=root)
        return tmp_path / "out" / "talks", tmp_path / "raw", root

    return make


def test_a_corpus_with_code_says_what_to_search_for(talks):
    values = read_raw_values(*talks(MATERIAL))
    assert values.keys == {"p-00017"}
    assert values.values == (("PERSON", "Dana Whitfield"),)


def test_a_corpus_that_does_not_say_it_stops_the_audit(talks):
    with pytest.raises(InputError, match=r"talks/build\.py: has no raw_material\(raw\)"):
        read_raw_values(*talks(""))


def test_a_text_column_that_no_codebook_names_is_searched(toy, key):
    lines = (toy.raw_folder / "survey.csv").read_text().splitlines()
    named = [f"{lines[0]},who", *(f"{line},Dana Whitfield {number}" for number, line in enumerate(lines[1:]))]
    toy.raw("\n".join(named) + "\n")
    build_dataset("toy", toy.raw_folder, toy.out, key=key, root=toy.root)
    values = read_raw_values(toy.out / "toy", toy.raw_folder, toy.root)
    assert ("PERSON", "Dana Whitfield 7") in values.values


def test_another_raw_file_than_that_of_the_build_is_noticed(toy, key):
    build_dataset("toy", toy.raw_folder, toy.out, key=key, root=toy.root)
    toy.raw((toy.raw_folder / "survey.csv").read_text() + "999,1,30,1,1,1\n")
    with pytest.raises(InputError, match=r"1 of the raw files of .* are missing or were changed"):
        read_raw_values(toy.out / "toy", toy.raw_folder, toy.root)
