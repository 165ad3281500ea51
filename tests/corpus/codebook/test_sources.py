import pytest

from alignsurvey.corpus.codebook.sources import corpora, fetch_dataset, locate
from alignsurvey.files.errors import InputError


def test_corpora_are_found_by_looking(toy):
    (corpus,) = corpora(toy.root)
    assert (corpus.name, corpus.dataset, corpus.build) == ("toy", "toy", None)


@pytest.mark.parametrize("key", ["title", "licence", "citation", "obtain"])
def test_a_source_states_where_it_is_from(toy, key):
    text = (toy.folder / "SOURCE.yaml").read_text(encoding="utf-8")
    toy.source("\n".join(line for line in text.splitlines() if not line.startswith(key)))
    with pytest.raises(InputError, match=f"toy/SOURCE.yaml: key '{key}' is needed"):
        corpora(toy.root)


def test_a_folder_without_codebook_and_code_is_named(toy):
    (toy.folder / "codebook.yaml").unlink()
    with pytest.raises(InputError, match=r"toy: neither codebook.yaml nor build.py"):
        corpora(toy.root)


@pytest.mark.parametrize("name", ["../x", "a/b", "[a]", "A survey"])
def test_a_data_set_is_called_by_a_name_that_is_safe_as_a_folder(toy, name):
    text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8")
    toy.codebook(text.replace("dataset: toy", f"dataset: {name}"))
    with pytest.raises(InputError, match="toy: dataset must be a name"):
        corpora(toy.root)


def test_raw_files_may_lie_in_a_folder_of_their_corpus(toy):
    assert locate(toy.raw_folder, "toy", "survey.csv") == toy.raw_folder / "survey.csv"
    own = toy.raw_folder / "toy"
    own.mkdir()
    (own / "survey.csv").write_text("id\n")
    assert locate(toy.raw_folder, "toy", "survey.csv") == own / "survey.csv"
    assert locate(toy.raw_folder, "toy", "other.csv") is None


def test_the_case_of_a_file_name_does_not_matter(toy):
    (toy.raw_folder / "gss2022.dta").write_text("")
    assert locate(toy.raw_folder, "toy", "GSS2022.dta") == toy.raw_folder / "gss2022.dta"
    assert locate(toy.raw_folder, "toy", "Wave 1/GSS2022.dta") is None


def test_a_corpus_that_no_package_carries_says_how_to_obtain_it(toy):
    with pytest.raises(InputError, match=r"toy: no package carries its raw files. Ask the test for survey.csv"):
        fetch_dataset("toy", toy.out, toy.root)
