"""What is wrong with records as they were handed out: by kind, file and number of the record, never by text.

Published as defects.json beside the data; manifest.json repeats the counts, which the build prints.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

# kind -> (what it is, what the importer did)
KINDS = {
    "trailing comma": ("no JSON: a comma before a closing bracket", "comma ignored"),
    "missing comma": ("no JSON: no comma between two records", "read as if it were there"),
    "missing bracket": ("no JSON: the list is not closed", "read as if it were closed"),
    "cut record": ("no JSON: the file ends within this record", "left out"),
    "other prompt": ("the prompt does not have the form of the others", "left out"),
    "other output": ("the output does not have the form of the others", "left out"),
    "repeated record": ("the same record stands in the file before", "left out"),
    "second record": ("another record of this respondent and question stands before it", "kept, its id numbered"),
    "blank input": ("the input field holds nothing but blanks", "kept, without the blanks"),
    "field absent": ("a field that the others have is not there", "kept"),
    "empty output": ("nothing is given as the right reply", "kept, with an empty reply"),
    "empty utterance": ("somebody says nothing in the dialogue that the prompt shows", "kept"),
    "unfinished utterance": ("an utterance ends without a mark that ends a sentence", "kept"),
    "unfinished output": ("the right reply ends without a mark that ends a sentence", "kept"),
    "cut utterance": ("an utterance of the dialogue is cut at a fixed length", "kept"),
    "run-together turns": ("two turns of the dialogue stand on one line", "kept in the prompt, two in the columns"),
    "long history": ("more than five utterances come before the question", "kept"),
    "one speaker": ("every turn has the same speaker, although two speak in turn", "kept"),
    "text outside the turns": ("a part of the dialogue belongs to no speaker", "kept in the prompt alone"),
    "few attributes": ("the file asks for a part of the attributes that the paper asks for", "kept"),
    "answer not among the options": ("the output names an option that the prompt does not show", "kept"),
    "no option": ("the output is none of the options, so that no column can hold it", "left out"),
    "letter and text disagree": ("the letter of the output is that of another option", "kept, by its text"),
    "answer without its letter": ("the options have letters, the output has none", "kept"),
    "answer in other case": ("the output spells the option with other capitals", "kept, as the option"),
    "repeated option": ("two options of the prompt have the same text", "kept"),
    "other options": ("the options are not those that the codebook declares", "kept, without their place on the scale"),
    "unknown question": ("the codebook does not declare the question", "kept, its options without an order"),
    "question and prompt differ": ("the field `question` is not the question of the prompt", "kept, as in the prompt"),
    "no reason": ("the reasoning says that there is none", "kept"),
    "repeated value": ("a list of the profile names a value twice", "kept"),
    "ranking names another item": ("the ranking of the profile holds an item that the list before it has not", "kept"),
    "attribute absent": ("the profile lacks an attribute that the others have", "kept"),
    "profiles differ": ("another record of the respondent shows another profile", "kept"),
    "raw key": ("the id of the respondent is the provider's own key", "replaced by a keyed pseudonym"),
    "serial number": ("the id of the respondent is the study's own number", "replaced by a pseudonym"),
    "no respondent id": ("nothing tells whose record it is", "taken as a person's only record"),
    "place below the prefecture": ("the profile names a county, a district or a town", "generalised"),
    "life story": ("the profile tells the respondent's life in free text", "anonymised; left out unless k is 1"),
    "personal data in the text": ("what was said names people, places, employers or schools", "replaced"),
    "counts differ": ("the answers to this question are not as many as the codebook page counted", "kept"),
    "records differ": ("the file has another number of records than was known of it", "kept"),
    "respondents differ": ("the files of the study do not have the same respondents", "kept"),
}  # fmt: skip


class Defects:
    """What was found so far in the files of one corpus, and what became of their records."""

    def __init__(self) -> None:
        self.files: dict[str, dict[str, int]] = {}
        self._found: dict[tuple[str, str], list[int | None]] = {}
        self._lines: dict[tuple[str, str], list[int | None]] = {}

    def __bool__(self) -> bool:
        return bool(self.files)

    def add_file(self, file: str, records: int) -> None:
        """A file was read, and holds so many records."""
        self.files[file] = {"records": records, "made": 0, "left_out": 0}

    def add_made(self, file: str) -> None:
        self.files[file]["made"] += 1

    def add_left_out(self, file: str, kind: str, record: int) -> None:
        """A record that no column can hold; `made` and `left_out` add up to `records`."""
        self.files[file]["left_out"] += 1
        self.add(file, kind, record)

    def add(self, file: str, kind: str, record: int | None = None, line: int | None = None) -> None:
        """A defect of a record (counted from 1), once for each kind, of a line, or of the file as a whole."""
        assert kind in KINDS, kind
        places = self._found.setdefault((file, kind), [])
        if record is None or record not in places[-1:]:
            places.append(record)
        if line is not None:
            self._lines.setdefault((file, kind), []).append(line)

    def report(self) -> dict[str, Any]:
        """For defects.json."""
        return {
            "files": dict(sorted(self.files.items())),
            "defects": [
                {
                    **row,
                    "what": KINDS[row["kind"]][0],
                    "records": ranges(self._found[row["file"], row["kind"]]),
                    "lines": ranges(self._lines.get((row["file"], row["kind"]), ())),
                }
                for row in self.rows()
            ],
        }

    def rows(self) -> list[dict[str, Any]]:
        """For the manifest: file, kind, how many records, what was done."""
        return [
            {"file": file, "kind": kind, "count": len(places), "treatment": KINDS[kind][1]}
            for (file, kind), places in sorted(self._found.items())
        ]  # fmt: skip


def ranges(numbers: Iterable[int | None]) -> str:
    """1, 2, 3, 7 as "1-3, 7"; "" where a defect is of the file as a whole."""
    parts: list[list[int]] = []
    for number in sorted({number for number in numbers if number is not None}):
        if parts and parts[-1][-1] == number - 1:
            parts[-1][-1:] = [parts[-1][-1], number] if len(parts[-1]) == 1 else [number]
        else:
            parts.append([number])
    return ", ".join("-".join(map(str, part)) for part in parts)
