"""The same words on screen, paper and terminal: doses without trailing zeros, frequencies spelt out, severities named."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from regimen_review.findings import Finding, NotChecked, Review
from regimen_review.knowledge import Severity, Tier
from regimen_review.regimen import Dosage, Frequency, Medication, Quantity, SubstanceId

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

Say = Callable[[str], str]
"""An English phrase to the phrase in the language in use. Numbers stay as they are in every language: a point before
decimals, a comma between thousands, so that no dose changes by its language.
"""


def english(phrase: str) -> str:
    """The phrase itself."""
    return phrase


_UNIT_WORDS = {"ug": "mcg", "[IU]": "units", "meq": "mEq", "%": "%", "[drp]": "drops", "{puff}": "puffs"}


def number(value: float) -> str:
    """A number as people read it: no trailing zero, a leading one, thousands separated (ISMP). Three decimals; below one
    as many as four figures need, so that 0.0625 mg and 0.00025 mg stay what they are.
    """
    decimals = 3 if abs(value) >= 1 or not value else 3 - math.floor(math.log10(abs(value)))
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def unit_words(unit: str, value: float = 1, say: Say = english) -> str:
    """A UCUM unit in words (``[IU]`` units, ``ug`` mcg, ``{tablet}`` tablet or tablets)."""
    if unit.startswith("{"):
        word = unit.strip("{}")
        return say(word if value == 1 or word.endswith("s") else f"{word}s")
    return say(_UNIT_WORDS[unit]) if unit in _UNIT_WORDS else unit


def quantity(amount: Quantity, say: Say = english) -> str:
    """``12.5 mg``, ``1 to 2 tablets``."""
    if amount.high is None:
        return f"{number(amount.value)} {unit_words(amount.unit, amount.value, say)}"
    span = say("{low} to {high}").format(low=number(amount.value), high=number(amount.high))
    return f"{span} {unit_words(amount.unit, amount.high, say)}"


_TIMES_DAILY = {2: "twice daily", 3: "three times daily", 4: "four times daily"}
_SPANS = {"h": "hours", "d": "days", "wk": "weeks", "mo": "months", "min": "minutes", "a": "years"}


def frequency(dosage: Dosage, say: Say = english) -> str:
    """``daily``, ``twice daily``, ``weekly``, ``every 8 hours``, with the weekdays where named."""
    often = dosage.frequency
    if often is None:
        return ""
    words = _how_often(often, say)
    if dosage.days and len(dosage.days) < 7:
        words += " " + say("on {days}").format(days=", ".join(say(WEEKDAYS[d - 1]) for d in dosage.days))
    return words


def _how_often(often: Frequency, say: Say) -> str:
    times, per, unit = number(often.times), number(often.per), often.unit
    if unit == "wk" and often.per == 1:
        return say("weekly") if often.times == 1 else say("{n} times weekly").format(n=times)
    if unit == "d" and often.per == 1:
        if often.times == 1:
            return say("daily")
        return say(_TIMES_DAILY[int(often.times)]) if often.times in _TIMES_DAILY else say("{n} times daily").format(n=times)
    name = _SPANS.get(unit, unit)
    if often.times != 1:
        return say("{times} times in {n} {unit}").format(times=times, n=per, unit=say(name))
    if often.per == 1:
        return say(f"every {name.removesuffix('s')}")
    return say("every {n} {unit}").format(n=per, unit=say(name))


def dose(dosage: Dosage, say: Say = english) -> str:
    """Dose and frequency on one line (``12.5 mg weekly``); empty where nothing was written."""
    amount = dosage.dose or dosage.total_daily or dosage.strength
    parts = [quantity(amount, say)] if amount else []
    if dosage.dose and dosage.strength and dosage.dose.unit.startswith("{"):
        parts = [say("{dose} of {strength}").format(dose=quantity(dosage.dose, say), strength=quantity(dosage.strength, say))]
    total = amount is dosage.total_daily and amount is not None and dosage.frequency is None
    often = say("daily") if total else frequency(dosage, say)
    parts += [often] if often else []
    parts += [say("as needed")] if dosage.prn else []
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


def scope(review: Review, say: Say = english) -> str:
    """What "nothing found" speaks of; never a bare all-clear."""
    current = review.regimen.current()
    unsettled = [m for m in current if m.resolution.state in ("confirm", "unresolved")]
    checked = len(current) - len(unsettled)
    text = say("{n} of {all} medications checked").format(n=checked, all=len(current))
    if unsettled:
        why = {"unresolved": say("name not recognised"), "confirm": say("name not settled")}
        text += f"; {say('not checked')}: " + "; ".join(f"{m.as_written} ({why[m.resolution.state]})" for m in unsettled)
    return text + "."
