"""The parts of a line of directions, each with its place: amounts, pieces, schedules, routes, durations, dates, PRN."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from regimen_review.readers.dates import DATE, DAY_MONTH
from regimen_review.readers.numbers import COUNT, DIGITS, TO, read_number
from regimen_review.readers.routes_written import RIGHT_EYE, written_routes
from regimen_review.readers.schedule import Schedule, schedules
from regimen_review.readers.units import AMOUNT_WORDS, PIECE_WORDS, amount_unit, piece_unit
from regimen_review.regimen import Quantity

Kind = Literal["amount", "ratio", "pieces", "schedule", "route", "prn", "duration", "max", "date", "supply", "indication"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity with what it is per: ``mL`` or a piece for a concentration, ``d`` ``wk`` ``h`` ``24.h`` for a rate."""

    quantity: Quantity
    per: str | None = None
    per_count: float = 1.0


@dataclass(frozen=True, slots=True)
class Token:
    """One recognised part: its kind, its span in the text and what it means."""

    kind: Kind
    start: int
    end: int
    value: object = None


_NOT_IN_WORD = r"(?<![\w./])(?<!\d[-–])"
_PER = rf"(?:{AMOUNT_WORDS}|{PIECE_WORDS}|dose|actuat\w*|spray|hours?|hrs?|h|days?|d|weeks?|wk|min(?:ute)?)"
_AMOUNT = re.compile(
    rf"{_NOT_IN_WORD}({DIGITS})(?:{TO}({DIGITS}))?\s?-?\s?({AMOUNT_WORDS})(?!\w)(?:\s?(?:/|\bper\b)\s?(kg|m2|m²)(?!\w))?"
    rf"(?:\s?(?:/|\bper\b)\s?({DIGITS})?\s?({_PER})(?!\w))?",
    re.IGNORECASE,
)
_WORD_AMOUNT = re.compile(
    rf"(?<!\w)({COUNT})(?:{TO}({COUNT}))?\s+(teaspoon\w*|tablespoon\w*|units?|tsp|tbsp|gram|milligrams)(?!\w)", re.IGNORECASE
)
_RATIO = re.compile(
    rf"(?<![\w./-])(\d+(?:\.\d+)?)(?:\s*({AMOUNT_WORDS})?\s*(?:/|\bper\b|-(?=\d))\s*)(\d+(?:\.\d+)?)(?:\s*/\s*(\d+(?:\.\d+)?))?\s?({AMOUNT_WORDS})?(?![\w/])",
    re.IGNORECASE,
)
_PIECES = re.compile(
    rf"(?<![\w./#])({COUNT}|\ban?)(?:{TO}({COUNT}))?\s*(?:x\s*)?(?:\([^()]{{1,12}}\)\s*)?(?:adult |chewable |oral |of the |full )?-?\s?({PIECE_WORDS})(?!\w)",
    re.IGNORECASE,
)
_PRN = re.compile(
    r"(?:(?<!\w)p\.?\s?r\.?\s?n(?!\w)\.?|(?:on an? )?as[- ](?:needed|required|necessary|available)(?: basis)?(?: to (?:her|him|them))?"
    r"|(?:when|whenever|if|where) (?:needed|required|necessary|indicated|wheezy|bad|breathless)|(?:only )?if (?:still )?(?:awake|in pain|symptomatic)"
    r"|on occasion|(?<!\w)occasional(?:ly)?|pro re nata|as tolerated for|bei bedarf|al bisogno|bei schmerzen|si (?:besoin|dolor|douleur|precisa)|zo nodig|ved behov|efter behov|wheezy)"
    r"(?:\s+(?:for\s+)?((?:(?:severe|mild|moderate|loose|chest|back|joint|muscle|nerve|breakthrough)\s+)*(?:pain|nausea|vomiting|anxiety|agitation|cough|sleep|insomnia|spasms?|constipation|wheez\w*"
    r"|headaches?|migraines?|itch\w*|allergies|fever|dyspnea|stools?|heartburn|indigestion|diarrh\w+)(?:\s+and\s+(?:nausea|vomiting|insomnia|pain|anxiety))?)(?!\w))?",
    re.IGNORECASE,
)
_SPAN_WORD = r"(days?|d|weeks?|wks?|months?|mths?|hours?|hrs?|years?)"
_DURATION = re.compile(
    rf"(?:\bfor\b|\bx\b|×|\bover\b|\blast\b|(?<=\s)x(?=\d))\s*(?:the next |the last |an? additional |a total of |approximately |about |up to |another )?({COUNT}|an?)(?:{TO}({COUNT}))?[\s-]*(?:more )?{_SPAN_WORD}(?!\w)"
    rf"|(?<![\w/.])({COUNT})[\s-]*{_SPAN_WORD}(?:['’]?\s*course|\s+(?:only|total)|(?=\s+for\b))",
    re.IGNORECASE,
)
_FRACTION_SPAN = re.compile(
    r"(?:\b(?:for|over|last|past|next|further|another)|\bx|×|,)\s*(\d{1,2})\s?/\s?(7|52|12)(?![\d/]|\s*ago)"
    r"|(?<![\w./])(\d{1,2})\s?/\s?(7|52|12)(?=\s*(?:course|supply|only|in total|then)\b)",
    re.IGNORECASE,
)
"""Days, weeks and months as the British write them: ``5/7``, ``3/52``, ``6/12``."""
_MAX = re.compile(
    rf"(?<!\w)(?:max(?:imum)?(?:\.|\s+dose|\s+of)?|up to|not (?:to exceed|more than)|no more than|do not exceed)\s*:?\s*({COUNT})\s*({AMOUNT_WORDS}|{PIECE_WORDS}|times|doses)?\s*"
    r"(?:/|in|per|a|an|each|every|within)?\s*(?:a |any )?(24\s?h(?:ours|rs)?|days?|d|daily)(?!\w)",
    re.IGNORECASE,
)
_DATE_TOKEN = re.compile(
    rf"(?:\b(?:since|from|started|starting|start|began|begun|on|until|till|through|to|stop(?:s|ped)?|end(?:s|ed|ing)?|last dose|finished|completed|discontinued|dated?)\b(?:\s+(?:on|by \w+))?\s*:?\s*)?({DATE}|{DAY_MONTH}(?=\s*(?:$|[,;.)])))",
    re.IGNORECASE,
)
_SUPPLY = re.compile(
    r"disp(?:ense)?(?:d)?[-:\s]*#?\s*\d+\s*\w*|(?<!\w)#\s?\d{2,4}\b|(?<!\w)r-\d+\b|\brefills?:?\s*\d*|\bqty:?\s*\d+|\bquantity:?\s*\d+",
    re.IGNORECASE,
)
_INDICATION = re.compile(
    r"(?<!\w)(?:used )?for (?!\d|the (?:next|last|past)|an? (?:additional|total|week|month|day)|approximately|about|now\b|up to|at least|use\b|another|one\b|two\b|three\b)"
    r"((?:[A-Za-z][\w/'’-]*)(?:\s+(?!\d|p\.r|prn|q\.|daily|once|twice|every|at bed|each|from\b|since\b)[\w/'’-]+){0,6})",
    re.IGNORECASE,
)  # fmt: skip
_ABROAD = ("IE", "I.E.", "E", "UI")
"""International units as written where a point stands between thousands (``20.000 IE``)."""
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_FIGURE = re.compile(r"\d")
_MEASURING_WORDS = ("spoon", "unit", "tsp", "tbsp", "gram")
_LIMITING_WORDS = ("max", "up to", "more than", "exceed")
_SUPPLY_WORDS = ("disp", "#", "r-", "refill", "qty", "quantity")
_UNIT_DAYS = {"d": 1.0, "day": 1.0, "week": 7.0, "wk": 7.0, "month": 30.0, "mth": 30.0, "hour": 1 / 24, "hr": 1 / 24, "year": 365.0}


