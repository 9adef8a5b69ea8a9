"""Allergies and intolerances of a note, in their own section or in its text: what, with which reaction, or that none is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from regimen_review.patient import Allergy
from regimen_review.readers.dates import read_date
from regimen_review.readers.sections import Line, Section
from regimen_review.regimen import Place

_NONE_KNOWN = re.compile(
    r"\bnk[dfme]?a\b|\bno (?:known )?(?:drug |medication |medicine |food |medical )*(?:or food )?(?:allerg|intoleranc)|^\W*(?:aucun\w*|keine?|ningun[ao]|nessun[ao]|geen|ingen|non connue?s?)\b|^\W*(?:none|nil|no)\b(?!\s+\w+ed\b)|no (?:medication|drug)[\w ]* allerg|\bdenies (?:any )?(?:drug |medication )?allerg|are none\b|not allergic",
    re.IGNORECASE,
)
_UNSAID = re.compile(
    r"^\W*(?:refer|see|as above|as noted|unknown|not (?:known|recorded|on file)|unable|reviewed|listed|deferred|n/?a)\b", re.IGNORECASE
)
_REACTION = re.compile(
    r"^(?P<what>(?:[^–—:=>(→\s-]|(?<=\w)-(?=\w)|\s(?!-))+?)\s*(?:\s[-–—]+>?|[–—]+>?|:|=+>?|→|\((?=\D)|\bcauses?\b|\bcaused\b|\b(?:which|that) (?:gives|gave|causes?|caused)(?: (?:him|her|them))?\b|\bwhen\b|\breaction\b|(?<=\w)\s+(?=rash|hives|anaphyla|nausea|itch|swelling|cough|o?edema|angio-?o?edema|vomit|wheez|diarrh|urticaria|bronchospasm|myalgia|GI upset|dizz|confus|headache|hallucin))\s*(?P<reaction>.+)$",
    re.IGNORECASE,
)
_ALLERGY_LEAD = re.compile(
    r"^(?:(?:(?:the )?patient|pt\.?|he|she|they|child)(?!\w)\s*)?(?:(?:has|have|had|is|are|reports?|states?|claims?|notes?|with|includes?)\b\s*)?"
    r"(?:an?\s+)?(?:known\s+)?(?:drug\s+)?(?:(?:allerg(?:y|ies|ic)|alergic|sensitiv\w+|intoleran\w+|anaphylaxis)\b\s*(?:(?:to|of)\b|:)?|allergies\b)?"
    r"\s*(?:(?:include[sd]?|are|is|to)\b)?\s*:?\s*(?:also\s+)?",
    re.IGNORECASE,
)
_BUT_ONE = re.compile(r"\b(?:except(?:ing)?(?: for)?|other than|apart from|aside from|but(?: for)?)\s+(?=\S)", re.IGNORECASE)
"""What follows a denial and takes part of it back: ``NKDA except penicillin``."""
_MORE_REACTION = re.compile(
    r"^(?:nausea|vomiting|itch\w*|prurit\w*|was |is |in |which|with\b|rash|hives|swelling|swollen|when\b|urticaria|but\b|she\b|he\b|reaction|causing"
    r"|severe|angio-?o?edema|anaphyla\w*|cough|fever|wheez\w*|dyspn\w*|diarrh\w*|constipation|dizz\w*|headache|hallucinat\w*|confus\w*"
    r"|bronchospasm|hypotension|shortness of breath|sob\b|gi upset|stomach|redness|flushing)",
    re.IGNORECASE,
)
_ALLERGIC_TO = re.compile(
    r"(?<!not )(?<!never )\b(?:allergic to|(?:has|had) an? (?:known )?allergy to|allergy to|anaphylaxis (?:to|with)|(?:drug |medication )?(?:allergies|intolerances) (?:include[sd]?|are|is)(?: to)?"
    r"|intoleran(?:t|ce) (?:of|to))\s+(?!none\b|nil\b|any\b|no\b|unknown\b|listed\b|reviewed\b)((?:(?!\s(?:and|but|so)\s(?:was|is|has|had|he|she|they|takes|started)\b)[^.;\n]){3,120})",
    re.IGNORECASE,
)
_ITS_ALLERGY = re.compile(
    r"(?<!\bno )(?<!\bnot )\b(?!(?:no|any|known|drug|drugs|food|medication|medicine|seasonal|the|an?|and|or|of|severe|true|documented|reported|possible|history|latex-free|denies|her|his|your|environmental|contact|family)\b)"
    r"(?P<what>[A-Za-z][\w-]{2,}(?:/[A-Za-z]\w+)?)\s+allergy\b(?!\s+(?:clinic|test|list|status|history|season|band|alert|to\b))(?P<more>\s*\([^()]{2,60}\))?",
    re.IGNORECASE,
)
_RELATIVES = re.compile(
    r"\b(?:mother|father|brother|sister|son|daughter|wife|husband|aunt|uncle|family|denies|without|negative for)\b[^.;\n]{0,50}$",
    re.IGNORECASE,
)
_A_RELATIVES = re.compile(
    r"^(?:(?:his|her|the|patient['’]s)\s+)?(?:mother|father|brother|sister|son|daughter|wife|husband|aunt|uncle)\b", re.IGNORECASE
)
_NKDA = re.compile(r"\bnk[dfme]?a\b|\bno known (?:drug |medication |food )?allerg\w+", re.IGNORECASE)
_KINDS: tuple[tuple[str, Literal["allergy", "intolerance"]], ...] = (
    (r"anaphyla|angio-?oedema|angioedema|urticari|hives|rash|itch|bronchospasm|wheez|swell|allerg|stevens|dress\b|pruri", "allergy"),
    (
        r"nausea|vomit|gi upset|stomach|diarrh|hallucinat|confus|cough|dizz|constipat|headache|intoleran|hearing loss|cramp|myalgia|side effect",
        "intolerance",
    ),
)
_SEVERE = re.compile(r"anaphyla|severe|angio-?o?edema|intensive care|stevens|life-?threat|shock|bronchospasm|airway", re.IGNORECASE)
_COLUMN = re.compile(r"(?<=[\w)])(?:\s{2,}|\t)(?=\w)")
_ALLERGY_HEAD = re.compile(
    r"^(?:substance|allergen|drug|agent|medication|allergy|allergies)s?(?: name)?\W+(?:reaction|severity|type|comment|date|criticality|category|status)\b",
    re.IGNORECASE,
)
"""The titles of a table's columns."""


