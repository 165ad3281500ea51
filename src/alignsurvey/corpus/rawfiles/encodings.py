"""Which encoding the texts of a file have, and why: its declaration, UTF-8 that proves itself, or a likely reading.

A short label can be read in several code pages without an error, so that what a detector guesses first is often wrong.
Each reading is therefore judged by its letters; where more than one makes sense, a person decides.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...files.errors import InputError
from .letters import ALPHABETS, KOREAN, LATIN, PUNCTUATION, SIMPLIFIED, TRADITIONAL

UTF_8 = "utf-8"
BROKEN = "\ufffd"  # stands for bytes that are no character
_EAST_ASIAN = ("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr")
# Supersets of Windows under the names that people know.
_CODECS = {"big5": "cp950", "shift_jis": "cp932", "euc_kr": "cp949", "ibm850": "cp850", "ibm866": "cp866",
           "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030"}  # fmt: skip
_PRIOR = {"mac-roman": 0.8, "mac-cyrillic": 0.8, "ibm850": 0.8, "ibm866": 0.9, "iso-8859-5": 0.8, "koi8-r": 0.9}
_PLAUSIBLE, _SURE, _AHEAD = 0.5, 0.6, 0.15  # measured on labels of five to forty letters in fourteen languages
_MOST_BROKEN = 0.05  # share of the texts that may be broken in a code page
_SAMPLE = 20_000  # bytes of texts that are judged
_SHOWN = 4  # readings in an error

# A capital inside a word, a sign between two letters, a letter that touches a digit: another code page.
_ODD = re.compile(
    r"[a-zà-öø-ÿа-яα-ω][A-ZÀ-ÖØ-ÞА-ЯΑ-Ω]|[^\W\d_][‡†„“”•‰‹›¢¤¥¦§¨©ª«¬®¯°±²³´µ¶¸¹º»¼½¾¿¡˝˛ˇ‚ƒ][^\W\d_]|[À-ɏ]\d|\d[À-ɏ]"
)
_ENOUGH = 20  # letters from which a language can be told


@dataclass(frozen=True)
class Encoding:
    """The encoding of a file's texts. `why` is for people; `broken` texts are not valid in it."""

    name: str
    why: str
    broken: int = 0

    def decode(self, raw: bytes) -> str:
        """A text, with U+FFFD for each of its bytes that is no character."""
        # GSS and others mix: a text that is valid UTF-8 is hardly ever anything else in a Latin code page.
        codec = UTF_8 if self.name in LATIN and _in_utf_8(raw) else _codec(self.name)
        return raw.decode(codec, errors="replace")


def find_encoding(texts: Iterable[bytes], file: str, asked: str | None = None, declared: str | None = None) -> Encoding:
    """The encoding that texts of a file are in.

    Args:
        texts: Labels and values as bytes; those in ASCII alone tell nothing and may be left out.
        file: What messages call the file.
        asked: The encoding that a person named; nothing is guessed then.
        declared: The one that the file itself declares.

    Returns:
        The encoding with the reason for it and the number of texts that are broken in it.

    Raises:
        InputError: The asked one is unknown or does not fit; or several readings make sense, which are shown.
    """
    every = set(texts)
    high = sorted(text for text in every if not text.isascii())
    if asked:
        return _asked(high, asked, file)
    if not high:
        return Encoding(UTF_8, "all texts are plain ASCII")
    broken = _broken(high, UTF_8)
    if broken < len(high) - broken or not broken:
        return Encoding(UTF_8, f"{'nearly all its texts' if broken else 'its bytes'} are valid UTF-8", broken)
    if declared and not _same(declared, UTF_8) and _known(declared):
        broken, score = _broken(high, declared), _score(high, declared)
        if broken <= _MOST_BROKEN * len(high) and score >= _PLAUSIBLE:
            return Encoding(declared.lower(), "the file declares it, and its letters agree", broken)
    return _likeliest(high, sorted(text for text in every if text.isascii()), file)


def _asked(high: Sequence[bytes], asked: str, file: str) -> Encoding:
    if not _known(asked):
        raise InputError(f"{file}: {asked!r} is no encoding; write utf-8, gb18030, big5, windows-1251, ...")
    broken = _broken(high, asked)
    if broken > len(high) / 2:
        raise InputError(f"{file}: its texts are not {asked}; leave the encoding out, and its name is looked for")
    return Encoding(asked, "it was asked for", broken)


