import pytest

from alignsurvey.files.atomic import replacing


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
