"""Hashes of files and texts: the source of checksums and of every draw."""

from __future__ import annotations

import hashlib
from pathlib import Path


def digest(*parts: object) -> int:
    """A 64-bit number that depends on `parts` alone: the source of every draw, so that order changes nothing."""
    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def sha256(path: Path) -> str:
    """Hex SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
