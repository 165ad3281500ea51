"""A small survey: a corpus folder and its raw file, made on the spot."""

from pathlib import Path

import pytest

SOURCE = """
title: Test survey
provider: nobody
licence: CC0-1.0
citation: none
obtain: Ask the test for survey.csv.
"""
CODEBOOK = """
dataset: toy
country: US
language: en
key: id
min_cell: 2
group_by: [[Sex]]
missing: [9]
scales:
  amount: {too little: 1, about right: 2, too much: 3}
profile:
  Sex: {variable: sex, codes: {male: 1, female: 2}}
  Age: {variable: age, bands: {under 50: [null, 49], 50 or older: [50, null]}}
questions:
  health: {text: "Spending on health?", scale: amount}
  trust:
    text: Can people be trusted?
    scale: {yes: 1, no: 2}
    off_scale: {it depends: 3}
waves:
  toy-2018:
    files:
      survey.csv: {weight: wt}
"""


class Toy:
    """Folders of a corpus named toy; `codebook`, `source` and `raw` write its files."""

    def __init__(self, home: Path):
        self.root, self.raw_folder, self.out = home / "corpus_builders", home / "raw", home / "out"
        self.folder = self.root / "toy"
        for folder in (self.folder, self.raw_folder):
            folder.mkdir(parents=True)
        self.source(SOURCE)
        self.codebook(CODEBOOK)
        self.raw(toy_rows(120))

    def source(self, text: str) -> Path:
        path = self.folder / "SOURCE.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def codebook(self, text: str) -> Path:
        path = self.folder / "codebook.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def raw(self, text: str, name: str = "survey.csv") -> Path:
        path = self.raw_folder / name
        path.write_text(text, encoding="utf-8")
        return path


def toy_rows(count: int) -> str:
    """CSV of `count` respondents whose answers follow from their number."""
    lines = ["id,sex,age,wt,health,trust"]
    for number in range(1, count + 1):
        health = 9 if number % 11 == 0 else number % 3 + 1
        lines.append(f"{number},{number % 2 + 1},{20 + number % 60},{1 + number % 2},{health},{number % 3 + 1}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    return Toy(tmp_path)


@pytest.fixture
def key() -> bytes:
    return bytes(range(32))
