"""A written product taken apart: brackets, words, and the names among the words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from regimen_review.knowledge import name_key
from regimen_review.names.index import LONGEST_PHRASE, Ingredients, Meaning, NameIndex
from regimen_review.names.words import JOINING, SALTS, is_ignorable, is_number
from regimen_review.regimen import SubstanceId

_BRACKET = re.compile(r"\[([^\[\]]*)\]|\(([^()]*)\)")
_QUOTED = re.compile(r"[\"“”«»„]([^\"“”«»„]{2,40})[\"“”«»„]")
_FREE = re.compile(r"\b(sugar|preservative|alcohol|dye|gluten|lactose|latex|cfc|albumin|sulfite|saccharin)[ -]free\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\bno\.?\s*(?=#?\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A written name in parts: what stands outside brackets and what inside, each without quoted makers."""

    outside: str
    inside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """One name found among the words, with the words that it covers (from, to)."""

    start: int
    stop: int
    meaning: Meaning
    key: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a phrase say: names found, words that nobody knows, and whether it joins its parts."""

    words: tuple[str, ...]
    medicines: tuple[Span, ...]
    others: tuple[Span, ...]
    unknown: tuple[str, ...]
    joined: bool
    loose: bool
    """Joined only by a word or comma (``and``), which may also stand between two medicines of a list."""


_WITH_D = re.compile(r"(?<=\w)\s*(?:\bwith\b|\bplus\b|\band\b|\bw/|\+|&)\s*(?:vit(?:amin|\.)?[\s-]*)?d(3?)(?=\s|$|\W\s*\d)", re.IGNORECASE)
_CALCIUM = re.compile(r"\b(?:cal|os-?cal|oyst|citra)", re.IGNORECASE)


_TAIL = re.compile(r"(?<=\w)\W+(?:as needed|prn|p\.r\.n\.|starting|started|since|until|through)\b.*$", re.IGNORECASE | re.DOTALL)


def spelled_out(text: str) -> str:
    """``calcium + D`` with the vitamin written out; only beside calcium is a lone D the vitamin. Directions that
    follow the name (``as needed for pain``) are left off.
    """
    text = _NUMBERED.sub(" ", _TAIL.sub("", text))
    return _WITH_D.sub(r" with vitamin d\1 ", text) if _CALCIUM.search(text) else text


def pieces(written: str) -> Pieces:
    """Brackets and the text around them. ``Cipro (ciprofloxacin hcl)`` is ``Cipro`` and ``ciprofloxacin hcl``."""
    text = _FREE.sub(" ", written.replace("{", "(").replace("}", ")"))
    inside: list[str] = []
    for _ in range(4):
        found = [next(g for g in m.groups() if g is not None) for m in _BRACKET.finditer(text)]
        if not found:
            break
        inside += found
        text = _BRACKET.sub(" ", text)
    return Pieces(text, tuple(i for i in inside if i.strip()))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a phrase as keys, joining marks kept as words of their own."""
    key = name_key(re.sub(r"\s-\s|(?<=[A-Za-z])-(?=[A-Za-z])", " ", text))
    spaced = re.sub(
        r"(?<=[^\W\d])([/+])(?=[^\W\d])|(?<=\s)([/+])(?=\s)|(?<=[^\W\d])([/+])(?=\s)|(?<=\s)([/+])(?=[^\W\d])", r" \1\2\3\4 ", key
    )
    spaced = re.sub(r"\bw/\s*", "w ", key) if key.startswith("w/") else re.sub(r"\bw / ", "w ", spaced)
    return tuple(w.strip(".") or w for w in spaced.replace(" w/", " w ").split())


def _longest(index: NameIndex, words: tuple[str, ...], start: int) -> Span | None:
    for stop in range(min(len(words), start + LONGEST_PHRASE), start, -1):
        part = words[start:stop]
        if part[0] in JOINING or part[-1] in JOINING:
            continue
        key = " ".join(part)
        meaning = index.find(key) or (index.find(key.replace(" / ", "/").replace(" + ", "+")) if "/" in part or "+" in part else None)
        if meaning is not None and not (stop == start + 1 and _weak(words, start, meaning)):
            return Span(start, stop, meaning, key)
    return None


def _weak(words: tuple[str, ...], at: int, meaning: Meaning) -> bool:
    """A single word that is a form, a maker or a salt before it is a name: ``patch``, ``sodium`` after a drug."""
    word = words[at]
    if len(words) == 1:
        return False
    return (is_ignorable(word) and (not meaning.is_medicine or len(word) <= 3)) or is_number(word) or (word in SALTS and at > 0)


def read_phrase(index: NameIndex, text: str) -> Reading:
    """Find the names in a phrase, longest first, and say which words are left unexplained."""
    quoted = {w for m in _QUOTED.finditer(text) for w in words_of(m.group(1))}
    words = words_of(spelled_out(text))
    medicines: list[Span] = []
    others: list[Span] = []
    unknown: list[str] = []
    at = 0
    while at < len(words):
        span = _longest(index, words, at)
        if span is None:
            word = words[at]
            salt = word in SALTS and (medicines or unknown)
            if not (is_ignorable(word) or salt or (medicines and word in quoted)):
                unknown.append(word)
            at += 1
            continue
        (medicines if span.meaning.is_medicine else others).append(span)
        at = span.stop
    marks = set(words) & JOINING
    hyphen = bool(re.search(r"[A-Za-z)]\s?-\s?[A-Za-z(]|[/+]", text))
    return Reading(words, tuple(medicines), tuple(others), tuple(unknown), bool(marks) or hyphen, bool(marks) and not hyphen)


def united(spans: tuple[Span, ...]) -> Ingredients | None:
    """The ingredients of several names together, or None where one of them has more than one meaning.

    A general word gives way to the kind that is named beside it (``insulin Levemir`` is insulin detemir alone).
    """
    found: list[SubstanceId] = []
    general: list[SubstanceId] = []
    for span in spans:
        if len(span.meaning.sets) != 1:
            return None
        entry = span.meaning.entries[0]
        (general if entry.unspecified or entry.name in _GENERAL else found).extend(span.meaning.sets[0])
    kept = [g for g in general if not any(is_kind_of(f, g) for f in found if f != g)]
    return tuple(sorted(dict.fromkeys((*found, *kept))))


_GENERAL = frozenset({"insulin", "iron", "calcium", "magnesium", "potassium", "zinc", "vitamin d", "vitamin b complex", "multivitamin"})
_KINDS = {
    "iron": ("ferrous ", "ferric ", "iron ", "polysaccharide iron", "sodium fer"),
    "vitamin d": ("cholecalciferol", "ergocalciferol", "calcitriol", "alfacalcidol", "calcifediol"),
    "penicillin g": ("penicillin",),
    "epoetin alfa": ("epoetin", "darbepoetin"),
    "multivitamin": ("prenatal vitamin", "multivitamin with minerals"),
}


def is_kind_of(name: SubstanceId, general: SubstanceId) -> bool:
    """Whether a substance is one of the kinds that a general word covers."""
    return name.startswith(_KINDS.get(general, (f"{general} ",)))
