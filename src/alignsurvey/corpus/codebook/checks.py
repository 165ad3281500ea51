"""What a codebook may not say: that a code is both an answer and none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from ...files.errors import InputError


class Coded(Protocol):
    """An item or an attribute: codes that mean something, and codes that are no answer."""

    @property
    def codes(self) -> Iterable[str]: ...

    @property
    def missing(self) -> frozenset[str]: ...


def check_choices(items: Iterable[Coded], profile: Iterable[Coded], missing: frozenset[str], where: str) -> None:
    """Raises InputError naming variable and code where a choice is also in `missing`, its own or the general one.

    Its answers would vanish, because missing codes go first.
    """
    named = [(f"questions.{item.question.id}", item) for item in items]  # type: ignore[attr-defined]
    named += [(f"profile.{attribute.name}", attribute) for attribute in profile]  # type: ignore[attr-defined]
    for name, one in named:
        both = sorted(set(one.codes) & (missing | one.missing))
        if both:
            general = "the general `missing`" if both[0] in missing else "its own `missing`"
            raise InputError(
                f"{where}.{name}: code {both[0]!r} is a choice and also in {general}; take it out of one of them "
                "(a code that is missing in some variables alone belongs to those)"
            )
