"""Loads that add up over the whole regimen, each with what every drug and the patient contribute.

A load shows where harm adds up; what is to be decided stands in the findings that make it up, so that a load by itself is
never shown above review.
"""

from __future__ import annotations

from dataclasses import replace

from regimen_review.amounts import daily_amount
from regimen_review.changing import changed
from regimen_review.findings import Because, Contribution, Finding, NotChecked
from regimen_review.formulae import drug_burden
from regimen_review.knowledge import Level, Load, Rule
from regimen_review.regimen import SubstanceId
from regimen_review.rules.binding import rules_of
from regimen_review.rules.firing import Said, fire, joined
from regimen_review.rules.situation import Exposure, Situation
from regimen_review.rules.terms import holds

NO_DOSE = "no dose in mg a day is written"


def check_burdens(situation: Situation) -> Said:
    """Each scale over the regimen; a finding from the first level that its sum reaches."""
    said = Said()
    for rule in rules_of(situation, "burden"):
        parts = [p for load in rule.loads for p in _of_load(load, situation)]
        drugs = {p.substance for p, _ in parts if p.points}
        undosed = tuple(dict.fromkeys(f"dose of {p.substance}" for p, _ in parts if not p.points and p.why == NO_DOSE))
        if len(drugs) < rule.least:
            if len(drugs) + len(undosed) >= rule.least:
                said.add(_not_summed(rule, parts, undosed, situation))
            continue
        patient, questions = _of_patient(rule, situation)
        questions = (*questions, *undosed)
        score = round(sum(p.points for p, _ in parts) + sum(p.points for p in patient), 2)
        level = _level(rule, score)
        if level is None:
            continue
        binding = {"load": tuple(dict.fromkeys(e for _, exposures in parts for e in exposures))}
        tier = "review" if level.tier == "act" else level.tier
        graded = changed(
            rule, severity=level.severity, tier=tier, action=level.action,
            headline=(level.headline or rule.headline).replace("{score}", _score(score, questions)),
        )  # fmt: skip
        finding = fire(graded, binding, situation)
        if isinstance(finding, Finding):
            contributions = _merged([p for p, _ in parts]) + patient
            because = tuple(Because(c.what) for c in patient)
            finding = changed(finding, contributions=tuple(contributions), score=score, because=(*finding.because, *because),
                              questions=(*finding.questions, *questions))  # fmt: skip
        said.add(finding)
    return said


def _not_summed(
    rule: Rule, parts: list[tuple[Contribution, tuple[Exposure, ...]]], undosed: tuple[str, ...], situation: Situation
) -> NotChecked:
    names = joined(dict.fromkeys(situation.name(p.substance) for p, _ in parts if p.substance))
    return NotChecked(f"{rule.scale}: {names}", NO_DOSE, min(undosed), 1)


def _score(score: float, questions: tuple[str, ...]) -> str:
    return f"at least {score:g}" if questions else f"{score:g}"


def _level(rule: Rule, score: float) -> Level | None:
    reached = [level for level in rule.levels if score >= level.at]
    return max(reached, key=lambda level: level.at) if reached else None


def _of_load(load: Load, situation: Situation) -> list[tuple[Contribution, tuple[Exposure, ...]]]:
    """Each drug's points: by its highest grade; or, where the score counts drugs, the first and the rest."""
    if load.by_dose:
        return _by_dose(load, situation)
    by_drug: dict[SubstanceId, list[tuple[float, str, Exposure]]] = {}
    holders = situation.fitting_texts((f"property:{load.property}@{load.route}",))
    grades = {e.substance: {p.grade for p in situation.knowledge.properties[e.substance][load.property]} for e in holders}
    for grade, points in load.points.items():
        for exposure in holders:
            if grade in grades[exposure.substance]:
                by_drug.setdefault(exposure.substance, []).append((points, grade, exposure))
    counted = load.first is not None
    found = []
    for n, (substance, hits) in enumerate(sorted(by_drug.items(), key=lambda item: -max(h[0] for h in item[1]))):
        points, grade, _ = max(hits, key=lambda h: h[0])
        if counted:
            points = load.first or 0.0 if n == 0 else (load.second or 0.0) if n == 1 else 0.0
        name = situation.name(substance)
        found.append((Contribution(name, points, f"{load.property} {grade}", substance), tuple(h[2] for h in hits)))
    return found


def _by_dose(load: Load, situation: Situation) -> list[tuple[Contribution, tuple[Exposure, ...]]]:
    """Each drug's daily dose, all its entries added up, against its smallest usual dose; a drug without a written dose adds
    nothing and says so.
    """
    among = set(situation.fitting(load.among)) if load.among else None
    by_drug: dict[SubstanceId, list[Exposure]] = {}
    for exposure in situation.fitting_texts((f"property:{load.property}@{load.route}",)):
        if not exposure.lingering and (among is None or exposure in among):
            by_drug.setdefault(exposure.substance, []).append(exposure)
    found = []
    for substance, entries in by_drug.items():
        amounts = [daily_amount(e.medication, substance) for e in entries]
        known = [a[0] for a in amounts if a is not None and a[1] == "mg"]
        smallest = float(situation.knowledge.properties[substance][load.property][0].grade)
        points = round(drug_burden(sum(known), smallest), 2) if len(known) == len(amounts) else 0.0
        why = f"{sum(known):g} mg a day, smallest usual dose {smallest:g} mg" if points else NO_DOSE
        found.append((Contribution(situation.name(substance), points, why, substance), tuple(entries)))
    return sorted(found, key=lambda item: -item[0].points)


def _merged(parts: list[Contribution]) -> list[Contribution]:
    merged: dict[SubstanceId | None, Contribution] = {}
    for part in parts:
        before = merged.get(part.substance)
        merged[part.substance] = part if before is None else replace(before, points=before.points + part.points)
    return sorted(merged.values(), key=lambda c: -c.points)


def _of_patient(rule: Rule, situation: Situation) -> tuple[list[Contribution], tuple[str, ...]]:
    found: list[Contribution] = []
    questions: list[str] = []
    for part in rule.points:
        outcome = holds(part.when, {}, situation)
        if outcome.holds:
            found.append(Contribution(part.says, part.points, "; ".join(b.fact for b in outcome.because)))
        elif outcome.holds is None:
            questions.extend(outcome.missing)
    return found, tuple(dict.fromkeys(questions))
