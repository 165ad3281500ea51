"""Under which forms a Chinese name comes again in an interview, and which forms are ordinary words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ..language import Forms
from ..lists import listed, words
from . import names
from .places import gazetteer, is_division

_FIRMS = listed("zh/legal_endings")
_ENDS = listed("zh/place_endings")
_PART = re.compile(rf"[一-鿿]{{1,4}}?(?:{'|'.join(_ENDS)})")
_NAMES = ("nr", "ns", "nz", "nt", "nrt", "nrfg")  # tags of jieba's dictionary for names


def organisations(name: str) -> list[str]:
    """湖南宏远科技有限公司 is also 宏远科技有限公司 and 宏远科技."""
    bare = next((name[n:] for n in range(len(name) - 2, 1, -1) if is_division(name[:n])), name)
    core = next((bare.removesuffix(end) for end in _FIRMS if bare.endswith(end)), bare)
    return [name, *(form for form in (bare, core) if len(form) > 4 or (len(form) > 1 and not is_word(form)))]


def places(name: str) -> list[str]:
    """宁乡县花明楼镇 is also 花明楼镇 and 花明楼; a place that stays at every level is not searched for."""
    found = [name]
    for piece in _parts(name):
        short = next((piece.removesuffix(end) for end in _ENDS if piece.endswith(end)), piece)
        found += [piece, *([short] if len(short) > 1 and not is_word(short) else [])]
    table = gazetteer()
    return [form for form in found if len(form) > 1 and form not in table.provinces and form not in table.prefectures]


def _parts(name: str) -> Iterator[str]:
    """宁乡县 and 花明楼镇 of 宁乡县花明楼镇: divisions as the table has them, then whatever ends like a place."""
    place = 0
    while place < len(name):
        size = next((size for size in range(11, 1, -1) if is_division(name[place : place + size])), 0)
        match = None if size else _PART.match(name, place)
        if not size and not match:
            return
        end = place + size if match is None else match.end()
        yield name[place:end]
        place = end


_SOUNDS = re.compile(f"[{names.WRITTEN}]{{2,7}}")  # characters that foreign names are written with


@cache
def _generic() -> frozenset[str]:
    return (
        words("zh/generic") | words("zh/kinds_of") | words("zh/stop") | words("zh/public_bodies") | words("zh/nobody")
    )


def is_word(form: str) -> bool:
    """Whether a form is an ordinary word of Chinese.

    The dictionary also calls frequent words without a surname people, such as 幼儿园; 30 times in it tell these.
    """
    count, tag = names.odds().words.get(form, (0, "nr"))
    if form in _generic() or (count > 0 and tag not in _NAMES):
        return True
    named = form[:1] in names.SURNAMES or form[:2] in names.COMPOUND or form[:1] in tuple("阿小老")
    return tag == "nr" and count >= 30 and not named and not _SOUNDS.fullmatch(form)


def plain_words(_: Sequence[str]) -> frozenset[str]:
    """Chinese has no capitals that would tell words from names."""
    return frozenset()


def is_plain(form: str, _: frozenset[str]) -> bool:
    """Whether a form is an ordinary word; longer forms are none."""
    return len(form) < 2 or (len(form) < 4 and not form.isascii() and is_word(form))


FORMS = Forms(organisations, places, plain_words, is_plain)
