"""What a recorded stage of kidney disease says of clearance where no creatinine does: ``CKD 4`` is below 30 and not below
15 (KDIGO 2012 stages of GFR). On dialysis a creatinine does not measure the kidney, so the stage wins.
"""

from __future__ import annotations

import re

from regimen_review.findings import Because
from regimen_review.patient import Condition
from regimen_review.rules.language import Term
from regimen_review.rules.outcome import Outcome, compare, missing
from regimen_review.rules.situation import Situation

_STAGES: tuple[tuple[str, tuple[float, float]], ...] = (
    ("dialysis", (1.0, 14.9)),
    ("ckd-stage-5", (1.0, 14.9)),
    ("ckd-stage-4", (15.0, 29.9)),
    ("ckd-stage-3", (30.0, 59.9)),
)
"""Condition and its range of GFR in mL/min/1.73 m², the most severe first."""
_LETTER = re.compile(r"3\s*([ab])\b", re.IGNORECASE)
_HALVES = {"a": (45.0, 59.9), "b": (30.0, 44.9)}


def _range(concept: str, bounds: tuple[float, float], condition: Condition) -> tuple[float, float]:
    letter = _LETTER.search(condition.text) if concept == "ckd-stage-3" else None
    return _HALVES[letter[1].lower()] if letter else bounds


def by_stage(term: Term, situation: Situation, *, otherwise: str) -> Outcome:
    """The outcome of a term on clearance from the recorded stage; not known where the stage leaves it open or there is
    none (``otherwise`` is then what is missing).
    """
    for concept, bounds in _STAGES:
        condition = situation.conditions.get(concept)
        if condition is None:
            continue
        low, high = (compare(end, term) for end in _range(concept, bounds, condition))
        if low != high:
            break
        fact = Because(f"{condition.text} on record", condition.recorded or condition.onset)
        return Outcome(low, (fact,), context=((concept, condition.text),))
    return missing(otherwise)
