"""Codes to substances: RxNorm, SNOMED CT, ATC, NDC and CVX, beside a name or typed in its place."""

from __future__ import annotations

import re

from regimen_review.knowledge import Vocabulary
from regimen_review.names.index import Ingredients
from regimen_review.regimen import AtcCode, Coding, RxCui

_SYSTEMS = {
    "rxcui": "rxnorm", "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm", "http://snomed.info/sct": "snomed",
    "http://www.whocc.no/atc": "atc", "http://hl7.org/fhir/sid/ndc": "ndc", "http://hl7.org/fhir/sid/cvx": "cvx", "sct": "snomed",
}  # fmt: skip
_CODE = re.compile(
    r"^\s*(?:(rxnorm|rxcui|snomed(?:\s?ct)?|sct|atc|ndc|cvx)\s*[:#|]?\s*([A-Z0-9-]{2,20})|([A-V]\d\d[A-Z]{2}\d\d))\s*$", re.IGNORECASE
)


def typed_code(text: str) -> Coding | None:
    """A code written where a name is expected (``RxNorm 29046``, ``C09AA03``)."""
    typed = _CODE.match(text)
    return Coding((typed[1] or "atc").replace(" ", "").lower(), typed[2] or typed[3]) if typed else None


def substances_of(codes: tuple[Coding, ...], vocabulary: Vocabulary) -> Ingredients:
    """The substances of the first code that the base knows; none where it knows none."""
    for coding in codes:
        system = _SYSTEMS.get(coding.system.lower(), coding.system.lower())
        found = vocabulary.codes.get((system, coding.code)) or _own_code(system, coding.code, vocabulary)
        if found:
            return tuple(sorted(found))
    return ()


def _own_code(system: str, code: str, vocabulary: Vocabulary) -> Ingredients:
    """Substances that carry this RxCUI or ATC code themselves; an ATC code of several says nothing."""
    if system == "rxnorm":
        return tuple(s.name for s in vocabulary.substances.values() if s.rxcui == RxCui(code))[:1]
    if system == "atc":
        owners = tuple(s.name for s in vocabulary.substances.values() if AtcCode(code.upper()) in s.atc)
        return owners if len(owners) == 1 else ()
    return ()
