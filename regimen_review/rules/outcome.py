"""How one test of a condition came out: true, false or not known, with the facts that counted and those that were missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple

from regimen_review.findings import Because
from regimen_review.rules.language import Term
from regimen_review.rules.matching import Exposure

Binding = Mapping[str, tuple[Exposure, ...]]
"""Which drugs fill the roles of a rule."""


class Outcome(NamedTuple):
    """How a condition came out. ``context`` holds (id, label) of conditions and values that took part."""

    holds: bool | None
    because: tuple[Because, ...] = ()
    missing: tuple[str, ...] = ()
    context: tuple[tuple[str, str], ...] = ()


_COMPARISONS: Mapping[str, Callable[[float, float], object]] = {">=": ge, "<=": le, ">": gt, "<": lt, "=": eq, "!=": ne}

TRUE = Outcome(True)
FALSE = Outcome(False)


def compare(value: float, term: Term) -> bool:
    """Whether a value stands to the term's number as its operator says. Raises ValueError where the term has no number."""
    number = term.number
    if number is None:
        raise ValueError(f"'{term.text}' compares with a word where a number is needed")
    return bool(_COMPARISONS[term.operator](value, number))


def missing(*what: str) -> Outcome:
    """Not known, for want of these facts."""
    return Outcome(None, missing=what)


def words_of(term: Term) -> tuple[str, ...]:
    """The alternatives in a term's arguments."""
    return _alternatives(term.arguments)


@lru_cache(maxsize=4096)
def _alternatives(arguments: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w.strip() for argument in arguments for w in argument.split("|") if w.strip())
