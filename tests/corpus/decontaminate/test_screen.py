import json

import pyarrow.parquet as pq
import pytest

from alignsurvey.corpus import build_dataset
from alignsurvey.files.errors import InputError

LONG = "Are we spending too much money, too little money, or about the right amount on the health of people?"
LANG = "考虑到生活的各个方面，您觉得您现在的生活总的来说过得幸福吗？请您实话实说"


class Corpora:
    """The evaluation data set toy (see conftest), and the corpus `poll` of the data set foundation."""

    def __init__(self, toy, key):
        self.toy, self.key = toy, key
        self.folder = toy.root / "poll"
        self.folder.mkdir()
        (self.folder / "SOURCE.yaml").write_text((toy.folder / "SOURCE.yaml").read_text(), encoding="utf-8")
        self.codebook()
        self.raw()

    def codebook(self, text="Is the weather good?", scale="{yes: 1, no: 2}", wave="poll-2020", more=""):
        (self.folder / "codebook.yaml").write_text(
            "dataset: foundation\nconfig: quantitative\ncountry: US\nlanguage: en\nkey: id\n"
            'questions:\n  kept: {text: "How many hours of television a day?", scale: {few: 1, many: 2}}\n'
            f'  asked: {{text: "{text}", scale: {scale}{more}}}\n'
            f"waves:\n  {wave}:\n    files: {{poll.csv: {{}}}}\n",
            encoding="utf-8",
        )

    def raw(self, first=1001, count=60, columns=("asked",)):
        rows = [f"{number},{number % 2 + 1}" + f",{number // 2 % 2 + 1}" * len(columns)
                for number in range(first, first + count)]  # fmt: skip
        self.toy.raw(f"id,kept,{','.join(columns)}\n" + "\n".join(rows) + "\n", "poll.csv")

    def evaluate(self):
        build_dataset("toy", self.toy.raw_folder, self.toy.out, key=self.key, root=self.toy.root)

    def build(self):
        """(what was dropped and why, question ids of what is left, the report as text)."""
        build_dataset("foundation", self.toy.raw_folder, self.toy.out, key=self.key, root=self.toy.root)
        folder = self.toy.out / "foundation"
        text = (folder / "contamination.json").read_text(encoding="utf-8")
        left = {
            config.name: [row for path in config.iterdir() for row in pq.read_table(path).to_pylist()]
            for config in (folder / "data").iterdir()
        }
        return json.loads(text), left, text


@pytest.fixture
def corpora(toy, key):
    return Corpora(toy, key)


def asked(left):
    return {row["question_id"] for row in left["quantitative"]}


def test_what_is_not_in_an_evaluation_data_set_stays(corpora):
    corpora.evaluate()
    report, left, _ = corpora.build()
    assert report["dropped"] == {"quantitative": {}}
    assert report["checked"] == {"quantitative": 120}
    assert asked(left) == {"kept", "asked"}
    assert report["against"]["datasets"] == ["toy"]
    assert report["against"]["respondents"] == 120
    assert report["against"]["wordings"] == 2


@pytest.mark.parametrize(
    ("text", "scale", "reason"),
    [
        ("CAN people be trusted", "{yes: 1, no: 2}", "question wording"),
        ("Can people be trusted?", "{'No': 1, yes: [2], it depends: 3}", "question wording and choices"),
    ],
)
def test_a_wording_is_dropped_though_case_and_punctuation_differ(corpora, text, scale, reason):
    corpora.codebook(text, scale)
    report, left, text = corpora.build()
    assert report["dropped"] == {"quantitative": {reason: 60}}
    assert report["questions"] == {"poll-2020/asked": {"reason": reason, "answers": 60}}
    assert asked(left) == {"kept"}
    assert "trusted" not in text


@pytest.mark.parametrize(
    ("evaluated", "trained", "dropped"),
    [
        (LONG, "Now to spending. " + LONG + " And why?", True),
        (LONG, "Are we spending too much money, or too little, on the roads of this country today?", False),
        (LANG, "首先，" + LANG, True),
        (LANG, "考虑到工作的各个方面，您觉得您现在的工作怎么样？", False),
    ],
)
def test_a_long_run_of_words_or_characters_is_enough(corpora, evaluated, trained, dropped):
    codebook = (corpora.toy.folder / "codebook.yaml").read_text(encoding="utf-8")
    corpora.toy.codebook(codebook.replace("Can people be trusted?", evaluated))
    corpora.codebook(trained)
    report, left, _ = corpora.build()
    assert report["dropped"]["quantitative"] == ({"n-gram": 60} if dropped else {})
    assert ("asked" in asked(left)) is not dropped