def _amounts(text: str) -> Iterator[Token]:
    for m in _AMOUNT.finditer(text):
        value, unit = read_number(m[1]), amount_unit(m[3])
        if value is None or unit is None:
            continue
        if m[3].upper() in _ABROAD and _THOUSANDS.fullmatch(m[1]):
            value *= 1000
        body = m[4].lower().replace("²", "2") if m[4] else None
        quantity = Quantity(value, f"{unit}/{body}" if body else unit, read_number(m[2]) if m[2] else None)
        per, count = m[6].lower() if m[6] else None, read_number(m[5]) if m[5] else None
        yield Token("amount", m.start(), m.end(), Amount(quantity, per, count or 1.0))


def _word_amounts(text: str) -> Iterator[Token]:
    for m in _WORD_AMOUNT.finditer(text):
        value, unit = read_number(m[1]), amount_unit(m[3])
        if value is not None and unit is not None:
            yield Token("amount", m.start(), m.end(), Amount(Quantity(value, unit, read_number(m[2]) if m[2] else None)))


def _ratios(text: str) -> Iterator[Token]:
    for m in _RATIO.finditer(text):
        parts = tuple(float(p) for p in (m[1], m[3], m[4]) if p)
        if m[0].replace(" ", "") in {"1/2", "1/4", "3/4"} and not m[5]:
            continue
        if ("-" in m[0] and not (m[5] and m[2])) or _FRACTION_SPAN.match(text, m.start()):
            continue
        yield Token("ratio", m.start(), m.end(), (parts, amount_unit(m[5]) if m[5] else None))


