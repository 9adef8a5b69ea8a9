"""How often: ``b.i.d.``, ``TDS``, ``q.4-6h.``, ``every other day``, ``Monday, Wednesday and Friday``, ``1-0-0-1``, ``06-14-22 h``.

Each pattern gives a :class:`Schedule`. Abbreviations are those of British, American and HL7 use; Latin, Dutch and
German short forms occur in exported lists and are read where they cannot mean anything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from regimen_review.readers.numbers import COUNT, read_number
from regimen_review.readers.units import TIME_CODES
from regimen_review.regimen import Frequency


@dataclass(frozen=True, slots=True)
class Schedule:
    """When it is taken: frequency, ISO weekdays, times of day; ``pieces`` per time for patterns such as ``1-0-0-1``."""

    frequency: Frequency | None = None
    days: tuple[int, ...] = ()
    times: tuple[str, ...] = ()
    pieces: float | None = None
    with_food: bool | None = None


Found = tuple[int, int, Schedule]
_SLOTS = ("morning", "noon", "evening", "bedtime")


def _daily(times: float, *slots: str, food: bool | None = None) -> Schedule:
    return Schedule(Frequency(times, 1, "d"), times=slots, with_food=food)


def _dotted(letters: str) -> str:
    """``bid`` also as ``b.i.d.`` and ``b i d``; not within a longer word."""
    return r"(?<![\w.])" + r"\.?\s?".join(letters) + r"(?!\w)\.?"


_MORNING = r"(?:(?<=\d )(?:in )?morning|in the morning|each morning|every morning|in the a\.?m\.?|each a\.?m\.|every a\.?m\.|mornings|on waking|on rising|on getting up)"
_NIGHT = r"(?:(?<=\d )night(?!s? only)|at bed ?time|at bed time|each bedtime|every bedtime|bedtime|at night(?:time)?|each night|every night|nightly|nights|before (?:bed|sleep)|at h\.?s\.?)"
_EVENING = r"(?:in the evening|each evening|every evening|in the p\.?m\.|with (?:evening meal|supper|dinner|tea)|after supper|at (?:tea|supper|dinner)(?:time)?)"
_AFTER_UNIT = "(?:" + "|".join(f"(?<={u} )" for u in ("mg", "mcg", "units", "tab", "tabs", "tablet", "tablets", "IU", "ml")) + ")"
_A_DAY = r"(?:täglich|taeglich|tgl|jour|tag|día|giorno|daglig|dagligen|dag|daags|dagelijks)"
_FIXED: tuple[tuple[str, Schedule], ...] = (
    (rf"{_dotted('qds')}|{_dotted('qid')}|(?<!\w)4x\s*(?:/d|/day|daily|a day|per day)|(?<!\w)xqid\b", _daily(4)),
    (rf"{_dotted('tds')}|{_dotted('tid')}|(?<!\w)ter die", _daily(3)),
    (rf"{_dotted('bid')}|(?<![\w.])b\.?d\.?s?(?!\w)\.?(?!\s*(?:glucose|dex))|(?<!\w)bis die|twice[ -]daily|twice (?:a|per|each|every) day", _daily(2)),
    (r"(?<![\w.])q\.?\s?o\.?\s?d(?!\w)\.?|e\.?o\.?d\.?(?!\w)|every other day|every second day|alternate days?|alternating days", Schedule(Frequency(1, 2, "d"))),
    (r"every other (?:night|evening|bedtime)", Schedule(Frequency(1, 2, "d"), times=("bedtime",))),
    (r"every other week|alternate weeks|fortnightly|once a fortnight|every fortnight", Schedule(Frequency(1, 2, "wk"))),
    (r"(?<![\w.])q\.?\s?d(?!\w)\.?|(?<![\w.])o\.?d(?!\w)\.?|(?<![\w.])daily|every ?day|each day|per day|(?<!\w)a day|once[ -]daily|(?<=\d)/d(?:ay)?\b", _daily(1)),
    (r"once (?:a|per|each|every) day|one time (?:a|per) day|1x\s*(?:/d|/day|daily)", _daily(1)),
    (rf"(?<![\w.])q\.?\s?a\.?\s?m(?!\w)\.?|(?<!\w)mane(?!\w)|(?<![\w.])o\.?m(?!\w)\.?|{_MORNING}|(?<=\d mg )a\.m\.", _daily(1, "morning")),
    (rf"(?<![\w.])q\.?\s?h\.?\s?s(?!\w)\.?|(?<!\w)nocte(?!\w)|(?<![\w.])h\.?s(?!\w)\.?|{_NIGHT}", _daily(1, "bedtime")),
    (rf"(?<![\w.])q\.?\s?(?:p\.?\s?m|evening)(?!\w)\.?|{_EVENING}", _daily(1, "evening")),
    (r"at noon|at midday|with lunch|at lunch(?:time)?|in the afternoon|every afternoon", _daily(1, "noon")),
    (r"with breakfast|before breakfast|at breakfast|after breakfast", _daily(1, "morning")),
    (r"(?:with|before|after) (?:each meal|every meal|all meals) and (?:at )?(?:bedtime|night|h\.?s\.?)|(?:before|with|after) meals and (?:at )?(?:bedtime|night)|a\.?c\.?\s*(?:and|&|\+)\s*h\.?s\.?", _daily(4)),
    (r"(?<=\d )(?:with|before|after) meals|(?:with|before|after) (?:each meal|every meal|all meals|main meals)|(?<![\w.])[ap]\.c\.(?!\w)|(?<=mg )ac\b", _daily(3, food=True)),
    (r"(?<![\w.])weekly|once[ -]weekly|(?:once|one) (?:a|per|each|every) week|every week|each week|(?<!\w)(?:a|per) week|q\.?\s?(?:week|wk|w)\b|(?<=\d)/w(?:ee)?k\b|(?<!\w)wkly", Schedule(Frequency(1, 1, "wk"))),
    (r"twice[ -]weekly|twice (?:a|per|each|every) week|biweekly", Schedule(Frequency(2, 1, "wk"))),
    (r"(?<![\w.])monthly|once (?:a|per|each|every) month|every month|(?<!\w)(?:a|per) month|q\.?\s?month\b", Schedule(Frequency(1, 1, "mo"))),
    (r"yearly|annually|(?:once )?(?:a|per|every) year\b", Schedule(Frequency(1, 1, "a"))),
    (r"(?<![\w.])hourly|every hour", Schedule(Frequency(1, 1, "h"))),
    (r"nightly and daily", _daily(2)),
    (rf"(?<!\w)(?:(?:par|al|pro|per) )?{_A_DAY}(?!\w)\.?", _daily(1)),
    (r"(?<!\w)(?:wöchentlich|par semaine|wekelijks|a settimana|semanal)(?!\w)", Schedule(Frequency(1, 1, "wk"))),
    (rf"{_AFTER_UNIT}a\.?m\b\.?|(?<!\w)(?:morgens|le matin|'s ochtends|al mattino|por la mañana)(?!\w)", _daily(1, "morning")),
    (rf"{_AFTER_UNIT}noon\b|(?<!\w)(?:mittags|le midi|a mezzogiorno|al mediodía)(?!\w)", _daily(1, "noon")),
    (rf"{_AFTER_UNIT}p\.?m\b\.?|(?<!\w)(?:abends|le soir|'s avonds|por la tarde)(?!\w)", _daily(1, "evening")),
    (r"(?<!\w)(?:matin et soir|mañana y noche|morgens und abends|mattina e sera)(?!\w)", _daily(2)),
    (r"(?<!\w)(?:zur nacht|au coucher|voor de nacht|alla sera|por la noche)(?!\w)", _daily(1, "bedtime")),
)  # fmt: skip
_FIXED_PATTERNS = tuple((re.compile(p, re.IGNORECASE), s) for p, s in _FIXED)
_ANY_FIXED = re.compile("|".join(f"(?:{p})" for p, _ in _FIXED), re.IGNORECASE)
"""Asked first: most names hold no schedule at all."""
_UNIT = r"(hours?|hrs?|h|days?|d|weeks?|wks?|months?|mths?|mo|years?|minutes?|mins?)"
_RANGE = rf"({COUNT})(?:\s*(?:-|–|to|or)\s*({COUNT}))?"
_EVERY = re.compile(
    rf"(?<![\w.])(?:every|each|q\.?|(?:once|one) every)\s*{_RANGE}(?:\s*\(\w+\))?[\s-]*{_UNIT}(?![a-z])\.?(?:ly)?", re.IGNORECASE
)
_EVERY_ABROAD = re.compile(
    r"(?<!\w)(?:cada|toutes les|alle|ogni|om de)\s+(\d{1,2})\s*(h\b|horas?|heures?|stunden?|std\b|ore\b|uur\b|d[ií]as?|jours?|tage?\b|giorni|dagen|semanas?|semaines?|wochen?|settimane|weken)",
    re.IGNORECASE,
)
_EVERY_BARE = re.compile(r"(?<![\w.])q\.?\s?(\d{1,2})(?:\s?-\s?\d{1,2})?(?![\w.]*\d)\.?(?!\s*(?:h|d|w|m|a\.?m|p\.?m))", re.IGNORECASE)
"""``q.8`` without its unit means hours."""
_HOURLY = re.compile(rf"(?<![\w.]){_RANGE}(?:[\s-]*(?=h)|-)(hour|hr|h|week|month)ly(?![a-z])", re.IGNORECASE)
_TIMES_PER = re.compile(
    rf"{_RANGE}\s*(?:-\s*)?(?:x|×|times?)\s*(?:/|a|an|per|each|every|in (?:a|the))?\s*(day|d|daily|week|weekly|wk|month|monthly|hour|hr|24\s*h(?:ours)?|24\s*hours)\b",
    re.IGNORECASE,
)
_ONCE_TWICE = re.compile(
    r"(once|twice|thrice)(?:\s*(?:to|or)\s*(twice|thrice|three times|two times))?\s*(?:a|per|each|every)?\s*(daily|day|weekly|week|monthly|month)\b",
    re.IGNORECASE,
)
_TO_TIMES = re.compile(
    rf"({COUNT}|once|twice)\s*(?:to|or|-)\s*({COUNT}|twice)\s*times?\s*(?:a\s*|per\s*|each\s*)?(daily|day|weekly|week)\b", re.IGNORECASE
)
_TIMES_ABROAD = re.compile(
    rf"{_RANGE}\s*(?:x|×|mal|fois|veces|vez|volte|volta|ganger|gange|gånger|keer|maal)\s*(?:/|par|al|pro|per|om)?\s*{_A_DAY}(?!\w)\.?",
    re.IGNORECASE,
)
"""``1x tgl.``, ``4 fois par jour``, ``2x daags``: exported lists are not always English."""
_SLASH_DAY = re.compile(rf"(?<![\d/.])({COUNT})\s?(?:x\s?)?/\s?(d|day|24\s?h|wk|week)\b(?!\w)", re.IGNORECASE)
_GRID = re.compile(r"(?<![\d.,/-])(\d|½|1/2|0[.,]5)-(\d|½|1/2|0[.,]5)-(\d|½|1/2|0[.,]5)(?:-(\d|½|1/2|0[.,]5))?(?![\d.,/-])")
_CLOCK = r"(?:[01]?\d|2[0-3])(?:[:.]\d{2})?"
_CLOCK_H = re.compile(
    rf"(?<![\d/.-])({_CLOCK}(?:\s*[-,/]\s*{_CLOCK}){{1,7}})\s*h(?:rs|ours)?\b|(?<![\d/.-])at\s+((?:[01]?\d|2[0-3]):\d{{2}})\b|(?<![\d/.-])((?:[01]\d|2[0-3]|1\d))\s+h\b(?!\w)"
)
_AM_PM = re.compile(
    r"(?<![\d/.])(\d{1,2}(?::\d{2})?\s?[ap]\.?m\b\.?(?:\s*(?:,|/|and|&)\s*\d{1,2}(?::\d{2})?\s?[ap]\.?m\b\.?)*)", re.IGNORECASE
)
_DAY_NAMES = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?"
_WEEKDAYS = re.compile(
    rf"(?<!\w)(?:on\s+|every\s+|each\s+)?({_DAY_NAMES}(?:\s*(?:,\s*and|,|/|-(?=\w{{3}})|and|&|\+)\s*{_DAY_NAMES})*)(?!\w)", re.IGNORECASE
)
_DAY_LETTERS = re.compile(r"(?<!\w)(?:MWF|TTS|TThS|M/W/F|TuThSa)(?!\w)")
_DAY_INDEX = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
_LETTER_DAYS = {"MWF": (1, 3, 5), "M/W/F": (1, 3, 5), "TTS": (2, 4, 6), "TThS": (2, 4, 6), "TuThSa": (2, 4, 6)}
_ONCE = {"once": 1.0, "twice": 2.0, "thrice": 3.0}


def _every(m: re.Match[str]) -> Schedule | None:
    count, unit = read_number(m[1]), TIME_CODES.get(m[3].lower())
    return Schedule(Frequency(1, count, unit)) if count and unit else None


def _every_abroad(m: re.Match[str]) -> Schedule | None:
    word = m[2].lower()
    unit = "wk" if word[:2] in {"se", "wo", "we"} else "d" if word[0] in "djtg" else "h"
    return Schedule(Frequency(1, float(m[1]), unit)) if int(m[1]) else None


def _hourly(m: re.Match[str]) -> Schedule | None:
    count = read_number(m[1])
    word = m[3].lower()
    unit = {"week": "wk", "month": "mo"}.get(word, "h")
    return Schedule(Frequency(1, count, unit)) if count else None


def _per_unit(word: str) -> str:
    word = word.lower().replace(" ", "")
    return "d" if word.startswith("24h") else TIME_CODES.get(word, "d")


def _times_per(m: re.Match[str]) -> Schedule | None:
    count = read_number(m[2] or m[1])
    return Schedule(Frequency(count, 1, _per_unit(m[3]))) if count else None


def _once_twice(m: re.Match[str]) -> Schedule:
    last = (m[2] or m[1]).lower()
    count = _ONCE.get(last, 3.0 if last.startswith("three") else 2.0)
    return Schedule(Frequency(count, 1, _per_unit(m[3])))


def _to_times(m: re.Match[str]) -> Schedule | None:
    count = _ONCE.get(m[2].lower()) or read_number(m[2])
    return Schedule(Frequency(count, 1, _per_unit(m[3]))) if count else None


def _slash_day(m: re.Match[str]) -> Schedule | None:
    count = read_number(m[1])
    return Schedule(Frequency(count, 1, _per_unit(m[2]))) if count and count <= 12 and float(count).is_integer() else None


def _grid(m: re.Match[str]) -> Schedule | None:
    counts = [read_number(g.replace(",", ".")) or 0.0 for g in m.groups() if g is not None]
    taken = [c for c in counts if c]
    if not taken or max(taken) > 9:
        return None
    slots = _SLOTS if len(counts) == 4 else ("morning", "noon", "evening")
    return Schedule(
        Frequency(float(len(taken)), 1, "d"), times=tuple(s for s, c in zip(slots, counts, strict=True) if c), pieces=max(taken)
    )


def _clock(text: str) -> str:
    hour, _, minute = text.strip().replace(".", ":").partition(":")
    return f"{int(hour):02d}:{minute or '00'}"


def _clock_times(m: re.Match[str]) -> Schedule:
    written = m[1] or m[2] or m[3]
    times = tuple(_clock(t) for t in re.split(r"\s*[-,/]\s*", written))
    return Schedule(Frequency(float(len(times)), 1, "d"), times=times)


def _am_pm(m: re.Match[str]) -> Schedule | None:
    times = []
    for hour, minute, half in re.findall(r"(\d{1,2})(?::(\d{2}))?\s?([ap])", m[1], re.IGNORECASE):
        if not 1 <= int(hour) <= 12:
            return None
        times.append(f"{int(hour) % 12 + (12 if half.lower() == 'p' else 0):02d}:{minute or '00'}")
    return Schedule(Frequency(float(len(times)), 1, "d"), times=tuple(times))


def _weekdays(m: re.Match[str]) -> Schedule | None:
    days = tuple(dict.fromkeys(_DAY_INDEX[d.lower()] for d in re.findall(r"mon|tue|wed|thu|fri|sat|sun", m[1], re.IGNORECASE)))
    return Schedule(Frequency(float(len(days)), 1, "wk"), days=days) if days else None


_BUILT: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Schedule | None]], ...] = (
    (_EVERY, _every),
    (_EVERY_ABROAD, _every_abroad),
    (_EVERY_BARE, lambda m: Schedule(Frequency(1, float(m[1]), "h")) if 0 < int(m[1]) <= 48 else None),
    (_HOURLY, _hourly),
    (_TIMES_PER, _times_per),
    (_TIMES_ABROAD, lambda m: Schedule(Frequency(read_number(m[2] or m[1]) or 1.0, 1, "d"))),
    (_TO_TIMES, _to_times),
    (_ONCE_TWICE, _once_twice),
    (_SLASH_DAY, _slash_day),
    (_GRID, _grid),
    (_CLOCK_H, _clock_times),
    (_AM_PM, _am_pm),
    (_WEEKDAYS, _weekdays),
    (_DAY_LETTERS, lambda m: Schedule(Frequency(3, 1, "wk"), days=_LETTER_DAYS[m[0]])),
    (re.compile(r"(?<=[\w)] )ON(?=\s*(?:$|[,;.(]))"), lambda _: _daily(1, "bedtime")),
)


_SAME_SHAPE = str.maketrans("2356789", "0000000")
"""Figures that no fixed pattern tells apart (1 and 4 stand in some): texts that differ in these alone are one shape."""


@lru_cache(maxsize=16_384)
def _fixed(shape: str) -> tuple[Found, ...]:
    if not _ANY_FIXED.search(shape):
        return ()
    return tuple((m.start(), m.end(), schedule) for pattern, schedule in _FIXED_PATTERNS for m in pattern.finditer(shape))


def schedules(text: str) -> Iterator[Found]:
    """Every place in the text that says how often, in no order and with overlaps: (start, end, schedule)."""
    yield from _fixed(text.translate(_SAME_SHAPE))
    for built, build in _BUILT:
        for m in built.finditer(text):
            made = build(m)
            if made is not None:
                yield m.start(), m.end(), made


def first_schedule(text: str) -> Schedule | None:
    """The longest of the earliest schedules in a short cell such as ``TID`` or ``^3 times daily^``; None without one."""
    found = sorted(schedules(text), key=lambda f: (f[0], f[0] - f[1]))
    return found[0][2] if found else None
