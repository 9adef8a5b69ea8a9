"""The language of conditions in rules: ``age >= 65 and (condition(heart-failure) or egfr < 30)``.

A text is parsed once into a small tree; :mod:`regimen_review.rules.terms` holds the tree against a patient. The
grammar is that of ``docs/knowledge.md``: terms joined by ``and``, ``or``, ``not`` and parentheses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_COMPARE = re.compile(r"\s*(>=|<=|!=|=|>|<)\s*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_UNIT = re.compile(r"\s*(?!and\b|or\b|not\b)([A-Za-z%\[][\w%/.\[\]{}²]*)")
_WORDS = re.compile(r"[\w.+-]+(?:\s*\|\s*[\w.+-]+)*")
_NAME = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Term:
    """One test: ``name(arguments) operator value unit``; a bare term has no operator."""

    name: str
    arguments: tuple[str, ...] = ()
    operator: str = ""
    number: float | None = None
    words: tuple[str, ...] = ()
    unit: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Not:
    """True where its part is false."""

    part: Expression


@dataclass(frozen=True, slots=True)
class All:
    """True where every part is true."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """True where at least one part is true."""

    parts: tuple[Expression, ...]


Expression = Term | Not | All | Some


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def fail(self, reason: str) -> ValueError:
        return ValueError(f"{reason} at character {self.at + 1} of '{self.text}'")

    def skip(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def word(self, word: str) -> bool:
        self.skip()
        if re.match(rf"{word}\b(?!-)", self.text[self.at :]):
            self.at += len(word)
            return True
        return False

    def some(self) -> Expression:
        parts = [self.all()]
        while self.word("or"):
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def all(self) -> Expression:
        parts = [self.one()]
        while self.word("and"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self) -> Expression:
        if self.word("not"):
            return Not(self.one())
        self.skip()
        if self.text[self.at : self.at + 1] == "(":
            self.at += 1
            inner = self.some()
            self.skip()
            if self.text[self.at : self.at + 1] != ")":
                raise self.fail("a closing parenthesis is missing")
            self.at += 1
            return inner
        return self.term()

    def term(self) -> Term | Not:
        start = self.at
        name = _NAME.match(self.text, self.at)
        if name is None or name.group() in ("and", "or", "not"):
            raise self.fail("a term was expected")
        self.at = name.end()
        arguments = self.arguments()
        compare = _COMPARE.match(self.text, self.at)
        if compare is None:
            return Term(name.group(), arguments, text=self.text[start : self.at].strip())
        self.at = compare.end()
        number, words, unit = self.value()
        text = self.text[start : self.at].strip()
        if words and compare.group(1) == "!=":  # every term of words knows "=" alone
            return Not(Term(name.group(), arguments, "=", None, words, unit, text.replace("!=", "=", 1)))
        return Term(name.group(), arguments, compare.group(1), number, words, unit, text)

    def arguments(self) -> tuple[str, ...]:
        if self.text[self.at : self.at + 1] != "(":
            return ()
        end = self.text.find(")", self.at)
        if end < 0:
            raise self.fail("a closing parenthesis is missing")
        inside = self.text[self.at + 1 : end]
        self.at = end + 1
        return tuple(a.strip() for a in inside.split(",") if a.strip())

    def value(self) -> tuple[float | None, tuple[str, ...], str]:
        number = _NUMBER.match(self.text, self.at)
        if number is not None and not re.match(r"[\w|-]", self.text[number.end() : number.end() + 1]):
            self.at = number.end()
            unit = _UNIT.match(self.text, self.at)
            if unit is not None:
                self.at = unit.end()
            return float(number.group()), (), unit.group(1) if unit else ""
        words = _WORDS.match(self.text, self.at)
        if words is None:
            raise self.fail("a value was expected")
        self.at = words.end()
        return None, tuple(w.strip() for w in words.group().split("|")), ""


@lru_cache(maxsize=8192)
def parse_condition(text: str) -> Expression:
    """The tree of a condition. Raises ValueError that names the spot."""
    reader = _Reader(text)
    tree = reader.some()
    reader.skip()
    if reader.at != len(text):
        raise reader.fail("the rest cannot be read")
    return tree


def terms_of(tree: Expression) -> tuple[Term, ...]:
    """Every term in a condition, in order."""
    if isinstance(tree, Term):
        return (tree,)
    if isinstance(tree, Not):
        return terms_of(tree.part)
    return tuple(t for part in tree.parts for t in terms_of(part))
