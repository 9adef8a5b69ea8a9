"""What the plan of a note orders, beside its list: a new medicine is planned; what is ordered about a listed one is asked.

A plan that stops or changes a listed medicine may have been carried out or not: a person says which of the two counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from regimen_review.knowledge import name_key
from regimen_review.readers.directives import read_directive
from regimen_review.readers.entry import Entry
from regimen_review.readers.known_names import KnownNames
from regimen_review.readers.list_orders import Clause, clauses_of
from regimen_review.readers.sections import Section
from regimen_review.regimen import CURRENT, MedicationStatement

_PLAN = re.compile(
    r"\bplan\b|\ba\s?[/&]\s?p\b|^p$|recommend|impression|assessment|advice|actions?\b|medication changes|changes to medic", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z])")
_BULLET = re.compile(r"^\W*(?:\d{1,2}[.)]\s*)?")


def _orders(sections: Iterable[Section], known: KnownNames) -> Iterator[tuple[Clause, int]]:
    for section in sections:
        if section.kind != "other" or not _PLAN.search(section.heading):
            continue
        for line in section.lines:
            for sentence in _SENTENCE.split(_BULLET.sub("", line.text, count=1)):
                found = clauses_of(sentence, known.starts_with_name, known.starts_with_name)
                yield from ((c, line.number) for c in found if not c.plain)


def _substances(written: str, known: KnownNames) -> frozenset[str]:
    names = known.vocabulary.names if known.vocabulary else {}
    name = written[: known.prefix_length(written)] or written
    return frozenset(i for e in names.get(name_key(name), ()) for i in e.ingredients) or frozenset({name_key(name)})


def planned_beside(sections: Iterable[Section], listed: Iterable[MedicationStatement], known: KnownNames) -> tuple[list[Entry], list[str]]:
    """The medicines that a plan begins and the list has not, and the questions about those that it has."""
    taken = [_substances(s.name, known) for s in listed if s.status in CURRENT]
    new: list[Entry] = []
    asked: list[str] = []
    for clause, number in _orders(sections, known):
        order = read_directive(f"{clause.order} x")
        on_list = _substances(clause.text, known) in taken
        said = f"{clause.order} {clause.text}".strip(" .,;")
        if on_list and order is not None and order.kind in {"stop", "hold", "change", "switch"}:
            asked.append(f"The plan says “{said}” and the list has it as taken: which counts?")
        elif not on_list and known.starts_with_name(clause.text) and (order is None or order.kind == "start"):
            new.append(Entry(clause.text, number, heading="planned", order=clause.order))
    return new, asked
