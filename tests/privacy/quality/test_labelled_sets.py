"""Labelled sets: found by their rows, parted by document."""

import json

import pytest

from alignsurvey.files.errors import InputError
from alignsurvey.privacy.quality import labelled_sets


def write(folder, rows):
    folder.mkdir(parents=True)
    (folder / "all.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


def rows(count, source="d{}"):
    return [{"text": f"Ann {n}", "spans": [[0, 3, "PERSON"]], "source": source.format(n // 4)} for n in range(count)]


def test_folders_with_labelled_rows_are_found(tmp_path):
    write(tmp_path / "ner" / "one", rows(2))
    write(tmp_path / "talk", [{"id": "1", "context": []}])
    assert [folder.name for folder in labelled_sets.folders(tmp_path)] == ["one"]


def test_a_document_stays_in_one_part(tmp_path):
    write(tmp_path / "one", rows(400))
    parts = {}
    for number, row in enumerate(labelled_sets.read(tmp_path / "one")):
        parts.setdefault(number // 4, set()).add(row.part)
    assert all(len(part) == 1 for part in parts.values())
    assert set.union(*parts.values()) == set(labelled_sets.PARTS)


def test_a_row_of_another_shape_is_named(tmp_path):
    write(tmp_path / "one", [{"text": "Ann", "spans": [[0]], "source": "a"}])
    with pytest.raises(InputError, match=r"all\.jsonl: expected rows"):
        list(labelled_sets.read(tmp_path / "one"))
