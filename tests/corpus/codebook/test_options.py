import pytest

from alignsurvey.corpus import build_dataset, read_codebook
from alignsurvey.corpus.codebook.options import chosen
from alignsurvey.files.errors import InputError


@pytest.mark.parametrize(
    ("cell", "option", "separator", "found"),
    [
        ("TV;Radio", "TV", ";", True), ("TV; Radio;", "Radio", ";", True), ("TVs", "TV", ";", False),
        ("1,12", "2", ",", False), ("Newspaper, printed, TV", "Newspaper, printed", ", ", True),
        ("电视┋广播", "广播", "┋", True),
    ],
)  # fmt: skip
def test_an_option_is_looked_for_among_the_parts_of_a_cell(cell, option, separator, found):
    assert chosen(cell, option, separator) is found


def test_a_cell_of_options_becomes_a_yes_or_no_an_option(toy, key):
    text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8")
    questions = "".join(
        f"  uses_{n}: {{text: 'Use {option}?', variable: 'Which?', option: {option}, scale: {{yes: 1, no: 0}}}}\n"
        for n, option in enumerate(["TV", "Radio"])
    )
    head, tail = text.split("questions:\n")
    toy.codebook(f"{head}questions:\n{questions}waves:{tail.split('waves:')[1]}")
    cells = ("TV;Radio", "TV", "Radio", "")
    toy.raw("id,sex,age,wt,Which?\n" + "".join(f"{n},1,30,1,{cells[n % 4]}\n" for n in range(120)))
    manifest = build_dataset("toy", toy.raw_folder, toy.out, key=key, root=toy.root, k=1)
    assert manifest["counts"] == {"toy-2018/uses_0": {"yes": 60, "no": 30}, "toy-2018/uses_1": {"yes": 60, "no": 30}}


def test_an_option_that_no_cell_lists_is_an_error(toy, key):
    text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8")
    toy.codebook(text.replace("text: Can", "option: TV\n    text: Can"))
    assert read_codebook(toy.folder / "codebook.yaml").waves[0].layouts[0].variables()[-1] == "trust"
    with pytest.raises(InputError, match=r"survey.csv: no cell of trust lists the option 'TV'; check its separator"):
        build_dataset("toy", toy.raw_folder, toy.out, key=key, root=toy.root)


def test_a_blank_may_mean_that_the_option_was_not_chosen(toy, key):
    text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8")
    toy.codebook(text.replace("scale: {yes: 1, no: 2}\n    off_scale: {it depends: 3}", 'scale: {yes: 1, no: ""}'))
    toy.raw("id,sex,age,wt,health,trust\n" + "".join(f"{n},1,30,1,1,{'1' if n % 3 else ''}\n" for n in range(120)))
    manifest = build_dataset("toy", toy.raw_folder, toy.out, key=key, root=toy.root, k=1)
    assert manifest["counts"]["toy-2018/trust"] == {"yes": 80, "no": 40}
