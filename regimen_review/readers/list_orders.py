"""A sentence of a list with orders in it -> its clauses: ``Stop aspirin and start clopidogrel 75 mg``, ``switch A to B``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from regimen_review.readers.directives import Directive, later_orders, read_directive
from regimen_review.regimen import Status

Asks = Callable[[str], bool]
"""Whether a medicine's name begins a text."""

_INTO = re.compile(r"\s+(?:to|for|with|by|→|->)\s+", re.IGNORECASE)
_INSTEAD = re.compile(r"\s+(?:instead of|in place of|in lieu of|to replace|replacing)\s+", re.IGNORECASE)
_CHANGED = re.compile(
    r"[\s,;(]+(?:(?:and|then|but|was|were|has been|been|now)\s+)*(?:switched|changed|replaced|converted|rotated|swapped)\s+(?:to|with|by|for)\s+",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_][\w'’-]{2,}(?:\s+[^\W\d_][\w'’-]*){0,2}\W*")
_INTO_TO = frozenset({"switch", "change"})


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands under one order: its words, the status it gives, whether the dose after ``to`` is the one that counts."""

    text: str
    order: str = ""
    status: Status | None = None
    new_dose: bool = False
    plain: bool = False


def clauses_of(sentence: str, named: Asks, directed: Asks) -> list[Clause]:
    """The clauses of a sentence that gives orders about medicines; none where it gives no order.

    ``named`` asks whether a known medicine begins a text, ``directed`` whether a name with a dose does.
    """
    pieces = _pieces(sentence, named, directed)
    found = [clause for order, text in pieces for clause in _clauses(order, text, named)]
    return found if any(not c.plain for c in found) else []


def _pieces(sentence: str, named: Asks, directed: Asks) -> Iterator[tuple[Directive | None, str]]:
    """Each order with the text under it; what stands before the first order comes with None."""
    first = _order(sentence, named, directed, alone=True)
    at = 0
    current = first
    for start, end in later_orders(sentence):
        again = _order(sentence[end:], named, directed)
        if again is None or start <= at:
            continue
        yield current, sentence[at + (current.end if current else 0) : start]
        current, at = again, end
    yield current, sentence[at + (current.end if current else 0) :]


def _order(text: str, named: Asks, directed: Asks, *, alone: bool = False) -> Directive | None:
    """The order before a medicine: a known one, one with a dose, or, where it stands alone, a few words to be asked about."""
    order = read_directive(text)
    if order is None:
        return None
    rest = text[order.end :]
    if named(rest) or directed(rest):
        return order
    return order if alone and order.kind != "keep" and _WORDS.fullmatch(rest) else None


def _clauses(order: Directive | None, text: str, named: Asks) -> Iterator[Clause]:
    if not text.strip(" ,.;"):
        return
    if order is None:
        yield from _changed(text, named)
        return
    parts = _parted(text, _INTO, named) if order.kind in _INTO_TO else None
    if parts:
        yield Clause(parts[0], order.words, "stopped")
        yield Clause(parts[1])
        return
    parts = _parted(text, _INSTEAD, named) if order.kind == "start" else None
    if parts:
        yield Clause(parts[1], "instead of", "stopped")
    yield Clause(parts[0] if parts else text, order.words, order.status, new_dose=order.kind in {"change", "switch", "keep"})


def _changed(text: str, named: Asks) -> Iterator[Clause]:
    """``codeine 30 mg changed to tramadol 50 mg``: the first is over, the second is taken."""
    parts = _parted(text, _CHANGED, named) if named(text) else None
    if parts is None:
        yield Clause(text, plain=True)
        return
    yield Clause(parts[0], status="stopped")
    yield Clause(parts[1].rstrip(" )"))


def _parted(text: str, mark: re.Pattern[str], named: Asks) -> tuple[str, str] | None:
    """The text before and after a mark that another medicine follows."""
    for m in mark.finditer(text):
        if text[: m.start()].strip() and named(text[m.end() :]):
            return text[: m.start()], text[m.end() :]
    return None
