"""The labelled sets that a language is trained on, by part: trained on, tuned on, held out."""

from __future__ import annotations

from pathlib import Path

from examples import Example, from_spans

from alignsurvey.privacy.quality import labelled_sets

# How often a row of a folder is drawn, against 1.
WEIGHTS = {
    "en": {"uner_en_ewt": 2.0, "uner_en_pud": 1.5, "btc": 0.5, "wnut17": 0.4, "wikigold": 1.2, "gum": 2.2}
    | {"earnings21": 0.7, "slurp": 1.6, "litbank": 0.35},
    "zh": {"aishell_ner": 0.5, "uner_zh_gsdsimp": 1.3, "uner_zh_pud": 1.0},
}


def rows(folder: Path, language: str, part: str) -> dict[str, list[Example]]:
    """{set: examples} of the sets of a language that belong to "train", "tune" or "held"."""
    found = {}
    for name in WEIGHTS[language]:
        every = labelled_sets.read(folder / name)
        own = [from_spans(row.text, list(row.spans), name) for row in every if row.part == part]
        if own:
            found[name] = own
    return found
