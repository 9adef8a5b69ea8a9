"""What an allergy entry speaks of: substances, and classes of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from regimen_review.knowledge import Vocabulary, name_key

_REACTION = re.compile(
    r"\s+[-–—:=>]+\s*|\s*[=:>]\s*|\s*\(|\s+(?:causes?|caused|gives?|leads? to|which causes|with|reaction|due to|produces?)\s+",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"\b(allergy|allergies|allergic to|allergic|intolerance|intolerant|intolerant of|sensitivity|sensitive to|adverse reaction(?: to)?|to|drugs?|"
    r"medications?|meds|antibiotics?|agents?|products?|class|group|all|any|other|derivatives?)\b",
    re.IGNORECASE,
)
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "penicillin": ("penicillins",),
    "pcn": ("penicillins",),
    "cephalosporin": ("cephalosporins",),
    "sulfa": ("sulfonamide-antibiotics", "sulfonamide-antibacterials", "sulfonamides"),
    "sulpha": ("sulfonamide-antibiotics", "sulfonamide-antibacterials", "sulfonamides"),
    "sulfonamide": ("sulfonamide-antibiotics", "sulfonamide-antibacterials", "sulfonamides"),
    "sulphonamide": ("sulfonamide-antibiotics", "sulfonamide-antibacterials", "sulfonamides"),
    "nsaid": ("nsaids",),
    "nonsteroidal anti inflammatory": ("nsaids",),
    "statin": ("statins",),
    "ace inhibitor": ("ace-inhibitors",),
    "acei": ("ace-inhibitors",),
    "arb": ("angiotensin-receptor-blockers",),
    "quinolone": ("fluoroquinolones",),
    "fluoroquinolone": ("fluoroquinolones",),
    "macrolide": ("macrolides",),
    "mycin": ("macrolides",),
    "tetracycline": ("tetracyclines",),
    "opioid": ("opioids",),
    "opiate": ("opioids",),
    "narcotic": ("opioids",),
    "benzodiazepine": ("benzodiazepines",),
    "beta blocker": ("beta-blockers",),
    "beta lactam": ("beta-lactams",),
    "salicylate": ("salicylates",),
    "barbiturate": ("barbiturates",),
    "thiazide": ("thiazides",),
    "iodine contrast": ("radiocontrast",),
    "contrast": ("radiocontrast",),
    "contrast dye": ("radiocontrast",),
    "iv contrast": ("radiocontrast",),
    "steroid": ("corticosteroids",),
}
_CLASS_OF_SUBSTANCE: Mapping[str, tuple[str, ...]] = {
    "penicillin": ("penicillins",),
    "pcn": ("penicillins",),
    "tetracycline": ("tetracyclines",),
}


@dataclass(frozen=True, slots=True)
class Allergen:
    """Targets of an allergy entry and the reaction, where the text held one."""

    targets: tuple[str, ...]
    reaction: str | None


def allergy_targets(text: str, vocabulary: Vocabulary, settle: Callable[[str], tuple[str, ...]]) -> Allergen:
    """Read ``amoxicillin - urticaria`` or ``sulfa (rash)``: substances, ``class:<id>`` and the reaction in words.

    ``settle`` gives the substances of a name that can be staked, and nothing for any other. An entry that cannot be
    read has no targets, which the review shows as not checked.
    """
    parts = _REACTION.split(text.strip(), maxsplit=1)
    reaction = parts[1].strip(" )-.") if len(parts) > 1 else None
    targets: list[str] = []
    for name in re.split(r"\s*(?:,|;|\band\b|\bor\b|&)\s*", parts[0]):
        targets += _of_name(name, vocabulary, settle)
    return Allergen(tuple(dict.fromkeys(targets)), reaction or None)


def _of_name(name: str, vocabulary: Vocabulary, settle: Callable[[str], tuple[str, ...]]) -> list[str]:
    bare = " ".join(_NOISE.sub(" ", name).split())
    found: list[str] = list(_classes(bare, vocabulary, _GROUPS))
    if found and not _is_also_substance(bare):
        return found
    return [*(settle(bare) if bare else ()), *found] if found else [*settle(name)] or [*(settle(bare) if bare else ())]


def _is_also_substance(bare: str) -> bool:
    return name_key(bare).rstrip("s") in _CLASS_OF_SUBSTANCE


def _classes(bare: str, vocabulary: Vocabulary, groups: Mapping[str, tuple[str, ...]]) -> list[str]:
    key = name_key(bare)
    wanted = groups.get(key) or groups.get(key.removesuffix("s")) or ()
    known = [c for c in wanted if c in vocabulary.class_members]
    if not known:
        slug = key.replace(" ", "-")
        known = [c for c in (slug, f"{slug}s") if c in vocabulary.class_members]
        known = known or [c for c, title in vocabulary.class_titles.items() if key and name_key(title) in (key, f"{key}s")]
    return [f"class:{c}" for c in known[:1]]
