"""Precision, recall and F2 of the recognisers, by entity and language, on every labelled text there is.

planted: synthetic interviews of `alignsurvey generate ase`, nothing on the contact sheet; pii_en: presidio-research;
ner_zh: Weibo; first, second, held: Faker's values in the sentences of `sentences/`, of which "held" was never tuned on.
The quiet sets are talk without labels; there the number of findings is told, by 10,000 signs: the redacted English
interviews hold next to nothing to find, the Chinese meetings hold real names.
Run: python benchmarks/privacy_quality.py --raw DIR
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import faker_text

from alignsurvey.privacy import DIRECT, Span, spans_batch
from alignsurvey.privacy.quality import evaluate
from alignsurvey.privacy.quality.evaluate import Labelled

ROUNDS = 50
_ENTITY = {"HOME_TOWN": "LOCATION"}
SETS = ("planted", "pii_en", "ner_zh", *faker_text.PARTS)


def planted(folder: Path) -> list[Labelled]:
    """The turns of generated interviews that have something planted, and as many that have not."""
    by_turn: dict[tuple[str, str, int], list[Span]] = {}
    for entry in json.loads((folder / "planted.json").read_text(encoding="utf-8")):
        kind = "turns" if entry["turn"] is not None else "annotations"
        place = (entry["interview"], kind, entry["turn"] if kind == "turns" else entry["annotation"])
        entity = _ENTITY.get(entry["entity"], entry["entity"])
        by_turn.setdefault(place, []).append(Span(entry["start"], entry["end"], entity))
    rows = []
    for path in sorted((folder / "interviews").glob("*.json")):
        interview = json.loads(path.read_text(encoding="utf-8"))
        for kind, field in (("turns", "text"), ("annotations", "reasoning")):
            for number, item in enumerate(interview[kind]):
                spans = by_turn.get((path.stem, kind, number), [])
                rows.append(Labelled(item[field], interview["language"], tuple(sorted(spans))))
    return rows


def labelled(name: str, raw: Path | None) -> list[Labelled]:
    """The rows of one set; none where it needs raw files that are not there."""
    if name in faker_text.PARTS:
        return [row for language in ("en", "zh") for row in faker_text.make(language, name, ROUNDS)]
    if name == "planted":
        with tempfile.TemporaryDirectory() as folder:
            command = ["generate", "ase", "--out", folder, "--contact-sheet-share", "0", "--questionnaires", "0"]
            subprocess.run([sys.executable, "-m", "alignsurvey.cli", *command], check=True, capture_output=True)
            return planted(Path(folder) / "ase")
    if raw is None:
        return []
    if name == "pii_en":
        return evaluate.read_presidio(raw / "pii_en" / "generated_small.json")
    return evaluate.read_conll(raw / "ner_zh" / "weiboNER_2nd_conll.train")


def quiet(raw: Path) -> dict[str, tuple[str, list[str]]]:
    """Talk without labels: {name: (language, texts)}."""
    csv.field_size_limit(10**8)
    talks, meetings = [], []
    for path in sorted((raw / "interviews_en").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            talks += [row["text"] for row in csv.DictReader(stream)]
    for line in (raw / "interviews_zh" / "vcsum" / "short_dev.jsonl").read_text(encoding="utf-8").splitlines():
        meetings += ["".join(part) for part in json.loads(line)["context"]]
    return {"interviews_en": ("en", talks), "vcsum": ("zh", meetings)}


def _pooled(scores: dict[str, dict[str, dict[str, float]]]) -> str:
    """Recall of all direct identifiers but names, a line a language: the goal of 99.5% is set for them."""
    lines = []
    for language, by in scores.items():
        cells = [by[entity] for entity in DIRECT if entity != "PERSON" and by.get(entity, {}).get("n")]
        total = sum(cell["n"] for cell in cells)
        if total:
            hit = sum(cell["n"] * cell["recall"] for cell in cells)
            lines.append(f"{language:4}{'NUMBERS':16}{total:>6.0f}{'':>7}{hit / total:>8.3f}")
    return "\n".join(lines)


def _show_misses(rows: list[Labelled], spoken: bool) -> None:
    counts = Counter(evaluate.misses(rows))
    for (language, entity, text), count in sorted(counts.items()):
        print(f"  {language} {entity:16}{count:>4}  {text}")
    for row in rows if spoken else ():
        for span in spans_batch([row.text], row.language)[0]:
            if all(gold.end <= span.start or span.end <= gold.start for gold in row.spans):
                print(f"  {row.language} {span.entity:16} false  {row.text[span.start : span.end]}  | {row.text[:90]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, help="folder with pii_en/, ner_zh/, interviews_en/ and interviews_zh/")
    parser.add_argument("--sets", nargs="*", default=[*SETS, "quiet"], choices=[*SETS, "quiet"])
    parser.add_argument("--misses", action="store_true", help="also print what was missed, on a developer's screen")
    parser.add_argument("--false", action="store_true", help="also print what was wrongly found")
    given = parser.parse_args()
    for name in given.sets:
        rows = labelled(name, given.raw) if name != "quiet" else []
        if rows:
            scores = evaluate.evaluate(rows)
            print(f"{name}\n{evaluate.table(scores)}\n{_pooled(scores)}")
        if rows and (given.misses or given.false):
            _show_misses(rows, given.false)
    if "quiet" in given.sets and given.raw:
        for name, (language, texts) in quiet(given.raw).items():
            found = Counter(span.entity for spans in spans_batch(texts, language) for span in spans)
            size = sum(map(len, texts)) / 10_000
            print(f"{name}: findings by 10,000 signs: {', '.join(f'{e} {n / size:.2f}' for e, n in found.items())}")


if __name__ == "__main__":
    main()