def _likeliest(high: Sequence[bytes], plain: Sequence[bytes], file: str) -> Encoding:
    """The encoding whose reading makes most sense; `plain` texts tell the language. Raises InputError."""
    high = [raw for raw in high if not _in_utf_8(raw)] or high
    sample = _cut(high)
    # Readings that give the same texts are one; the most usual name comes first.
    readings: dict[tuple[str, ...], tuple[float, str]] = {}
    for name in (*LATIN, *ALPHABETS, *_EAST_ASIAN):
        if _broken(high, name) <= max(_MOST_BROKEN * len(high), 1 if len(high) > 4 else 0):
            texts = tuple(raw.decode(_codec(name), errors="replace") for raw in sample)
            score = _score(sample, name)
            if texts not in readings or score > readings[texts][0]:
                readings[texts] = (score, readings[texts][1] if texts in readings else name)
    ranked = [(score, name, texts) for texts, (score, name) in readings.items() if score >= _PLAUSIBLE / 2]
    if len(ranked) > 1:
        words = " ".join(raw.decode("ascii") for raw in _cut(plain))
        ranked = [(score * _speaks(texts, words, name), name, texts) for score, name, texts in ranked]
    ranked.sort(key=lambda one: -one[0])
    scores = [*(score for score, _, _ in ranked), 0.0, 0.0]
    if scores[0] >= _SURE and scores[0] - scores[1] >= _AHEAD:
        name = ranked[0][1]
        return Encoding(name, "no UTF-8; its letters make sense in this code page alone", _broken(high, name))
    plausible = [(name, texts) for score, name, texts in ranked if score >= scores[0] - 2 * _AHEAD][:_SHOWN]
    several = "several encodings are possible" if len(plausible) > 1 else "no encoding is sure"
    raise InputError(
        f"{file}: its texts are not UTF-8, and {several}; name the right one by --encoding, or as `encoding:` in the "
        f"codebook: {_samples(plausible) or 'gb18030, windows-1252, ...'}"
    )


def _samples(plausible: Sequence[tuple[str, Sequence[str]]]) -> str:
    """What each encoding makes of the text that they read most differently; the shortest of such texts."""
    if not plausible:
        return ""
    texts = range(len(plausible[0][1]))
    told = min(texts, key=lambda one: (-len({read[one] for _, read in plausible}), abs(len(plausible[0][1][one]) - 12)))
    return "; ".join(f"{name} gives {' '.join(read[told].split())[:40]!r}" for name, read in plausible)


# Languages of Latin letters, by the code page of their files.
_SPOKEN = {
    "windows-1252": "de fr es pt it sv da no nb nn nl is ca en fi ga eu gl fo af oc br wa an lb mt id ms sw",
    "windows-1250": "pl cs sk hu hr ro sl bs sq de",
    "windows-1254": "tr az",
    "windows-1257": "lt lv et",
}


def _speaks(texts: Sequence[str], plain: str, name: str) -> float:
    """More than 1 where the reading is in a language of its code page, less where it is in one of another.

    Letters alone do not tell French, whose accents all are Czech letters in another code page; the words do.
    """
    own = _SPOKEN["windows-1252" if name in ("mac-roman", "ibm850") else name].split() if name in LATIN else []
    text = " ".join((*texts, plain))[:_SAMPLE]
    if not own or sum(one.isalpha() for one in text) < _ENOUGH:
        return 1.0
    try:
        from py3langid import langid
    except ImportError:  # without it a person is asked more often
        return 1.0
    spoken = langid.classify(text)[0]
    return 1.15 if spoken in own else 0.7 if any(spoken in others.split() for others in _SPOKEN.values()) else 1.0


def _cut(high: Sequence[bytes]) -> list[bytes]:
    size, kept = 0, []
    for raw in high:
        size += len(raw)
        kept.append(raw)
        if size > _SAMPLE:
            break
    return kept


def _codec(name: str) -> str:
    return _CODECS.get(name.lower().replace("-", "_"), _CODECS.get(name.lower(), name))


def _known(name: str) -> bool:
    try:
        codecs.lookup(_codec(name))
    except LookupError:
        return False
    return True


def _in_utf_8(raw: bytes) -> bool:
    return not _broken([raw], UTF_8)


def _same(one: str, other: str) -> bool:
    return _known(one) and codecs.lookup(_codec(one)).name == codecs.lookup(other).name


def _broken(texts: Sequence[bytes], name: str) -> int:
    """How many of the texts are not valid in an encoding."""
    codec, count = _codec(name), 0
    for raw in texts:
        try:
            raw.decode(codec)
        except UnicodeDecodeError:
            count += 1
    return count


