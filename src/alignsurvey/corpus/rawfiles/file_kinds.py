"""What a file is by its first bytes, for the message about one that cannot be read under its name."""

from __future__ import annotations

from pathlib import Path

_BEGINNINGS = (
    (b"$FL2", "an SPSS file (.sav)"),
    (b"$FL3", "a compressed SPSS file (.zsav)"),
    (b"<stata_dta>", "a Stata file (.dta)"),
    (b"PAR1", "a Parquet file (.parquet)"),
    (b"PK\x03\x04", "a zip archive or an Excel workbook: unpack it, or save the sheet as .csv"),
    (b"\x1f\x8b", "a gzip file: an .rds, or something to unpack first"),
    (b"\xff\xfe", "text in utf-16"),
    (b"\xfe\xff", "text in utf-16"),
    (b"\x89HDF", "an HDF5 file, which is not read here"),
    (b"<html", "a web page, perhaps of a login or an error"),
    (b"<!doctype html", "a web page, perhaps of a login or an error"),
)
_OLD_STATA = range(102, 116)  # the first byte of a Stata file before format 117 is its format, the second byte order


def kind_of(path: Path) -> str:
    """What the file seems to be, such as "an SPSS file (.sav)"; empty where its beginning tells nothing."""
    with path.open("rb") as stream:
        first = stream.read(32)
    if not first:
        return "an empty file"
    found = next((kind for beginning, kind in _BEGINNINGS if first.lower().startswith(beginning.lower())), "")
    old = len(first) > 2 and first[0] in _OLD_STATA and first[1] in (1, 2) and first[2] == 1
    return found or ("a Stata file (.dta)" if old else "")


def likely(path: Path) -> str:
    """What to ask about a file that is not what its name says."""
    kind = kind_of(path)
    named = path.suffix.lower() in kind
    return f"it looks like {kind}" if kind and not named else "is the file complete?"
