"""Write the card of a trained recogniser: its data, their licences, and its figures on what was held out.

Run: python trainers/recogniser/card.py en --data DIR --model DIR
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import sets
import yaml
from examples import KINDS
from jinja2 import Environment
from measure import lowered, score

from alignsurvey.privacy.recognise import learnt

HERE = Path(__file__).parent
EXAMPLES = {"en": '"then my cousin dwayne came up from valdosta"', "zh": '"后来我表哥刘建军从汨罗上来了"'}


def rows(language: str, data: Path, model: learnt.Recogniser) -> list[dict[str, Any]]:
    """A row of the card for each set, and for the English ones in small letters without punctuation."""
    made = []
    for name, own in sets.rows(data, language, "held").items():
        made.append(_row(name, score(model, own, 0.5)))
        if language == "en":
            made.append(_row(f"{name}, small letters", score(model, [lowered(row) for row in own], 0.5)))
    return made


def _row(name: str, cells: dict[str, tuple[int, int, int, int]]) -> dict[str, Any]:
    shares = {kind: _share(*cells[kind]) for kind in KINDS}
    return {"set": name, "n": sum(cell[0] for cell in cells.values()), **shares}


def _share(mentions: int, hit: int, said: int, right: int) -> str:
    if not mentions or not said:
        return "-"
    return f"{hit / mentions:.2f} ({right / said:.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=tuple(EXAMPLES))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    given = parser.parse_args()
    model = learnt.load(given.language, given.model)
    facts = json.loads((given.model / "config.json").read_text(encoding="utf-8"))
    facts["sources"] = yaml.safe_load((HERE / "sources.yaml").read_text(encoding="utf-8"))[given.language]
    facts["parameters"] = f"{model.net.parameters / 1e6:.1f} million"
    facts["example"] = EXAMPLES[given.language]
    template = Environment(trim_blocks=True).from_string((HERE / "card.md").read_text(encoding="utf-8"))
    card = template.render(rows=rows(given.language, given.data, model), **facts)
    (given.model / "README.md").write_text(card + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
