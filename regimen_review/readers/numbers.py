"""Numbers as people write doses: ``0.125``, ``1,000``, ``2,5``, ``½``, ``1 1/2``, ``one-half``, ``two``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

WORDS: Mapping[str, float] = {
    "half": 0.5,
    "one-half": 0.5,
    "one half": 0.5,
    "a half": 0.5,
    "half a": 0.5,
    "quarter": 0.25,
    "one-quarter": 0.25,
    "one and a half": 1.5,
    "one and one-half": 1.5,
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
_FRACTIONS: Mapping[str, float] = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}

_COUNT_WORDS = "|".join(sorted((w.replace(" ", r"\s+") for w in WORDS if w not in {"a", "an"}), key=len, reverse=True))
DIGITS = (
    r"(?:\d{1,3}(?:\.\d{3})+,\d+(?!\d)|\d{1,3}(?:\.\d{3}){2,}(?![\d.])|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+\s+(?:1/2|1/4|3/4)(?!\d)|(?:1/2|1/4|3/4)(?![\d/])"
    r"|\d+(?:[.,]\d+)?\s?[½¼¾]|[½¼¾⅓⅔]|\d+(?:[.,]\d+)?|\.\d+)"
)
"""A number in digits; the comma is read by :func:`read_number`."""
COUNT = rf"(?:{DIGITS}|\b(?:{_COUNT_WORDS})\b)"
"""A number in digits or words."""
TO = r"\s*(?:-|–|—|\bto\b|\bor\b)\s*"


def _comma_number(text: str) -> float:
    """``1,000`` is a thousand, ``2,5`` and ``0,125`` are decimal commas; ``1.000,5`` and ``1.000.000`` have points between thousands."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}", text):
        return float(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", text):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))


@lru_cache(maxsize=4096)
def read_number(text: str) -> float | None:
    """The value of a number written in digits, fractions or words; None where it is none."""
    written = " ".join(text.lower().replace("–", "-").split())
    if written in WORDS:
        return float(WORDS[written])
    total = 0.0
    found = False
    for part in re.split(r"(?<=\d)(?=[½¼¾⅓⅔])|\s+", written):
        value = _one_part(part)
        if value is None:
            return None
        total, found = total + value, True
    return total if found else None


def _one_part(part: str) -> float | None:
    if part in _FRACTIONS:
        return _FRACTIONS[part]
    if re.fullmatch(r"\d{1,3}/\d{1,3}", part):
        above, below = part.split("/")
        return int(above) / int(below) if int(below) else None
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,9})?", part) and part.count(".") + part.count(",") > 1:
        return _comma_number(part)
    if re.fullmatch(r"(?:\d[\d,]{0,14})?(?:\.?\d{1,9})", part) and re.fullmatch(r"[\d,]*\.?\d+", part):
        try:
            return _comma_number(part)
        except ValueError:
            return None
    return None
