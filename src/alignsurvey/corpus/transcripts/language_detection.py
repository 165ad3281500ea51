"""Which language a conversation is in, as a BCP 47 tag, and whether the recognisers of personal data know it.

Where the writing does not decide, py3langid does: it is offline, 4.6 MB, and right for all 250 English interviews and
for every English utterance of 50 characters or more of the real interviews that this was measured on (lingua: 96 MB).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from ...files.errors import InputError, require
from ...languages import resolve
from ...privacy.languages.zh.characters import simplified, traditional
from .talk import Turn

MIN_PROBABILITY = 0.9  # probability from which the identifier is believed
MIN_LETTERS = 50  # letters from which it is asked
_SAMPLE = 4000
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
# Kana and Hangul distinguish Japanese and Korean from Chinese, whose characters they share.
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\u1100-\u11ff\uac00-\ud7af]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")
_MIXED_WORDS = 3  # foreign words that people mix into Chinese
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


@cache
def _identifier() -> Any:
    langid = require("py3langid.langid", "transcripts")
    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)


def language_of(text: str) -> str | None:
    """ "zh-Hans", "zh-Hant", "en" or the tag of another language; None for a text that is too short."""
    letters = len(_LETTER.findall(text))
    han = len(_HAN.findall(text))
    if han and han > letters / 5 and len(_KANA.findall(text)) <= han / 10:
        return script_of(text)
    if len(_HANGUL.findall(text)) > letters / 5:
        return "ko"
    if len(_KANA.findall(text)) > letters / 5:
        return "ja"
    if letters < MIN_LETTERS:
        return None
    tag, probability = _identifier().classify(text)
    if probability < MIN_PROBABILITY:
        return None
    return script_of(text) if resolve(tag).base == "zh" else str(tag)


def script_of(text: str) -> str:
    """The tag of Chinese in the characters that only one of the two writings has; simplified if there is none."""
    plain, old = simplified(text), traditional(text)
    only_old = sum(one != other for one, other in zip(text, plain, strict=True))
    only_new = sum(one != other for one, other in zip(text, old, strict=True))
    return "zh-Hant" if only_old > only_new else "zh-Hans"


def language_tag(turns: Sequence[Turn], declared: str | None, where: str, known: Sequence[str]) -> str:
    """The tag of a conversation. Raises InputError for a language outside `known`, and for one that is not declared.

    A text that cannot be anonymised must not be published; it would go through the recognisers of another language.
    """
    text = _sample(turns)
    found = language_of(text)
    declared = declared.replace("_", "-") if declared else None
    if declared and found and _declared(declared, where) != resolve(found).base:
        raise InputError(f"{where}: declared as {declared}, but written in {found}; correct it, or leave it out")
    tag = declared or found or _by_script(text, where)
    if _declared(tag, where) and resolve(tag).recognisers not in known:
        what = f"written in {tag}, which cannot be anonymised (only {', '.join(known)})"
        raise InputError(f"{where}: {what}; leave this interview out")
    return (found or script_of(text)) if resolve(tag).base == "zh" and "-" not in tag else tag


def _declared(tag: str, where: str) -> str:
    """The language of a declared tag."""
    try:
        return resolve(tag).base
    except InputError:
        raise InputError(f"{where}: its `language` is no BCP 47 tag such as en or zh-Hant; correct it") from None


def _by_script(text: str, where: str) -> str:
    """The tag of a short text."""
    letters, latin = len(_LETTER.findall(text)), len(_LATIN.findall(text))
    if _KANA.search(text) or latin < letters / 2:
        raise InputError(f"{where}: too short to detect its language; write `language` in the file or leave it out")
    return "en"


def is_foreign(text: str, tag: str) -> bool:
    """Whether an utterance is surely in another language than its interview.

    In Chinese talk a sentence of Latin letters is: the Chinese recognisers would not see a name in it.
    """
    found = language_of(text)
    if found is None and resolve(tag).base == "zh" and not _HAN.search(text):
        return len(_WORD.findall(text)) > _MIXED_WORDS
    return found is not None and resolve(found).base != resolve(tag).base


def _sample(turns: Sequence[Turn]) -> str:
    """Text from all over a conversation: each utterance gives the same share."""
    share = max(_SAMPLE // max(len(turns), 1), 40)
    return "\n".join(turn["text"][:share] for turn in turns)[: 2 * _SAMPLE]
