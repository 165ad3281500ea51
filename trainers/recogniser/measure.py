"""Recall and precision of a trained recogniser on those parts of the sets that were not trained on.

Run: python trainers/recogniser/measure.py en --data DIR --model DIR [--part held]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import sets
from examples import KINDS, Example

from alignsurvey.privacy.languages import fold
from alignsurvey.privacy.recognise import learnt


def lowered(example: Example) -> Example:
    """The example in small letters and without punctuation, as recognisers of speech write."""
    from en.augment import _bare, _mapped

    return _mapped(example, lambda string, kind: _bare(string).lower())


def score(model: learnt.Recogniser, rows: list[Example], cut: float) -> dict[str, tuple[int, int, int, int]]:
    """By kind: mentions, mentions found whole, findings, findings that touch a mention of any kind."""
    texts = [row.text() for row in rows]
    found = model.find([fold(text) for text, _ in texts], cut)
    made = {kind: [0, 0, 0, 0] for kind in KINDS}
    for (text, spans), own in zip(texts, found, strict=True):
        covered = {place for one in own for place in range(one.start, one.end)}
        for start, end, kind in spans:
            made[kind][0] += 1
            made[kind][1] += all(place in covered for place in range(start, end) if text[place].isalnum())
        for one in own:
            made[one.kind][2] += 1
            made[one.kind][3] += any(start < one.end and one.start < end for start, end, _ in spans)
    return {kind: tuple(cell) for kind, cell in made.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=("en", "zh"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--part", default="held", choices=("tune", "held"))
    parser.add_argument("--cuts", type=float, nargs="*", default=[0.3, 0.5, 0.7])
    given = parser.parse_args()
    model = learnt.load(given.language, given.model)
    for name, rows in sets.rows(given.data, given.language, given.part).items():
        forms = {name: rows} | (
            {f"{name}, small letters": [lowered(row) for row in rows]} if given.language == "en" else {}
        )
        for form, own in forms.items():
            for cut in given.cuts:
                cells = score(model, own, cut)
                told = "  ".join(
                    f"{kind[:3]} n={n:<4} r={hit / max(n, 1):.3f} p={right / max(said, 1):.3f}"
                    for kind, (n, hit, said, right) in cells.items()
                )
                print(f"{form:32} {cut:.1f}  {told}", flush=True)


if __name__ == "__main__":
    main()
