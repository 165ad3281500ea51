"""Google Forms: a timestamp, then the wordings as names; several answers of a cell are separated by commas."""

from __future__ import annotations

from collections.abc import Sequence

from . import Header, cells

PLATFORM = "Google Forms"
_FIRST = {
    "timestamp", "horodateur", "zeitstempel", "marca temporal", "carimbo de data/hora", "tijdstempel",
    "informazioni cronologiche", "sygnatura czasowa", "zaman damgası", "отметка времени", "时间戳记", "時間戳記",
    "タイムスタンプ", "طابع زمني",
}  # fmt: skip
METADATA = "|".join(sorted(_FIRST)) + (
    "|e?-?mail( ?address)?|username|score|adresse e-mail|nom d'utilisateur|e-mail-adresse|correo electrónico|"
    "dirección de correo electrónico|endereço de e-?mail|电子邮件地址|用户名"
)
KEY: tuple[str, ...] = ()
MISSING: tuple[str, ...] = ()


def header(rows: Sequence[Sequence[str]]) -> Header | None:
    first = cells(rows[0])
    if first[0].lower() not in _FIRST:
        return None
    return Header(PLATFORM, tuple(first), tuple(" ".join(name.split()) for name in first))
