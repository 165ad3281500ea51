"""The language of the wording of a survey, and the names of its questions."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")), ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")), ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")), ("el", re.compile(r"[\u0370-\u03ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)  # fmt: skip
_LETTER = re.compile(r"[^\W\d_]")
_ENOUGH = 40  # letters from which a language of Latin or Cyrillic letters can be told
_SHARE = 0.2  # of the letters; labels mix in names and codes of Latin letters
_SURE = 0.9
_NAME = re.compile(r"[\w\u4e00-\u9fff][\w.\u4e00-\u9fff-]{0,39}")


def language_of_wording(labels: Iterable[str]) -> tuple[str, bool]:
    """(language tag, whether it is sure) of the labels of a file; English where nothing tells."""
    text = " ".join(dict.fromkeys(label for label in labels if label))[:20_000]
    letters = len(_LETTER.findall(text))
    for tag, script in _SCRIPTS:
        if letters and len(script.findall(text)) > _SHARE * letters:
            return tag, True
    if letters < _ENOUGH:
        return "en", False
    try:
        from py3langid import langid
    except ImportError:
        return "en", False
    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    tag, sure = identifier.classify(text)
    return (str(tag), True) if sure >= _SURE else ("en", False)


def question_name(variable: str, place: int) -> str:
    """The id of a question: the name of its variable, or its place where the name is a wording."""
    return variable if _NAME.fullmatch(variable) and " " not in variable else f"q{place}"


def is_wording(label: str) -> bool:
    """Whether a label reads like a question that was asked, and not like the name of a variable."""
    return bool(re.search(r"[?？:：。؟]|\S+\s+\S+\s+\S+\s+\S+|[\u3040-\u9fff\uac00-\ud7af]{6,}", label))