def _pieces(text: str) -> Iterator[Token]:
    for m in _PIECES.finditer(text):
        value, unit = read_number(m[1]), piece_unit(m[3])
        if value is not None and unit is not None:
            yield Token("pieces", m.start(), m.end(), Quantity(value, unit, read_number(m[2]) if m[2] else None))


def _durations(text: str) -> Iterator[Token]:
    for m in _DURATION.finditer(text):
        count, word = read_number(m[2] or m[1] or m[4]), (m[3] or m[5]).lower()
        if count:
            yield Token("duration", m.start(), m.end(), count * _UNIT_DAYS[word.rstrip("s") or word])
    for m in _FRACTION_SPAN.finditer(text):
        yield Token("duration", m.start(), m.end(), float(m[1] or m[3]) * {"7": 1.0, "52": 7.0, "12": 30.0}[m[2] or m[4]])


def _maxima(text: str) -> Iterator[Token]:
    for m in _MAX.finditer(text):
        value = read_number(m[1])
        unit = (amount_unit(m[2]) or piece_unit(m[2]) or "{time}") if m[2] else "{piece}"
        if value is not None:
            yield Token("max", m.start(), m.end(), Quantity(value, unit))


def _says(low: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands in the text at all: far cheaper than a search for the whole pattern."""
    return any(word in low for word in words)


def _numbers_in(text: str) -> Iterator[Token]:
    """The parts that cannot be without a figure."""
    yield from _amounts(text)
    yield from _ratios(text)
    yield from (Token("date", m.start(), m.end(), m[0]) for m in _DATE_TOKEN.finditer(text))


def _all_tokens(text: str) -> Iterator[Token]:
    low = text.lower()
    if _FIGURE.search(text):
        yield from _numbers_in(text)
    if _says(low, _MEASURING_WORDS):
        yield from _word_amounts(text)
    yield from _pieces(text)
    yield from _durations(text)
    if _says(low, _LIMITING_WORDS):
        yield from _maxima(text)
    for start, end, schedule in schedules(text):
        yield Token("schedule", start, end, schedule)
    for start, end, route in written_routes(text):
        yield Token("route", start, end, route)
    yield from (Token("prn", m.start(), m.end(), m[1]) for m in _PRN.finditer(text))
    if _says(low, _SUPPLY_WORDS):
        yield from (Token("supply", m.start(), m.end()) for m in _SUPPLY.finditer(text))
    if "for " in low:
        yield from (Token("indication", m.start(), m.end(), m[1].strip()) for m in _INDICATION.finditer(text))


def _right_eye(tokens: list[Token], text: str) -> list[Token]:
    """``OD`` beside drops is the right eye, not once a day."""
    if not any(t.kind == "pieces" and isinstance(t.value, Quantity) and t.value.unit == "{drop}" for t in tokens):
        return tokens
    return [
        Token("route", t.start, t.end, "ophthalmic") if t.kind == "schedule" and RIGHT_EYE.fullmatch(text[t.start : t.end]) else t
        for t in tokens
    ]


@lru_cache(maxsize=20_000)
def scan(text: str) -> tuple[Token, ...]:
    """The recognised parts of one entry, in order and without overlaps: earliest first, then longest."""
    found = sorted(_all_tokens(text), key=lambda t: (t.start, t.start - t.end))
    kept: list[Token] = []
    for token in found:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    return tuple(_right_eye(kept, text))


def is_schedule(value: object) -> bool:
    """Whether a token's value is a schedule."""
    return isinstance(value, Schedule)
