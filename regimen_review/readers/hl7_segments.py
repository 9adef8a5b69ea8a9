"""The segments, fields and components of HL7 v2 messages, and the coded elements among them (HL7 v2.x, chapter 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regimen_review.regimen import Coding

_SYSTEMS = {
    "NDC": "ndc",
    "RXNORM": "rxnorm",
    "RXN": "rxnorm",
    "RXCUI": "rxnorm",
    "ATC": "atc",
    "SCT": "snomed",
    "SNM": "snomed",
    "CVX": "cvx",
    "LN": "loinc",
    "I10": "icd10",
    "I10C": "icd10",
    "I9": "icd9",
    "I9C": "icd9",
    "ICD10": "icd10",
}


def looks_like_hl7(text: str) -> bool:
    """Whether a text is an HL7 v2 message (or a batch of them)."""
    return bool(re.match(r"(?:FHS|BHS|MSH)[^\w\s]", text[:200_000].lstrip("\x0b \t\n")[:8]))


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment with its separators; field 1 is ``fields[1]``."""

    name: str
    fields: tuple[str, ...]
    line: int
    component: str = "^"
    repetition: str = "~"
    subcomponent: str = "&"

    def text(self, number: int) -> str:
        """Field as written, HL7 escapes undone; empty where it is absent."""
        return _unescaped(self.fields[number]) if number < len(self.fields) else ""

    def parts(self, number: int) -> tuple[str, ...]:
        """Components of the first repetition."""
        raw = self.fields[number].split(self.repetition)[0] if number < len(self.fields) else ""
        return tuple(_unescaped(p) for p in raw.split(self.component))

    def part(self, number: int, component: int) -> str:
        """One component (from 1); empty where it is absent."""
        found = self.parts(number)
        return found[component - 1].strip() if component <= len(found) else ""

    def repeats(self, number: int) -> tuple[tuple[str, ...], ...]:
        """Components of every repetition."""
        raw = self.fields[number] if number < len(self.fields) else ""
        return tuple(tuple(_unescaped(p) for p in r.split(self.component)) for r in raw.split(self.repetition) if r)


def _unescaped(text: str) -> str:
    for escape, plain in ((r"\F\\", "|"), (r"\S\\", "^"), (r"\R\\", "~"), (r"\T\\", "&"), (r"\E\\", "\\"), (r"\.br\\", " ")):
        text = text.replace(escape.replace("\\\\", "\\"), plain)
    return re.sub(r"\\(?:X[0-9A-F]*|[HN])\\", "", text).strip()


def segments(text: str) -> Iterator[Segment]:
    """The segments of all messages in the text; each MSH sets the separators for what follows."""
    bar, component, repetition, subcomponent = "|", "^", "~", "&"
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip("\x0b\x1c \t")
        name = line[:3]
        if not re.fullmatch(r"[A-Z][A-Z0-9]{2}", name):
            continue
        if name in {"MSH", "FHS", "BHS"} and len(line) > 7:
            bar, component, repetition, subcomponent = line[3], line[4], line[5], line[7] if line[7] != bar else "&"
        fields = line.split(bar)
        if name in {"MSH", "FHS", "BHS"}:
            fields.insert(1, bar)
        yield Segment(name, tuple(fields), number, component, repetition, subcomponent)


def codings(parts: tuple[str, ...]) -> tuple[Coding, ...]:
    """Identifier and alternate identifier of a CE/CWE."""
    found = []
    for first in (0, 3, 9):
        code = parts[first].strip() if first < len(parts) else ""
        system = parts[first + 2].strip() if first + 2 < len(parts) else ""
        if code:
            found.append(
                Coding(_SYSTEMS.get(system.upper(), system), code, parts[first + 1].strip() or None if first + 1 < len(parts) else None)
            )
    return tuple(found)


def wording(parts: tuple[str, ...]) -> str:
    """The words of a CE/CWE: text, original text, alternate text; a code that is itself a word as the last resort."""
    candidates = [parts[i].strip() for i in (1, 8, 4) if i < len(parts)]
    found = next((c for c in candidates if c), "")
    code = parts[0].strip() if parts else ""
    return found or (code if re.search(r"[A-Za-z]{4}", code) else "")
