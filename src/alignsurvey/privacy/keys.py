"""The secret key of the builder, and the pseudonyms of respondents made with it.

The key never leaves the builder: it is read from a file of mode 600 and enters neither output nor message.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
import shlex
from pathlib import Path

from ..files.errors import InputError
from ..project import find_checkout

KEY_BYTES = 32
KEY_VARIABLE = "ALIGNSURVEY_KEY_FILE"
DEFAULT_KEY = Path(".alignsurvey") / "pseudonym.key"


def pseudonym(key: bytes, corpus: str, raw_key: str) -> str:
    """The public id of a respondent: "r" and 16 base32 letters (80 bits of HMAC-SHA256 over corpus and raw key)."""
    if len(key) < KEY_BYTES // 2:
        raise InputError(f"the pseudonym key has {len(key)} bytes; it needs at least {KEY_BYTES // 2}")
    message = corpus.encode() + b"\x1f" + str(raw_key).encode()
    return "r" + base64.b32encode(hmac.digest(key, message, "sha256")[:10]).decode().lower()


def key_mark(key: bytes, dataset: str) -> str:
    """What a manifest says of the key, so that a release made with another one is noticed: 40 hexadecimal digits.

    It is made by HMAC-SHA256: it tells nothing about the key, and differs between data sets.
    """
    return hmac.digest(key, b"key of\x1f" + dataset.encode(), "sha256")[:20].hex()


def key_file() -> Path:
    """Where the key is: the file that ALIGNSURVEY_KEY_FILE names, else `.alignsurvey/pseudonym.key` of the project."""
    given = os.environ.get(KEY_VARIABLE)
    return Path(given) if given else _home() / DEFAULT_KEY


def load_key() -> bytes:
    """The key in `key_file()`.

    A missing file is made once, with 32 random bytes in hex and mode 600. Raises InputError for an unusable file.
    """
    path = key_file()
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            raise InputError(f"{path}: others can read the key; run: chmod 600 {shlex.quote(str(path))}")
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as error:
        raise InputError(f"{path}: the key file cannot be used ({error.strerror}); check the path") from None
    except InputError:
        raise
    except ValueError:
        raise InputError(f"{path}: not a key; it should hold {KEY_BYTES} bytes in hexadecimal digits") from None
    if len(key) < KEY_BYTES:
        raise InputError(f"{path}: the key is too short; it should hold {KEY_BYTES} bytes in hexadecimal digits")
    return key


def _make(path: Path) -> None:
    """Write a new key under a name of its own, then link it into place: two builds at once keep one key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(KEY_BYTES) + "\n")
        try:
            os.link(beside, path)
        except FileExistsError:
            return
    finally:
        beside.unlink()


def _home() -> Path:
    """ALIGNSURVEY_HOME, else the checkout around the working folder, else the working folder."""
    given = os.environ.get("ALIGNSURVEY_HOME")
    return Path(given) if given else find_checkout() or Path.cwd()
