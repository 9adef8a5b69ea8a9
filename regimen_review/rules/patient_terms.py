"""Terms of conditions that look at the patient: age, conditions, values, organs, pregnancy, allergies, genes, habits."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from regimen_review.findings import Because
from regimen_review.formulae import body_mass_index
from regimen_review.patient import Allergy
from regimen_review.rules.kidney_stage import by_stage
from regimen_review.rules.language import Term
from regimen_review.rules.outcome import FALSE, Binding, Outcome, compare, missing, words_of
from regimen_review.rules.situation import Situation, Value


def _age(term: Term, situation: Situation) -> Outcome:
    if situation.age is None:
        return missing("age")
    return Outcome(compare(situation.age, term), (Because(f"age {situation.age:g}"),))


def _sex(term: Term, situation: Situation) -> Outcome:
    sex = situation.patient.sex
    if sex is None:
        return missing("sex")
    return Outcome(sex in term.words, (Because(sex),))


def _of_value(term: Term, value: Value | None, what: str, context: str | None = None) -> Outcome:
    """A comparison with a value that may be missing; the value counts as a fact."""
    if value is None:
        return missing(what)
    because = (Because(value.says, value.when),)
    return Outcome(compare(value.amount, term), because, context=((context, value.says),) if context else ())


def _weight(term: Term, situation: Situation) -> Outcome:
    return _of_value(term, situation.value("weight"), "weight")


def _bmi(term: Term, situation: Situation) -> Outcome:
    measured = situation.value("bmi")
    weight, height = situation.value("weight"), situation.value("height")
    if measured is not None or weight is None or height is None:
        return _of_value(term, measured, "weight" if weight is None else "height")
    amount = body_mass_index(weight.amount, height.amount)
    return Outcome(compare(amount, term), (Because(f"body mass index {amount:.1f} kg/m²", weight.when),))


def _condition(term: Term, situation: Situation) -> Outcome:
    for wanted in words_of(term):
        found = situation.conditions.get(wanted)
        if found is not None:
            return Outcome(True, (Because(found.text, found.recorded or found.onset),), context=((wanted, found.text),))
    return FALSE if situation.patient.conditions_known else missing("conditions")


def _lab(term: Term, situation: Situation) -> Outcome:
    measure = term.arguments[0]
    return _of_value(term, situation.value(measure), measure, measure)


def _no_lab(term: Term, situation: Situation) -> Outcome:
    """Whether it was never measured: a result in words, or in a unit that cannot be converted, was."""
    known = situation.knowledge.measures.get(term.arguments[0])
    value = situation.value(term.arguments[0])
    if value is not None:
        return Outcome(False, (Because(value.says, value.when),))
    if any(o.measure == term.arguments[0] for o in situation.patient.observations):
        return FALSE
    return Outcome(True, (Because(f"no {known.title if known else term.arguments[0]} on record"),))


def _lab_age(term: Term, situation: Situation) -> Outcome:
    value = situation.value(term.arguments[0])
    days = situation.days_since(value.when) if value else None
    if value is None or days is None:
        return missing(term.arguments[0])
    return Outcome(compare(days, term), (Because(f"{value.says}, {days} days ago", value.when),))


TREND_DAYS = 366
"""Two values further apart than this many days show how a year went, not a trend that a drug explains."""


def _apart(now: Value, before: Value) -> int:
    return (now.when - before.when).days if now.when and before.when else 0


def _lab_change(term: Term, situation: Situation) -> Outcome:
    now, before = situation.value(term.arguments[0]), situation.earlier(term.arguments[0])
    if now is None or before is None or not before.amount or _apart(now, before) > TREND_DAYS:
        return missing(f"earlier {term.arguments[0]}")
    change = 100 * (now.amount - before.amount) / before.amount
    facts = (Because(before.says, before.when), Because(now.says, now.when))
    return Outcome(compare(change, term), facts, context=((term.arguments[0], now.says),))


def _egfr(term: Term, situation: Situation) -> Outcome:
    value = situation.value("egfr")
    if value is None or "dialysis" in situation.conditions:
        return by_stage(term, situation, otherwise="creatinine")
    return _of_value(term, value, "creatinine", "egfr")


def _crcl(term: Term, situation: Situation) -> Outcome:
    """Cockcroft-Gault where it can be computed; else a reported eGFR stands in and says so; else the recorded stage."""
    if "dialysis" in situation.conditions:
        return by_stage(term, situation, otherwise="creatinine")
    value = situation.creatinine_clearance
    if value is not None:
        return _of_value(term, value, "creatinine", "egfr")
    reported = situation.value("egfr")
    if reported is not None:
        stand_in = Value(reported.amount, "mL/min", reported.when, f"{reported.says}, used for creatinine clearance (no weight)")
        return _of_value(term, stand_in, "weight", "egfr")
    return by_stage(term, situation, otherwise="creatinine" if situation.value("creatinine") is None else "weight")


def _child_pugh(term: Term, situation: Situation) -> Outcome:
    value = situation.child_pugh
    if value is not None:
        return Outcome(value.unit in term.words, (Because(value.says),), context=(("liver-disease", value.says),))
    if situation.patient.conditions_known and not {"liver-disease", "liver-cirrhosis"} & set(situation.conditions):
        return FALSE
    return missing("Child-Pugh class (bilirubin, albumin, INR)")


CHILD_BEARING = (12, 55)
"""Years in which pregnancy is thought possible unless recorded otherwise (inclusive)."""


def _pregnancy(term: Term, situation: Situation) -> Outcome:
    patient, recorded = situation.patient, situation.patient.pregnancy
    if recorded is None and "pregnancy" in situation.conditions:
        recorded = "pregnant"
    if patient.sex == "male" or recorded == "not-possible":
        return FALSE
    if "pregnant" in term.words:
        if recorded is None and _could_be(situation) is not False:
            return missing("pregnancy")
        return Outcome(recorded == "pregnant", (Because("pregnant"),) if recorded == "pregnant" else ())
    possible = recorded in ("pregnant", "trying") or _could_be(situation)
    if possible is None:
        return missing("sex" if patient.sex is None else "age")
    if "unrecorded" in term.words and recorded is not None:
        return FALSE
    told = f"pregnancy: {recorded}" if recorded else "pregnancy potential not recorded"
    if recorded == "pregnant":
        return Outcome(possible, (Because("pregnant"),), context=(("pregnancy", told),))
    age = f", {situation.age:g}" if situation.age is not None else ""
    return Outcome(
        possible,
        (Because(f"woman{age}; {told}"),) if possible else (),
        context=(("pregnancy", "pregnancy?" if recorded is None else told),) if possible else (),
    )


def _could_be(situation: Situation) -> bool | None:
    if situation.patient.sex == "male":
        return False
    if situation.age is None or situation.patient.sex is None:
        return None
    if {"hysterectomy", "menopause", "postmenopausal"} & set(situation.conditions):
        return False
    return CHILD_BEARING[0] <= situation.age <= CHILD_BEARING[1]


def _breastfeeding(_term: Term, situation: Situation) -> Outcome:
    told = situation.patient.breastfeeding
    if "breastfeeding" in situation.conditions:
        told = True
    if told is None:
        return FALSE if _could_be(situation) is False else missing("breastfeeding")
    return Outcome(told, (Because("breastfeeding"),) if told else ())


def _allergy(term: Term, binding: Binding, situation: Situation) -> Outcome:
    target, found = _recorded(term, binding, situation)
    if found is None:
        return FALSE if situation.patient.allergies_known else missing("allergies")
    reaction = f": {found.reaction}" if found.reaction and found.reaction not in found.text else ""
    label = f"{found.kind if found.kind != 'unknown' else 'allergy or intolerance'}: {found.text}{reaction}"
    return Outcome(True, (Because(label, found.recorded),), context=((f"allergy-{target}", label),))


def _reaction(term: Term, binding: Binding, situation: Situation) -> Outcome:
    """What is told of a recorded reaction: an ``intolerance``, a reaction that was ``told``, or one ``untold``."""
    _, found = _recorded(term, binding, situation)
    if found is None:
        return FALSE if situation.patient.allergies_known else missing("allergies")
    told = "told" if found.reaction or found.severity == "severe" else "untold"
    return Outcome(("intolerance" if found.kind == "intolerance" else told) in term.words)


def _recorded(term: Term, binding: Binding, situation: Situation) -> tuple[str, Allergy | None]:
    """The first of a term's targets that the patient reacted to; a role stands for its drugs and their other forms."""
    if not situation.allergies:
        return "", None
    for word in words_of(term):
        for target in (t for e in binding[word] for t in situation.forms_of(e.substance)) if word in binding else (word,):
            if target in situation.allergies:
                return target, situation.allergies[target]
    return "", None


