"""Directions -> :class:`~regimen_review.regimen.Dosage`: what the tokens of one entry mean together."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from regimen_review.readers.numbers import COUNT, TO, read_number
from regimen_review.readers.schedule import Schedule
from regimen_review.readers.sig_tokens import Amount, Token, scan
from regimen_review.regimen import Dosage, Frequency, Quantity

_BARE_COUNT = re.compile(
    rf"(?:^|(?<=[\s(,;:.-]))({COUNT})(?:{TO}({COUNT}))?\s*(?:$|(?=up to|sucked|chewed|taken|to be|with|for|if|when|at|in|on))",
    re.IGNORECASE,
)
_TAPER = re.compile(r"\btaper\w*|\breducing\b|\bwean\w*|\btitrat\w*|\bdecreas(?:e|ing) by\b|\bincreas(?:e|ing) by\b", re.IGNORECASE)
_WITH_FOOD = re.compile(
    r"with (?:food|meals?|supper|breakfast|dinner|each meal|evening meal|milk)|after (?:food|meals|supper)", re.IGNORECASE
)
_WITHOUT_FOOD = re.compile(r"empty stomach|before (?:food|breakfast|meals)|fasting|without food", re.IGNORECASE)
_FORM = re.compile(
    r"\b(tab(?:let)?s?|caps?(?:ule)?s?|inhaler|nebules?|nebs|cream|ointment|gel|lotion|patch(?:es)?|eye drops?|ear drops?|drops|syrup|suspension|solution"
    r"|mixture|suppositor(?:y|ies)|enema|injection|inj|spray|powder|sachets?|lozenges?|mouthwash|shampoo|pessar(?:y|ies)|foam|implant)\b",
    re.IGNORECASE,
)
_THEN = re.compile(r"\bthen\b|\bfollowed by\b|\bafter that\b", re.IGNORECASE)
_OTHER_DAYS = re.compile(r"\b(?:other|remaining) days\b(?! *\w* *(?:of|in))|\brest of the week\b", re.IGNORECASE)
_WEEK = (1, 2, 3, 4, 5, 6, 7)
MOST_AT_A_TIME = 12
"""Tablets of one taking: ten of 2.5 mg methotrexate a week are written, and no more than a few others of anything."""
_SWALLOWED = {"tab", "tabs", "tablet", "tablets", "cap", "caps", "capsule", "capsules"}
_RATES = {
    "h": "h",
    "hr": "h",
    "hrs": "h",
    "hour": "h",
    "hours": "h",
    "day": "d",
    "days": "d",
    "d": "d",
    "week": "wk",
    "weeks": "wk",
    "wk": "wk",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A dosage with the tokens it was read from and what else stood among them."""

    dosage: Dosage
    tokens: tuple[Token, ...]
    prn: bool
    indication: str | None


def _schedules(tokens: tuple[Token, ...]) -> list[Schedule]:
    return [t.value for t in tokens if isinstance(t.value, Schedule)]


def _frequency(found: list[Schedule]) -> Frequency | None:
    """One frequency of all that was written: an explicit one first; times of day alone count as one taking each."""
    explicit = [s for s in found if s.frequency and not s.times and not s.days]
    if explicit:
        return explicit[0].frequency
    dated = [s for s in found if s.days]
    slots = _times(found)
    if dated and not slots:
        days = {d for s in dated for d in s.days}
        return Frequency(1, 1, "d") if len(days) == len(_WEEK) else Frequency(float(len(days)), 1, "wk")
    if slots:
        every = next((s.frequency for s in found if s.frequency and s.frequency.per != 1), None)
        return every or Frequency(float(len(slots)), 1, "d")
    return found[0].frequency if found else None


def _times(found: list[Schedule]) -> tuple[str, ...]:
    slots = [t for s in found for t in s.times]
    clock = [t for t in slots if ":" in t]
    return tuple(dict.fromkeys(clock or slots))


