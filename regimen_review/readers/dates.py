"""Dates as lists write them: ISO, ``14/03/1942``, ``28.09.26``, ``15 May 2026``, ``July 2026``, ``2012``, HL7 stamps."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
DATE = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
    r"|\d{4}/\d{1,2}/\d{1,2}"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -]{_MONTH}[ ,-]\s*(?:\d{{4}}|\d{{2}}(?!\d))"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|{_MONTH}\s+\d{{4}}|\d{{4}}-\d{{2}}(?!\d)|(?:19|20)\d{{2}}(?![\d.,/-]\d|\d))"
)
"""A regular expression for one date, with flags ``(?i)``."""
DAY_MONTH = (
    rf"(?:\d{{1,2}}[/.]\d{{1,2}}(?![/.\d])|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?!\s+\d{{4}})|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d))"
)
"""A day without its year: read with the year of the note."""


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full_year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else (2000 + year if year < 40 else 1900 + year)


def _slashed(m: re.Match[str]) -> date | None:
    """Day first, as in most of the world; month first only where the day would not fit."""
    first, second, year = int(m[1]), int(m[2]), _full_year(m[3])
    return _safe(year, second, first) or _safe(year, first, second)


def _month_first(m: re.Match[str]) -> date | None:
    first, second, year = int(m[1]), int(m[2]), _full_year(m[3])
    return _safe(year, first, second) or _safe(year, second, first)


def _month_number(word: str) -> int:
    return _MONTHS.index(word.lower()[:3]) + 1


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date | None]], ...] = (
    (re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)"), lambda m: _safe(int(m[1]), int(m[2]), int(m[3]))),
    (re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{2,6})?(?:\.\d{1,6})?(?:[+-]\d{4})?$"), lambda m: _safe(int(m[1]), int(m[2]), int(m[3]))),
    (
        re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[ -]({_MONTH})[ ,-]\s*(\d{{4}}|\d{{2}})(?!\d)", re.IGNORECASE),
        lambda m: _safe(_full_year(m[3]), _month_number(m[2]), int(m[1])),
    ),
    (
        re.compile(rf"({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", re.IGNORECASE),
        lambda m: _safe(int(m[3]), _month_number(m[1]), int(m[2])),
    ),
    (re.compile(rf"({_MONTH})\s+(\d{{4}})", re.IGNORECASE), lambda m: _safe(int(m[2]), _month_number(m[1]), 1)),
    (re.compile(r"(\d{4})-?(\d{2})$"), lambda m: _safe(int(m[1]), int(m[2]), 1)),
    (re.compile(r"((?:19|20)\d{2})$"), lambda m: _safe(int(m[1]), 1, 1)),
)
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")


def read_date(text: str | None, *, month_first: bool = False, year: int | None = None) -> date | None:
    """The date at the start of the text, or None. A month or a year alone is its first day.

    ``month_first`` reads ``03/04/2020`` as in the United States. ``year`` completes ``27/10`` and ``6 October``.
    """
    if not text:
        return None
    written = text.strip()[:40]
    for pattern, build in _FORMS:
        found = pattern.match(written)
        if found:
            return build(found)
    found = _SLASHED.match(written)
    if found:
        return _month_first(found) if month_first else _slashed(found)
    return _without_year(written, year) if year is not None else None


def _without_year(written: str, year: int) -> date | None:
    numbers = re.match(r"(\d{1,2})[/.](\d{1,2})(?!\d)", written)
    if numbers:
        return _safe(year, int(numbers[2]), int(numbers[1]))
    day_first = re.match(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH})", written, re.IGNORECASE)
    if day_first:
        return _safe(year, _month_number(day_first[2]), int(day_first[1]))
    month = re.match(rf"({_MONTH})\s+(\d{{1,2}})", written, re.IGNORECASE)
    return _safe(year, _month_number(month[1]), int(month[2])) if month else None


_AGO = re.compile(
    r"(?<![\w./])(?P<n>\d{1,2}|an?|one|two|three|four|five|six)\s?(?:/\s?(?P<part>7|52|12)|(?P<word>d(?:ays?)?|w(?:ks?|eeks?)?|mo(?:nths?|s)?|mths?|y(?:ea)?rs?))\s+ago\b",
    re.IGNORECASE,
)
_FEW = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_PART_DAYS = {"7": 1.0, "52": 7.0, "12": 30.4375, "d": 1.0, "w": 7.0, "m": 30.4375, "y": 365.25}


def time_ago(text: str, today: date | None) -> tuple[date, int] | None:
    """The day that ``3/52 ago`` or ``2 months ago`` was, and where in the text that stands; None without a day of writing."""
    m = _AGO.search(text) if today is not None else None
    if m is None or today is None:
        return None
    count = int(m["n"]) if m["n"].isdigit() else _FEW[m["n"].lower()]
    days = count * _PART_DAYS[m["part"] or m["word"][0].lower()]
    return today - timedelta(days=round(days)), m.start()