def test_one_version_of_a_split_ballot_is_enough(corpora):
    corpora.raw(columns=("asked", "other"))
    (corpora.toy.raw_folder / "poll.csv").write_text(
        "id,kept,asked,other\n" + "".join(f"{n},1,{'1,' if n % 2 else ',1'}\n" for n in range(60)), encoding="utf-8"
    )
    corpora.codebook(more=', versions: {other: "Spending on health?"}')
    report, left, _ = corpora.build()
    assert report["dropped"] == {"quantitative": {"question wording": 60}}
    assert asked(left) == {"kept"}


def test_a_wave_that_is_evaluated_is_not_trained_on(corpora):
    corpora.codebook(wave="toy-2018")
    with pytest.raises(InputError, match=r"quantitative: every record belongs to an evaluation data set \(wave\)"):
        corpora.build()
    assert not (corpora.toy.out / "foundation").exists()


def test_the_same_raw_file_under_another_name_is_found_when_the_evaluation_is_built(corpora):
    corpora.evaluate()
    (corpora.toy.raw_folder / "poll.csv").write_bytes((corpora.toy.raw_folder / "survey.csv").read_bytes())
    corpora.codebook()
    codebook = corpora.folder / "codebook.yaml"
    renamed = codebook.read_text(encoding="utf-8").replace("kept:", "sex:").replace("asked:", "trust:")
    codebook.write_text(renamed.replace("no: 2}", "no: 2, maybe: 3}"), encoding="utf-8")
    with pytest.raises(InputError, match=r"\(raw file\)"):
        corpora.build()


def test_respondents_are_known_by_their_raw_keys_in_the_same_country_and_year(corpora):
    corpora.evaluate()
    corpora.raw(first=101, count=60)  # the evaluation has 1 to 120
    corpora.codebook(wave="poll-2018")
    report, left, _ = corpora.build()
    assert report["dropped"] == {"quantitative": {"respondent": 40}}
    assert len({row["respondent_id"] for row in left["quantitative"]}) == 40
    corpora.codebook(wave="poll-2019")
    assert corpora.build()[0]["dropped"] == {"quantitative": {}}


def test_who_was_dropped_keeps_nobody_company_in_the_profiles(corpora):
    def places(wave):
        corpora.codebook(wave=wave)
        with (corpora.folder / "codebook.yaml").open("a", encoding="utf-8") as codebook:
            codebook.write(
                "quasi_identifiers: [Place]\nprofile:\n  Place: {variable: place, codes: {here: 1, there: 2}}\n"
            )
        rows = [f"{number},1,1,{2 if 113 <= number <= 123 else 1}" for number in range(101, 161)]
        corpora.toy.raw("id,kept,asked,place\n" + "\n".join(rows) + "\n", "poll.csv")
        return [item["value"] for row in corpora.build()[1]["quantitative"] for item in row["profile"]]

    corpora.evaluate()  # of 2018, with respondents 1 to 120
    assert set(places("poll-2019")) == {"here", "there"}
    assert set(places("poll-2018")) == {"here"}  # three are left of the eleven


BUILD_PY = """
TEXTS = {texts!r}

def records(raw, context):
    base = {{"source": {source!r}, "country": "US", "language": "en"}}
    for number, text in enumerate(TEXTS):
        person = context.respondent_id(f"{{number}}")
        own = {{**base, "id": f"{source}/{{person}}/{config}", "respondent_id": person}}
        if {config!r} == "qualitative":
            yield "qualitative", {{**own, "interview_id": person, "history": [{{"speaker": "I", "text": "And then?"}}],
                                  "speaker": "R", "response": text}}
        else:
            yield "interview", {{**own, "profile": [], "theme": "t", "history": [{{"speaker": "R", "text": text}}],
                                "question": "And then?", "response": "Nothing."}}
"""
STORY = "I moved to the city eleven years ago because there was no work left at home for any of us"


def spoken(corpora, dataset, config, texts):
    folder = corpora.toy.root / f"{dataset}-talk"
    folder.mkdir()
    source = (corpora.toy.folder / "SOURCE.yaml").read_text(encoding="utf-8")
    (folder / "SOURCE.yaml").write_text(f"{source}dataset: {dataset}\n", encoding="utf-8")
    code = BUILD_PY.format(texts=texts, config=config, source=f"{dataset}-talk")
    (folder / "build.py").write_text(code, encoding="utf-8")
    raw = corpora.toy.raw_folder / folder.name
    raw.mkdir()
    (raw / "a.txt").write_text("a")


