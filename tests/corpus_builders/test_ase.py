"""The ASE-shaped study from generator to data set: shapes, anonymisation, refusal, and that no raw text gets out."""

import importlib.util
import json
import re
import shutil
import sys
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from alignsurvey.corpus import build_dataset, read_codebook
from alignsurvey.corpus.synthetic.generators import generate_dataset
from alignsurvey.files.errors import InputError
from alignsurvey.files.yaml import load
from alignsurvey.privacy import DIRECT, pseudonym
from alignsurvey.schema import STANCES

FOLDER = Path(__file__).parents[2] / "corpus_builders" / "ase"
KEY = b"canary-key-of-thirty-two-bytes!!"
INTERVIEWS, RESPONDENTS = 6, 40


def _unit(name):
    spec = importlib.util.spec_from_file_location(f"test_ase_{name}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    out = tmp_path_factory.mktemp("raw")
    generate_dataset("ase", out, INTERVIEWS, RESPONDENTS, seed=7, noted=1.0)
    return out


@pytest.fixture(scope="module")
def built(raw, tmp_path_factory):
    out = tmp_path_factory.mktemp("built")
    return out / "ase", build_dataset("ase", raw, out, key=KEY)


def _interviews(raw):
    paths = sorted((raw / "ase" / "interviews").glob("*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def _planted(raw):
    return json.loads((raw / "ase" / "planted.json").read_text(encoding="utf-8"))


def _records(built, config):
    folder = built[0] / "data" / config
    return [row for split in ("train", "test") for row in pq.read_table(folder / f"{split}.parquet").to_pylist()]


def test_the_raw_material_has_the_shape_of_the_study(raw):
    interviews = _interviews(raw)
    assert Counter(item["language"] for item in interviews) == {"en": 3, "zh": 3}
    for item in interviews:
        assert [question["key"] for question in item["questions"]] == [f"q{number}" for number in range(1, 9)]
        notes = Counter(note["question"] for note in item["annotations"])
        assert notes == {f"q{number}": 6 for number in range(5, 9)}


def test_planted_spans_are_where_the_sidecar_says(raw):
    interviews = {item["interview_id"]: item for item in _interviews(raw)}
    for entry in _planted(raw):
        item = interviews[entry["interview"]]
        turn = entry["turn"]
        text = item["annotations"][entry["annotation"]]["reasoning"] if turn is None else item["turns"][turn]["text"]
        assert text[entry["start"] : entry["end"]] == entry["text"]


def test_the_seed_alone_decides_and_numbers_do_not_matter(raw, tmp_path):
    generate_dataset("ase", tmp_path, 2, 10, seed=7, noted=1.0)
    for path in (tmp_path / "ase" / "interviews").iterdir():
        assert path.read_bytes() == (raw / "ase" / "interviews" / path.name).read_bytes()
    generate_dataset("ase", tmp_path, 2, 10, seed=8, noted=1.0)
    for path in (tmp_path / "ase" / "interviews").iterdir():
        assert path.read_bytes() != (raw / "ase" / "interviews" / path.name).read_bytes()


def test_every_kind_of_personal_data_is_planted_in_both_languages(tmp_path):
    generate_dataset("ase", tmp_path, 24, 0, seed=1, noted=1.0)
    found = {(entry["interview"][:2], entry["entity"]) for entry in _planted(tmp_path)}
    direct = {"PERSON", "PHONE", "ID_NUMBER", "EMAIL", "WECHAT"}
    assert direct <= set(DIRECT)
    kinds = {*direct, "STREET_ADDRESS", "EMPLOYER", "HOME_TOWN"}
    assert found == {(language, kind) for language in ("en", "zh") for kind in kinds}


def test_the_profile_informs_the_stance():
    generate = _unit("generate")
    people = [generate.person(number, 1) for number in range(300)]
    poor = [person for person in people if person.profile["stress"] >= 4]
    calm = [person for person in people if person.profile["stress"] <= 2]

    def gloomy(group):
        views = [generate.view(person, "q7", generate.draw(person.key)) for person in group]
        return sum(generate.stance_of(value) == "negative" for value in views) / len(group)

    assert gloomy(poor) > gloomy(calm) + 0.3


def test_rows_of_every_config(raw, built):
    configs = built[1]["configs"]
    rows = {name: sum(split["rows"] for split in splits.values()) for name, splits in configs.items()}
    answers = sum(len(turns) for turns in (_answers(item) for item in _interviews(raw)))
    assert rows["social_role"] == INTERVIEWS * 12 * 6
    assert rows["attitude_stance"] == INTERVIEWS * 4
    assert rows["interview"] == answers
    assert 0.9 * RESPONDENTS * 10 < rows["survey_response"] <= RESPONDENTS * 10
    assert rows["survey_response_group"] > 0


def _answers(item):
    return [turn for turn in item["turns"] if turn["speaker"] in ("Respondent", "受访者")]


def test_the_group_config_counts_stances_of_respondents(tmp_path):
    generate_dataset("ase", tmp_path / "raw", 44, 0, seed=2, noted=1.0)
    build_dataset("ase", tmp_path / "raw", tmp_path / "out", key=KEY)
    table = pq.read_table(tmp_path / "out" / "ase" / "data" / "attitude_stance" / "train.parquet").to_pylist()
    groups = pq.read_table(tmp_path / "out" / "ase" / "data" / "attitude_stance_group" / "train.parquet").to_pylist()
    assert groups
    for group in groups:
        stances = [
            row["stance"]
            for row in table
            if row["theme"] == group["theme"] and row["respondent_id"] in group["respondent_ids"]
        ]
        assert len(stances) == group["n"] >= 5
        assert group["distribution"] == pytest.approx([stances.count(stance) / len(stances) for stance in STANCES])


def test_attributes_are_in_groups_of_five_three_and_four(built):
    rows = _records(built, "social_role")
    groups = {(row["language"], row["attribute_group"], row["attribute"]) for row in rows}
    sizes = Counter((language, group) for language, group, _ in groups)
    assert sizes == {
        (lang, group): n for lang in ("en", "zh") for group, n in [("basic", 5), ("social", 3), ("family", 4)]
    }
    assert all(set(row["answer"]) <= set(row["choices"]) and row["answer"] for row in rows)


def test_ages_are_bands_and_home_towns_end_at_the_prefecture_or_state(raw, built):
    towns = {item["header"]["home_town"][-1] for item in _interviews(raw)}
    for row in _records(built, "attitude_stance"):
        profile = {item["attribute"]: item["value"] for item in row["profile"]}
        assert profile.get("age", profile.get("年龄")) not in {str(age) for age in range(18, 100)}
        region = profile.get("home region", profile.get("户籍地区", ""))  # left out where fewer than k share it
        assert not any(town in region for town in towns)


def test_history_is_the_five_utterances_before_the_question(built):
    rows = {row["id"]: row for row in _records(built, "interview")}
    person = next(iter(rows)).rsplit("/", 1)[0]
    later = rows[f"{person}/turn-009"]
    assert [turn["text"] for turn in later["history"]][-1] == rows[f"{person}/turn-007"]["response"]
    assert len(later["history"]) == 5


def test_one_person_is_in_one_split_in_all_configs(raw, built):
    split_of = {}
    for config in ("social_role", "interview", "attitude_stance", "survey_response"):
        for split in ("train", "test"):
            for row in pq.read_table(built[0] / "data" / config / f"{split}.parquet").to_pylist():
                assert split_of.setdefault(row["respondent_id"], split) == split
    interviewed = {pseudonym(KEY, "ase", item["person"]) for item in _interviews(raw)}
    assert interviewed <= set(split_of)


def test_everything_is_labelled_synthetic(built):
    configs = built[1]["configs"]
    assert {row["source"] for config in configs for row in _records(built, config)} == {"ase-synthetic"}
    assert [source["synthetic"] for source in built[1]["sources"]] == [True]


@pytest.mark.parametrize(
    ("stances", "majority"),
    [
        (["positive"] * 4 + ["negative"] * 2, "positive"),
        (["positive"] * 3 + ["negative"] * 3, "neutral"),
        (["negative"] * 3 + ["neutral"] * 3, "neutral"),
        (["negative", "neutral", "positive"] * 2, "neutral"),
        (["negative"] * 3 + ["neutral"] * 2 + ["positive"], "negative"),
    ],
)
def test_ties_between_annotators_go_to_neutral(stances, majority):
    assert _unit("build").majority(stances) == majority


def test_interviews_use_the_labels_of_the_questionnaire():
    settings = load(FOLDER / "interviews.yaml")
    variables = {item.variable for item in read_codebook(FOLDER / "codebook.yaml").waves[0].layouts[0].profile}
    assert set(settings["attributes"]) == variables | set(settings["lists"])
    for item in settings["lists"].values():
        assert len(item["choices"]["en"]) == len(item["choices"]["zh"])


def test_no_planted_direct_identifier_and_no_header_gets_out(raw, built, capfd):
    """The canary: every name, number, key and raw identifier, in every file written and in what a build prints."""
    secret = {entry["text"] for entry in _planted(raw) if entry["entity"] in DIRECT}
    for item in _interviews(raw):
        contact = item["header"]
        secret |= {contact[name] for name in ("name", "phone", "id_number", "email", "wechat", "address")}
        secret |= {item["person"], item["interview_id"]}
    secret |= {KEY.decode(), KEY.hex()}
    shutil.rmtree(built[0])
    build_dataset("ase", raw, built[0].parent, key=KEY)
    printed = "".join(capfd.readouterr())
    tables = [str(pq.read_table(path).to_pylist()) for path in built[0].rglob("*.parquet")]
    # The manifest names the raw files beside their hashes, and so the interviews' numbers, but nothing about them.
    files = [
        re.sub(r"interviews/[\w-]+\.json", "", path.read_text(encoding="utf-8")) for path in built[0].rglob("*.json")
    ]
    for text in (printed, *tables, *files):
        assert [value for value in sorted(secret) if _stands(value, text)] == []


def _stands(value, text):
    return bool(re.search(rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])", text))


def test_recall_by_language_and_entity_is_stored_and_printed(raw, tmp_path, capfd):
    build_dataset("ase", raw, tmp_path, key=KEY)
    recall = json.loads((tmp_path / "ase" / "privacy.json").read_text(encoding="utf-8"))["ase"]["recall"]
    assert set(recall) == {"en", "zh"}
    assert all(cell["removed"] == 1.0 for by in recall.values() for name, cell in by.items() if name in DIRECT)
    assert "recall on planted personal data" in "".join(capfd.readouterr())


def test_a_planted_name_that_is_left_stops_the_build_without_telling_it(raw, tmp_path):
    copied = tmp_path / "raw"
    shutil.copytree(raw, copied)
    path = copied / "ase" / "interviews" / "en-0001.json"
    item = json.loads(path.read_text(encoding="utf-8"))
    item["turns"][0]["text"] = "the kettle came along."
    path.write_text(json.dumps(item), encoding="utf-8")
    plants = [entry for entry in _planted(raw) if (entry["interview"], entry["turn"]) != ("en-0001", 0)]
    hidden = {"interview": "en-0001", "turn": 0, "annotation": None, "start": 4, "end": 10, "entity": "PERSON"}
    (copied / "ase" / "planted.json").write_text(json.dumps([*plants, {**hidden, "text": "kettle"}]), encoding="utf-8")
    with pytest.raises(InputError, match=r"1 of .* planted direct identifiers would still be published") as caught:
        build_dataset("ase", copied, tmp_path / "out", key=KEY)
    assert "kettle" not in str(caught.value)
    assert not list((tmp_path / "out").rglob("*.parquet"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda item: item.pop("annotations"), "en-0001.json: key 'annotations' is needed"),
        (lambda item: item["profile"].update(home="Canary Street 1"), "home has a value that the codebook"),
        (lambda item: item["profile"].pop("car"), "attribute 'car' is missing"),
        (lambda item: item["annotations"][2].update(stance="fine"), "annotation 2: no such stance"),
        (lambda item: item.update(language="fr"), "language must be one of en, zh"),
        (lambda item: item["turns"][1].pop("question"), "turns 1: key 'question' is needed"),
        (lambda item: item["turns"].append("Canary"), "turns .*: key 'question' is needed"),
        (lambda item: item["turns"][1].update(question="q9"), "turns 1: its question is none of"),
        (lambda item: item["annotations"][0].pop("reasoning"), "annotations 0: key 'reasoning' is needed"),
        (lambda item: item["questions"][0].update(theme=3), "questions 0: key 'theme' is needed"),
        (lambda item: item.update(header=["Canary"]), "header must be a mapping"),
        (lambda item: item.update(turns={}), "turns must be a list"),
        (lambda item: item.update(person=7), "person must be a text"),
    ],
)
def test_a_malformed_interview_is_named_and_its_text_is_not(raw, tmp_path, change, message):
    folder = tmp_path / "raw" / "ase" / "interviews"
    folder.mkdir(parents=True)
    item = _interviews(raw)[0]
    change(item)
    (folder / "en-0001.json").write_text(json.dumps(item), encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        build_dataset("ase", tmp_path / "raw", tmp_path / "out", key=KEY)
    assert "Canary" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def _readme_block(kind):
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    return text.split(f"```{kind}\n")[1].split("```")[0]


@pytest.fixture
def own_study(tmp_path):
    """A study of one's own, laid out as README.md says, and the corpora with a copy of this folder."""
    folder = tmp_path / "corpus_builders" / "my_study"
    shutil.copytree(FOLDER, folder)
    for name in ("generate.py", "phrases.en.yaml", "phrases.zh.yaml"):
        (folder / name).unlink()
    for name, old, new in (
        ("codebook.yaml", "dataset: ase", "dataset: my-study"),
        ("codebook.yaml", "source: ase-synthetic", "source: my-study-2025"),
        ("interviews.yaml", "source: ase-synthetic", "source: my-study-2025"),
        ("SOURCE.yaml", "synthetic: true", "synthetic: false"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    raw = tmp_path / "raw" / "my_study"
    (raw / "interviews").mkdir(parents=True)
    (raw / "interviews" / "one.json").write_text(_readme_block("json"), encoding="utf-8")
    (raw / "questionnaires_en.csv").write_text(_readme_block("csv"), encoding="utf-8")
    return raw.parent, folder.parent


def test_the_example_of_the_readme_is_built(own_study, tmp_path):
    raw, root = own_study
    manifest = build_dataset("my-study", raw, tmp_path / "out", key=KEY, root=root, k=1)
    built = (tmp_path / "out" / "my-study", manifest)
    assert {config: len(_records(built, config)) for config in manifest["configs"]} == {
        "social_role": 24, "interview": 2, "attitude_stance": 1, "attitude_stance_group": 0, "survey_response": 9,
        "survey_response_group": 0,
    }  # fmt: skip
    assert {row["source"] for row in _records(built, "interview")} == {"my-study-2025"}
    assert len({row["respondent_id"] for config in manifest["configs"] for row in _records(built, config)}) == 1
    stance = _records(built, "attitude_stance")[0]
    assert (stance["stance"], len(stance["annotations"])) == ("positive", 3)
    header = json.loads(_readme_block("json"))["header"]
    published = str([_records(built, config) for config in manifest["configs"]])
    secret = [header["name"], header["phone"], header["email"], header["employer"], *header["named"], "Dana", "Marcus"]
    assert [value for value in secret if value in published] == []


@pytest.mark.parametrize(("options", "message"), [((0, 0, 1.0), "not both 0"), ((1, 1, 1.5), "--contact-sheet-share")])
def test_senseless_numbers_are_refused(tmp_path, options, message):
    interviews, questionnaires, noted = options
    with pytest.raises(InputError, match=message):
        generate_dataset("ase", tmp_path, interviews, questionnaires, 1, noted)
    assert not list(tmp_path.iterdir())
