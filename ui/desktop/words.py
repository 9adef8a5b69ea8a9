"""The words of the window: signal words, amounts as ISMP asks for them, names in tall-man, and their translation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from regimen_review.findings import Finding, Review
from regimen_review.knowledge import name_key
from regimen_review.patient import Observation, Patient
from regimen_review.regimen import Dosage, Frequency, Medication, Quantity, SubstanceId
from regimen_review.rules.firing import measure_words
from ui.desktop.tokens import Mark

CONTEXT = "regimen"


def tr(text: str) -> str:
    """The text in the language in use; every text a person sees goes through here."""
    return QCoreApplication.translate(CONTEXT, text)


def counted(number: int, one: str, many: str) -> str:
    """``one`` or ``many`` with ``{n}`` filled in, translated."""
    return tr(one if number == 1 else many).format(n=f"{number:,}")


SIGNAL: Mapping[Mark, str] = {
    "contraindicated": "Danger",
    "major": "Warning",
    "moderate": "Caution",
    "minor": "Note",
    "intended": "Intended",
    "not-checked": "Not checked",
}
TIER: Mapping[str, str] = {"act": "Act", "review": "Review", "note": "Notes"}
TIER_MEANS: Mapping[str, str] = {"act": "decide today", "review": "look at it", "note": "on request"}
ACTION: Mapping[str, str] = {"avoid": "Avoid", "modify": "Modify", "monitor": "Monitor", "none": "None"}
GRADE: Mapping[str, str] = {
    "established": "Established",
    "probable": "Probable",
    "suspected": "Suspected",
    "theoretical": "Theoretical",
}
BASIS: Mapping[str, str] = {"rule": "Rule", "inferred": "Inferred from pharmacology", "outside": "From an imported source"}
STATUS: Mapping[str, str] = {
    "prn": "as needed",
    "planned": "planned",
    "given": "given once",
    "stopped": "stopped",
    "completed": "completed",
    "cancelled": "cancelled",
    "not-taken": "not taken",
    "on-hold": "on hold",
    "unknown": "status not told",
}
_UNITS = {"ug": "mcg", "[IU]": "units", "[iU]": "units", "{puff}": "puffs", "mL": "mL", "[in_i]": "in", "{drop}": "drops"}
_EACH = {"d": "daily", "wk": "weekly", "mo": "monthly", "a": "yearly"}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def number(value: float) -> str:
    """A number without trailing zeros, with a leading zero and thousands separators: 5, 0.5, 1,000."""
    shown = f"{value:,.4f}".rstrip("0").rstrip(".")
    return shown or "0"


def amount(quantity: Quantity) -> str:
    """``12.5 mg``, ``1 to 2 tablets``, ``1,000 units``, ``50 mcg``."""
    unit = _UNITS.get(quantity.unit, quantity.unit.strip("{}"))
    most = quantity.high if quantity.high is not None else quantity.value
    if quantity.unit.startswith("{") and most != 1 and not unit.endswith("s"):
        unit += "s"
    span = number(quantity.value) if quantity.high is None else f"{number(quantity.value)} to {number(quantity.high)}"
    return f"{span} {unit}".strip()


def how_often(frequency: Frequency) -> str:
    """``daily``, ``twice daily``, ``every 8 h``, ``weekly``; spelt out, never QD or BID."""
    times, per, unit = frequency.times, frequency.per, frequency.unit
    if unit in _EACH and per == 1:
        each = tr(_EACH[unit])
        if times == 1:
            return each
        return (tr("twice {each}") if times == 2 else tr("{n} times {each}")).format(each=each, n=number(times))
    if times == 1:
        spans = {"h": tr("h"), "d": tr("days"), "wk": tr("weeks"), "mo": tr("months")}
        return tr("every {n} {unit}").format(n=number(per), unit=spans.get(unit, unit))
    return tr("{times} in {n} {unit}").format(times=number(times), n=number(per), unit=unit)


def dose_parts(dosage: Dosage) -> tuple[str, str]:
    """Dose and rhythm as shown in a cell, either empty where the list did not say it."""
    rhythm = how_often(dosage.frequency) if dosage.frequency else ""
    if dosage.total_daily and not dosage.dose:
        return amount(dosage.total_daily), tr("daily")
    what = dosage.dose or dosage.strength
    days = " ".join(tr(_WEEKDAYS[d - 1]) for d in dosage.days if 1 <= d <= 7)
    if dosage.prn:
        rhythm = f"{rhythm} {tr('as needed')}".strip()
    return (amount(what) if what else ""), f"{rhythm} {days}".strip()


def is_weekly(dosage: Dosage) -> bool:
    """Whether it is taken once a week or less often, where a daily reading would harm."""
    often = dosage.frequency.per_day() if dosage.frequency else None
    return often is not None and often <= 1 / 6.5


def drug(substance: str, review: Review | None) -> str:
    """A substance in the base's tall-man spelling, else as it is."""
    name = review.tall_man.get(SubstanceId(substance), substance) if review else substance
    return re.sub(r"^vitamin ([a-z])(?=\d|\b)", lambda m: f"vitamin {m.group(1).upper()}", name)


