"""The Presidio engines: one AnalyzerEngine a language, and fast passes over many texts with the same recognisers.

What a language needs lies in its folder of `languages`; `models` says how to name a stronger model.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

from ...files.errors import InputError, require
from ...languages import resolve as resolve_tag
from ..entities import ENTITIES, SHAPED, Span, resolve
from ..languages import SHARED, fold, languages, load
from ..languages.presidio import presidio
from ..languages.rules import AUDITED, recognizers
from ..languages.shared import RULES as SHARED_RULES
from . import models

CHUNK = 1500  # characters: pattern matching and Presidio's own bookkeeping stay linear in the length of an interview
_SENTENCE_ENDS = ("\n", "。", "！", "？", ". ", "? ", "! ")


def recogniser_language(tag: str) -> str:
    """The language of the recognisers for a BCP 47 tag. Raises InputError where there are none: never another's."""
    language = resolve_tag(tag).recognisers
    if language not in languages():
        known = ", ".join(languages())
        raise InputError(f"no recognisers of personal data for language {tag!r}; known: {known}; leave this talk out")
    return language


@cache
def engine(language: str) -> Any:
    """The AnalyzerEngine of a language. Raises InputError where the privacy extra or the model is missing."""
    known = load(language)
    analyzer = presidio()
    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    logging.getLogger("tldextract").setLevel(logging.ERROR)
    found = [*recognizers(SHARED_RULES + known.rules, language), _text_recognizer(language)]
    registry = analyzer.RecognizerRegistry(recognizers=found, supported_languages=[language])
    return analyzer.AnalyzerEngine(
        registry=registry,
        nlp_engine=_nlp(language),
        supported_languages=[language],
        context_aware_enhancer=_no_context(),
    )


def _no_context() -> Any:
    """The rules hold their contexts themselves; Presidio's own enhancer needs lemmas, which Chinese has not."""
    enhancers = require("presidio_analyzer.context_aware_enhancers", "privacy")

    class Unchanged(enhancers.ContextAwareEnhancer):  # type: ignore[misc,name-defined]
        def enhance_using_context(self, text: Any, raw_results: Any, *_: Any, **__: Any) -> Any:
            return raw_results

    return Unchanged(0.0, 0.0, 0, 0)


def _nlp(language: str) -> Any:
    """A Presidio NLP engine over the model of a language, loaded once and never downloaded."""
    nlp_engine = require("presidio_analyzer.nlp_engine", "privacy")
    labels = nlp_engine.NerModelConfiguration(
        model_to_presidio_entity_mapping=models.MAPPING, labels_to_ignore=_others(), default_score=0.85
    )
    made = nlp_engine.SpacyNlpEngine(ner_model_configuration=labels)
    made.nlp = {language: models.load(language)}
    return made


def _others() -> list[str]:
    known = ("CARDINAL", "DATE", "EVENT", "LANGUAGE", "LAW", "MONEY", "NORP", "ORDINAL", "PERCENT", "PRODUCT")
    return [*known, "QUANTITY", "TIME", "WORK_OF_ART", "MISC"]


def _text_recognizer(language: str) -> Any:
    """The recogniser of names, places and organisations of a language, as a Presidio EntityRecognizer."""
    analyzer = presidio()
    find = load(language).find

    class TextRecognizer(analyzer.EntityRecognizer):  # type: ignore[misc,name-defined]
        def load(self) -> None: ...

        def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[Any]:
            return [
                analyzer.RecognizerResult(entity, start, end, score)
                for entity, start, end, score in find(text, _names(text, language, nlp_artifacts))
                if entity in entities
            ]

    return TextRecognizer(
        supported_entities=["PERSON", "LOCATION", "STREET_ADDRESS", "SCHOOL", "EMPLOYER"],
        supported_language=language,
        name=f"text_{language}",
    )


def _names(text: str, language: str, artifacts: Any) -> models.Names:
    """What the models say, also where Presidio's own loop hands over the artifacts of a blank pipeline."""
    if isinstance(artifacts, models.Names):
        return artifacts
    return next(models.read(engine(language).nlp_engine.nlp[language], [text], language))


