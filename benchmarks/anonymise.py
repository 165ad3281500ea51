"""Documents a second and recall against Presidio's AnalyzerEngine in a loop, with the same models, on two cores.

The peer is what Presidio's documentation builds: for English the default registry over the same spaCy model; for
Chinese the tagger of jieba as a recogniser, beside the same number patterns as ours.
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

from alignsurvey.privacy import Span, engines, evaluate, patterns_shared, patterns_zh, rules, spans_batch
from alignsurvey.privacy.evaluate import Labelled

BLOCK = 64
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
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    if language == "en":
        models = [{"lang_code": "en", "model_name": engines.MODELS["en"]}]
        provider = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models})
        return AnalyzerEngine(nlp_engine=provider.create_engine())
    numbers = rules.recognizers(patterns_shared.RULES + patterns_zh.RULES, "zh")
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
        start = time.perf_counter()
        found = [spans for block in pool.map(_ours, blocks, [language] * len(blocks)) for spans in block]
        ours = count / (time.perf_counter() - start)
    analyzer = peer(language)
    analyzer.analyze(texts[0], language)
    start = time.perf_counter()
    theirs = [[(r.start, r.end) for r in analyzer.analyze(text, language)] for text in texts]
    rate = count / (time.perf_counter() - start)
    return ours, recall(rows, found), rate, recall(rows, theirs)


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


if __name__ == "__main__":
    main()
