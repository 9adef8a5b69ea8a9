"""The same words on screen, paper and terminal: doses without trailing zeros, frequencies spelt out, severities named."""

from __future__ import annotations

from collections.abc import Mapping

from regimen_review.findings import Finding, NotChecked, Review
from regimen_review.knowledge import Severity, Tier
from regimen_review.regimen import Dosage, Medication, Quantity, SubstanceId

SIGNAL: Mapping[Severity, str] = {
    "contraindicated": "Danger",
    "major": "Warning",
    "moderate": "Caution",
    "minor": "Note",
    "none": "Note",
}
TIER_TITLE: Mapping[Tier, str] = {"act": "Act", "review": "Review", "note": "Notes", "none": ""}
TIER_SUBTITLE: Mapping[Tier, str] = {"act": "decide today", "review": "look at it", "note": "on request", "none": ""}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_UNIT_WORDS = {"ug": "mcg", "[IU]": "units", "meq": "mEq", "%": "%", "[drp]": "drops", "{puff}": "puffs"}


def number(value: float) -> str:
    """A number as people read it: no trailing zero, a leading one, thousands separated (ISMP)."""
    text = f"{value:,.3f}".rstrip("0").rstrip(".")
    return text or "0"


def unit_words(unit: str, value: float = 1) -> str:
    """A UCUM unit in words (``[IU]`` units, ``ug`` mcg, ``{tablet}`` tablet or tablets)."""
    if unit.startswith("{"):
        word = unit.strip("{}")
        return word if value == 1 or word.endswith("s") else f"{word}s"
    return _UNIT_WORDS.get(unit, unit)


def quantity(amount: Quantity) -> str:
    """``12.5 mg``, ``1 to 2 tablets``."""
    top = amount.high if amount.high is not None else amount.value
    span = number(amount.value) if amount.high is None else f"{number(amount.value)} to {number(amount.high)}"
    return f"{span} {unit_words(amount.unit, top)}"


_TIMES = {1: "once", 2: "twice", 3: "three times", 4: "four times"}


def frequency(dosage: Dosage) -> str:
    """``daily``, ``twice daily``, ``weekly``, ``every 8 hours``, with the weekdays where named."""
    often = dosage.frequency
    if often is None:
        return ""
    if often.unit == "wk" and often.per == 1:
        words = "weekly" if often.times == 1 else f"{number(often.times)} times weekly"
    elif often.unit == "d" and often.per == 1:
        words = "daily" if often.times == 1 else f"{_TIMES.get(int(often.times), f'{number(often.times)} times')} daily"
    elif often.times == 1:
        name = {"h": "hours", "d": "days", "wk": "weeks", "mo": "months", "min": "minutes"}.get(often.unit, often.unit)
        words = f"every {number(often.per)} {name}" if often.per != 1 else f"every {name.removesuffix('s')}"
    else:
        name = {"h": "hours", "d": "days", "wk": "weeks", "mo": "months"}.get(often.unit, often.unit)
        words = f"{number(often.times)} times in {number(often.per)} {name}"
    if dosage.days and len(dosage.days) < 7:
        words += " on " + ", ".join(WEEKDAYS[d - 1] for d in dosage.days)
    return words


def dose(dosage: Dosage) -> str:
    """Dose and frequency on one line (``12.5 mg weekly``); empty where nothing was written."""
    amount = dosage.dose or dosage.total_daily or dosage.strength
    parts = [quantity(amount)] if amount else []
    if dosage.dose and dosage.strength and dosage.dose.unit.startswith("{"):
        parts = [f"{quantity(dosage.dose)} of {quantity(dosage.strength)}"]
    often = "daily" if amount is dosage.total_daily and amount is not None and dosage.frequency is None else frequency(dosage)
    parts += [often] if often else []
    parts += ["as needed"] if dosage.prn else []
    return " ".join(parts)


def drug(substance: SubstanceId | str, tall_man: Mapping[SubstanceId, str]) -> str:
    """The display name: tall-man where the base lists it."""
    return tall_man.get(SubstanceId(substance), substance)


def medication(entry: Medication, tall_man: Mapping[SubstanceId, str]) -> str:
    """The resolved names joined by `` + ``; as written while the name is not settled."""
    return " + ".join(drug(s, tall_man) for s in entry.substances) or entry.as_written


def not_checked(line: NotChecked) -> str:
    """``kidney dosing: gabapentin (no creatinine on record)``."""
    return f"{line.what} ({line.why})"


def unchecked(review: Review) -> tuple[NotChecked, ...]:
    """Everything that was not checked, what could not be read from the file included: one list for one place."""
    return (*review.not_checked, *(NotChecked(sentence.rstrip("."), "left out while reading") for sentence in review.left_out))


def because(finding: Finding) -> tuple[str, ...]:
    """The patient's facts with their dates."""
    return tuple(f"{b.fact} ({b.when.isoformat()})" if b.when else b.fact for b in finding.because)


def scope(review: Review) -> str:
    """What "nothing found" speaks of; never a bare all-clear."""
    current = review.regimen.current()
    unsettled = [m for m in current if m.resolution.state in ("confirm", "unresolved")]
    checked = len(current) - len(unsettled)
    text = f"{checked} of {len(current)} medications checked"
    if unsettled:
        text += "; not checked: " + "; ".join(
            f"{m.as_written} (name not {'recognised' if m.resolution.state == 'unresolved' else 'settled'})" for m in unsettled
        )
    return text + "."
