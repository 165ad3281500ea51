"""`alignsurvey publish` from the command line, and what users then load."""

import json
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from alignsurvey import cli
from alignsurvey.files.errors import InputError
from alignsurvey.hub.download import same_content
from alignsurvey.hub.release import release
from alignsurvey.project import organisation


def verb(hub, tmp_path, *words, **env):
    command = [sys.executable, "-m", "alignsurvey.cli", "publish", *map(str, words), "--out", str(tmp_path / "hub")]
    env = {**hub.env, "ALIGNSURVEY_ORG": organisation(), "ALIGNSURVEY_HOME": os.environ["ALIGNSURVEY_HOME"], **env}
    return subprocess.run(command, env=env, capture_output=True, text=True)


def test_a_published_data_set_loads_streaming_and_not(hub, api, build, tmp_path):
    options = ("--version", "1.0.0", "--build", build.parent, "--no-require-audit")
    done = verb(hub, tmp_path, "gss", *options)
    assert done.returncode == 0, done.stderr
    published = json.loads((tmp_path / "hub/alignsurvey-gss/published.json").read_text())
    assert published["commit"] in done.stdout
    assert published["tag"] == "v1.0.0"
    assert "nothing changed" in verb(hub, tmp_path, "alignsurvey-gss", *options).stdout
    hub.python(
        """
        import sys
        from datasets import load_dataset
        import pyarrow.parquet as pq
        from alignsurvey.tasks import features

        repo, commit, build = sys.argv[1:]
        for config in ("new_questions", "survey_response", "survey_response_group"):
            given = [config] if config != "survey_response" else []
            for revision in ("v1.0.0", commit):
                data = load_dataset(repo, *given, revision=revision)
                stream = load_dataset(repo, *given, revision=revision, streaming=True)
                assert set(data) == set(stream) == {"train", "test"}
                for split in data:
                    built = pq.read_table(f"{build}/data/{config}/{split}.parquet").to_pylist()
                    assert data[split].to_list() == list(stream[split]) == built
                    assert data[split].features == stream[split].features == features(config)
        """,
        published["repo_id"],
        published["commit"],
        build,
    )


def test_an_unreachable_hub_is_one_line_and_status_2(use, build, tmp_path, sleeps, monkeypatch, capsys):
    monkeypatch.setattr("alignsurvey.hub.client.expect_answers", lambda: None)  # it is for a process of its own
    monkeypatch.chdir(tmp_path)
    options = ["--version", "1.0.0", "--build", str(build.parent), "--no-require-audit"]
    monkeypatch.setattr("sys.argv", ["alignsurvey", "publish", "gss", *options])
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{closed.getsockname()[1]}"
        use(endpoint)
        with pytest.raises(SystemExit) as ended:
            cli.main()
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.startswith("alignsurvey: looking up dataset")
    assert endpoint in said
    assert said.count("\n") == 1
    assert not (tmp_path / "build/hub/alignsurvey-gss/published.json").exists()


def test_a_data_set_without_an_audit_is_refused(hub, api, build, tmp_path):
    done = verb(hub, tmp_path, "gss", "--version", "1.0.0", "--build", build.parent)
    assert done.returncode == 2
    assert f"run `alignsurvey audit {build}` first" in done.stderr
    assert not api.repo_exists(f"{organisation()}/alignsurvey-gss", repo_type="dataset")


@pytest.mark.parametrize("seal", [None, "0" * 64])
def test_a_release_takes_no_audit_of_another_hand(build, tmp_path, use, seal):
    use("http://127.0.0.1:9")
    manifest = json.loads((build / "manifest.json").read_text())
    files = {facts["file"]: facts["sha256"] for splits in manifest["configs"].values() for facts in splits.values()}
    (build / "audit.json").write_text(json.dumps({"passed": True, "files": files, "seal": seal}))
    with pytest.raises(InputError, match="not as the audit wrote it"):
        release("dataset", "gss", "1.0.0", build=build.parent, out=tmp_path / "hub")


def test_a_public_hub_gets_no_data_set_without_an_audit(build, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "https://hub.example.org")
    with pytest.raises(InputError, match="--no-require-audit is for a Hub on this machine"):
        release("dataset", "gss", "1.0.0", build=build.parent, out=tmp_path / "hub", require_audit=False)


def test_a_data_set_needs_a_version(hub, api, build, tmp_path):
    done = verb(hub, tmp_path, "gss", "--build", build.parent)
    assert (done.returncode, done.stderr) == (
        2,
        "alignsurvey: publish gss: a data set needs a version; add --version 1.0.0\n",
    )


def test_a_data_set_that_was_not_built_is_named(hub, api, tmp_path):
    done = verb(hub, tmp_path, "gss", "--version", "1.0.0", "--build", tmp_path)
    assert done.returncode == 2
    assert "run `alignsurvey build gss` first" in done.stderr


def test_a_published_metric_loads_from_the_hub_without_the_project(hub, api, tmp_path):
    done = verb(hub, tmp_path, "metric", "survey_response", "--version", "1.0.0")
    assert done.returncode == 0, done.stderr
    printed = hub.python(
        """
        import sys
        sys.modules["alignsurvey"] = None
        import evaluate

        metric = evaluate.load(sys.argv[1])
        rows = {"references": ["B. 满意"] * 2, "choices": [["不满意", "满意"]] * 2}
        print(metric.compute(predictions=["B. 满意", "A"], **rows))
        """,
        f"{organisation()}/alignsurvey_survey_response",
    )
    assert "'accuracy': 0.5" in printed


def test_a_published_space_holds_its_front_matter(hub, api, tmp_path):
    done = verb(hub, tmp_path, "space", "leaderboard")
    assert done.returncode == 0, done.stderr
    files = api.list_repo_files(f"{organisation()}/alignsurvey-leaderboard", repo_type="space")
    assert {"README.md", "app.py", "requirements.txt", "alignsurvey/schema.py", "SHA256SUMS"} <= set(files)


def test_something_else_cannot_be_published(hub, api, tmp_path):
    done = verb(hub, tmp_path, "poem", "x")
    assert (done.returncode, done.stderr) == (
        2,
        "alignsurvey: 'poem' cannot be published; choose one of dataset, metric, space, model\n",
    )


def test_two_publishers_of_one_folder_each_tag_their_own_files(hub, api, make_build, tmp_path):
    builds = {version: tmp_path / version / "gss" for version in ("1.0.0", "1.1.0")}
    for rows, folder in enumerate(builds.values(), start=3):
        make_build(folder, rows)
    with ThreadPoolExecutor() as pool:
        jobs = [
            pool.submit(
                verb, hub, tmp_path, "gss", "--version", version, "--build", folder.parent, "--no-require-audit"
            )
            for version, folder in builds.items()
        ]
    assert [job.result().returncode for job in jobs] == [0, 0], [job.result().stderr for job in jobs]
    for version, folder in builds.items():
        name = "data/survey_response/test.parquet"
        (entry,) = api.get_paths_info(
            f"{organisation()}/alignsurvey-gss", name, repo_type="dataset", revision=f"v{version}"
        )
        assert same_content(entry, folder / name)
