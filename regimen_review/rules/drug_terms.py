"""Terms of conditions that look at the drugs: company, dose, schedule, route, duration, indication, properties."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from regimen_review.amounts import daily_amount, in_base_unit, single_amount, times_per_week
from regimen_review.findings import Because
from regimen_review.regimen import Quantity, SubstanceId
from regimen_review.rules.language import Term
from regimen_review.rules.outcome import FALSE, Binding, Outcome, compare, missing, words_of
from regimen_review.rules.situation import Exposure, Situation


def _taking(term: Term, binding: Binding, situation: Situation) -> Outcome:
    own = {e for bound in binding.values() for e in bound}
    own_substances = {e.substance for e in own}
    found = [e for e in situation.fitting_texts(words_of(term)) if e not in own and e.substance not in own_substances]
    if not found:
        return FALSE
    names = tuple(dict.fromkeys(situation.name(e.substance) for e in found))
    return Outcome(True, tuple(Because(f"taking {n}") for n in names))


def _count(term: Term, _binding: Binding, situation: Situation) -> Outcome:
    found = {e.substance for e in situation.fitting_texts(words_of(term))}
    names = ", ".join(sorted(situation.name(s) for s in found))
    return Outcome(
        compare(len(found), term), (Because(f"{len(found)} drugs: {names}" if len(found) > 1 else f"taking {names}"),) if found else ()
    )


def _subjects(term: Term, binding: Binding, situation: Situation) -> tuple[Exposure, ...]:
    who = term.arguments[0] if term.arguments else "drug"
    if who in binding:
        return binding[who]
    return situation.fitting_texts((who if "@" in who else f"{who}@any",))


def _per_substance(exposures: tuple[Exposure, ...], situation: Situation) -> dict[SubstanceId, tuple[Exposure, ...]]:
    wanted = {e.substance for e in exposures}
    routes = {e.medication.route for e in exposures}
    return {s: tuple([e for e in situation.entries_of[s] if e in exposures or e.medication.route in routes]) for s in sorted(wanted)}


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
            and compare(total, Term(term.name, operator=term.operator, number=limit[0]))
            and (len(known) == len(amounts) or term.operator in (">", ">="))
        ):
            unit = "units" if limit[1] == "[IU]" else limit[1]
            facts.append(Because(f"{situation.name(substance)} {total:,g} {unit} {word}".strip()))
        elif len(known) < len(amounts):
            unknown.append(f"{_lacking(entries) if add else 'dose'} of {substance}")
    if facts:
        return Outcome(True, tuple(facts))
    return missing(*unknown) if unknown else FALSE


def _often(times: float) -> str:
    return {1.0: "once", 2.0: "twice"}.get(times, f"{times:g} times")


def _lacking(entries: tuple[Exposure, ...]) -> str:
    """What keeps a dose over time from being known: how much, or only how often (``aspirin 100 mg``)."""
    return "frequency" if all(single_amount(e.medication, e.substance) for e in entries) else "dose"


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
        return missing("weight")
    scaled = Term(term.name, term.arguments, term.operator, (term.number or 0.0) * weight.amount, (), term.unit or "mg", term.text)
    outcome = _daily_dose(scaled, binding, situation)
    return Outcome(outcome.holds, (*outcome.because, Because(weight.says, weight.when)), outcome.missing, outcome.context)


def _times_per_week(term: Term, binding: Binding, situation: Situation) -> Outcome:
    found = _subjects(term, binding, situation)
    known = [(e, times_per_week(e.medication.statement.dosage)) for e in found]
    for exposure, often in known:
        if often is not None and compare(often, term):
            return Outcome(True, (Because(f"{situation.name(exposure.substance)} {_often(often)} a week"),))
    unknown = [f"frequency of {e.substance}" for e, often in known if often is None]
    return missing(*unknown) if unknown else FALSE


def _route(term: Term, binding: Binding, situation: Situation) -> Outcome:
    found = _subjects(term, binding, situation)
    return Outcome(any(e.given(w) for e in found for w in term.words))


def _form(term: Term, binding: Binding, situation: Situation) -> Outcome:
    forms = " ".join(
        f"{e.medication.statement.dosage.form or ''} {e.medication.resolution.form or ''} {e.medication.as_written}".casefold()
        for e in _subjects(term, binding, situation)
    )
    return Outcome(any(w.casefold() in forms for w in term.words))


def _prn(term: Term, binding: Binding, situation: Situation) -> Outcome:
    """Whether it is only taken as needed: a regular dose with more as needed beside it is regular."""
    found = _subjects(term, binding, situation)
    needed = [e for e in found if e.medication.statement.dosage.prn or e.medication.statement.status == "prn"]
    return Outcome(bool(needed) and len(needed) == len(found), tuple(Because(f"{situation.name(e.substance)} as needed") for e in needed))


def _duration(term: Term, binding: Binding, situation: Situation) -> Outcome:
    unknown: list[str] = []
    for exposure in _subjects(term, binding, situation):
        statement = exposure.medication.statement
        days = statement.dosage.duration_days
        if days is None:
            since = situation.days_since(statement.start)
            days = None if since is None else max(since, 0)  # one that is to start has not been taken for a day
        if days is None:
            unknown.append(f"duration of {exposure.substance}")
        elif compare(days, term):
            return Outcome(True, (Because(f"{situation.name(exposure.substance)} for {days:g} days", statement.start),))
    return missing(*unknown) if unknown else FALSE


def _started(term: Term, binding: Binding, situation: Situation) -> Outcome:
    unknown: list[str] = []
    for exposure in _subjects(term, binding, situation):
        start = exposure.medication.statement.start
        days = situation.days_since(start)
        if days is None:
            unknown.append(f"start of {exposure.substance}")
        elif compare(days, term):
            when = f"started {days} days ago" if days >= 0 else f"to start in {-days} days"
            return Outcome(True, (Because(f"{situation.name(exposure.substance)} {when}", start),))
    return missing(*unknown) if unknown else FALSE


def _started_after(term: Term, binding: Binding, situation: Situation) -> Outcome:
    sides = [binding.get(a, ()) for a in term.arguments[:2]]
    starts = [[e.medication.statement.start for e in side] for side in sides]
    if not all(starts) or any(s is None for side in starts for s in side):
        return missing("start dates")
    later, earlier = (max(s for s in side if s) for side in starts)
    named = zip((sides[1], sides[0]), (earlier, later), strict=True)
    return Outcome(later > earlier, tuple(Because(f"{situation.name(side[0].substance)} started", day) for side, day in named))


def _indication(term: Term, binding: Binding, situation: Situation) -> Outcome:
    wanted = {w.strip() for a in term.arguments[1:] for w in a.split("|")}
    found = _subjects(term, binding, situation)
    written = [(e, (e.medication.statement.indication or "").casefold()) for e in found]
    for exposure, text in written:
        for concept in wanted:
            known = situation.knowledge.conditions.get(concept)
            names = [concept.replace("-", " "), *(n.casefold() for n in (known.names if known else ()))]
            if any(_named_in(text, n) for n in names):
                return Outcome(True, (Because(f"{situation.name(exposure.substance)} for {text}"),))
    unknown = [f"indication of {e.substance}" for e, text in written if not text]
    return missing(*unknown) if unknown else FALSE


_SHORT = 4
"""A name of so few letters is mostly an abbreviation: it counts only as a word of its own (``AF`` is not in *after*)."""


def _named_in(text: str, name: str) -> bool:
    """Whether a text speaks of a condition by this name, a long one also with an ending (``migraines``)."""
    ends = "" if len(name) > _SHORT else r"(?!\w)"
    return bool(re.search(rf"(?<!\w){re.escape(name)}{ends}", text))


def _has(term: Term, binding: Binding, situation: Situation) -> Outcome:
    """Whether every drug in a role has a property (in one of the grades, where grades are given)."""
    found = _subjects(Term(term.name, term.arguments[:1]), binding, situation)
    name, _, grades = ",".join(term.arguments[1:]).partition("=")
    wanted = {g.strip() for g in grades.split("|") if g.strip()}

    def fits(exposure: Exposure) -> bool:
        facts = situation.knowledge.properties.get(exposure.substance, {}).get(name.strip(), ())
        return any(f.grade in wanted if wanted else f.grade != "none" for f in facts)

    return Outcome(bool(found) and all(fits(e) for e in found))


DRUG_TERMS: Mapping[str, Callable[[Term, Binding, Situation], Outcome]] = {
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
}
"""Every term about the drugs."""