def _statements(lines: Iterable[Line]) -> Iterator[tuple[str, Line]]:
    """Sentences and clauses of an allergy section: cut at full stops, semicolons, commas outside parentheses. A
    table's second column is the reaction.
    """
    for line in lines:
        for sentence in re.split(r"(?<=[.;])\s+|;|\n|\s[•*]\s", line.text.strip()):
            text = re.sub(r"^\s*(?:[-*•]|\(?\d{1,2}[.)])\s*", "", sentence).strip(" .")
            text = re.sub(r"\s+", " ", _COLUMN.sub(" - ", text, count=1))
            if text and not _ALLERGY_HEAD.match(text):
                yield text, line


def _named_allergies(sentence: str) -> list[str]:
    parts = re.split(r",\s*(?:and\s+)?(?![^()]*\))|\s+and\s+(?=[A-Za-z]+(?:\s|,|$|\.))(?![^()]*\))|\s+/\s+(?![^()]*\))", sentence)
    named: list[str] = []
    for part in parts:
        if named and _MORE_REACTION.match(part.strip()):
            named[-1] += ", " + part.strip()
        elif part.strip():
            named.append(part.strip())
    return named


def _balanced(text: str) -> str:
    return text[:-1] if text.endswith(")") and text.count(")") > text.count("(") else text


