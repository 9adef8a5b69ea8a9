"""The print's own phrases: in English, in a second language, or as the house words them. Texts of the knowledge base are
facts, not phrases, and never pass through here but for the short closed lists (a status, a unit of time) that have a translation.

The English phrase is the key, as in the window. Which words are in use is known for the length of one print
(:func:`speaking`), so that no flowable needs to be handed them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from exports.pdf.sheet import safe

Language = Literal["en", "de"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """English phrases to those of a language; empty for English."""
    if language == "en":
        return {}
    body: dict[str, str] = json.loads((files("exports.pdf") / "wording" / f"{language}.json").read_text(encoding="utf-8"))
    return body


@dataclass(frozen=True)
class Words:
    """A language, and the phrases that a house words in its own way, by the English phrase."""

    language: Language = "en"
    house: Mapping[str, str] = field(default_factory=dict)
    mark: str = ""
    """The first figures of the hash of the house's file; empty where there is none."""

    def of(self, phrase: str) -> str:
        """The phrase as it is to be printed; English where there is no other."""
        return self.house.get(phrase) or catalogue(self.language).get(phrase, phrase)


ENGLISH = Words()
_IN_USE: ContextVar[Words] = ContextVar("words in use", default=ENGLISH)


@contextmanager
def speaking(words: Words) -> Iterator[None]:
    """Print with these words."""
    before = _IN_USE.set(words)
    try:
        yield
    finally:
        _IN_USE.reset(before)


def in_use() -> Words:
    """The words of the print that is being made."""
    return _IN_USE.get()


def say(phrase: str, **values: object) -> str:
    """A phrase as it is to be printed, with its places filled in."""
    said = _IN_USE.get().of(phrase)
    return said.format(**values) if values else said


def told(phrase: str, **values: object) -> str:
    """As :func:`say`, made safe to stand in a paragraph's markup."""
    return safe(say(phrase, **values))


def counted(number: int, one: str, many: str) -> str:
    """``one`` or ``many`` with ``{n}`` filled in."""
    return say(one if number == 1 else many, n=number)


_MISSING = re.compile(r"^no (.+) on record$")


def reason(why: str) -> str:
    """Why something was not checked: the closed list in the language in use, anything else as the base has it."""
    found = _MISSING.match(why)
    return say("no {values} on record", values=say(found[1])) if found else say(why)
