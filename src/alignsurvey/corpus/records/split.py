"""Train and test: one assignment of each respondent for all configs of a data set."""

from __future__ import annotations

from ...files.hashes import digest

TEST_FRACTION = 0.25
SPLITS = ("train", "test")
HIDDEN = "hidden"  # a share of the test split whose answers are not published


def split_of(seed: int, respondent_id: str, test_fraction: float = TEST_FRACTION) -> str:
    """The split of a respondent, from (seed, respondent id) alone."""
    return "test" if digest("split", seed, respondent_id) < test_fraction * 2**64 else "train"
