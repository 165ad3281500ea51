import stat
import subprocess
import sys
from pathlib import Path

import pytest

from alignsurvey.files.atomic import private_folder, replacing
from alignsurvey.files.errors import InputError


def test_replacing_leaves_the_old_file_when_the_block_fails(tmp_path):
    path = tmp_path / "out.txt"
    path.write_text("old")
    with pytest.raises(RuntimeError), replacing(path) as beside:
        beside.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["out.txt"]


def test_replacing_swaps_a_folder_whole(tmp_path):
    path = tmp_path / "set"
    path.mkdir()
    (path / "stale").touch()
    with replacing(path) as beside:
        beside.mkdir()
        (beside / "fresh").touch()
    assert [item.name for item in path.iterdir()] == ["fresh"]


KILLED = """
import os, signal, sys
from pathlib import Path
from alignsurvey.files.atomic import replacing
with replacing(Path(sys.argv[1])) as beside:
    beside.write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path):
    path = tmp_path / "out.txt"
    subprocess.run([sys.executable, "-c", KILLED, path], check=False)
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".out.txt.")
    with replacing(path) as beside:
        beside.write_text("whole")
    assert [item.name for item in tmp_path.iterdir()] == ["out.txt"]


def test_what_another_run_is_writing_stays(tmp_path):
    path = tmp_path / "out.txt"
    with replacing(path) as first:
        first.write_text("first")
        with replacing(path) as second:
            second.write_text("second")
    assert path.read_text() == "first"


def test_folders_of_other_names_stay(tmp_path):
    for name in (".out.txt", ".out.txt.mine", ".out.txt.abcdefgh.d", "out.txt.abcdefgh"):
        (tmp_path / name).mkdir()
    with replacing(tmp_path / "out.txt") as beside:
        beside.touch()
    assert len(list(tmp_path.iterdir())) == 5


def test_a_full_disk_is_one_line_that_names_the_path(tmp_path):
    told = pytest.raises(InputError, match=r"out.txt: cannot be written \(No space left on device\); free some space")
    with told, replacing(tmp_path / "out.txt"), Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    assert not list(tmp_path.iterdir())


def test_a_file_where_a_folder_should_be_is_one_line(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=r"out.txt: cannot be written"), replacing(tmp_path / "file" / "out.txt"):
        pass


def test_private_files_and_folders_are_the_owner_s_alone(tmp_path):
    with replacing(tmp_path / "made", private=True) as beside:
        (beside / "inner").mkdir(parents=True)
        (beside / "inner" / "x").touch()
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "made", *sorted((tmp_path / "made").rglob("*")))]
    assert modes == [0o700, 0o700, 0o600]
    assert stat.S_IMODE(private_folder(tmp_path / "raw").stat().st_mode) == 0o700
