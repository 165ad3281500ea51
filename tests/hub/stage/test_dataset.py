"""What a data set must be like before a byte of it leaves."""

import hashlib
import json
import subprocess

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from alignsurvey.files.errors import InputError
from alignsurvey.files.hashes import sha256
from alignsurvey.hub import cards
from alignsurvey.hub.stage import stage_dataset
from alignsurvey.privacy.audit.seal import seal_of
from alignsurvey.privacy.keys import load_key
from alignsurvey.tasks import features


def rewrite(build, change):
    """Change the manifest."""
    manifest = json.loads((build / "manifest.json").read_text())
    change(manifest)
    (build / "manifest.json").write_text(json.dumps(manifest))


def stage(build, tmp_path, **options):
    return stage_dataset(build, "1.0.0", tmp_path / "hub", **{"require_audit": False, **options})


def audit(build, passed=True, **changed):
    manifest = json.loads((build / "manifest.json").read_text())
    files = {facts["file"]: facts["sha256"] for splits in manifest["configs"].values() for facts in splits.values()}
    files |= {name: sha256(build / name) for name in ("manifest.json", "privacy.json") if (build / name).is_file()}
    seal_audit(build, {"passed": passed, "files": {**files, **changed}})


def seal_audit(build, report):
    """audit.json as the audit of this checkout's key would write it."""
    (build / "audit.json").write_text(json.dumps({**report, "seal": seal_of(report, load_key())}))


def test_exactly_these_files_are_staged(build, tmp_path):
    (build / ".pseudonym.key").write_text("secret")
    (build / "data" / "raw.csv").write_text("secret")
    folder = stage(build, tmp_path)
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    data = {f"data/{config}/{split}.parquet" for config in ("new_questions", "survey_response", "survey_response_group")
            for split in ("train", "test")}  # fmt: skip
    assert names == data | {"README.md", "SHA256SUMS", "manifest.json", "privacy.json"}


def test_checksums_are_those_that_sha256sum_checks(build, tmp_path):
    folder = stage(build, tmp_path)
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 9


def test_the_front_matter_is_the_loading_definition(build, tmp_path):
    front, body = cards.read(stage(build, tmp_path) / "README.md")
    configs = {config["config_name"]: config for config in front["configs"]}
    assert configs["survey_response"]["default"]
    assert configs["survey_response_group"]["data_files"][1] == {
        "split": "test",
        "path": "data/survey_response_group/test.parquet",
    }
    assert front["size_categories"] == ["n<1K"]
    assert "| `survey_response` (default) | 3 | 3 |" in body
    assert "| toy | zh | PHONE | 10 | 0.9 |" in body
    assert "| toy / respondents | 3 |" in body
    assert 'revision="v1.0.0"' in body


def test_staging_twice_gives_the_same_bytes(build, tmp_path):
    first = {path.name: sha256(path) for path in stage(build, tmp_path).rglob("*") if path.is_file()}
    second = {path.name: sha256(path) for path in stage(build, tmp_path).rglob("*") if path.is_file()}
    assert first == second


def test_synthetic_data_says_so_first_in_both_languages(build, tmp_path):
    rewrite(build, lambda manifest: manifest["sources"][0].update(synthetic=True))
    _, body = cards.read(stage(build, tmp_path) / "README.md")
    head = body.split("## Load it")[0]
    assert "Synthetic data" in head
    assert "合成数据" in head
    assert body.index("Synthetic data") < body.index("Answers of respondents")


def test_real_data_does_not_say_that_it_is_synthetic(build, tmp_path):
    assert "ynthetic" not in (stage(build, tmp_path) / "README.md").read_text()


def test_changed_bytes_are_refused(build, tmp_path):
    with (build / "data/survey_response/test.parquet").open("ab") as stream:
        stream.write(b"x")
    with pytest.raises(InputError, match=r"survey_response/test\.parquet: its hash is not the manifest's"):
        stage(build, tmp_path)
    assert not (tmp_path / "hub" / "alignsurvey-gss" / "files").exists()


def test_columns_of_another_config_are_refused(build, tmp_path):
    path = build / "data/survey_response/test.parquet"
    pq.write_table(pa.table({"id": ["a"] * 3}), path)
    rewrite(build, lambda it: it["configs"]["survey_response"]["test"].update(sha256=sha256(path)))
    with pytest.raises(InputError, match="columns are not those of config survey_response"):
        stage(build, tmp_path)