def _scaled(quantity: Quantity, factor: Quantity) -> Quantity:
    high = factor.high if factor.high is not None else (factor.value if quantity.high is not None else None)
    top = (quantity.high or quantity.value) * high if high is not None else None
    return Quantity(round(quantity.value * factor.value, 6), quantity.unit, round(top, 6) if top is not None else None)


_COUNTS = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
"""A bare number that can only be a count of tablets; ``apixaban 2.5 BD`` and ``oxybutynin 5 TDS`` mean milligrams or
nobody knows what, and stay open.
"""


def _bare_pieces(text: str, tokens: tuple[Token, ...]) -> Quantity | None:
    """``1 OD``, ``two puffs`` apart, a count may stand alone before its schedule: ``one every morning``."""
    edges = [(0, 0), *[(t.start, t.end) for t in tokens], (len(text), len(text))]
    for (_, end), (start, _) in itertools.pairwise(edges):
        gap = text[end:start]
        m = _BARE_COUNT.search(gap)
        if m and (end > 0 or start < len(text)):
            value = read_number(m[1])
            if value is not None and 0 < value <= 20:
                return Quantity(value, "{piece}", read_number(m[2]) if m[2] else None)
    return None


def _amounts(tokens: tuple[Token, ...]) -> list[Amount]:
    return [t.value for t in tokens if isinstance(t.value, Amount)]


def _concentration(amount: Amount) -> bool:
    return amount.per is not None and amount.per not in _RATES


def _dose_each(pairs: list[tuple[Quantity, Frequency]]) -> tuple[Quantity, Quantity | None]:
    """Several doses in one entry (``150 mg mane + 350 mg nocte``): the range taken each time, and the daily sum."""
    values = [q.value for q, _ in pairs]
    low, high = min(values), max(values)
    dose = Quantity(low, pairs[0][0].unit, high if high != low else None)
    per_day = [f.per_day() for _, f in pairs]
    if any(p is None for p in per_day):
        return dose, None
    total = sum(q.value * (p or 0.0) for (q, _), p in zip(pairs, per_day, strict=True))
    return dose, Quantity(round(total, 6), dose.unit)


def _pairs(tokens: tuple[Token, ...]) -> list[tuple[Quantity, Frequency]]:
    """Each mass with the schedule that follows it before the next mass."""
    pairs: list[tuple[Quantity, Frequency]] = []
    pending: Quantity | None = None
    for token in tokens:
        if isinstance(token.value, Amount) and not token.value.per:
            pending = token.value.quantity
        elif isinstance(token.value, Schedule) and token.value.frequency and pending is not None:
            pairs.append((pending, token.value.frequency))
            pending = None
    return pairs if len({q.unit for q, _ in pairs}) == 1 else pairs[:1]


def _steps(text: str, tokens: tuple[Token, ...]) -> Quantity | None:
    """The doses of a taper written out (``20 mg x 5 days then 10 mg x 5 days``): a range, since nobody says which day it is.

    Two doses, each with its own duration or with ``then`` between them; None for anything else.
    """
    amounts = [t for t in tokens if isinstance(t.value, Amount) and not t.value.per]
    if len(amounts) < 2 or len({t.value.quantity.unit for t in amounts if isinstance(t.value, Amount)}) != 1:
        return None
    spans = list(itertools.pairwise(amounts))
    timed = sum(any(t.kind == "duration" and a.end <= t.start < b.start for t in tokens) for a, b in spans)
    followed = any(_THEN.search(text[a.end : b.start]) for a, b in spans)
    if not (timed and (followed or any(t.kind == "duration" and t.start > amounts[-1].end for t in tokens))):
        return None
    values = [t.value.quantity.value for t in amounts if isinstance(t.value, Amount)]
    unit = next(t.value.quantity.unit for t in amounts if isinstance(t.value, Amount))
    return Quantity(min(values), unit, max(values) if max(values) != min(values) else None)


