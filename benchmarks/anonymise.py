"""Documents a second and recall against Presidio's AnalyzerEngine in a loop, with the same models, on two cores.

The peer is what Presidio's documentation builds: for English the default registry over the same spaCy model; for
Chinese the tagger of jieba as a recogniser, beside pattern recognisers with the same number patterns as ours. A second
line lays our own recognisers in that loop beside it, a third a text of 100,000 signs beside one of 10,000.
Rates are the best of some rounds, taken in turn, since other work on the machine slows both.
Run: python benchmarks/anonymise.py
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import faker_text

from alignsurvey.privacy import Span, engines, evaluate, models, patterns_shared, patterns_zh, spans_batch
from alignsurvey.privacy.evaluate import Labelled

BLOCK = 64
ROUNDS = 3
DIRECT = ("PERSON", "PHONE", "EMAIL", "ID_NUMBER", "BANK_CARD", "STREET_ADDRESS")


def documents(language: str, count: int, sentences: int = 4) -> list[Labelled]:
    """`count` texts of a few labelled sentences each."""
    rows = faker_text.make(language, "second", rounds=count * sentences // 10 + 1)
    made = []
    for start in range(0, count * sentences, sentences):
        text, spans, gap = "", [], " " if language == "en" else ""
        for row in rows[start : start + sentences]:
            spans += [Span(s.start + len(text), s.end + len(text), s.entity) for s in row.spans]
            text += row.text + gap
        made.append(Labelled(text, language, tuple(spans)))
    return made


def peer(language: str) -> Any:
    """An AnalyzerEngine with the same model."""
    from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    if language == "en":
        named = [{"lang_code": "en", "model_name": models.DEFAULT["en"]}]
        provider = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": named})
        return AnalyzerEngine(nlp_engine=provider.create_engine())
    numbers = [
        PatternRecognizer(
            rule.entity, patterns=[Pattern(rule.entity, rule.pattern, rule.score)], supported_language="zh"
        )
        for rule in patterns_shared.RULES + patterns_zh.RULES
    ]
    registry = RecognizerRegistry(recognizers=[*numbers, _jieba_tagger()], supported_languages=["zh"])
    return AnalyzerEngine(registry=registry, nlp_engine=engines.engine("zh").nlp_engine, supported_languages=["zh"])


def _jieba_tagger() -> Any:
    import jieba.posseg
    from presidio_analyzer import EntityRecognizer, RecognizerResult

    kinds = {"nr": "PERSON", "ns": "LOCATION", "nt": "ORGANIZATION"}

    class Tagger(EntityRecognizer):
        def load(self) -> None: ...

        def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
            found, place = [], 0
            for pair in jieba.posseg.cut(text):
                if pair.flag in kinds:
                    found.append(RecognizerResult(kinds[pair.flag], place, place + len(pair.word), 0.85))
                place += len(pair.word)
            return found

    return Tagger(supported_entities=list(kinds.values()), supported_language="zh", name="jieba")


def recall(rows: list[Labelled], found: list[list[tuple[int, int]]]) -> float:
    """Share of the labelled direct identifiers that the findings cover."""
    total = hit = 0
    for row, spans in zip(rows, found, strict=True):
        covered = {place for start, end in spans for place in range(start, end)}
        for span in row.spans:
            if span.entity in DIRECT:
                total += 1
                hit += all(place in covered for place in range(span.start, span.end) if row.text[place].isalnum())
    return hit / total


def _ours(texts: list[str], language: str) -> list[list[tuple[int, int]]]:
    return [[(span.start, span.end) for span in found] for found in spans_batch(texts, language)]


def measure(language: str, count: int, workers: int) -> tuple[float, float, float, float]:
    """(documents a second and recall of ours, then of the peer); both warmed up before the clock starts."""
    rows = documents(language, count)
    texts = [row.text for row in rows]
    blocks = [texts[start : start + BLOCK] for start in range(0, count, BLOCK)]
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(_ours, [texts[:BLOCK]] * workers * 2, [language] * workers * 2))
        ours, loop = [], []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            found = [spans for block in pool.map(_ours, blocks, [language] * len(blocks)) for spans in block]
            ours.append(count / (time.perf_counter() - start))
            loop.append(_loop(peer(language), rows, language))
    return max(ours), recall(rows, found), *max(loop)


def _loop(analyzer: Any, rows: list[Labelled], language: str) -> tuple[float, float]:
    """Documents a second and recall of an AnalyzerEngine, a document at a time."""
    analyzer.analyze(rows[0].text, language)
    start = time.perf_counter()
    found = [[(r.start, r.end) for r in analyzer.analyze(row.text, language)] for row in rows]
    return len(rows) / (time.perf_counter() - start), recall(rows, found)


def seconds(language: str, signs: int) -> float:
    """Seconds for one long text, in this process; no two pieces of it are alike, so that none is looked up."""
    rows = documents(language, signs // 60)
    text = " ".join(f"{number} {row.text}" for number, row in enumerate(rows))[:signs]
    start = time.perf_counter()
    spans_batch([text], language)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--quality", action="store_true", help="print precision, recall and F2 on both parts instead")
    given = parser.parse_args()
    if given.quality:
        for part in ("first", "second"):
            rows = [row for language in ("en", "zh") for row in faker_text.make(language, part, rounds=50)]
            print(f"{part}\n{evaluate.table(evaluate.evaluate(rows))}")
        return
    for language in ("en", "zh"):
        ours, found, theirs, missed = measure(language, given.documents, given.workers)
        print(
            f"{language}: {ours:.0f} documents/s (recall {found:.3f}) against {theirs:.0f} of AnalyzerEngine in a loop "
            f"(recall {missed:.3f}): {ours / theirs:.1f}x"
        )
        same, _ = _loop(engines.engine(language), documents(language, given.documents), language)
        print(f"{language}: {same:.0f} documents/s of the same recognisers in that loop: {ours / same:.1f}x")
        short, long = (seconds(language, signs) for signs in (10_000, 100_000))
        print(f"{language}: a text of 10,000 signs in {short:.2f} s, of 100,000 in {long:.2f} s: {long / short:.1f}x")


if __name__ == "__main__":
    main()
