"""What a structured entry names, and whether it only says that there is nothing to name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from regimen_review.regimen import Coding

_NOTHING = re.compile(
    r"\bno (?:known |current |active |regular |home )*(?:medications?|medicines|drugs|information|data)\b|no-(?:known-)?(?:medication|drug)s?|no-medication-info|\bnot on (?:any )?(?:medication|drug)|medications? not known|medication information not available|no info",
    re.IGNORECASE,
)
_NOTHING_CODES = {
    "no-medication-info",
    "no-known-medications",
    "787481004",
    "182904002",
    "182849000",
    "412743007",
    "1234391000168107",
    "no-drug-therapy",
    "nomed",
}


@dataclass(frozen=True, slots=True)
class Product:
    """What a medication element names: its wording, its codes and its form."""

    name: str
    codes: tuple[Coding, ...] = ()
    form: str | None = None


def says_no_medication(product: Product) -> bool:
    """Whether the entry states that there are no medications, or that nothing is known of them."""
    return bool(_NOTHING.search(product.name)) or any(c.code.lower() in _NOTHING_CODES for c in product.codes)
