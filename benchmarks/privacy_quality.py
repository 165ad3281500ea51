"""Precision, recall and F2 of the recognisers, by entity and language, on every labelled text there is.

Beside each set stands what was done with it: "tuned" where rules or thresholds were fitted to it, "trained" where the
recognisers learnt from it (then only its documents that were held out are read), "unseen" where neither is true.

planted: synthetic interviews of `alignsurvey generate ase`, nothing on the contact sheet; pii_en: presidio-research;
ner_zh: Weibo, and ner_zh_dev its part that nobody looked at; first, second, held: Faker's values in the sentences of
`sentences/`; shapes-read, -unread, -last: numbers and addresses of ten countries in sentences of our own
(`shapes_text`); further sets are all folders below --raw and --ner with rows as
`alignsurvey.privacy.quality.labelled_sets` reads them. The quiet sets are talk without labels; there the number of
findings is told, by 10,000 characters: the redacted English interviews hold next to nothing to find, the Chinese
meetings hold real names.
Run: python benchmarks/privacy_quality.py --raw DIR [--ner DIR]
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
import shapes_text

from alignsurvey.privacy import DIRECT, Span, spans_batch
from alignsurvey.privacy.quality import evaluate, labelled_sets
from alignsurvey.privacy.quality.evaluate import Labelled

ROUNDS = 50
_ENTITY = {"HOME_TOWN": "LOCATION"}
SHAPES = tuple(f"shapes-{part}" for part in shapes_text.PARTS)
SETS = ("planted", "pii_en", "ner_zh", "ner_zh_dev", *faker_text.PARTS, *SHAPES)
# What was done with each set of SETS; the other sets tell it by the configs of the recognisers.
SEEN = {
    **dict.fromkeys(("planted", "pii_en", "ner_zh", *faker_text.PARTS, *SHAPES), "tuned"),
    "ner_zh_dev": "unseen",
}


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
    if name in SHAPES:
        part = name.removeprefix("shapes-")
        return [row for language in ("en", "zh") for row in shapes_text.make(language, part)]
    if name == "planted":
        with tempfile.TemporaryDirectory() as folder:
            command = ["generate", "ase", "--out", folder, "--contact-sheet-share", "0", "--questionnaires", "0"]
            subprocess.run([sys.executable, "-m", "alignsurvey.cli", *command], check=True, capture_output=True)
            return planted(Path(folder) / "ase")
    if raw is None:
        return []
    if name == "pii_en":
        return evaluate.read_presidio(raw / "pii_en" / "generated_small.json")
    part = "dev" if name == "ner_zh_dev" else "train"
    return evaluate.read_conll(raw / "ner_zh" / f"weiboNER_2nd_conll.{part}")


def further(roots: list[Path]) -> dict[str, tuple[str, list[Labelled]]]:
    """{set: (what was done with it, rows)} of the labelled sets; of one that was trained on, the part held out."""
    trained, found = labelled_sets.trained(), {}
    for folder in (folder for root in roots for folder in labelled_sets.folders(root)):
        rows = list(labelled_sets.read(folder))
        seen = "unseen"
        if folder.name in trained:
            rows, seen = [row for row in rows if row.part == "held"], "trained on its other documents"
        made = [Labelled(r.text, _language(r.text), tuple(Span(s, e, k) for s, e, k in r.spans)) for r in rows]
        found[folder.name] = (seen, made)
    return found


def _language(text: str) -> str:
    return "zh" if sum("一" <= sign <= "鿿" for sign in text) > 0.2 * len(text) else "en"


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
    parser.add_argument("--ner", type=Path, help="folder with further labelled sets")
    parser.add_argument("--sets", nargs="*", help="names of sets; all without it, and `quiet`")
    parser.add_argument("--misses", action="store_true", help="also print what was missed, on a developer's screen")
    parser.add_argument("--false", action="store_true", help="also print what was wrongly found")
    given = parser.parse_args()
    more = further([root for root in (given.raw, given.ner) if root])
    for name in given.sets or [*SETS, *more, "quiet"]:
        seen, rows = more[name] if name in more else (SEEN.get(name, ""), [])
        rows = rows or (labelled(name, given.raw) if name in SETS else [])
        if rows:
            scores = evaluate.evaluate(rows)
            labels = sum(bool(span.entity) for row in rows for span in row.spans)
            print(
                f"{name} ({seen}; {len(rows)} texts, n={labels})\n{evaluate.table(scores)}\n{_pooled(scores)}",
                flush=True,
            )
        if rows and (given.misses or given.false):
            _show_misses(rows, given.false)
    if given.raw and "quiet" in (given.sets or ["quiet"]):
        for name, (language, texts) in quiet(given.raw).items():
            found = Counter(span.entity for spans in spans_batch(texts, language) for span in spans)
            size = sum(map(len, texts)) / 10_000
            print(
                f"{name}: findings by 10,000 characters: {', '.join(f'{e} {n / size:.2f}' for e, n in found.items())}"
            )


if __name__ == "__main__":
    main()
