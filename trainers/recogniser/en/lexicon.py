"""The English lexicon: which words have an embedding of their own; how common each is as name, place and plain word."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from en import pools
from examples import Example
from word_lists import table, words

from alignsurvey.privacy.languages.en import features
from alignsurvey.privacy.languages.en import names as names_en

_SMALL = frozenset(table("en/others")["small"])


def build(examples: Iterable[Example], names: Path, path: Path, least: int = 3) -> None:
    """Write the lexicon of the words of `examples` and of the name lists of a folder."""
    seen, plain = _counts(examples)
    forenames, surnames, places = _forenames(names), _surnames(names), _places(names)
    words = set(forenames) | set(surnames) | set(places) | {word for word, n in seen.items() if n >= least}
    lines = []
    for word in sorted(words):
        count = plain[word]
        often = 4 if count > 300 else 3 if count > 30 else 2 if count > 4 else 1 if count else 0
        digits = f"{forenames.get(word, 0)}{surnames.get(word, 0)}{places.get(word, 0)}{often}"
        lines.append(f"{word}\t{digits}\t{1 if seen[word] >= least else 0}\n")
    with path.open("wb") as stream, gzip.GzipFile("", "wb", 9, stream, mtime=0) as packed:
        packed.write("".join(lines).encode("utf-8"))


def _counts(examples: Iterable[Example]) -> tuple[Counter[str], Counter[str]]:
    """How often each word stands in the text, and how often in small letters outside any name."""
    seen, plain = Counter[str](), Counter[str]()
    for example in examples:
        for string, kind in example.pieces:
            for start, end in features.tokens(string):
                token = string[start:end].replace("’", "'")
                seen[token.lower()] += 1
                if not kind and token.islower():
                    plain[token] += 1
    return seen, plain


def _forenames(names: Path) -> dict[str, int]:
    found = {name.lower(): 1 for name in pools.forenames(names).rest if " " not in name}
    given, _ = names_en.census()
    found |= {name: 3 if share >= 0.1 else 2 for name, share in given.items() if share >= 0.01}
    return found | {name.lower(): max(2, found.get(name.lower(), 0)) for name in words("en/wordlike_first")}


def _surnames(names: Path) -> dict[str, int]:
    found = {part.lower(): 1 for name in pools.surnames(names).rest for part in name.split()}
    order = pools.census_order()
    found |= dict.fromkeys(order[:10000], 2) | dict.fromkeys(order[:1000], 3)
    return found


def _places(names: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in (names / "cities_5000.txt").read_text(encoding="utf-8").splitlines():
        name, people, _ = line.split("\t")
        size = 3 if int(people) > 500_000 else 2 if int(people) > 50_000 else 1
        for part in name.lower().replace("-", " ").split():
            if part.isalpha() and len(part) > 2 and part not in _SMALL and ord(max(part)) < 0x250:
                found[part] = max(size, found.get(part, 0))
    broad = [*words("en/states"), *words("en/nations")]
    return found | {part.lower(): 4 for name in broad for part in name.split() if part.lower() not in _SMALL}
