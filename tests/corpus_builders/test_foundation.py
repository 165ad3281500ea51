"""The surveys of the foundation corpus ask nothing that a survey of an evaluation asks."""

import re
from pathlib import Path

import pytest

from alignsurvey.corpus import build_dataset, read_codebook
from alignsurvey.corpus.codebook.sources import corpora

ROOT = Path(__file__).parents[2] / "corpus_builders"
# Length of a common passage. Eight words may be an opening: "on the whole, how satisfied are you with the".
WORDS, CHARACTERS = 10, 12


def wordings(*datasets):
    """(corpus, question, wording) of every wording in the codebooks of the data sets."""
    for corpus in corpora(ROOT):
        if corpus.dataset in datasets and corpus.codebook.is_file():
            for wave in read_codebook(corpus.codebook).waves:
                for layout in wave.layouts:
                    for item in layout.items:
                        for _, text in item.versions:
                            yield corpus.name, item.question.id, text


def passages(text):
    """Runs of WORDS English words or CHARACTERS Chinese characters; the whole of a shorter text."""
    chinese = re.findall(r"[\u4e00-\u9fff]", text)
    units, size = (chinese, CHARACTERS) if chinese else (re.findall(r"[a-z0-9']+", text.lower()), WORDS)
    return {tuple(units[start : start + size]) for start in range(max(len(units) - size, 0) + 1)}


def test_no_wording_of_an_evaluation_is_in_the_foundation_corpus():
    held_out = {passage: (corpus, name) for corpus, name, text in wordings("gss", "chip", "ase")
                for passage in passages(text)}  # fmt: skip
    assert len(held_out) > 500
    shared = {(corpus, name, held_out[passage]) for corpus, name, text in wordings("foundation")
              for passage in passages(text) if passage in held_out}  # fmt: skip
    assert shared == set()


def test_the_items_on_trust_that_both_surveys_ask_would_be_found():
    asked = "Generally speaking, would you say that most people can be trusted, or that you can't be too careful?"
    assert any(passages(asked) & passages(text) for corpus, _, text in wordings("gss") if corpus == "gss")


@pytest.mark.parametrize("corpus", ["atp", "cgss", "chip", "css", "ess", "gss", "wvs"])
def test_every_survey_says_where_it_comes_from_and_what_is_not_known(corpus):
    facts = next(one.facts for one in corpora(ROOT) if one.name == corpus)
    assert {"title", "provider", "waves", "country", "language", "licence", "citation", "obtain"} <= set(facts)
    assert isinstance(facts["redistribution"], bool)
    assert facts["notes"]


def test_waves_whose_files_are_not_there_are_listed(tmp_path, whole_file):
    whole_file("cgss", "cgss-2018", tmp_path / "raw" / "cgss" / "CGSS2018.dta", {"a35": [1, 2, 3, 4, 5] * 8})
    manifest = build_dataset("foundation", tmp_path / "raw", tmp_path, key=bytes(32), root=ROOT)
    absent = {"atp-w41", "atp-w54", "cgss-2021", "css-2019", "css-2021", "ess-11", "ess-9", "wvs-1995"}
    assert absent <= set(manifest["absent"])
    assert {source["corpus"] for source in manifest["sources"]} == {"cgss"}
