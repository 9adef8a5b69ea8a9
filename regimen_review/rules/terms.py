"""Holding one condition of a rule against a patient: true, false, or not known, with what counted.

Three-valued logic (Kleene): ``and`` is false if any part is false, else unknown if any is unknown. What was not
known is named, so that it can become a question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from regimen_review.amounts import daily_amount, in_base_unit, single_amount, times_per_week
from regimen_review.findings import Because
from regimen_review.formulae import body_mass_index
from regimen_review.regimen import Quantity, SubstanceId
from regimen_review.routes import in_group
from regimen_review.rules.language import Expression, Not, Some, Term, parse_condition, terms_of
from regimen_review.rules.situation import Exposure, Situation, Value

Binding = Mapping[str, tuple[Exposure, ...]]
"""Which drugs fill the roles of a rule."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a condition came out. ``context`` holds (id, label) of conditions and values that took part."""

    holds: bool | None
    because: tuple[Because, ...] = ()
    missing: tuple[str, ...] = ()
    context: tuple[tuple[str, str], ...] = ()


TRUE = Outcome(True)
FALSE = Outcome(False)


def holds(text: str, binding: Binding, situation: Situation) -> Outcome:
    """How the condition ``text`` comes out for this patient with these drugs in the rule's roles."""
    return _evaluate(parse_condition(text), binding, situation)


def _evaluate(tree: Expression, binding: Binding, situation: Situation) -> Outcome:
    if isinstance(tree, Term):
        return TERMS[tree.name](tree, binding, situation)
    if isinstance(tree, Not):
        inner = _evaluate(tree.part, binding, situation)
        return Outcome(None if inner.holds is None else not inner.holds, inner.because, inner.missing, inner.context)
    outcomes = [_evaluate(part, binding, situation) for part in tree.parts]
    decisive = isinstance(tree, Some)
    deciding = [o for o in outcomes if o.holds is decisive]
    if deciding:
        return _joined(deciding, value=decisive)
    unknown = [o for o in outcomes if o.holds is None]
    if unknown:
        return _joined([*unknown, *(o for o in outcomes if o.holds is True)], value=None)
    return _joined(outcomes, value=not decisive)


def _joined(outcomes: list[Outcome], *, value: bool | None) -> Outcome:
    return Outcome(
        value,
        tuple(dict.fromkeys(b for o in outcomes for b in o.because)),
        tuple(dict.fromkeys(m for o in outcomes for m in o.missing)) if value is None else (),
        tuple(dict.fromkeys(c for o in outcomes for c in o.context)),
    )


def _compare(value: float, term: Term) -> bool:
    number = term.number
    if number is None:
        raise ValueError(f"'{term.text}' compares with a word where a number is needed")
    return {
        ">=": value >= number,
        "<=": value <= number,
        ">": value > number,
        "<": value < number,
        "=": value == number,
        "!=": value != number,
    }[term.operator]


def _missing(*what: str) -> Outcome:
    return Outcome(None, missing=what)


