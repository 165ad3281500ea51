import math

import pytest

from alignsurvey.corpus.codebook.codebook import read_codebook
from alignsurvey.files.errors import InputError


@pytest.fixture
def edited(toy):
    """Read the toy codebook with one passage replaced."""

    def read(old="", new=""):
        text = (toy.folder / "codebook.yaml").read_text(encoding="utf-8")
        assert old in text
        return read_codebook(toy.codebook(text.replace(old, new)))

    return read


def layout(codebook, wave=0, file=0):
    return codebook.waves[wave].layouts[file]


def test_choices_are_in_scale_order_and_off_scale_ones_have_no_place(edited):
    trust = layout(edited()).items[1]
    assert trust.question.choices == ("yes", "no", "it depends")
    assert trust.question.positions == (0.0, 1.0, -1.0)
    assert trust.codes == {"1": 0, "2": 1, "3": 2}


def test_unordered_choices_have_no_place(edited):
    codebook = edited("scale: {yes: 1, no: 2}", "scale: {yes: 1, no: 2}\n    ordered: false")
    assert layout(codebook).items[1].question.positions == (-1.0, -1.0, -1.0)


def test_bands_may_be_open(edited):
    assert layout(edited()).profile[1].bands == (("under 50", -math.inf, 49.0), ("50 or older", 50.0, math.inf))


def test_a_file_states_only_how_it_differs(edited):
    changes = (
        "survey.csv: {weight: wt}\n      b.csv: {scales: {amount: {too little: 3, too much: 1}}, profile: {Age: null}}"
    )
    codebook = edited("survey.csv: {weight: wt}", changes)
    first, second = codebook.waves[0].layouts
    assert first.items[0].codes == {"1": 0, "2": 1, "3": 2}
    assert second.items[0].codes == {"3": 0, "2": 1, "1": 2}
    assert second.items[0].question == first.items[0].question
    assert [attribute.name for attribute in second.profile] == ["Sex"]
    assert (first.weight, second.weight) == ((("wt",),), ())


def test_versions_take_the_stem_and_can_be_merged_in_the_file(edited):
    question = "health: {text: health, stem: spend, scale: amount, versions: {healthy: national health}}\n"
    stems = f"stems: {{spend: 'Spending on {{item}}?'}}\nquestions:\n  {question}"
    codebook = edited('questions:\n  health: {text: "Spending on health?", scale: amount}\n', stems)
    versions = (("health", "Spending on health?"), ("healthy", "Spending on national health?"))
    assert layout(codebook).items[0].versions == versions
    merged = edited("survey.csv: {weight: wt}", "survey.csv: {merged_ballots: true}")
    assert layout(merged).items[0].versions == versions[:1]


@pytest.mark.parametrize(("word", "ordered"), [("no", False), ("No", False), ("false", False), ("yes", True)])
def test_a_flag_may_be_said_as_yes_or_no(word, ordered, edited):
    item = layout(edited("text: Can", f"ordered: {word}\n    text: Can")).items[1]
    assert (item.question.positions[0] >= 0) is ordered


def test_variables_name_everything_that_is_read(edited):
    assert layout(edited()).variables() == ["id", "wt", "sex", "age", "health", "trust"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("dataset: toy", "datset: toy", "codebook.yaml: unknown key 'datset'"),
        ("dataset: toy", "", "codebook.yaml: key 'dataset' is needed"),
        ("scale: amount}", "scale: amuont}", "questions.health.scale: no scale is called 'amuont'"),
        ("{variable: sex, codes", "{variable: sex, code", "profile.Sex: unknown key 'code'"),
        (
            "missing: [9]",
            "missing: [3, 9]",
            r"questions.health: code '3' is a choice and also in the general `missing`",
        ),
        ("{male: 1, female: 2}", "{male: 1, female: 9}", r"profile.Sex: code '9' is a choice and also in the general"),
        (
            "no: 2}\n",
            "no: 2}\n    missing: [2]\n",
            r"questions.trust: code '2' is a choice and also in its own `missing`",
        ),
        ("dataset: toy", "dataset: toy\nblank_weight: some", "blank_weight: expected drop, or the number"),
        ("text: Can", "separator: ;\n    text: Can", "questions.trust: a separator needs the `option`"),
        ("text: Can", "txt: Can", "questions.trust: unknown key 'txt'"),
        ("[null, 49]", "49", r"profile.Age.bands.under 50: expected \[lowest, highest\]"),
        ("{weight: wt}", "{wieght: wt}", "waves.toy-2018.files.survey.csv: unknown key 'wieght'"),
        ("{yes: 1, no: 2}", "{yes: 1, no: 1}", "questions.trust: a code stands for two choices"),
        ("group_by: [[Sex]]", "group_by: [[Gender]]", "group_by names 'Gender'"),
        ("group_by: [[Sex]]", "group_by: [Sex]", "group_by: expected lists of attributes"),
        ("min_cell: 2", "min_cell: few", "min_cell: expected a whole number of at least 1, found 'few'"),
        ("[null, 49]", "[null, old]", r"profile.Age.bands.under 50: expected"),
        ("text: Can", "stem: none\n    text: Can", "questions.trust.stem: no stem 'none'"),
        ("{weight: wt}", "{weight: [wt, a * b]}", "weight: several weights are alternatives of a `partial` file"),
        ("  toy-2018:", "  toy-2018: {}\n  x:", "waves.toy-2018.files: expected at least one"),
        ("dataset: toy", "dataset: toy\nkeep: sex", "files.survey.csv: a key has a value of another kind"),
        ("dataset: toy", "dataset: toy\nstems: x", "files.survey.csv: a key has a value of another kind"),
        ("[null, 49]", "[null, 50]", "profile.Age.bands: 'under 50' and '50 or older' overlap; both limits belong to"),
        ("[null, 49]", "[49, 18]", "profile.Age.bands.under 50: ends before it begins"),
        ("male: 1", "male: 2", "profile.Sex.codes: a code stands for two values"),
        ("language: en", "language: English", "survey.csv.language: 'English' is no language tag"),
        (
            "language: en",
            "language: fr",
            "no prompts in language 'fr'; give the codebook `prompt_language`",
        ),
        ("language: en", "language: fr\nprompt_language: de", "prompt_language: 'de' has no prompts; use en or zh"),
        ("min_cell: 2", "min_cell: true", "min_cell: expected a whole number"),
        ("dataset: toy", "dataset: toy\npanel: maybe", "survey.csv.panel: expected true or false, found 'maybe'"),
        ("country: US", "country: Germany", "survey.csv.country: 'Germany' is no two-letter code of ISO 3166-1"),
    ],
)
def test_faults_name_the_path(edited, old, new, message):
    with pytest.raises(InputError, match=message):
        edited(old, new)
