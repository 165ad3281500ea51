"""The same build by datatrove's executors: the same bytes as the plain one, no text in their logs.

Slurm itself cannot be had here: what it would run is made by datatrove and run task by task, without sbatch and srun.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from alignsurvey.corpus import build_dataset, build_on_cluster
from alignsurvey.corpus.assemble import cluster as spread
from alignsurvey.files.errors import InputError

KEY = bytes(range(32))
FACTS = "title: t\nprovider: p\nlicence: l\ncitation: c\nobtain: o\ndataset: mix\n"
CODEBOOK = """dataset: mix
config: quantitative
country: CN
language: zh
key: id
scales: {s: {坏: 1, 好: 2}}
profile: {性别: {variable: sex, codes: {男: 1, 女: 2}}}
questions:
"""
# What a job of Slurm does after datatrove has asked Slurm for the names of the machines.
TASK = "import dill, sys; e = dill.load(open(sys.argv[1], 'rb')); e.pipeline[0](None, int(sys.argv[2]), e.tasks)"
CANARY = "欧阳金丝雀"
RAISES = f"def records(raw, context):\n    said = '{CANARY}'\n    raise KeyError(said)\n    yield\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A data set of interviews and of a survey whose records fill three chunks."""
    for corpus, text in (("talk", "config: qualitative\n"), ("toy", "")):
        folder = tmp_path / "corpus_builders" / corpus
        folder.mkdir(parents=True)
        (folder / "SOURCE.yaml").write_text(FACTS + text, encoding="utf-8")
    questions = "".join(f"  q{number}: {{text: 第{number}题是什么, scale: s}}\n" for number in range(9))
    codebook = f"{CODEBOOK}{questions}waves:\n  toy-2020: {{files: {{toy.csv: {{}}}}}}\n"
    (tmp_path / "corpus_builders/toy/codebook.yaml").write_text(codebook, encoding="utf-8")
    raw = tmp_path / "raw"
    (raw / "talk").mkdir(parents=True)
    for number in range(5):
        said = [f"{CANARY}第{number}次说到第{turn}件事，电话13800138{turn:03}。" for turn in range(8)]
        lines = [f"{'受访人' if turn % 2 else '访谈员'}：{text}" for turn, text in enumerate(said)]
        (raw / "talk" / f"i{number}.txt").write_text("\n".join(lines), encoding="utf-8")
    rows = [["id", "sex", *(f"q{q}" for q in range(9))]]
    rows += [[person, person % 2 + 1, *((person + q) % 2 + 1 for q in range(9))] for person in range(1000)]
    (raw / "toy.csv").write_text("".join(",".join(map(str, row)) + "\n" for row in rows), encoding="ascii")
    (tmp_path / "key").write_text(KEY.hex(), encoding="ascii")
    (tmp_path / "key").chmod(0o600)
    monkeypatch.setenv("ALIGNSURVEY_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("ALIGNSURVEY_HOME", str(tmp_path))
    return tmp_path


def _plain(project):
    build_dataset(**_asked(project, "plain"))
    return _written(project / "plain")


def _asked(project, out):
    return {"dataset": "mix", "raw": project / "raw", "out": project / out, "root": project / "corpus_builders"}


def _written(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _command(project, executor, *more, **environment):
    command = [sys.executable, "-m", "alignsurvey.cli", "build", "mix", "--raw", "raw", "--out", executor]
    command += ["--executor", executor, *more]
    return subprocess.run(
        command, cwd=project, env={**os.environ, **environment}, capture_output=True, text=True, timeout=150
    )


def test_the_local_executor_gives_the_same_bytes(project):
    done = _command(project, "local", "--tasks", "3", "--workers", "2")
    assert done.returncode == 0, done.stderr
    assert "respondents: train" in done.stdout
    assert _written(project / "local") == _plain(project)
    assert CANARY not in done.stdout + done.stderr


@pytest.fixture
def cluster():
    """The environment that leads to a Ray cluster of this machine; no usage report, no dashboard, its own token."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    folder = tempfile.mkdtemp(prefix="ray")  # not tmp_path, because the path of a socket has at most 107 signs
    command = [Path(sys.executable).with_name("ray"), "start", "--head", "--block", "--node-ip-address=127.0.0.1"]
    command += [f"--port={port}", f"--temp-dir={folder}", "--num-cpus=2", "--include-dashboard=false"]
    command += ["--disable-usage-stats"]
    environment = {**os.environ, **token}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as head:
        try:
            assert any(b"Ray runtime started" in line for line in head.stdout)
            yield {**token, "RAY_ADDRESS": f"127.0.0.1:{port}"}
        finally:
            # The processes of this cluster and no others: `ray stop` would end every cluster of the machine.
            os.killpg(head.pid, signal.SIGKILL)
            shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.timeout(150)
def test_a_ray_cluster_gives_the_same_bytes(project, cluster):
    done = _command(project, "ray", "--tasks", "2", **cluster)
    assert done.returncode == 0, done.stderr
    assert _written(project / "ray") == _plain(project)
    assert CANARY not in done.stdout + done.stderr


def test_what_slurm_would_run_gives_the_same_bytes(project, monkeypatch):
    given = ["partition=cpu", "time=01:00:00", "cpus_per_task=2"]
    run = spread.prepare("slurm", 2, _asked(project, "slurm"), given=given)
    assert [executor.world_size for executor in run.executors] == [2, 2, 1]
    assert run.executors[2].depends is run.executors[1]
    assert run.executors[1].depends is run.executors[0]
    for executor in run.executors:
        with monkeypatch.context() as patch, pytest.raises(FileNotFoundError, match="sbatch"):
            patch.setenv("PATH", "")
            executor.depends = None
            executor.run()  # writes all that sbatch is given
        folder = Path(executor.logging_dir.path)
        script = (folder / "launch_script.slurm").read_text()
        for line in ("#SBATCH --partition=cpu", "#SBATCH --time=01:00:00", "#SBATCH --cpus-per-task=2"):
            assert line in script
        assert f"launch_pickled_pipeline {folder}/executor.pik" in script
        for rank in range(executor.world_size):
            command = [sys.executable, "-c", TASK, str(folder / "executor.pik"), str(rank)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=100)
            assert done.returncode == 0, done.stderr
    assert _written(project / "slurm" / "mix") == _written_below(_plain(project), "mix")
    assert not (project / "slurm" / ".mix.unfinished").exists()


def _written_below(files, folder):
    return {path.relative_to(folder): content for path, content in files.items()}


@pytest.fixture
def broken(project):
    """The corpora with one more, whose code fails with raw text in its message and its variables."""
    folder = project / "corpus_builders" / "zz_broken"
    folder.mkdir()
    (folder / "SOURCE.yaml").write_text(FACTS + "files: [toy.csv]\n", encoding="utf-8")
    (folder / "build.py").write_text(RAISES, encoding="utf-8")
    return folder / "build.py"


def test_a_task_that_fails_is_one_line_and_its_text_in_no_log(project, broken, capfd):
    with pytest.raises(InputError, match=r"^tables, task 0: KeyError at build\.py:3$"):
        build_on_cluster("local", 1, _asked(project, "out"))
    out, err = capfd.readouterr()
    left = b"\n".join(_written(project / "out").values())
    assert b"KeyError" in left
    for secret in (CANARY, KEY.hex()):
        assert secret.encode() not in left
        assert secret not in out + err


def test_the_next_run_goes_on_where_a_task_failed(project, broken):
    with pytest.raises(InputError):
        build_on_cluster("local", 1, _asked(project, "out"))
    kept = {path: path.stat().st_mtime_ns for path in (project / "out/.mix.unfinished/interviews").glob("*/*")}
    assert len(kept) == 5
    broken.write_text(RAISES.replace("raise KeyError(said)", "return"), encoding="utf-8")
    seen = []
    finish = spread._finish

    def look(executor, run):
        finish(executor, run)
        seen.append({path: path.stat().st_mtime_ns for path in kept})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spread, "_finish", look)
        build_on_cluster("local", 1, _asked(project, "out"))
    assert seen == [kept, kept]
    assert [path.name for path in (project / "out").iterdir()] == ["mix"]


@pytest.mark.parametrize(
    ("executor", "given", "message"),
    [
        ("spark", [], "no executor 'spark'; known: local, slurm, ray"),
        ("local", ["speed=1"], "--set speed=1: executor local takes .*start_method"),
        ("local", ["tasks=1"], "--set tasks=1"),
        ("slurm", ["partition=cpu"], "executor slurm needs --set time=..."),
    ],
)
def test_a_wrong_executor_or_setting_is_one_line(project, executor, given, message):
    with pytest.raises(InputError, match=message):
        build_on_cluster(executor, 2, _asked(project, "out"), given=given)


def test_slurm_without_slurm_is_one_line(project, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match="no sbatch here"):
        build_on_cluster("slurm", 2, _asked(project, "out"), given=["partition=cpu", "time=1"])
    assert not (project / "out" / "mix").exists()


def test_without_the_extra_the_message_names_it(project, monkeypatch):
    monkeypatch.setitem(sys.modules, "datatrove", None)
    monkeypatch.delitem(sys.modules, "datatrove.executor", raising=False)
    with pytest.raises(InputError, match=r"pip install 'alignsurvey\[scale\]'"):
        build_on_cluster("local", 2, _asked(project, "out"))


def test_wrong_input_of_a_task_is_the_line_of_the_plain_run(project):
    (project / "raw" / "toy.csv").write_text("id,sex\n1,1\n")
    with pytest.raises(InputError) as plain:
        build_dataset(**_asked(project, "plain"))
    with pytest.raises(InputError) as spread_out:
        build_on_cluster("local", 1, _asked(project, "out"))
    assert str(spread_out.value) == str(plain.value)