def _age(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    if situation.age is None:
        return _missing("age")
    return Outcome(_compare(situation.age, term), (Because(f"age {situation.age:g}"),))


def _sex(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    sex = situation.patient.sex
    if sex is None:
        return _missing("sex")
    return Outcome((sex in term.words) == (term.operator != "!="), (Because(sex),))


def _of_value(term: Term, value: Value | None, what: str, context: str | None = None) -> Outcome:
    if value is None:
        return _missing(what)
    because = (Because(value.says, value.when),)
    return Outcome(_compare(value.amount, term), because, context=((context, value.says),) if context else ())


def _weight(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    return _of_value(term, situation.value("weight"), "weight")


def _bmi(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    measured = situation.value("bmi")
    weight, height = situation.value("weight"), situation.value("height")
    if measured is not None or weight is None or height is None:
        return _of_value(term, measured, "weight" if weight is None else "height")
    amount = body_mass_index(weight.amount, height.amount)
    return Outcome(_compare(amount, term), (Because(f"body mass index {amount:.1f} kg/m²", weight.when),))


def _words_of(term: Term) -> tuple[str, ...]:
    return tuple(w.strip() for argument in term.arguments for w in argument.split("|") if w.strip())


def _condition(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    for wanted in _words_of(term):
        found = situation.conditions.get(wanted)
        if found is not None:
            return Outcome(True, (Because(found.text, found.recorded or found.onset),), context=((wanted, found.text),))
    return FALSE if situation.patient.conditions_known else _missing("conditions")


def _lab(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    measure = term.arguments[0]
    return _of_value(term, situation.value(measure), measure, measure)


def _no_lab(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    known = situation.knowledge.measures.get(term.arguments[0])
    value = situation.value(term.arguments[0])
    if value is None:
        return Outcome(True, (Because(f"no {known.title if known else term.arguments[0]} on record"),))
    return Outcome(False, (Because(value.says, value.when),))


def _days_since(then: date | None, situation: Situation) -> int | None:
    return None if then is None or situation.as_of is None else (situation.as_of - then).days


def _lab_age(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    value = situation.value(term.arguments[0])
    days = _days_since(value.when, situation) if value else None
    if value is None or days is None:
        return _missing(term.arguments[0])
    return Outcome(_compare(days, term), (Because(f"{value.says}, {days} days ago", value.when),))


def _lab_change(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    now, before = situation.value(term.arguments[0]), situation.earlier(term.arguments[0])
    if now is None or before is None or not before.amount:
        return _missing(f"earlier {term.arguments[0]}")
    change = 100 * (now.amount - before.amount) / before.amount
    facts = (Because(before.says, before.when), Because(now.says, now.when))
    return Outcome(_compare(change, term), facts, context=((term.arguments[0], now.says),))


def _egfr(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    value = situation.value("egfr")
    return _of_value(term, value, "creatinine", "egfr") if value else _missing("creatinine")


def _crcl(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    """Cockcroft-Gault where it can be computed; else a reported eGFR stands in and says so."""
    value = situation.creatinine_clearance
    if value is not None:
        return _of_value(term, value, "creatinine", "egfr")
    reported = situation.value("egfr")
    if reported is not None:
        stand_in = Value(reported.amount, "mL/min", reported.when, f"{reported.says}, used for creatinine clearance (no weight)")
        return _of_value(term, stand_in, "weight", "egfr")
    return _missing("creatinine" if situation.value("creatinine") is None else "weight")


def _child_pugh(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    value = situation.child_pugh
    if value is not None:
        return Outcome(value.unit in term.words, (Because(value.says),), context=(("liver-disease", value.says),))
    if situation.patient.conditions_known and not {"liver-disease", "liver-cirrhosis"} & set(situation.conditions):
        return FALSE
    return _missing("Child-Pugh class (bilirubin, albumin, INR)")


def _taking(term: Term, binding: Binding, situation: Situation) -> Outcome:
    own = {e for bound in binding.values() for e in bound}
    own_substances = {e.substance for e in own}
    found = [e for e in situation.fitting_texts(_words_of(term)) if e not in own and e.substance not in own_substances]
    if not found:
        return FALSE
    names = tuple(dict.fromkeys(situation.name(e.substance) for e in found))
    return Outcome(True, tuple(Because(f"taking {n}") for n in names))


def _count(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    found = {e.substance for e in situation.fitting_texts(_words_of(term))}
    names = ", ".join(sorted(situation.name(s) for s in found))
    return Outcome(_compare(len(found), term), (Because(f"{len(found)} drugs: {names}"),) if found else ())


def _subjects(term: Term, binding: Binding, situation: Situation) -> tuple[Exposure, ...]:
    who = term.arguments[0] if term.arguments else "drug"
    if who in binding:
        return binding[who]
    return situation.fitting_texts((who if "@" in who else f"{who}@any",))


def _per_substance(exposures: tuple[Exposure, ...], situation: Situation) -> dict[SubstanceId, tuple[Exposure, ...]]:
    wanted = {e.substance for e in exposures}
    routes = {e.medication.route for e in exposures}
    return {
        s: tuple(e for e in situation.exposures if e.substance == s and (e in exposures or e.medication.route in routes))
        for s in sorted(wanted)
    }


def _amount(
    term: Term, binding: Binding, situation: Situation, each: Callable[[Exposure], tuple[float, str] | None], word: str, *, add: bool
) -> Outcome:
    limit = in_base_unit(Quantity(term.number or 0.0, term.unit or "mg"))
    if limit is None:
        raise ValueError(f"'{term.text}' has a unit that is not an amount")
    unknown: list[str] = []
    facts: list[Because] = []
    for substance, entries in _per_substance(_subjects(term, binding, situation), situation).items():
        amounts = [each(e) for e in entries]
        known = [a[0] for a in amounts if a is not None and a[1] == limit[1]]
        total = sum(known) if add else max(known, default=0.0)
        if (
            known
            and _compare(total, Term(term.name, operator=term.operator, number=limit[0]))
            and (len(known) == len(amounts) or term.operator in (">", ">="))
        ):
            unit = "units" if limit[1] == "[IU]" else limit[1]
            facts.append(Because(f"{situation.name(substance)} {total:,g} {unit} {word}".strip()))
        elif len(known) < len(amounts):
            unknown.append(f"dose of {substance}")
    if facts:
        return Outcome(True, tuple(facts))
    return _missing(*unknown) if unknown else FALSE


def _daily_dose(term: Term, binding: Binding, situation: Situation) -> Outcome:
    return _amount(term, binding, situation, lambda e: daily_amount(e.medication, e.substance), "a day", add=True)


def _weekly_dose(term: Term, binding: Binding, situation: Situation) -> Outcome:
    def weekly(e: Exposure) -> tuple[float, str] | None:
        day = daily_amount(e.medication, e.substance)
        return (day[0] * 7, day[1]) if day else None

    return _amount(term, binding, situation, weekly, "a week", add=True)


def _single_dose(term: Term, binding: Binding, situation: Situation) -> Outcome:
    return _amount(term, binding, situation, lambda e: single_amount(e.medication, e.substance), "each time", add=False)


def _dose_per_kg(term: Term, binding: Binding, situation: Situation) -> Outcome:
    weight = situation.value("weight")
    if weight is None:
        return _missing("weight")
    scaled = Term(term.name, term.arguments, term.operator, (term.number or 0.0) * weight.amount, (), term.unit or "mg", term.text)
    outcome = _daily_dose(scaled, binding, situation)
    return Outcome(outcome.holds, (*outcome.because, Because(weight.says, weight.when)), outcome.missing, outcome.context)


def _times_per_week(term: Term, binding: Binding, situation: Situation) -> Outcome:
    found = _subjects(term, binding, situation)
    known = [(e, times_per_week(e.medication.statement.dosage)) for e in found]
    for exposure, often in known:
        if often is not None and _compare(often, term):
            return Outcome(True, (Because(f"{situation.name(exposure.substance)} {often:g} times a week"),))
    missing = [f"frequency of {e.substance}" for e, often in known if often is None]
    return _missing(*missing) if missing else FALSE


def _route(term: Term, binding: Binding, situation: Situation) -> Outcome:
    found = _subjects(term, binding, situation)
    answer = any(in_group(e.medication.route, w) for e in found for w in term.words)
    return Outcome(answer == (term.operator != "!="))


def _form(term: Term, binding: Binding, situation: Situation) -> Outcome:
    forms = " ".join(
        f"{e.medication.statement.dosage.form or ''} {e.medication.resolution.form or ''} {e.medication.as_written}".casefold()
        for e in _subjects(term, binding, situation)
    )
    return Outcome(any(w.casefold() in forms for w in term.words))


def _prn(term: Term, binding: Binding, situation: Situation) -> Outcome:
    found = _subjects(term, binding, situation)
    needed = [e for e in found if e.medication.statement.dosage.prn or e.medication.statement.status == "prn"]
    return Outcome(bool(needed), tuple(Because(f"{situation.name(e.substance)} as needed") for e in needed))


def _duration(term: Term, binding: Binding, situation: Situation) -> Outcome:
    missing: list[str] = []
    for exposure in _subjects(term, binding, situation):
        statement = exposure.medication.statement
        days = statement.dosage.duration_days
        if days is None:
            days = _days_since(statement.start, situation)
        if days is None:
            missing.append(f"duration of {exposure.substance}")
        elif _compare(days, term):
            return Outcome(True, (Because(f"{situation.name(exposure.substance)} for {days:g} days", statement.start),))
    return _missing(*missing) if missing else FALSE


def _started(term: Term, binding: Binding, situation: Situation) -> Outcome:
    missing: list[str] = []
    for exposure in _subjects(term, binding, situation):
        start = exposure.medication.statement.start
        days = _days_since(start, situation)
        if days is None:
            missing.append(f"start of {exposure.substance}")
        elif _compare(days, term):
            return Outcome(True, (Because(f"{situation.name(exposure.substance)} started {days} days ago", start),))
    return _missing(*missing) if missing else FALSE


def _started_after(term: Term, binding: Binding, _situation: Situation) -> Outcome:
    later, earlier = (binding.get(a, ()) for a in term.arguments[:2])
    starts = [[e.medication.statement.start for e in side] for side in (later, earlier)]
    if not all(starts) or any(s is None for side in starts for s in side):
        return _missing("start dates")
    return Outcome(max(s for s in starts[0] if s) > max(s for s in starts[1] if s))


def _indication(term: Term, binding: Binding, situation: Situation) -> Outcome:
    wanted = {w.strip() for a in term.arguments[1:] for w in a.split("|")}
    found = _subjects(term, binding, situation)
    written = [(e, (e.medication.statement.indication or "").casefold()) for e in found]
    for exposure, text in written:
        for concept in wanted:
            known = situation.knowledge.conditions.get(concept)
            names = [concept.replace("-", " "), *(n.casefold() for n in (known.names if known else ()))]
            if text and any(n in text for n in names):
                return Outcome(True, (Because(f"{situation.name(exposure.substance)} for {text}"),))
    missing = [f"indication of {e.substance}" for e, text in written if not text]
    return _missing(*missing) if missing else FALSE


def _has(term: Term, binding: Binding, situation: Situation) -> Outcome:
    """Whether every drug in a role has a property (in one of the grades, where grades are given)."""
    found = _subjects(Term(term.name, term.arguments[:1]), binding, situation)
    name, _, grades = ",".join(term.arguments[1:]).partition("=")
    wanted = {g.strip() for g in grades.split("|") if g.strip()}

    def fits(exposure: Exposure) -> bool:
        facts = situation.knowledge.properties.get(exposure.substance, {}).get(name.strip(), ())
        return any(f.grade in wanted if wanted else f.grade != "none" for f in facts)

    return Outcome(bool(found) and all(fits(e) for e in found))


CHILD_BEARING = (12, 55)
"""Years in which pregnancy is thought possible unless recorded otherwise (inclusive)."""


def _pregnancy(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    patient, recorded = situation.patient, situation.patient.pregnancy
    if recorded is None and "pregnancy" in situation.conditions:
        recorded = "pregnant"
    if patient.sex == "male" or recorded == "not-possible":
        return FALSE
    if "pregnant" in term.words:
        if recorded is None and _could_be(situation) is not False:
            return _missing("pregnancy")
        return Outcome(recorded == "pregnant", (Because("pregnant"),) if recorded == "pregnant" else ())
    possible = _could_be(situation)
    if possible is None:
        return _missing("sex" if patient.sex is None else "age")
    if "unrecorded" in term.words and recorded is not None:
        return FALSE
    told = f"pregnancy: {recorded}" if recorded else "pregnancy potential not recorded"
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


def _breastfeeding(_term: Term, _binding: Binding, situation: Situation) -> Outcome:
    told = situation.patient.breastfeeding
    if "breastfeeding" in situation.conditions:
        told = True
    if told is None:
        return FALSE if _could_be(situation) is False else _missing("breastfeeding")
    return Outcome(told, (Because("breastfeeding"),) if told else ())


def _allergy(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    for target in _words_of(term):
        found = situation.allergies.get(target)
        if found is not None:
            reaction = f": {found.reaction}" if found.reaction and found.reaction not in found.text else ""
            label = f"{found.kind if found.kind != 'unknown' else 'allergy or intolerance'}: {found.text}{reaction}"
            return Outcome(True, (Because(label, found.recorded),), context=((f"allergy-{target}", label),))
    return FALSE if situation.patient.allergies_known else _missing("allergies")


def _gene(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    wanted = term.arguments[0].casefold()
    for genotype in situation.patient.genotypes:
        if genotype.gene.casefold() == wanted:
            fact = Because(f"{genotype.gene.upper()} {genotype.phenotype}", genotype.when)
            return Outcome(genotype.phenotype.casefold() in term.words, (fact,), context=((wanted, fact.fact),))
    return _missing(f"{wanted.upper()} genotype")


def _tobacco(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    told = situation.patient.tobacco or ("current" if "smoking" in situation.conditions else None)
    return Outcome(told in term.words, (Because(f"tobacco: {told}"),)) if told else _missing("tobacco")


def _alcohol(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    told = situation.patient.alcohol or ("heavy" if "alcohol-use-disorder" in situation.conditions else None)
    return Outcome(told in term.words, (Because(f"alcohol: {told}"),)) if told else _missing("alcohol")


TERMS: Mapping[str, Callable[[Term, Binding, Situation], Outcome]] = {
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
    "taking": _taking,
    "count": _count,
    "daily-dose": _daily_dose,
    "weekly-dose": _weekly_dose,
    "single-dose": _single_dose,
    "dose-per-kg": _dose_per_kg,
    "times-per-week": _times_per_week,
    "route": _route,
    "form": _form,
    "prn": _prn,
    "duration": _duration,
    "started": _started,
    "started-after": _started_after,
    "indication": _indication,
    "has": _has,
    "pregnancy": _pregnancy,
    "breastfeeding": _breastfeeding,
    "allergy": _allergy,
    "gene": _gene,
    "tobacco": _tobacco,
    "alcohol": _alcohol,
}
"""Every term a rule may use; ``docs/knowledge.md`` lists them for writers."""

SELECTOR_TERMS = frozenset({"taking", "count"})
NUMBER_TERMS = frozenset(
    {
        "age",
        "weight",
        "bmi",
        "lab",
        "lab-age",
        "lab-change",
        "egfr",
        "crcl",
        "count",
        "daily-dose",
        "weekly-dose",
        "single-dose",
        "dose-per-kg",
        "times-per-week",
        "duration",
        "started",
    }
)
MEASURE_TERMS = frozenset({"lab", "no-lab", "lab-age", "lab-change"})
DOSE_TERMS = frozenset({"daily-dose", "weekly-dose", "single-dose", "dose-per-kg"})


def faults_in(text: str) -> tuple[str, ...]:
    """What is wrong with a condition as far as its own text tells; empty when it can be evaluated."""
    try:
        tree = parse_condition(text)
    except ValueError as fault:
        return (str(fault),)
    found: list[str] = []
    for term in terms_of(tree):
        if term.name not in TERMS:
            found.append(f"there is no term '{term.name}' in '{text}'")
        elif term.name in NUMBER_TERMS and term.number is None:
            found.append(f"'{term.text}' needs a comparison with a number")
        elif term.name in DOSE_TERMS and in_base_unit(Quantity(1.0, term.unit or "mg")) is None:
            found.append(f"'{term.text}' has a unit that is not an amount")
    return tuple(found)
