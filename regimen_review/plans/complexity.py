"""The Medication Regimen Complexity Index with its three sections.

George J, Phun YT, Bailey MJ, Kong DC, Stewart K. Development and validation of the Medication Regimen Complexity Index. Ann
Pharmacother 2004;38:1369-76 (doi 10.1345/aph.1D479). The paper itself was not at hand. Weights of forms (section A) and of
additional directions (section C) are those of two secondary descriptions, at medicalalgorithms.com; of the frequencies (section B)
once a day, as needed, every other day, three times a day, every 8 and every 6 hours are those quoted by McDonald et al., J Am Med
Inform Assoc 2013;20:499-505, Table 1. Other frequencies follow the same steps (one point a dose a day, half a point more where
the interval is fixed, half the points as needed) and are marked as worked out. What has no weight is named, not guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from regimen_review.findings import Review
from regimen_review.plans.elementary import elementary
from regimen_review.regimen import Medication
from regimen_review.wording import frequency, number

FORMS = {
    "tablet": 1.0, "capsule": 1.0, "liquid": 2.0, "powder": 2.0, "sublingual": 2.0, "lozenge": 2.0, "cream": 2.0, "gel": 2.0,
    "ointment": 2.0, "paint": 2.0, "solution": 2.0, "patch": 2.0, "nasal spray": 2.0, "enema": 2.0, "suppository": 2.0, "dressing": 3.0,
    "paste": 3.0, "ear drops": 3.0, "eye drops": 3.0, "nasal drops": 3.0, "dry-powder inhaler": 3.0, "prefilled injector": 3.0, "pessary": 3.0,
    "metered dose inhaler": 4.0, "injection": 4.0, "nebuliser": 5.0,
}  # fmt: skip
BY_ROUTE = {
    "oral": "tablet", "sublingual": "sublingual", "ophthalmic": "eye drops", "otic": "ear drops", "nasal": "nasal spray",
    "inhaled": "metered dose inhaler", "transdermal": "patch", "topical": "ointment", "rectal": "suppository", "vaginal": "pessary",
    "subcutaneous": "injection", "intramuscular": "injection", "intravenous": "injection", "injection": "injection",
}  # fmt: skip
QUOTED = {("1/d", False): 1.0, ("1/d", True): 0.5, ("3/d", False): 3.0, ("1/8h", False): 3.5, ("1/8h", True): 2.0, ("1/6h", False): 4.5,
          ("1/6h", True): 2.5, ("1/2d", False): 2.0}  # fmt: skip
"""Frequencies with a quoted weight; True is as needed."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one form, frequency or direction adds; ``worked_out`` where the weight is not a quoted one."""

    what: str
    points: float
    medication: str = ""
    worked_out: bool = False


@dataclass(frozen=True, slots=True)
class Complexity:
    """The index and its sections: forms (each kind counted once), frequencies and directions (each drug). ``unknown`` names
    what could not be counted, so that the total is a floor.
    """

    total: float
    forms: tuple[Share, ...]
    frequencies: tuple[Share, ...]
    directions: tuple[Share, ...]
    unknown: tuple[str, ...]
    says: str


def complexity_of(review: Review) -> Complexity:
    """The complexity of what is taken now. Higher is harder; there is no agreed threshold."""
    entries = [m for m in review.regimen.current() if m.resolution.state != "not-a-medicine"]
    forms: dict[str, Share] = {}
    frequencies, unknown = [], []
    for entry in entries:
        form = _form(entry)
        if form is None:
            unknown.append(f"form of {entry.label}")
        else:
            forms.setdefault(form, Share(form, FORMS[form], entry.id, entry.statement.dosage.form is None))
        share = _frequency(entry)
        if share is None:
            unknown.append(f"frequency of {entry.label}")
        else:
            frequencies.append(share)
    directions = tuple(_directions(review, entries))
    total = sum(s.points for s in (*forms.values(), *frequencies, *directions))
    return Complexity(total, tuple(forms.values()), tuple(frequencies), directions, tuple(unknown), _says(total, unknown))


def _says(total: float, unknown: list[str]) -> str:
    least = "at least " if unknown else ""
    gap = f"; {len(unknown)} forms or frequencies are not written and not counted" if unknown else ""
    return f"Regimen complexity (MRCI) {least}{number(total)}{gap}."


def _form(entry: Medication) -> str | None:
    written = (entry.statement.dosage.form or entry.resolution.form or "").casefold()
    for name in sorted(FORMS, key=len, reverse=True):
        if name in written:
            return name
    return BY_ROUTE.get(entry.route or "")


def _frequency(entry: Medication) -> Share | None:
    dosage = entry.statement.dosage
    often = dosage.frequency
    if often is None:
        return None
    prn = dosage.prn or entry.statement.status == "prn"
    per = "" if often.per == 1 and often.unit != "h" else f"{often.per:g}"
    quoted = QUOTED.get((f"{often.times:g}/{per}{often.unit}", prn))
    label = f"{entry.label} {frequency(dosage)}{' as needed' if prn else ''}"
    if quoted is not None:
        return Share(label, quoted, entry.id)
    daily = often.per_day()
    if daily is None:
        return None
    points = max(1.0, float(round(daily))) + (0.5 if often.unit == "h" and daily > 1 else 0.0)
    points = points + 1.0 if daily < 1 else points
    return Share(label, points / 2 if prn else points, entry.id, worked_out=True)


def _directions(review: Review, entries: Iterable[Medication]) -> Iterable[Share]:
    rules = [f for f in elementary(review.findings) if f.kind == "timing" and f.spacing and len(f.drugs) == 1]
    for entry in entries:
        dosage = entry.statement.dosage
        own = [f.spacing for f in rules if {*f.drugs} & {*entry.substances} and entry.id in f.medications]
        if any(t for t in dosage.times) or any(s and s.at for s in own):
            yield Share(f"{entry.label} at a set time", 1.0, entry.id)
        if dosage.with_food is not None or any(s and s.food in ("with", "without") for s in own):
            yield Share(f"{entry.label} in relation to food", 1.0, entry.id)
        if dosage.dose and dosage.dose.unit.startswith("{") and dosage.dose.value > 1:
            yield Share(f"{entry.label} several at a time", 1.0, entry.id)
        if dosage.dose and dosage.dose.high is not None:
            yield Share(f"{entry.label} in a variable dose", 1.0, entry.id)
        if dosage.taper:
            yield Share(f"{entry.label} tapering", 2.0, entry.id)