def test_what_was_said_in_an_evaluation_interview_is_not_trained_on(corpora):
    others = [f"My own story number {word} is a rather different one" for word in "abcdefgh"]
    spoken(corpora, "toy", "interview", [STORY, LANG, "I am a nurse in a small town", "No idea."])
    spoken(
        corpora, "foundation", "qualitative",
        [STORY.upper(), f"Well: {STORY}, she said.", LANG + "？", "好的，" + LANG, "i am a nurse, in a small town!",
         "No idea.", "Can people be trusted?", *others],
    )  # fmt: skip
    corpora.evaluate()
    report, left, text = corpora.build()
    assert report["dropped"]["qualitative"] == {"text": 3, "n-gram": 2}
    assert {row["response"] for row in left["qualitative"]} == {"No idea.", "Can people be trusted?", *others}
    assert "nurse" not in text


TALK = """
SAID = {said!r}

def records(raw, context):
    for number, texts in enumerate(SAID):
        own = {{"source": "talk", "country": "US", "language": "en", "interview_id": str(number)}}
        own["respondent_id"] = context.respondent_id(str(number))
        turns = [{{"speaker": "interviewee", "text": text}} for text in texts]
        for place in range(1, len(turns)):
            yield "qualitative", {{**own, "id": f"talk/{{number}}/{{place}}", "history": turns[:place][-5:],
                                  "speaker": "interviewee", "response": turns[place]["text"]}}
"""


def test_an_interview_of_an_evaluated_person_goes_whole_under_any_key(corpora):
    answers = [f"My story number {word} is one that I have told to nobody before" for word in "abcdefgh"]
    spoken(corpora, "toy", "interview", answers)
    spoken(corpora, "foundation", "qualitative", [])
    fillers = ["Yes.", "No.", "Well.", "Maybe.", "Hm.", "Oh.", "Right.", "Fine.", "So.", "And that was all."]
    own = [f"This other story, number {word}, has nothing at all to do with theirs" for word in "abcdefgh"]
    said = [[*answers[:3], *fillers], [answers[0], *fillers, *own]]
    folder = corpora.toy.root / "foundation-talk"
    (folder / "build.py").write_text(TALK.format(said=said), encoding="utf-8")
    corpora.evaluate()
    report, left, _ = corpora.build()
    assert report["dropped"]["qualitative"] == {"respondent": 12, "text": 5}
    assert {row["interview_id"] for row in left["qualitative"]} == {"1"}


ASKING = """
def records(raw, context):
    for number, question in enumerate(("Can people be trusted?", "Can people be trusted?", "Is it raining?")):
        person = context.respondent_id(str(number))
        yield "quantitative", {"id": f"made/{person}/q", "respondent_id": person, "source": "made", "country": "US",
                               "language": "en", "profile": [], "question_id": "q", "question": question,
                               "choices": ["yes", "no"], "scale": [0.0, 1.0], "answer": 0, "weight": 1.0}
"""


def test_records_of_a_build_py_are_held_to_the_wordings_and_their_questions_reported(corpora):
    spoken(corpora, "foundation", "qualitative", [])
    (corpora.toy.root / "foundation-talk" / "build.py").write_text(ASKING, encoding="utf-8")
    report, left, _ = corpora.build()
    assert report["dropped"] == {"quantitative": {"question wording": 2}}
    assert report["questions"] == {"made/q": {"reason": "question wording", "answers": 2}}
    assert {row["question"] for row in left["quantitative"] if row["source"] == "made"} == {"Is it raining?"}


def test_without_a_checkout_a_users_own_survey_is_compared_with_what_is_built_beside_it(corpora, monkeypatch, tmp_path):
    corpora.evaluate()
    corpora.codebook("Can people be trusted?")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ALIGNSURVEY_HOME", raising=False)
    (corpora.toy.root).rename(tmp_path / "elsewhere")
    codebook = tmp_path / "elsewhere" / "poll" / "codebook.yaml"
    build_dataset(codebook, corpora.toy.raw_folder, corpora.toy.out, key=corpora.key)
    report = json.loads((corpora.toy.out / "foundation" / "contamination.json").read_text(encoding="utf-8"))
    assert report["dropped"] == {"quantitative": {"question wording": 60}}


def test_a_broken_neighbour_is_named(corpora):
    (corpora.toy.out / "old").mkdir(parents=True)
    (corpora.toy.out / "old" / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"old/manifest.json: no manifest of a build"):
        corpora.build()


def test_an_evaluation_data_set_has_no_such_report(corpora):
    corpora.evaluate()
    assert not (corpora.toy.out / "toy" / "contamination.json").exists()
