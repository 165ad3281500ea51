"""The one resolver of BCP 47 tags: which language a tag means to prompts, recognisers and readers of scripts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import langcodes

from .files.errors import InputError

PROMPTS = ("en", "zh")  # languages that prompts are written in
CHINESE_SCRIPTS = ("Hans", "Hant", "Hani")
# The members of the macrolanguage Chinese (ISO 639-3, `zho`), which share its script and its recognisers; langcodes
# replaces `cmn` alone, and CLDR's distances would take Welsh for English.
_CHINESE = {
    "cdo", "cjy", "cmn", "cnp", "cpx", "csp", "czh", "czo", "gan", "hak", "hnm", "hsn", "luh", "lzh", "mnp", "nan",
    "sjc", "wuu", "yue", "zh",
}  # fmt: skip


@dataclass(frozen=True)
class Tag:
    """What a BCP 47 tag means.

    Attributes:
        tag: The tag in its standard form, such as "zh-Hans", "yue-Hant-HK" or "pt-BR".
        base: The language: "zh" for every kind of Chinese, "en", "fr".
        script: The ISO 15924 code of its script, told by the tag or likely for it: "Hans", "Hant", "Latn".
    """

    tag: str
    base: str
    script: str

    @property
    def recognisers(self) -> str:
        """The folder of `privacy/languages` that reads such talk; "" for Chinese in Latin letters."""
        return "" if self.base == "zh" and self.script not in CHINESE_SCRIPTS else self.base

    def prompt(self, chosen: str | None = None) -> str:
        """The language of prompts: its own, or the `chosen` one of a codebook.

        Raises:
            InputError: There are no prompts in this language, and none is chosen.
        """
        language = chosen or self.base
        if language not in PROMPTS:
            known = " or ".join(PROMPTS)
            raise InputError(f"no prompts in language {language!r}; give the codebook `prompt_language`: {known}")
        return language


@cache
def resolve(tag: str) -> Tag:
    """What a BCP 47 tag such as "wuu-Hans", "zh_TW" or "en-GB" means.

    Args:
        tag: The tag, in any case, with "-" or "_".

    Raises:
        InputError: It is no valid tag of BCP 47.
    """
    try:
        valid = langcodes.tag_is_valid(tag)
    except (ValueError, TypeError):
        valid = False
    if not valid:
        raise InputError(f"{tag!r:.40} is no language tag of BCP 47; write en, zh-Hant, pt-BR, ...")
    language = langcodes.Language.get(tag)
    base = "zh" if language.language in _CHINESE else (language.language or "und")
    likely = language.script or language.maximize().script or ""
    if base == "zh" and not language.script and likely not in CHINESE_SCRIPTS:
        likely = "Hans"  # CLDR has Min Dong in Latin letters, which nobody transcribes talk in
    return Tag(language.to_tag(), base, likely)
