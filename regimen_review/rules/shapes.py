"""How each term of a condition must be written: its arguments, its comparison, its unit, its words.

A term written otherwise would not fail on a patient; it would come out false on everyone, and its rule would be silent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from regimen_review.amounts import in_base_unit
from regimen_review.regimen import Quantity
from regimen_review.routes import GROUPS
from regimen_review.rules.language import Term

Value = Literal["nothing", "number", "amount", "word"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What stands behind a term's name: at least ``arguments`` of them, then what it is compared with, if anything;
    ``words`` are the only ones that can come out true, empty where any may.
    """

    value: Value
    arguments: int = 0
    words: frozenset[str] = frozenset()


def _words(*words: str, arguments: int = 0) -> Shape:
    return Shape("word", arguments, frozenset(words))


SHAPES: Mapping[str, Shape] = {
    **dict.fromkeys(("age", "weight", "bmi", "egfr", "crcl"), Shape("number")),
    **dict.fromkeys(("lab", "lab-age", "lab-change", "count", "times-per-week", "duration", "started"), Shape("number", 1)),
    **dict.fromkeys(("daily-dose", "weekly-dose", "single-dose", "dose-per-kg"), Shape("amount", 1)),
    **dict.fromkeys(("condition", "no-lab", "taking", "allergy", "prn"), Shape("nothing", 1)),
    **dict.fromkeys(("started-after", "indication", "has"), Shape("nothing", 2)),
    **dict.fromkeys(("gene", "form"), Shape("word", 1)),
    "breastfeeding": Shape("nothing"),
    "sex": _words("female", "male", "other"),
    "child-pugh": _words("A", "B", "C"),
    "pregnancy": _words("pregnant", "possible", "unrecorded"),
    "tobacco": _words("current", "former", "never", "stopped-recently"),
    "alcohol": _words("none", "moderate", "heavy"),
    "reaction": _words("told", "untold", "intolerance", arguments=1),
    "route": _words(*GROUPS, "systemic", arguments=1),
}
"""The shape of every term."""


def misshapen(term: Term) -> Iterator[str]:
    """What is wrong with how a known term is written."""
    shape = SHAPES[term.name]
    if len(term.arguments) < shape.arguments:
        yield f"'{term.text}' needs {_counted(shape.arguments)} in parentheses"
    if term.arguments and not shape.arguments:
        yield f"'{term.text}' takes nothing in parentheses"
    yield from _COMPARED[shape.value](term, shape)


def _counted(arguments: int) -> str:
    return "an argument" if arguments == 1 else f"{arguments} arguments"


def _nothing(term: Term, _shape: Shape) -> Iterator[str]:
    if term.operator:
        yield f"'{term.text}' takes no comparison"


def _number(term: Term, _shape: Shape) -> Iterator[str]:
    if term.number is None:
        yield f"'{term.text}' needs a comparison with a number"
    elif term.unit:
        yield f"'{term.text}' has a unit; its number stands alone"


def _amount(term: Term, _shape: Shape) -> Iterator[str]:
    if term.number is None:
        yield f"'{term.text}' needs a comparison with a number"
    elif in_base_unit(Quantity(1.0, term.unit or "mg")) is None:
        yield f"'{term.text}' has a unit that is not an amount"


def _word(term: Term, shape: Shape) -> Iterator[str]:
    if term.operator != "=" or not term.words:
        yield f"'{term.text}' needs '=' or '!=' and a word"
    for word in term.words:
        if shape.words and word not in shape.words:
            yield f"'{term.text}': '{word}' is none of {', '.join(sorted(shape.words))}"


_COMPARED = {"nothing": _nothing, "number": _number, "amount": _amount, "word": _word}