def _allergy(text: str, line: Line) -> Allergy | None:
    m = _REACTION.match(text)
    what, reaction = (m["what"], _balanced(m["reaction"].strip(" ."))) if m else (text, None)
    what = re.sub(r"\s*\([^)]*\)?$", "", what).strip(" .,:-")
    if len(what) < 2 or not re.search(r"[A-Za-z]{2}", what) or len(what) > 80:
        return None
    kind = next((k for pattern, k in _KINDS if reaction and re.search(pattern, reaction, re.IGNORECASE)), "unknown")
    recorded = re.search(r"\b((?:19|20)\d{2})\b", reaction or "")
    return Allergy(
        text=what,
        reaction=reaction,
        kind=kind,  # type: ignore[arg-type]
        severity="severe" if reaction and _SEVERE.search(reaction) else None,
        recorded=read_date(recorded[1]) if recorded else None,
        place=Place(line=line.number),
    )


def _with_more(allergy: Allergy, words: str) -> Allergy:
    """The same allergy with a further reaction that stood behind a semicolon."""
    again = _allergy(f"{allergy.text}: {', '.join(w for w in (allergy.reaction, words) if w)}", Line("", allergy.place.line or 0))
    return again or allergy


_SAYS_ALLERGY = re.compile(r"allerg(?!ies\b)|intoler|sensitiv|\([^()]*(?:rash|hives|anaphyl|swell|nausea|vomit|cough)", re.IGNORECASE)


def _beside_denial(sentence: str) -> str:
    """``PCN (rash), sulfa, NKFA``: what is listed before a denial of another kind, or after it in so many words."""
    parts = re.split(r",(?![^()]*\))", sentence)
    at = next((n for n, p in enumerate(parts) if _NKDA.search(p)), None)
    if at is None:
        return ""
    return ",".join([*parts[:at], *(p for p in parts[at + 1 :] if _SAYS_ALLERGY.search(p))]).strip()


def read_allergies(lines: Iterable[Line]) -> tuple[tuple[Allergy, ...], bool]:
    """Allergies of a section, and whether anything was said (``NKDA`` is an empty list that is known)."""
    found: list[Allergy] = []
    said = False
    for statement, line in _statements(lines):
        sentence = statement
        if _UNSAID.match(sentence) or _A_RELATIVES.match(sentence):
            continue
        denied = _NONE_KNOWN.search(sentence)
        said = said or bool(denied)
        if denied and (rest := _beside_denial(sentence)):
            sentence, denied = rest, None
        back = _BUT_ONE.search(sentence, denied.end()) if denied else None
        if denied and not back:
            continue
        if found and _MORE_REACTION.match(sentence):
            found[-1] = _with_more(found[-1], sentence)
            continue
        start = back or _ALLERGY_LEAD.match(sentence)
        rest = sentence[start.end() :] if start else sentence
        for named in _named_allergies(rest):
            allergy = _allergy(named, line)
            if allergy is not None:
                found.append(allergy)
                said = True
    return tuple(found), said


def _prose_allergies(lines: Iterable[Line]) -> Iterator[Line]:
    """``She is allergic to penicillin (rash).``, ``penicillin allergy`` and ``NKDA`` in running text; not a relative's."""
    for line in lines:
        for m in _NKDA.finditer(line.text):
            yield Line(m[0], line.number)
        for m in _ALLERGIC_TO.finditer(line.text):
            if not _RELATIVES.search(line.text[: m.start()]):
                yield Line(m[1], line.number)
        for m in _ITS_ALLERGY.finditer(line.text):
            if not _RELATIVES.search(line.text[: m.start()]):
                yield Line(f"{m['what']}{m['more'] or ''}", line.number)


def all_allergies(parts: tuple[Section, ...]) -> tuple[tuple[Allergy, ...], bool]:
    """The allergies of their own sections, and those that are only told elsewhere: a note that says NKDA at its head and
    "allergic to penicillin" in its text names penicillin.
    """
    listed, known = read_allergies(line for s in parts if s.kind == "allergies" for line in s.lines)
    told, also = read_allergies(_prose_allergies(line for s in parts if s.kind != "allergies" for line in s.lines))
    named = {a.text.casefold() for a in listed}
    more = tuple(a for a in told if not any(a.text.casefold() in n or n in a.text.casefold() for n in named))
    return (*listed, *more), known or also
