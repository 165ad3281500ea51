"""What finds named entities: the project's own recogniser (`learnt`), or a stronger model as one pipeline of spaCy.

ALIGNSURVEY_SPACY_EN and ALIGNSURVEY_SPACY_ZH name a model in its place: a spaCy package or folder ("en_core_web_trf"),
or the folder or Hub id of a token classifier ("dslim/bert-base-NER"). Nothing is downloaded here but a Hub id that is
named so.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from ...files.errors import InputError, require
from . import learnt

BATCH = 64
LEAST = 0.3  # findings of the own recogniser below this probability are not looked at
# Components that named entities do not need; the small model's recogniser has word vectors of its own.
_UNUSED = ("tagger", "parser", "attribute_ruler", "lemmatizer", "senter", "morphologizer")
# Labels of OntoNotes, CoNLL and CLUENER as what the recognisers ask for.
MAPPING = {
    **dict.fromkeys(("PERSON", "PER", "NAME", "name"), "PERSON"),
    **dict.fromkeys(("GPE", "LOC", "LOCATION", "address"), "LOCATION"),
    **dict.fromkeys(("ORG", "ORGANIZATION", "company", "organization", "government"), "ORG"),
    "FAC": "FACILITY",
}
_FACTORY = "alignsurvey_classifier"


@dataclass(frozen=True)
class Named:
    """One entity of a model, under the names that Presidio gives a span of spaCy, and its probability.

    Models of others give none that could be compared; what they find counts as sure.
    """

    label_: str
    start_char: int
    end_char: int
    text: str
    score: float = 1.0


@dataclass(frozen=True)
class Names:
    """What the rules get of the models: entities, and the own recogniser's probabilities of every token."""

    entities: tuple[Named, ...]
    scores: learnt.Scores

    def odds(self, start: int, end: int, label: str) -> float:
        """How likely text[start:end] is a PERSON, LOCATION or ORG: 1 where a model found one there."""
        if any(e.label_ == label and e.start_char < end and start < e.end_char for e in self.entities):
            return 1.0
        return self.scores.of(start, end, label)


def load(language: str) -> Any:
    """The pipeline of a language: the model that its variable names, else a blank one beside the own recogniser.

    Raises InputError for a model that is not there.
    """
    spacy = require("spacy", "privacy")
    variable = f"ALIGNSURVEY_SPACY_{language.upper()}"
    name = os.environ.get(variable)
    if not name:
        return spacy.blank(language)
    if _is_classifier(name):
        return _classifying(language, name, variable)
    try:
        return spacy.load(name, exclude=list(_UNUSED))
    except (OSError, ValueError, ImportError) as error:
        why = "" if isinstance(error, OSError) else f" or needs something that is not ({type(error).__name__})"
        raise InputError(f"spaCy model {name} is not installed{why}; install it or unset {variable}") from None


def read(nlp: Any, texts: Sequence[str], language: str) -> Iterator[Names]:
    """The entities of each text, in order: of the pipeline where it has a component, else of the own recogniser."""
    scores = learnt.load(language).scores(texts)
    if not nlp.pipe_names:
        for text, one in zip(texts, scores, strict=True):
            found = ((f.kind, f.start, f.end, text[f.start : f.end], f.score) for f in one.find(LEAST))
            yield Names(tuple(Named(*each) for each in found), one)
        return
    for doc, one in zip(nlp.pipe(texts, batch_size=BATCH), scores, strict=True):
        spans = ((MAPPING.get(e.label_, ""), e.start_char, e.end_char, e.text) for e in doc.ents)
        yield Names(tuple(Named(*span) for span in spans if span[0]), one)


def _is_classifier(name: str) -> bool:
    """Whether a name means a token classifier: a folder of transformers, or owner/name on the Hub."""
    folder = Path(name)
    if folder.is_dir():
        return (folder / "config.json").is_file() and not (folder / "config.cfg").is_file()
    return name.count("/") == 1 and not folder.is_absolute()


def _classifying(language: str, name: str, variable: str) -> Any:
    """A blank pipeline of spaCy with the classifier as its only component."""
    spacy = require("spacy", "privacy")
    require("torch", "train")
    transformers = require("transformers", "train")
    transformers.logging.set_verbosity_error()
    try:
        classifier = transformers.pipeline("token-classification", model=name, aggregation_strategy="simple", device=-1)
    except (OSError, ValueError, KeyError) as error:
        raise InputError(
            f"{variable}: {name} is no token classifier of transformers ({type(error).__name__}); "
            "name a folder or a Hub id with config, weights and tokenizer"
        ) from None
    _register()
    nlp = spacy.blank(language)
    nlp.add_pipe(_FACTORY)
    nlp.get_pipe(_FACTORY).classifier = classifier
    return nlp


@cache
def _register() -> None:
    language = require("spacy.language", "privacy").Language
    language.factory(_FACTORY, func=lambda nlp, name: Classifier())


class Classifier:
    """A component of spaCy that sets a text's entities as a token classifier finds them."""

    classifier: Any = None

    def __call__(self, doc: Any) -> Any:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Any], batch_size: int = BATCH) -> Iterator[Any]:
        """The documents with their entities; a text longer than the model's window is read in overlapping parts."""
        window = self.classifier.tokenizer.model_max_length
        options = {"stride": 32} if self.classifier.tokenizer.is_fast and 64 < window <= 8192 else {}
        filter_spans = require("spacy.util", "privacy").filter_spans
        docs = iter(stream)
        while block := list(islice(docs, batch_size)):
            for doc, found in zip(block, self.classifier([d.text or " " for d in block], **options), strict=True):
                spans = (doc.char_span(f["start"], f["end"], f["entity_group"], alignment_mode="expand") for f in found)
                doc.ents = filter_spans([span for span in spans if span is not None])
                yield doc