def _gene(term: Term, situation: Situation) -> Outcome:
    wanted = term.arguments[0].casefold()
    for genotype in situation.patient.genotypes:
        if genotype.gene.casefold() == wanted:
            fact = Because(f"{genotype.gene.upper()} {genotype.phenotype}", genotype.when)
            return Outcome(genotype.phenotype.casefold() in term.words, (fact,), context=((wanted, fact.fact),))
    return missing(f"{wanted.upper()} genotype")


def _tobacco(term: Term, situation: Situation) -> Outcome:
    told = situation.patient.tobacco or ("current" if "smoking" in situation.conditions else None)
    return Outcome(told in term.words, (Because(f"tobacco: {told}"),)) if told else missing("tobacco")


def _alcohol(term: Term, situation: Situation) -> Outcome:
    told = situation.patient.alcohol or ("heavy" if "alcohol-use-disorder" in situation.conditions else None)
    return Outcome(told in term.words, (Because(f"alcohol: {told}"),)) if told else missing("alcohol")


PATIENT_TERMS: Mapping[str, Callable[[Term, Situation], Outcome]] = {
    "age": _age,
    "sex": _sex,
    "weight": _weight,
    "bmi": _bmi,
    "condition": _condition,
    "lab": _lab,
    "no-lab": _no_lab,
    "lab-age": _lab_age,
    "lab-change": _lab_change,
    "egfr": _egfr,
    "crcl": _crcl,
    "child-pugh": _child_pugh,
    "pregnancy": _pregnancy,
    "breastfeeding": _breastfeeding,
    "gene": _gene,
    "tobacco": _tobacco,
    "alcohol": _alcohol,
}
"""Terms that ask of the patient alone: they come out alike whichever drugs fill the roles of a rule."""

ALLERGY_TERMS: Mapping[str, Callable[[Term, Binding, Situation], Outcome]] = {"allergy": _allergy, "reaction": _reaction}
"""Terms that hold the patient's record against the drugs in the roles."""
