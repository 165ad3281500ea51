"""Options that were called otherwise until 1.0: they work for one more version, with a hint."""

from __future__ import annotations

from collections.abc import Sequence

# verb -> old option -> its name today
RENAMED = {
    "generate": {"--noted": "--contact-sheet-share"},
    "build": {"--source": "--wave"},
    "audit": {"--quasi": "--quasi-identifier", "--known": "--known-values"},
    "report": {"--smallest": "--min-group-size"},
}


def renew(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words of a command line with today's options, and a hint for each that was renamed.

    Args:
        words: The verb and what follows it. `--old=value` is one word, as in a shell.
    """
    renamed = RENAMED.get(words[0], {}) if words else {}
    fresh, hints = [], []
    for word in words:
        option, equals, value = word.partition("=")
        if option in renamed:
            hints.append(f"{option} is called {renamed[option]} now; the old name goes with the next version")
            word = renamed[option] + equals + value
        fresh.append(word)
    return fresh, hints
