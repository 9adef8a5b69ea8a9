"""A user's own RxNorm release: names and codes from RXNCONSO.RRF and RXNREL.RRF.

Fields by the RxNorm technical documentation (NLM): RXNCONSO 1 RXCUI, 12 SAB, 13 TTY, 15 STR, 17 SUPPRESS; RXNREL 1 RXCUI1,
5 RXCUI2, 8 RELA, 11 SAB. Concepts are followed from products down to their ingredients (TTY IN).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from interaction_db.sources.content import Files, NameReader, OutsideName, SourceContent, content_of
from regimen_review.errors import UserError
from regimen_review.regimen import SubstanceId

_LEVEL = {
    "IN": 0, "PIN": 1, "MIN": 1, "BN": 1, "SCDC": 2, "SCDF": 2, "SCDG": 2, "SCDGP": 2, "SCDFP": 2, "SBDC": 3, "SBDF": 3, "SBDG": 3, "SBDFP": 3,
    "SCD": 4, "SBD": 5, "GPCK": 6, "BPCK": 7,
}  # fmt: skip
"""How far a kind of concept stands above its ingredients: each takes its ingredients from the kinds below it."""
_NAMED = {"IN": "generic", "PIN": "salt", "MIN": "combination", "BN": "brand"}
"""Kinds of concept whose strings are names that people write; products are found by their code."""
_RELATIONS = frozenset(
    {
        "has_ingredient", "has_ingredients", "ingredient_of", "ingredients_of", "has_precise_ingredient", "precise_ingredient_of", "tradename_of",
        "has_tradename", "consists_of", "constitutes", "has_form", "form_of", "has_part", "part_of", "contains", "contained_in",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Concept:
    code: str
    kind: str
    name: str


def _fields(path: Path, least: int) -> Iterator[list[str]]:
    text = content_of(path).decode("utf-8", errors="replace")
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        fields = line.rstrip("\r").split("|")
        if len(fields) < least:
            raise UserError(
                f"A line has {len(fields)} fields where RxNorm has {least} or more; the file is cut off or no RRF file.",
                file=path.name,
                place=f"line {number}",
            )
        yield fields


def _concepts(path: Path) -> dict[str, _Concept]:
    found: dict[str, _Concept] = {}
    for f in _fields(path, 17):
        code, source, kind, name, suppressed = f[0], f[11], f[12], f[14], f[16]
        if source == "RXNORM" and kind in _LEVEL and suppressed in {"", "N"}:
            found.setdefault(code, _Concept(code, kind, name))
    return found


def _below(path: Path, concepts: dict[str, _Concept]) -> dict[str, set[str]]:
    """Each concept with those nearer to its ingredients that it is related to, whichever way the row is written."""
    found: dict[str, set[str]] = {}
    for f in _fields(path, 11):
        one, other = f[0], f[4]
        if f[10] == "RXNORM" and f[7] in _RELATIONS and one in concepts and other in concepts:
            low, high = sorted((one, other), key=lambda c: _LEVEL[concepts[c].kind])
            if _LEVEL[concepts[low].kind] < _LEVEL[concepts[high].kind]:
                found.setdefault(high, set()).add(low)
    return found


def _file(files: Files, stem: str) -> Path:
    found = next((p for p in files if p.name.upper().startswith(stem)), None)
    if found is None:
        raise UserError(f"{stem}.RRF is missing: give RXNCONSO.RRF and RXNREL.RRF of one release.", file=files[0].name)
    return found


def read_rxnorm(files: Files, names: NameReader) -> SourceContent:
    """The release's names and codes, each with the substances it stands for. An ingredient that the base does not know
    keeps its RxNorm name: it is then recognised, and shown as not checked.
    """
    concepts = _concepts(_file(files, "RXNCONSO"))
    below = _below(_file(files, "RXNREL"), concepts)
    if not any(c.kind == "IN" for c in concepts.values()):
        raise UserError("There is no ingredient in it (TTY IN of RXNORM): this is not a whole RxNorm release.", file=files[0].name)
    known: dict[str, frozenset[SubstanceId]] = {}
    for concept in sorted(concepts.values(), key=lambda c: _LEVEL[c.kind]):
        if concept.kind == "IN":
            own = names(concept.name) or names(concept.name, concept.code)
            known[concept.code] = frozenset({own or SubstanceId(concept.name.lower())})
        else:
            known[concept.code] = frozenset().union(*(known.get(c, frozenset()) for c in below.get(concept.code, ())))
    codes = {("rxnorm", code): tuple(sorted(s)) for code, s in known.items() if s}
    added = tuple(
        OutsideName(c.name, tuple(sorted(known[c.code])), _NAMED[c.kind]) for c in concepts.values() if c.kind in _NAMED and known[c.code]
    )
    return SourceContent(
        "rxnorm", "RxNorm", "RxNorm", names=added, codes=codes, rows=len(concepts), unmatched=tuple(names.unmatched), notes=_loose(known)
    )


def _loose(known: dict[str, frozenset[SubstanceId]]) -> tuple[str, ...]:
    count = sum(not s for s in known.values())
    return (f"{count} concepts lead to no ingredient and were left out.",) if count else ()
