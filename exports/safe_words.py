"""Words that say nothing about a person: closed lists of units, routes, forms and codes. What is in none of them is free text,
whichever field of a record it stood in, and does not leave without identity.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from regimen_review.regimen import Coding, Dosage, Quantity
from regimen_review.routes import GROUPS, LOCAL

_ATOMS = frozenset(
    {
        "kg", "g", "mg", "ug", "mcg", "ng", "pg", "L", "dL", "mL", "uL", "fL", "mol", "mmol", "umol", "nmol", "pmol", "meq", "mEq",
        "eq", "[IU]", "[iU]", "IU", "U", "mU", "kU", "uU", "u", "units", "osm", "mosm", "kPa", "mm[Hg]", "cm", "m", "mm", "[in_i]",
        "[lb_av]", "Cel", "h", "min", "s", "d", "wk", "mo", "a", "%", "[drp]", "[drop]", "10*3", "10*6", "10*9", "10*12", "10^3",
        "10^9", "1", "1.73m2", "1.73", "m2", "{ratio}", "{INR}", "{score}", "{beats}", "ms", "msec",
    }
)  # fmt: skip
_FOLDED = frozenset(atom.casefold() for atom in _ATOMS)
_WHOLE = frozenset(
    unit.casefold() for unit in (
        "/mm3", "10*3/mm3", "10*9/l", "C", "GPL", "GPL U/mL", "GPL'U/mL", "IgG phospholipid units", "K/mcL", "K/uL", "MPL", "MPL U/mL",
        "MPL'U/mL", "U/g{Hb}", "[GPL'U]", "[GPL'U]/mL", "[MPL'U]", "[MPL'U]/mL", "[ft_i]", "[pH]", "beats/min", "bpm", "breaths/min",
        "cells/mm3", "cells/uL", "copies/mL", "g/(24.h)", "g/24h", "in", "inches", "kg/m²", "lb", "lbs", "mIU/L", "mIU/mL",
        "mL/min/1.73 m2", "mL/min/1.73m2", "mL/min/1.73m²", "mL/min/{1.73_m2}", "m[IU]/L", "m[IU]/mL", "mg/(24.h)", "mg/24h", "mm/hr",
        "mmHg", "pounds", "sec", "uIU/mL", "u[IU]/mL", "ukat/L", "x10^9/L", "{GPL}", "{MPL}", "{T-score}", "{breaths}/min",
        "{cells}/uL", "{copies}/mL", "{titer}", "°C", "µIU/mL", "µg/L", "µmol/L", "μmol/L",
    )
)  # fmt: skip
"""Units that laboratories write in forms of their own."""
_COUNTED = frozenset(
    {
        "tablet", "capsule", "puff", "drop", "patch", "sachet", "spray", "ampoule", "ampule", "vial", "unit", "dose", "suppository",
        "lozenge", "application", "piece", "stick", "pen", "teaspoon", "tablespoon", "spoon", "cup", "scoop", "film", "ring",
        "implant", "injection", "inhalation", "strip", "can", "bottle", "tab", "cap",
    }
)  # fmt: skip
FORMS = _COUNTED | frozenset(
    {
        "cream", "ointment", "gel", "lotion", "solution", "suspension", "syrup", "powder", "granules", "inhaler", "nebule", "foam",
        "shampoo", "paste", "elixir", "liquid", "eye", "drops", "ear", "nasal", "spray", "mouthwash", "enema", "gum", "wafer",
        "chewable", "effervescent", "extended", "release", "delayed", "modified", "prolonged", "film-coated", "gastro-resistant",
        "orodispersible", "transdermal", "oral", "intravenous", "subcutaneous", "infusion", "inhalant", "aerosol", "er", "xr", "sr",
        "mr", "la", "cr", "dr", "ec", "odt", "inj", "mixture",
    }
)  # fmt: skip
_CODES: Mapping[str, re.Pattern[str]] = {
    "rxnorm": re.compile(r"\d{1,8}"),
    "snomed": re.compile(r"\d{6,18}"),
    "cvx": re.compile(r"\d{1,3}"),
    "loinc": re.compile(r"\d{1,7}-\d"),
    "atc": re.compile(r"[A-Z](\d\d([A-Z]([A-Z](\d\d)?)?)?)?"),
    "icd10": re.compile(r"[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?"),
}
"""Code systems whose codes say nothing about the place that wrote them, and how their codes look."""
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
_SLOTS = frozenset({"morning", "noon", "afternoon", "evening", "night", "bedtime"})
_ROUTES = LOCAL.union(*(routes for routes in GROUPS.values() if routes))
_SPANS = frozenset({"min", "h", "d", "wk", "mo", "a"})


def safe_unit(unit: str | None) -> bool:
    """Whether a unit is made of known parts only; no unit is."""
    if not unit:
        return True
    if unit.casefold() in _WHOLE:
        return True
    return all(part.casefold() in _FOLDED or _counted(part) for part in re.split(r"[/.]", unit) if part)


def _counted(part: str) -> bool:
    word = part.removeprefix("{").removesuffix("}").casefold()
    return word in _COUNTED or word.removesuffix("s") in _COUNTED


def safe_form(form: str | None) -> str | None:
    """A dose form made of known words; None for any other."""
    words = re.split(r"[ ,]+", form.casefold()) if form else []
    return form if words and all(w in FORMS or w.removesuffix("s") in FORMS for w in words) else None


def safe_codes(codes: tuple[Coding, ...]) -> tuple[Coding, ...]:
    """Codes of open systems that look like codes, without what was displayed beside them."""
    return tuple(Coding(c.system, c.code) for c in codes if c.system in _CODES and _CODES[c.system].fullmatch(c.code))


def _amount(amount: Quantity | None) -> Quantity | None:
    """An amount with a known unit; without one it says nothing that could be relied on, and goes."""
    return amount if amount is not None and safe_unit(amount.unit) else None


def safe_dosage(dosage: Dosage) -> Dosage:
    """A dosage without its words: amounts, rhythm, route, form and times that are of the closed lists."""
    often = dosage.frequency
    return Dosage(
        dose=_amount(dosage.dose),
        strength=_amount(dosage.strength),
        total_daily=_amount(dosage.total_daily),
        max_daily=_amount(dosage.max_daily),
        frequency=often if often is not None and often.unit in _SPANS else None,
        route=dosage.route if dosage.route in _ROUTES else None,
        form=safe_form(dosage.form),
        prn=dosage.prn,
        days=dosage.days,
        times=tuple(t for t in dosage.times if t in _SLOTS or _CLOCK.fullmatch(t)),
        duration_days=dosage.duration_days,
        with_food=dosage.with_food,
        taper=dosage.taper,
    )