def test_metadata_that_older_clients_cannot_read_are_refused(build, tmp_path):
    path = build / "data/survey_response/test.parquet"
    table = pq.read_table(path)
    pq.write_table(table.replace_schema_metadata(features("survey_response").arrow_schema.metadata), path)
    rewrite(build, lambda it: it["configs"]["survey_response"]["test"].update(sha256=sha256(path)))
    with pytest.raises(InputError, match="columns are not those of config survey_response"):
        stage(build, tmp_path)


def test_a_wrong_count_of_rows_is_refused(build, tmp_path):
    rewrite(build, lambda it: it["configs"]["survey_response"]["test"].update(rows=4))
    with pytest.raises(InputError, match="not as many as the manifest says"):
        stage(build, tmp_path)


def test_an_empty_split_is_refused_because_it_would_not_load(build, tmp_path):
    rewrite(build, lambda it: it["configs"]["survey_response"]["test"].update(rows=0))
    with pytest.raises(InputError, match="survey_response/test has no rows"):
        stage(build, tmp_path)


@pytest.mark.parametrize("name", ["/etc/x.parquet", "../x.parquet", "data/raw.csv"])
def test_files_outside_the_build_are_refused(build, tmp_path, name):
    rewrite(build, lambda it: it["configs"]["survey_response"]["test"].update(file=name))
    with pytest.raises(InputError, match="is no Parquet file of the build"):
        stage(build, tmp_path)


def test_a_config_that_was_not_built_is_refused(build, tmp_path):
    rewrite(build, lambda it: it["configs"].pop("survey_response_group"))
    with pytest.raises(
        InputError, match=r"loading_scripts/gss/README\.md: config survey_response_group is declared as"
    ):
        stage(build, tmp_path)


@pytest.mark.parametrize("version", ["1.0", "v1.0.0", "1.0.0.0", "01.0.0", "1.0.0+x", "1.0.0-", "latest", "1.0.0 "])
def test_versions_that_are_not_semantic_are_refused(build, tmp_path, version):
    with pytest.raises(InputError, match="not a semantic version"):
        stage_dataset(build, version, tmp_path / "hub", require_audit=False)


@pytest.mark.parametrize("version", ["0.1.0", "1.0.0-rc.1", "10.20.30"])
def test_semantic_versions_are_taken(build, tmp_path, version):
    folder = stage_dataset(build, version, tmp_path / "hub", require_audit=False)
    assert f"v{version}" in (folder / "README.md").read_text()


def test_an_unknown_data_set_lists_the_known(build, tmp_path):
    rewrite(build, lambda it: it.update(dataset="nothing"))
    with pytest.raises(InputError, match=r"loading_scripts/nothing/README\.md is not there; known: ase, chip"):
        stage(build, tmp_path)


def test_a_source_that_may_not_be_handed_on_is_refused(build, tmp_path):
    rewrite(build, lambda it: it["sources"][0].update(redistribution=False))
    with pytest.raises(InputError, match="toy: its provider does not allow redistribution"):
        stage(build, tmp_path)


def test_an_audit_is_asked_for(build, tmp_path):
    with pytest.raises(InputError, match=r"no audit\.json; run `alignsurvey audit"):
        stage(build, tmp_path, require_audit=True)


@pytest.mark.parametrize("require", [True, False])
def test_a_failed_audit_is_refused_even_where_none_is_asked_for(build, tmp_path, require):
    audit(build, passed=False)
    with pytest.raises(InputError, match="did not pass"):
        stage(build, tmp_path, require_audit=require)


def test_an_audit_of_other_bytes_is_refused(build, tmp_path):
    audit(build, **{"data/survey_response/test.parquet": hashlib.sha256(b"").hexdigest()})
    with pytest.raises(InputError, match="the audit is of other bytes"):
        stage(build, tmp_path, require_audit=True)


def test_a_passed_audit_goes_up_with_the_data(build, tmp_path):
    audit(build)
    folder = stage(build, tmp_path, require_audit=True)
    assert (folder / "audit.json").read_bytes() == (build / "audit.json").read_bytes()
    body = (folder / "README.md").read_text()
    assert "A privacy audit of exactly these files passed" in body
    assert "| passed | yes |" in body
    assert "| files" not in body


@pytest.mark.parametrize("dataset", ["gss", "chip", "ase", "foundation"])
def test_every_loading_definition_names_its_files_by_config_and_split(dataset, checkout):
    from alignsurvey.project import unit
    from alignsurvey.tasks import configs

    front, about = cards.read(unit("loading_scripts", f"alignsurvey-{dataset}") / "README.md")
    assert about
    for config in front["configs"]:
        assert config["config_name"] in configs()
        assert config["data_files"] == [
            {"split": split, "path": f"data/{config['config_name']}/{split}.parquet"} for split in ("train", "test")
        ]
    assert sum(bool(config.get("default")) for config in front["configs"]) == 1
    assert {"language", "license", "task_categories", "tags", "pretty_name"} <= set(front)
    assert yaml.safe_load(yaml.safe_dump(front)) == front


