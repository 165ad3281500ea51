"""Word documents, by python-docx: labelled paragraphs, or tables whose first column names the speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from ....files.errors import InputError, require, unreadable
from .. import lines
from ..talk import Shape, Talk

_NO_TEXT = re.compile(r"[\d:.,\s\-–→>]*")  # a cell with a number or a time
_UNPACKED = 64 << 20  # bytes of XML; an interview of 100,000 words has about 2 MB
_CHANGED = "//w:ins | //w:del | //w:moveFrom | //w:moveTo"


def read(path: Path, shape: Shape) -> Iterator[Talk]:
    docx = require("docx", "transcripts")
    try:
        _check_size(path)
        document = docx.Document(str(path))
    except InputError:
        raise
    except OSError as error:
        raise unreadable(path, error) from None
    except Exception as error:  # a broken archive raises what its parts raise
        what = f"no Word document ({type(error).__name__}); open it and save it as .docx"
        raise InputError(f"{path.name}: {what}") from None
    if document.element.xpath(_CHANGED):
        raise InputError(f"{path.name}: holds tracked changes; accept or reject them in Word, then save")
    text = "\n".join(_lines(document, docx))
    header, turns = lines.turns_of(text, path.name, shape.labels())
    yield Talk(path.name, header, tuple(turns))


def _check_size(path: Path) -> None:
    """Raises InputError for a document that would fill the memory when its parts are unpacked."""
    with ZipFile(path) as archive:  # a part is never read beyond the size that the archive declares for it
        size = sum(part.file_size for part in archive.infolist() if part.filename.endswith((".xml", ".rels")))
    if size > _UNPACKED:
        raise InputError(f"{path.name}: larger than {_UNPACKED >> 20} MB when unpacked; give the text as .txt")


def _lines(document: Any, docx: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, docx.table.Table):
            for row in block.rows:
                yield _of_row([cell.text for cell in row.cells])
        else:
            yield block.text


def _of_row(cells: list[str]) -> str:
    """A row as a line: the first cell with words is the speaker, the others are what is said."""
    said = [" ".join(cell.split()) for cell in cells]
    words = [cell for cell in dict.fromkeys(said) if not _NO_TEXT.fullmatch(cell)]
    return f"{words[0].rstrip(':：')}: {' '.join(words[1:])}" if len(words) > 1 else "".join(words)