@lru_cache(maxsize=8)
def _tall_words(names: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    return re.compile(r"\b(" + "|".join(re.escape(name) for name, _ in names) + r")\b", re.IGNORECASE)


def tall(text: str, review: Review | None) -> str:
    """A sentence with every name of the tall-man list in its tall-man spelling."""
    if review is None or not review.tall_man:
        return text
    names = tuple(sorted((str(name), spelling) for name, spelling in review.tall_man.items()))
    spelt = dict(names)
    return _tall_words(names).sub(lambda found: spelt[found.group(1).casefold()], text)


def value_name(measure: str) -> str:
    """A measure as people write it: ``INR``, ``QTc``, ``vitamin B12``."""
    return measure_words(measure)


def missing_name(missing: str, review: Review | None) -> str:
    """A missing fact by its id as people write it: ``INR``, ``start of predniSONE``."""
    what, of, whom = missing.partition(" of ")
    asked = {
        "dose": tr("dose of {drug}"),
        "frequency": tr("how often {drug}"),
        "start": tr("start of {drug}"),
        "stop": tr("end of {drug}"),
        "duration": tr("duration of {drug}"),
        "indication": tr("reason for {drug}"),
    }
    return asked[what].format(drug=drug(whom, review)) if of and what in asked else value_name(missing)


def medication_name(medication: Medication, review: Review | None) -> str:
    """What a medication is called in the window: settled generic names, else as written."""
    names = " + ".join(drug(s, review) for s in medication.substances)
    return names or medication.statement.name or medication.as_written


def written_beside(medication: Medication) -> str:
    """What stands in italics beside the resolved name: the person's own word where it differs, or what they added
    to the name (``inhaler``); empty where both are the same.
    """
    written = " ".join(medication.statement.name.split())
    if not medication.substances:
        return ""
    name = " + ".join(medication.substances)
    if sorted(re.split(r"[\W_]+", written.casefold())) == sorted(re.split(r"[\W_]+", name.casefold())):
        return ""
    if name_key(written).startswith(name_key(name) + " "):
        return written[len(name) :].strip()
    return written


def finding_drugs(finding: Finding, review: Review | None) -> str:
    """The drugs of a finding in reading order, up to four by name."""
    names = [drug(s, review) for s in finding.drugs]
    if len(names) <= 4:
        return " · ".join(names)
    return tr("{first} and {n} more").format(first=" · ".join(names[:3]), n=len(names) - 3)


def finding_facts(finding: Finding) -> str:
    """The patient's side of a finding in one line: conditions and values that counted, then what is missing."""
    facts = list(finding.condition_labels) or [b.fact for b in finding.because]
    return ", ".join(dict.fromkeys(facts))


def iso(day: date | None) -> str:
    """An ISO date, or nothing."""
    return day.isoformat() if day else ""


def who(patient: Patient, as_of: date | None) -> str:
    """``Woman, 41``; what was not told stays out and is shown as a gap elsewhere."""
    age = patient.age(as_of)
    grown = age is None or age >= 18
    noun = {
        "female": tr("Woman") if grown else tr("Girl"),
        "male": tr("Man") if grown else tr("Boy"),
        "other": tr("Person"),
    }.get(patient.sex or "", tr("Patient"))
    return f"{noun}, {number(age)}" if age is not None else noun


def value_words(observation: Observation) -> tuple[str, str]:
    """Name and value of a result (``hemoglobin``, ``8.8 g/dL``)."""
    own = observation.text.strip()
    name = value_name(observation.measure) if observation.measure and (len(own) > 26 or own.islower()) else own
    if observation.value is None:
        return name, observation.text_value or ""
    written = (observation.unit or "").replace("'U", "")
    unit = _UNITS.get(written) or re.sub(r"[{}\[\]]", "", written.replace("[IU]", "units")).replace("ug/", "mcg/")
    return name, f"{number(observation.value)} {unit}".strip()