def test_the_contamination_report_goes_up_with_the_data(build, tmp_path):
    (build / "contamination.json").write_text('{"dropped": {}}')
    folder = stage(build, tmp_path)
    assert json.loads((folder / "contamination.json").read_text()) == {"dropped": {}}
    assert "contamination.json" in (folder / "SHA256SUMS").read_text()


def test_the_card_tells_what_was_left_out_and_why(build, tmp_path):
    manifest = json.loads((build / "manifest.json").read_text())
    manifest["left_out"] = {"quantitative": {"contamination": {"question wording": 1200, "wave": 3}, "repeats": {}}}
    (build / "manifest.json").write_text(json.dumps(manifest))
    card = (stage(build, tmp_path) / "README.md").read_text()
    assert "| `quantitative` | contamination | question wording 1,200, wave 3 |" in card
    assert "| `quantitative` | repeats | none |" in card


def test_an_audit_that_was_written_by_hand_is_refused(build, tmp_path):
    audit(build)
    report = json.loads((build / "audit.json").read_text())
    (build / "audit.json").write_text(json.dumps({**report, "checked": "everything"}))
    with pytest.raises(InputError, match="not as the audit wrote it"):
        stage(build, tmp_path, require_audit=True)


def test_free_text_whose_raw_files_nobody_searched_is_refused(build, tmp_path):
    audit(build)
    report = json.loads((build / "audit.json").read_text())
    del report["seal"]
    seal_audit(build, {**report, "raw_values": {"unsearched": ["talks"]}})
    with pytest.raises(InputError, match="raw files of talks"):
        stage(build, tmp_path, require_audit=True)


@pytest.mark.parametrize("name", ["manifest.json", "privacy.json", "contamination.json", "defects.json"])
def test_a_report_that_the_audit_did_not_see_is_refused(build, tmp_path, name):
    audit(build, **{name: hashlib.sha256(b"").hexdigest()})
    if not (build / name).exists():
        (build / name).write_text("{}")
    with pytest.raises(InputError, match=f"{name}: the audit is of other bytes"):
        stage(build, tmp_path, require_audit=True)


def test_a_link_in_the_place_of_a_file_is_refused_where_it_leads_elsewhere(build, tmp_path):
    audit(build)
    path = build / "data/survey_response/test.parquet"
    other = tmp_path / "other.parquet"
    other.write_bytes(path.read_bytes() + b" ")
    path.unlink()
    path.symlink_to(other)
    with pytest.raises(InputError, match="its hash is not the manifest's"):
        stage(build, tmp_path, require_audit=True)


def test_a_source_that_fills_some_configs_is_staged_with_these_alone(build, tmp_path):
    def narrow(it):
        it["configs"].pop("survey_response")
        it["configs"].pop("new_questions")
        it["sources"][0]["configs"] = ["survey_response_group"]

    rewrite(build, narrow)
    front, _ = cards.read(stage(build, tmp_path) / "README.md")
    assert [(config["config_name"], config["default"]) for config in front["configs"]] == [
        ("survey_response_group", True)
    ]


@pytest.mark.parametrize(("others", "language"), [(0, ["zh"]), (1, ["en"])])
def test_the_licence_of_a_source_is_on_the_card_and_of_a_sole_source_all_that_it_says(
    build, tmp_path, others, language
):
    own = {"license": "other", "license_name": "academic", "language": ["zh"]}
    rewrite(build, lambda it: it["sources"][0].update(hub=own))
    rewrite(build, lambda it: it["sources"].extend([{**it["sources"][0], "hub": {}}] * others))
    front, _ = cards.read(stage(build, tmp_path) / "README.md")
    assert (front["license"], front["license_name"], front["language"]) == ("other", "academic", language)


def test_defects_go_up_with_the_data_and_are_on_the_card(build, tmp_path):
    (build / "defects.json").write_text("{}")
    row = {"file": "a.json", "kind": "empty output", "count": 1234, "treatment": "kept, with an empty reply"}
    rewrite(build, lambda it: it.update(defects={"toy": [row]}))
    folder = stage(build, tmp_path)
    assert (folder / "defects.json").is_file()
    assert "| toy | a.json | empty output | 1,234 | kept, with an empty reply |" in (folder / "README.md").read_text()
