"""Error-prone abbreviations and number forms (ISMP's published list), read and flagged."""

from __future__ import annotations

import re
from functools import lru_cache

_FLAGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\d\s?[uU](?![\w/])"), "“U” for units"),
    (re.compile(r"(?<![\w.])(?:IU|iu|i\.u\.)(?!\w)"), "“IU” for international units"),
    (re.compile(r"(?<![\w.])q\.?d\.?(?!\w)", re.IGNORECASE), "“QD” for daily"),
    (re.compile(r"(?<![\w.])q\.?o\.?d\.?(?!\w)", re.IGNORECASE), "“QOD” for every other day"),
    (re.compile(r"(?<![\d.])\d+\.0+(?!\d)\s?(?:mg|mcg|g|ug|units|mL|ml)"), "trailing zero after the decimal point"),
    (re.compile(r"(?<![\d.])\.\d+\s?(?:mg|mcg|g|ug|units|mL|ml)"), "no zero before the decimal point"),
    (re.compile(r"(?<!\w)MSO4?(?!\w)|(?<!\w)MgSO4(?!\w)"), "“MS”, “MSO4” or “MgSO4” for morphine or magnesium sulfate"),
    (re.compile(r"(?<!\w)MTX(?!\w)"), "“MTX” for methotrexate"),
    (re.compile(r"\d\s?(?:µg|μg)"), "“µg” for micrograms"),
    (re.compile(r"\d\s?ccs?(?!\w)", re.IGNORECASE), "“cc” for mL"),
    (re.compile(r"(?<![\w.])(?:q\.?)?h\.?s\.?(?!\w)", re.IGNORECASE), "“HS” for bedtime"),
    (re.compile(r"(?<![\w.])(?:SC|SQ|sub ?q)(?!\w)"), "“SC”, “SQ” or “sub q” for subcutaneous"),
    (re.compile(r"(?<![\w.])(?:OD|OS|OU|AD|AS|AU)(?!\w)"), "“OD”, “OS”, “OU” and their like"),
    (re.compile(r"(?<!\w)D/C(?!\w)"), "“D/C” for discharge or discontinue"),
    (re.compile(r"(?<!\w)(?:TIW|BIW)(?!\w)", re.IGNORECASE), "“TIW” or “BIW” for times a week"),
)


@lru_cache(maxsize=4_000)
def error_prone(text: str) -> tuple[str, ...]:
    """The error-prone spellings that stand in the text, in the words of the list of them."""
    return tuple(words for pattern, words in _FLAGS if pattern.search(text))