def _on_other_days(text: str, tokens: tuple[Token, ...]) -> list[tuple[Quantity, Frequency]]:
    """``5 mg Mon/Wed/Fri, 2.5 mg other days``: what is left of the week takes the second dose."""
    if not _OTHER_DAYS.search(text):
        return []
    amounts = [a.quantity for a in _amounts(tokens) if not a.per]
    days = {d for s in _schedules(tokens) for d in s.days}
    if len(amounts) < 2 or not days or amounts[-1].unit != amounts[-2].unit:
        return []
    return [(amounts[-2], Frequency(float(len(days)), 1, "wk")), (amounts[-1], Frequency(7.0 - len(days), 1, "wk"))]


def _rate(amount: Amount) -> tuple[Quantity | None, Frequency | None]:
    """``5 mg/d`` and ``12.5 mg/wk`` are a dose with its frequency; ``25 mcg/h`` and ``21 mg/24h`` a daily total."""
    unit = _RATES.get(amount.per or "")
    if unit is None:
        return None, None
    if unit == "h":
        return Quantity(round(amount.quantity.value * 24 / amount.per_count, 6), amount.quantity.unit), None
    frequency = Frequency(1, amount.per_count, unit)
    return (amount.quantity if unit == "d" and amount.per_count == 1 else None), frequency


@dataclass(frozen=True, slots=True)
class _Doses:
    dose: Quantity | None = None
    strength: Quantity | None = None
    total: Quantity | None = None
    frequency: Frequency | None = None


def _pieces_and_amounts(pieces: Quantity | None, amounts: list[Amount]) -> _Doses:
    if not amounts:
        return _Doses(dose=pieces)
    first, last = amounts[0], amounts[-1]
    volume = next((a.quantity for a in amounts[1:] if a.quantity.unit == "mL" and not a.per), None)
    if _concentration(first):
        strength = Quantity(first.quantity.value / first.per_count, first.quantity.unit)
        if volume is not None and first.per in {"ml", "mls", "millilitre", "milliliter"}:
            return _Doses(_scaled(strength, volume), Quantity(strength.value, f"{strength.unit}/mL"))
        mass = next((a.quantity for a in amounts[1:] if not a.per), None)
        per = "mL" if first.per in {"ml", "mls"} else (first.per or "")
        shown = Quantity(strength.value, f"{strength.unit}/{per}" if per == "mL" else strength.unit)
        return _Doses(mass or (_scaled(strength, pieces) if pieces and per != "mL" else pieces), shown)
    total, frequency = _rate(first)
    if total is not None or frequency is not None:
        return _Doses(pieces or (first.quantity if frequency else None), None if frequency else first.quantity, total, frequency)
    if first.quantity.unit == "%":
        return _Doses(pieces, first.quantity)
    if pieces is not None:
        return _Doses(_scaled(first.quantity, pieces), first.quantity)
    if last is not first and not last.per and last.quantity.unit == first.quantity.unit:
        return _Doses(last.quantity, first.quantity)
    return _Doses(first.quantity, None if last is first else first.quantity)


def _maximum(tokens: tuple[Token, ...], strength: Quantity | None) -> Quantity | None:
    limit = next((t.value for t in tokens if t.kind == "max" and isinstance(t.value, Quantity)), None)
    if limit is not None and limit.unit.startswith("{") and strength is not None and "/" not in strength.unit:
        return Quantity(round(limit.value * strength.value, 6), strength.unit)
    return limit


def _duration(text: str, tokens: tuple[Token, ...]) -> float | None:
    """How long, in days; the steps of a taper together."""
    spans = [t.value for t in tokens if t.kind == "duration" and isinstance(t.value, float)]
    return (sum(spans) if _steps(text, tokens) else spans[0]) if spans else None


def _food(text: str) -> bool | None:
    if _WITHOUT_FOOD.search(text):
        return False
    return True if _WITH_FOOD.search(text) else None