def spans(text: str, language: str) -> list[Span]:
    """What identifies people in a text, without overlap and in order; `language` is a BCP 47 tag."""
    return spans_batch([text], language)[0]


def spans_batch(texts: Sequence[str], language: str) -> list[list[Span]]:
    """`spans` of many texts: one pass of the model in batches, and each distinct piece of text looked at once."""
    base = recogniser_language(language)
    analyzer = engine(base)
    pieces = [list(_pieces(fold(text))) for text in texts]
    distinct = list(dict.fromkeys(piece for parts in pieces for _, piece in parts))
    known: dict[str, list[Span]] = {}
    try:
        names = models.read(analyzer.nlp_engine.nlp[base], distinct, base)
        for piece, artifacts in zip(distinct, names, strict=True):
            known[piece] = _analyse(analyzer, piece, base, artifacts)
    except InputError:
        raise
    except Exception as error:  # a message of a library may quote the text
        raise InputError(f"a text could not be read by the {base} recognisers ({type(error).__name__})") from None
    return [
        [Span(s.start + offset, s.end + offset, s.entity, s.score) for offset, piece in parts for s in known[piece]]
        for parts in pieces
    ]


_HINT = re.compile(
    r"[\d@_]|[零〇一二三四五六七八九幺][，、\s]?[零〇一二三四五六七八九幺]|\bdot\b|\b(?:oh|zero|one|two|three|five)\b",
    re.I,
)


def shaped_language(tag: str | None) -> str:
    """The language whose shapes are sought in text with a BCP 47 tag: `shared` where a language has no folder."""
    language = resolve_tag(tag).recognisers if tag and tag != SHARED else SHARED
    return language if language in languages() else SHARED


@cache
def _shaped(language: str) -> tuple[Any, ...]:
    """The recognisers of shapes in a language."""
    sought = {*SHAPED, "URL"}  # a number within a link is no phone
    rules = SHARED_RULES + (load(language).rules if language != SHARED else ())
    return tuple(recognizers((rule for rule in rules if rule.entity in sought and rule.score >= AUDITED), language))


def shaped_batch(texts: Sequence[str], language: str | None) -> list[list[Span]]:
    """Identifiers that their shape alone tells (`entities.SHAPED`), without any model: fast enough for whole builds.

    Survey answers may be in any language, so that one without recognisers gets the rules of `shared`.
    """
    found = _shaped(shaped_language(language))
    made = []
    for text in texts:
        hits: list[Span] = []
        folded = fold(text)
        for offset, piece in _pieces(folded) if _HINT.search(folded) else ():
            results = (r for one in found for r in one.analyze(piece, one.supported_entities))
            hits += [Span(r.start + offset, r.end + offset, r.entity_type, r.score) for r in results]
        made.append([span for span in resolve(hits) if span.entity in SHAPED])
    return made


def _analyse(analyzer: Any, text: str, language: str, artifacts: Any) -> list[Span]:
    """What the engine's recognisers find, asked one by one: what its `analyze` finds, without its accounts."""
    sought = list(ENTITIES)
    results = (r for one in analyzer.registry.recognizers for r in one.analyze(text, sought, artifacts))
    return resolve(Span(r.start, r.end, r.entity_type, round(r.score, 2)) for r in results)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """(offset, piece) of at most CHUNK signs, cut after a sentence, else at a space, else anywhere."""
    start = 0
    while start < len(text):
        end = len(text)
        if end - start > CHUNK:
            window = text[start : start + CHUNK]
            breaks = [window.rfind(sign) + len(sign) for sign in _SENTENCE_ENDS if sign in window]
            cut = max(breaks, default=0)
            if cut < CHUNK // 4:
                cut = max(window.rfind(" "), window.rfind("，")) + 1
            end = start + (cut if cut >= CHUNK // 4 else CHUNK)
        yield start, text[start:end]
        start = end


def batches(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """Lists of up to `size` items."""
    while block := list(islice(items, size)):
        yield block
