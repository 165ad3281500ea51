"""Microsoft Forms: id and times, then the wordings as names; several answers of a cell are separated by semicolons."""

from __future__ import annotations

from collections.abc import Sequence

from . import Header, cells

PLATFORM = "Microsoft Forms"
METADATA = (
    r"id|start time|completion time|last modified time|email|name|language|points.*|feedback.*|total points|"
    r"quiz feedback|"
    r"startzeit|fertigstellungszeit|e-mail|heure de début|heure de fin|adresse de messagerie|nom|hora de inicio|"
    r"hora de finalización|correo electrónico|nombre|hora de início|hora de conclusão|开始时间|完成时间|上次修改时间|"
    r"电子邮件|名称|姓名|语言"
)
KEY = ("ID", "Id")
MISSING: tuple[str, ...] = ()
SAFE = False  # `name` and `language` may be questions elsewhere
_TIMES = (
    {"start time", "completion time"}, {"startzeit", "fertigstellungszeit"}, {"heure de début", "heure de fin"},
    {"hora de inicio", "hora de finalización"}, {"hora de início", "hora de conclusão"}, {"开始时间", "完成时间"},
)  # fmt: skip


def header(rows: Sequence[Sequence[str]]) -> Header | None:
    first = cells(rows[0])
    names = {name.lower() for name in first}
    if "id" not in names or not any(times <= names for times in _TIMES):
        return None
    return Header(PLATFORM, tuple(first), tuple(" ".join(name.split()) for name in first))