def _route(tokens: tuple[Token, ...], form: str | None) -> str | None:
    """The most particular route among those written: drops "both eyes", a nasal spray that is also "inhaled"."""
    routes = [str(t.value) for t in tokens if t.kind == "route"]
    for particular in ("intra-articular", "nasal", "ophthalmic", "otic", "transdermal", "sublingual"):
        if particular in routes:
            return particular
    if routes:
        return routes[0]
    if form in _SWALLOWED or any(
        t.kind == "pieces" and isinstance(t.value, Quantity) and t.value.unit in {"{tablet}", "{capsule}"} for t in tokens
    ):
        return "oral"
    if any(t.kind == "pieces" and isinstance(t.value, Quantity) and t.value.unit == "{puff}" for t in tokens):
        return "inhaled"
    return None


def _is_combination(text: str, tokens: tuple[Token, ...]) -> bool:
    """``Acetaminophen 300 MG / Codeine 30 MG``: two strengths of one product, joined by a mark and a name."""
    found = [t for t in tokens if t.kind == "amount"]
    return any(
        re.fullmatch(r"[^,;]*?(?:[/&+]|\band\b|\bwith\b|\bplus\b)\s*[A-Za-z][^,;]*", text[a.end : b.start]) is not None
        and not any(t.kind in {"schedule", "prn"} and a.end <= t.start < b.start for t in tokens)
        for a, b in itertools.pairwise(found)
    )


def _supply(pieces: Quantity) -> bool:
    """``28 tablet`` is what was dispensed; nobody swallows so many at a time."""
    return pieces.unit in {"{tablet}", "{capsule}", "{patch}", "{sachet}"} and pieces.value > MOST_AT_A_TIME


def _doses(text: str, tokens: tuple[Token, ...]) -> _Doses:
    pieces = next((t.value for t in tokens if t.kind == "pieces" and isinstance(t.value, Quantity) and not _supply(t.value)), None)
    grid = next((s.pieces for s in _schedules(tokens) if s.pieces), None)
    if grid is not None and pieces is None:
        pieces = Quantity(grid, "{piece}")
    if steps := _steps(text, tokens):
        return _Doses(steps)
    pairs = _on_other_days(text, tokens) or _pairs(tokens)
    if len(pairs) > 1 and pieces is None:
        dose, total = _dose_each(pairs)
        return _Doses(dose, total=total)
    if _is_combination(text, tokens):
        return _Doses(dose=pieces or _bare_pieces(text, tokens))
    amounts = [a for a in _amounts(tokens) if "/" not in a.quantity.unit] or _amounts(tokens)  # 80 mg before its 1 mg/kg
    bare = _bare_pieces(text, tokens)
    if bare is not None and not amounts and bare.value not in _COUNTS:
        bare = None
    return _pieces_and_amounts(pieces or bare, amounts)


@lru_cache(maxsize=20_000)
def read_directions(text: str, tokens: tuple[Token, ...] | None = None) -> Reading:
    """Read one entry's directions. Nothing is invented: what was not written stays None.

    ``dose`` is a mass where a strength times a count allows it (``25 mg one-half tablet``: 12.5 mg); otherwise
    pieces. A combination's strengths (``5/325 mg``) stay in the text: no single dose can be told.
    """
    parts = scan(text) if tokens is None else tokens
    doses = _doses(text, parts)
    found = _schedules(parts)
    found_form = _FORM.search(text)
    form = found_form[1].lower() if found_form else None
    days = tuple(sorted({d for s in found for d in s.days}))
    other_days = bool(_on_other_days(text, parts))
    if other_days or days == _WEEK:
        days = ()
    dosage = Dosage(
        text=text.strip(),
        dose=doses.dose,
        strength=doses.strength,
        total_daily=doses.total,
        frequency=Frequency(1, 1, "d") if other_days else _frequency(found) or doses.frequency,
        route=_route(parts, form),
        form=form,
        prn=any(t.kind == "prn" for t in parts),
        max_daily=_maximum(parts, doses.strength),
        duration_days=_duration(text, parts),
        days=days,
        times=_times(found),
        with_food=_food(text),
        taper=_TAPER.search(text) is not None or _steps(text, parts) is not None,
    )
    indication = next((str(t.value) for t in parts if t.kind in {"indication", "prn"} and t.value), None)
    return Reading(dosage, parts, dosage.prn, indication)