def _score(texts: Sequence[bytes], name: str) -> float:
    """How much sense the texts make in an encoding, from 0 to 1."""
    text = "\n".join(raw.decode(_codec(name), errors="replace") for raw in texts)
    letters = [one for one in text if not one.isascii()]
    if not letters:
        return 0.0
    key = next((known for known in (*LATIN, *ALPHABETS, *_EAST_ASIAN) if _same(known, _codec(name))), name.lower())
    if key in ("iso-8859-1", "iso-8859-15"):
        key = "windows-1252"
    if key in LATIN:
        made = _latin(text, letters, LATIN[key])
    elif key in ALPHABETS:
        made = _alphabet(text, letters, *ALPHABETS[key])
    else:
        made = _east_asian(letters, key)
    return made * _PRIOR.get(key, 1.0)


def _latin(text: str, letters: Sequence[str], languages: dict[str, str]) -> float:
    """The share of letters that one language has; words of these languages are mostly plain letters."""
    best = max(
        sum(one.lower() in own or one in own or one in PUNCTUATION for one in letters) for own in languages.values()
    )
    plain = sum(one.isascii() and one.isalpha() for one in text)
    accented = sum(one.isalpha() for one in letters)
    crowded = min(1.0, plain / (1.5 * accented)) if accented else 1.0
    return best / len(letters) * crowded * _whole_words(text)


def _alphabet(text: str, letters: Sequence[str], own: str, common: str) -> float:
    """The share of letters of the alphabet, less where the common ones are rare or words mix two scripts."""
    ours = sum(one.lower() in own for one in letters) / len(letters)
    often = sum(one.lower() in common for one in letters) / len(letters)
    mixed = sum(
        any(one.lower() in own for one in word) and any(one.isascii() and one.isalpha() for one in word)
        for word in text.split()
    )
    words = sum(not word.isascii() for word in text.split())
    capitals = 0.75 if any(one.isupper() for one in letters) and not any(one.islower() for one in letters) else 1.0
    return ours * min(1.0, max(often - 0.2, 0.0) / 0.5) * (1 - mixed / max(words, 1)) * capitals * _whole_words(text)


def _whole_words(text: str) -> float:
    """Less than 1 where words hold what `_ODD` names."""
    words = [word for word in text.split() if not word.isascii()]
    odd = sum(bool(_ODD.search(word)) for word in words)
    return 1 - 0.8 * odd / max(len(words), 1)


def _east_asian(letters: Sequence[str], key: str) -> float:
    """The share of characters of the first level of a standard, where the usual ones are, and of the most frequent."""
    level = sum(_LEVELS[key](one) for one in letters) / len(letters)
    if key in ("shift_jis", "euc_jp"):
        kana = sum("\u3040" <= one <= "\u30ff" for one in letters) / len(letters)
        return level * min(1.0, 0.5 + 2 * kana)
    frequent = {"gb18030": SIMPLIFIED, "big5": TRADITIONAL, "euc_kr": KOREAN}[key]
    written = [one for one in letters if one.isalpha()] or list(letters)
    often = sum(one in frequent for one in written) / len(written)
    return level * (0.5 + 0.5 * min(1.0, often / 0.3))


def _lead(one: str, codec: str) -> int:
    """The first of a character's two bytes; 0 where it has not two."""
    raw = one.encode(codec, errors="ignore")
    return raw[0] if len(raw) == 2 else 0


def _simplified(one: str) -> float:
    lead = _lead(one, "gb2312")
    return (
        0.0
        if "\u3040" <= one <= "\u30ff"
        else 1.0
        if 0xB0 <= lead <= 0xD7 or lead in (0xA1, 0xA3)
        else 0.3 * (lead > 0xD7)
    )


def _traditional(one: str) -> float:
    lead = _lead(one, "big5")
    return 1.0 if 0xA1 <= lead <= 0xC6 else 0.2 * (lead > 0)


def _japanese(one: str) -> float:
    if "\uff61" <= one <= "\uff9f":  # half-width kana, which is what other code pages look like
        return 0.0
    lead = _lead(one, "shift_jis")
    return 1.0 if lead in (0x81, 0x82, 0x83) or 0x88 <= lead <= 0x97 else 0.2 * (lead > 0)


def _korean(one: str) -> float:
    lead = _lead(one, "euc_kr")
    return 1.0 if 0xB0 <= lead <= 0xC8 or lead in (0xA1, 0xA3) else 0.1 * (lead > 0)


_LEVELS = {
    "gb18030": _simplified, "big5": _traditional, "shift_jis": _japanese, "euc_jp": _japanese, "euc_kr": _korean,
}  # fmt: skip
