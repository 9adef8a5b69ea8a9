"""Pharmacogenes in results and notes: ``CYP2C19 poor metaboliser``, ``HLA-B*57:01 positive``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from regimen_review.patient import Genotype, Observation

_METABOLISER = re.compile(
    r"\b(CYP\d[A-Z]\d{1,2}|TPMT|NUDT15|DPYD|UGT1A1|SLCO1B1|NAT2)\b[^.;\n]{0,60}?\b(poor|intermediate|normal|extensive|rapid|ultra-?rapid|decreased|low)\b\s*(?:metaboli[sz]er|function|activity|acetylator)?",
    re.IGNORECASE,
)
_HLA = re.compile(
    r"\b(HLA-?[A-Z]\d?\*\d{2}:?\d{2})\b[^.;\n]{0,20}?\b(positive|negative|present|absent|detected|not detected)\b", re.IGNORECASE
)
_WORDS = {
    "extensive": "normal",
    "ultra-rapid": "ultrarapid",
    "present": "positive",
    "detected": "positive",
    "absent": "negative",
    "not detected": "negative",
    "low": "poor",
}


def genotypes_in(text: str, when: date | None = None) -> tuple[Genotype, ...]:
    """Every phenotype of a gene that the text states."""
    found = [
        Genotype(m[1].lower(), _WORDS.get(m[2].lower(), m[2].lower()), when) for m in (*_METABOLISER.finditer(text), *_HLA.finditer(text))
    ]
    return tuple(dict.fromkeys(found))


def genotypes_of(observations: Iterable[Observation]) -> tuple[Genotype, ...]:
    """Phenotypes that observations state in their name and value."""
    return tuple(g for o in observations if o.text_value for g in genotypes_in(f"{o.text} {o.text_value}", o.when))
