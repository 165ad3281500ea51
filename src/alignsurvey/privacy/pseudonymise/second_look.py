"""One pass over a whole interview: what was found once is found everywhere, and what is a plain word here is nobody.

A form is searched for through the interview unless it is a common word, or a word that this interview also has in small
letters: "Will" is not spread where somebody says "will".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ..entities import SHAPED, Span
from ..known_values import pattern
from ..languages import fold, load

_SURE = 0.8  # probability of a name from which it stays, though its word also stands here in small letters
_OFTEN = 4  # times that a form must stand in an interview to be judged by how often it was taken for a name
_SHORT = 5  # characters of a number or handle that is no everyday one
Search = tuple[Callable[[str], str], re.Pattern[str]]  # which entity a match is, and the pattern
Every = Sequence[Sequence[Span]]  # findings, a list for each text


@dataclass(frozen=True)
class Names:
    """Forms of the names of people, those of them that the contact sheet has, and (entity, value) of the sheet."""

    people: Iterable[str]
    known: Iterable[str] = ()
    values: Sequence[tuple[str, str]] = ()


class Talk:
    """The folded texts of one interview, and which words it has as ordinary words."""

    def __init__(self, texts: Sequence[str], language: str) -> None:
        self.language, self.texts = load(language), [fold(text) for text in texts]
        self.words = self.language.forms.plain_words(self.texts)

    def without_doubtful(self, found: Every) -> list[list[Span]]:
        """The findings without those of a word that is ordinary in this interview, unless one of them is sure.

        Such a word also stands here in small letters, or stands far more often than it was taken for a name.
        """
        forms = [
            (text[span.start : span.end], span)
            for text, spans in zip(self.texts, found, strict=True)
            for span in spans
            if span.entity in ("PERSON", "LOCATION")
        ]
        sure = {form for form, span in forms if span.score >= _SURE}
        counts = Counter(form for form, _ in forms)
        doubtful = {form for form, count in counts.items() if form not in sure and self._ordinary(form, count)}
        return [
            [span for span in spans if text[span.start : span.end] not in doubtful]
            for text, spans in zip(self.texts, found, strict=True)
        ]

    def _ordinary(self, form: str, count: int) -> bool:
        if " " not in form and form.lower() in self.words:
            return True
        often = sum(text.count(form) for text in self.texts)
        return often >= _OFTEN and count < often / 3

    def everywhere(self, found: Every, names: Names) -> list[list[Span]]:
        """The findings of each text, and every other place where a form of one of them stands."""
        searches = [*self._named(found, names), *self._shaped(found)]
        made = []
        for text, own in zip(self.texts, found, strict=True):
            spans, taken = (
                list(own),
                bytearray(len(text)),
            )  # 1 where a finding stands: no span is compared with all others
            for span in own:
                taken[span.start : span.end] = b"\1" * (span.end - span.start)
            for entity, search in searches:
                for match in search.finditer(text):
                    start, end = match.span()
                    if not any(taken[start:end]):
                        taken[start:end] = b"\1" * (end - start)
                        spans.append(Span(start, end, entity(match.group())))
            made.append(sorted(spans))
        return made

    def _named(self, found: Every, names: Names) -> Iterator[Search]:
        """One search for all forms of organisations, places and people; the longest form that stands there counts."""
        values = [(entity, fold(value)) for entity, value in names.values]
        for text, spans in zip(self.texts, found, strict=True):
            values += [(span.entity, text[span.start : span.end]) for span in spans]
        table: dict[str, str] = {}
        for entity, value in dict.fromkeys(values):
            table |= dict.fromkeys(self._forms(entity, value), entity)
        table |= dict.fromkeys(names.people, "PERSON")
        known = set(names.known)
        kept = {
            form: e for form, e in table.items() if form in known or not self.language.forms.is_plain(form, self.words)
        }
        if kept:
            either = "|".join(re.escape(form) for form in sorted(kept, key=lambda form: (-len(form), form)))
            edge = r"[^\W\d_]" if self.language.spaced else "[A-Za-z]"
            yield kept.__getitem__, re.compile(rf"(?<!{edge})(?:{either})(?!{edge})")

    def _forms(self, entity: str, value: str) -> list[str]:
        if entity in ("EMPLOYER", "SCHOOL"):
            return self.language.forms.organisations(value)
        return self.language.forms.places(value) if entity == "LOCATION" else []

    def _shaped(self, found: Every) -> Iterator[Search]:
        """A search for each number or handle that stands more often than it was found, however it is grouped."""
        values: Counter[tuple[str, str]] = Counter()
        for text, spans in zip(self.texts, found, strict=True):
            shaped = (s for s in spans if s.entity in SHAPED and s.end - s.start >= _SHORT)
            values.update((s.entity, _bare(text[s.start : s.end])) for s in shaped)
        bare = _bare("\n".join(self.texts))
        for (entity, value), count in sorted(values.items()):
            search = pattern(value) if bare.count(value) > count else None
            if search is not None:
                yield partial(_same, entity), search


def _bare(text: str) -> str:
    """Letters and digits alone."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _same(entity: str, _: str) -> str:
    return entity
