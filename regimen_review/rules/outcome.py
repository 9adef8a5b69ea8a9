"""How one test of a condition came out: true, false or not known, with the facts that counted and those that were missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from regimen_review.findings import Because
from regimen_review.rules.language import Term
from regimen_review.rules.situation import Exposure, Situation, Value

Binding = Mapping[str, tuple[Exposure, ...]]
"""Which drugs fill the roles of a rule."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a condition came out. ``context`` holds (id, label) of conditions and values that took part."""

    holds: bool | None
    because: tuple[Because, ...] = ()
    missing: tuple[str, ...] = ()
    context: tuple[tuple[str, str], ...] = ()


TRUE = Outcome(True)
FALSE = Outcome(False)


def compare(value: float, term: Term) -> bool:
    """Whether a value stands to the term's number as its operator says. Raises ValueError where the term has no number."""
    number = term.number
    if number is None:
        raise ValueError(f"'{term.text}' compares with a word where a number is needed")
    return {
        ">=": value >= number,
        "<=": value <= number,
        ">": value > number,
        "<": value < number,
        "=": value == number,
        "!=": value != number,
    }[term.operator]


def missing(*what: str) -> Outcome:
    """Not known, for want of these facts."""
    return Outcome(None, missing=what)


def of_value(term: Term, value: Value | None, what: str, context: str | None = None) -> Outcome:
    """A comparison with a value that may be missing; the value counts as a fact."""
    if value is None:
        return missing(what)
    because = (Because(value.says, value.when),)
    return Outcome(compare(value.amount, term), because, context=((context, value.says),) if context else ())


def words_of(term: Term) -> tuple[str, ...]:
    """The alternatives in a term's arguments."""
    return tuple(w.strip() for argument in term.arguments for w in argument.split("|") if w.strip())


def days_since(then: date | None, situation: Situation) -> int | None:
    """Days from a date to the day of the review; None where either is not known."""
    return None if then is None or situation.as_of is None else (situation.as_of - then).days
