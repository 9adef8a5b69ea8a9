"""The review: every check run, findings folded and ranked, and what could not be checked said."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable

from regimen_review.changing import changed
from regimen_review.checks import CHECKS
from regimen_review.findings import Finding, NotChecked, Quiet, Review
from regimen_review.folding import fold, reading_order
from regimen_review.knowledge import Knowledge
from regimen_review.patient import Patient
from regimen_review.regimen import Medication, Regimen
from regimen_review.rules.firing import Said, joined
from regimen_review.rules.situation import DEPOT_ROUTES, Situation

LASTING_DAYS = 14
"""A drug that counts for as many days after it was stopped makes that day worth asking for."""

log = logging.getLogger(__name__)

INTENDED = "intended"
SWITCHED_OFF = "switched off here"
"""How the reason of a quiet finding begins whose rule this workstation switched off."""


def review_regimen(
    regimen: Regimen, patient: Patient, knowledge: Knowledge, *, source_name: str = "", left_out: tuple[str, ...] = ()
) -> Review:
    """Everything the base has to say about this regimen in this patient. Never raises for what a check does: a check
    that fails is reported as not checked and the others run on.
    """
    situation = Situation(regimen, patient, knowledge)
    return review_from(_run_checks(situation), situation, source_name=source_name, left_out=left_out)


def review_from(said: Said, situation: Situation, *, source_name: str = "", left_out: tuple[str, ...] = ()) -> Review:
    """The review made of what the checks said: folded, ranked, with what could not be checked."""
    regimen, patient, knowledge = situation.regimen, situation.patient, situation.knowledge
    speaking, off = _switched_off(said.findings, knowledge)
    findings = [f for f in fold(speaking, said.quiet, situation) if f.tier != "none"]
    meant = [Quiet(f.drugs, INTENDED if not f.protects else f"{INTENDED}: {f.protects}", f.rule_id) for f in findings if f.intended]
    return Review(
        regimen=regimen,
        patient=patient,
        as_of=regimen.as_of,
        findings=tuple(sorted((_with_outside(f, knowledge) for f in findings), key=reading_order)),
        quiet=tuple(dict.fromkeys((*meant, *said.quiet, *off))),
        not_checked=(
            *_counted_off(off),
            *_unsettled(regimen),
            *_uncovered(regimen, knowledge, situation),
            *_told([*said.not_checked, *_stopped_some_day(situation)]),
        ),
        knowledge_version=knowledge.version,
        knowledge_sha256=knowledge.sha256,
        knowledge_compiled=knowledge.compiled,
        tall_man={s: k.tall_man for s, k in knowledge.substances.items() if k.tall_man},
        high_alert=frozenset(s for s, facts in knowledge.properties.items() if any(p.grade != "none" for p in facts.get("high-alert", ()))),
        source_name=source_name,
        left_out=left_out,
    )


def _switched_off(findings: Iterable[Finding], knowledge: Knowledge) -> tuple[list[Finding], list[Quiet]]:
    """The findings that speak, and those of rules switched off here: taken out before folding, so that no headline counts
    them and no other rule gives way to them.
    """
    reasons = knowledge.switched_off
    if not reasons:
        return list(findings), []
    speaking: list[Finding] = []
    off: list[Quiet] = []
    for finding in findings:
        if finding.rule_id not in reasons:
            speaking.append(finding)
        elif finding.tier != "none":
            off.append(Quiet(finding.drugs, f"{SWITCHED_OFF} because {reasons[finding.rule_id]}", finding.rule_id))
    return speaking, list(dict.fromkeys(off))


def _counted_off(off: list[Quiet]) -> Iterable[NotChecked]:
    """One line that says how much is quiet only because of this workstation: never a silent all-clear."""
    rules = {q.rule_id for q in off}
    if off:
        named = "1 rule" if len(rules) == 1 else f"{len(rules)} rules"
        found = "1 finding of it stands" if len(off) == 1 else f"{len(off)} findings stand"
        yield NotChecked(f"{named} switched off on this workstation", f"{found} among the quiet ones, with the reason", decides=len(off))


def _run_checks(situation: Situation) -> Said:
    said = Said()
    for name, check in CHECKS:
        try:
            said.extend(check(situation))
        except Exception:
            log.exception("the check of %s failed", name)
            said.not_checked.append(NotChecked(name, "the check failed; review this by hand, all other checks ran"))
    return said


def _unsettled(regimen: Regimen) -> Iterable[NotChecked]:
    for medication in regimen.unsettled():
        if medication.current:
            why = "name not recognised" if medication.resolution.state == "unresolved" else "name not settled"
            note = medication.resolution.why
            yield NotChecked(
                medication.as_written, f"{why}: {note}" if note and note != why else why, missing=f"name of {medication.as_written}"
            )


def _uncovered(regimen: Regimen, knowledge: Knowledge, situation: Situation) -> Iterable[NotChecked]:
    known = dict.fromkeys(s for m in regimen.current() for s in m.substances)
    for substance in known:
        if substance not in knowledge.covered:
            yield NotChecked(situation.name(substance), "the base knows this name and nothing else about it")


def _stopped_some_day(situation: Situation) -> Iterable[NotChecked]:
    """Drugs that last long and were stopped on a day that nobody wrote: they may still count, and nothing was held against them."""
    taken = {e.substance for e in situation.exposures}
    for medication in situation.regimen.medications:
        if medication.statement.status in ("stopped", "completed") and not _day_known(medication):
            for substance in medication.substances:
                if substance not in taken and situation.days_left(substance, medication) >= LASTING_DAYS:
                    what = f"effects after stopping: {situation.name(substance)}"
                    yield NotChecked(what, "the day it was stopped is not written", f"stop of {substance}", 1)


def _day_known(medication: Medication) -> bool:
    """Whether the list tells when it was last taken: a course that is over or an injection may have only its first day."""
    statement = medication.statement
    once = statement.status == "completed" or medication.route in DEPOT_ROUTES
    return statement.stop is not None or (once and statement.start is not None)


def _told(lines: list[NotChecked]) -> tuple[NotChecked, ...]:
    """Lines with one reason as one line that names all its drugs and its most frequent check; the most decisive first."""
    groups: dict[tuple[str, str | None], list[NotChecked]] = {}
    for line in lines:
        groups.setdefault((line.why, line.missing), []).append(line)
    return tuple(sorted((_one_line(group) for group in groups.values()), key=lambda n: (-n.decides, n.what)))


def _one_line(group: list[NotChecked]) -> NotChecked:
    parts = [line.what.partition(": ") for line in group]
    check = Counter(p[0] for p in parts).most_common(1)[0][0]
    drugs = dict.fromkeys(d for p in parts for d in p[2].replace(" and ", ", ").split(", ") if d)
    what = f"{check}: {joined(drugs)}" if drugs else check
    return NotChecked(what, group[0].why, group[0].missing, sum(line.decides for line in group))


def _with_outside(finding: Finding, knowledge: Knowledge) -> Finding:
    """The finding, and those folded into it, with what imported sources say of the same pair."""
    if not knowledge.outside:
        return finding
    members = tuple(_with_outside(m, knowledge) for m in finding.members)
    says = tuple(f"{p.source}: {p.severity}" for p in knowledge.outside if {p.a, p.b} == set(finding.drugs))
    return changed(finding, members=members, disagreement=says) if says or members else finding
