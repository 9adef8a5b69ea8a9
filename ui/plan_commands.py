"""plan, timetable, compare, dont-add: what can be done about a list, as JSON Lines or for a person."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from datetime import time
from math import inf, isfinite
from pathlib import Path
from typing import Any

from exports import plain
from regimen_review.codec import to_plain
from regimen_review.errors import UserError
from regimen_review.findings import Finding, Review
from regimen_review.plans.actions import DEFAULT_COSTS
from regimen_review.plans.alternatives import alternatives_to
from regimen_review.plans.dont_add import DoNotAdd, do_not_add
from regimen_review.plans.monitoring import monitoring_calendar
from regimen_review.plans.questions import next_questions
from regimen_review.plans.sandbox import Sandbox, Scenario
from regimen_review.plans.scheduling import timetable_of
from regimen_review.plans.smallest import ACT_TODAY, PAIRWISE_MAJORS, Goal, Plan, Plans, smallest_changes, try_plan
from regimen_review.plans.timetable import Clash, Day, Timetable
from regimen_review.plans.visits import Course, course_of
from regimen_review.regimen import Frequency, SubstanceId
from regimen_review.wording import WEEKDAYS
from ui.pipeline import Pipeline
from ui.timetables import parse_time

FIT = 2
_OFTEN = re.compile(r"\s*0*([1-9]\d*)\s*/\s*(0*[1-9]\d*)?(h|d|wk|mo)\s*", re.ASCII)
"""How often, as ``--often`` has it: ``2/d``, ``1/12h``."""
SHOWN = 5
"""So many plans are rechecked and printed for a person; JSON has all, the first of them rechecked."""
GOALS = {"act": ACT_TODAY, "review": Goal(tier="review"), "major-pairs": PAIRWISE_MAJORS, "major": Goal(tier=None, severity="major")}


def add_to(sub: Any) -> None:
    """Register the commands."""
    plan = _one_file(sub.add_parser("plan", help="the smallest sets of changes that clear a kind of finding"), _plan)
    plan.add_argument("--clear", choices=sorted(GOALS), default="act", help="what is to be cleared (default: act)")
    plan.add_argument("--protect", action="append", default=[], metavar="DRUG", help="a drug that may not be touched; may be repeated")
    plan.add_argument("--cost", action="append", default=[], metavar="CHANGE=COST", help="stop=2, stop:warfarin=5, monitor=0.5 …")
    plan.add_argument("--only", action="append", default=[], metavar="CHANGE", help="offer only these changes (stop, swap, space, dose …)")
    table = _one_file(sub.add_parser("timetable", help="the fewest taking times that keep every rule, or the rules that clash"), _timetable)
    table.add_argument("--often", action="append", default=[], metavar="DRUG=N/UNIT", help="ciprofloxacin=2/d, x=1/12h, y=1/wk")
    for meal in ("wake", "breakfast", "lunch", "supper", "bed", "snack"):
        table.add_argument(f"--{meal}", metavar="HH:MM")
    compare = sub.add_parser("compare", help="two lists or more of one patient over time")
    compare.add_argument("--json", action="store_true")
    compare.add_argument("files", nargs="+", type=Path, metavar="FILE")
    compare.set_defaults(run=_compare)
    avoid = _one_file(sub.add_parser("dont-add", help="common drugs that would bring a finding to decide today"), _dont_add)
    avoid.add_argument("--rank", type=int, default=300, metavar="N", help="how common: up to this usage rank (default: 300)")


def _one_file(parser: Any, run: Callable[[argparse.Namespace], int]) -> Any:
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(run=run)
    return parser


def _sandbox(pipeline: Pipeline, path: Path) -> Sandbox:
    regimen, patient = pipeline.settle(pipeline.open_list(path))
    return Sandbox(regimen, patient, lambda changed: pipeline.store.knowledge_for(changed, patient))


def _say(options: argparse.Namespace, as_json: dict[str, Any], as_text: Iterable[str]) -> int:
    print(plain.line(as_json) if options.json else "\n".join(as_text))
    return 0


def _costs(options: argparse.Namespace) -> dict[str, float]:
    costs = {k: v for k, v in DEFAULT_COSTS.items() if not options.only or k in options.only}
    costs |= {k: 1.0 for k in options.only if k not in costs}
    for text in options.cost:
        key, _, number = text.partition("=")
        try:
            cost = float(number)
        except ValueError:
            cost = inf
        if not isfinite(cost):
            raise UserError(f"'--cost {text}' needs a number, as in stop:warfarin=5.")
        costs[key.strip()] = cost
    return costs


def _plan(options: argparse.Namespace) -> int:
    pipeline = Pipeline()
    sandbox = _sandbox(pipeline, options.file)
    protected = [SubstanceId(d.strip().lower()) for d in options.protect]
    answer = smallest_changes(sandbox, GOALS[options.clear], costs=_costs(options), protected=protected)
    instead = _instead(answer.plans[:SHOWN], sandbox, pipeline)
    tried = [try_plan(p, sandbox, instead) for p in answer.plans[:SHOWN]]
    as_json = {
        "file": str(options.file),
        "goal": answer.goal.says,
        "says": answer.says,
        "cost": answer.cost,
        "complete": answer.complete,
        "wanted": [_brief(f) for f in answer.wanted],
        "impossible": [_brief(f) for f in answer.impossible],
        "plans": [_plan_plain(p, tried[n] if n < len(tried) else None) for n, p in enumerate(answer.plans)],
        "monitoring": [to_plain(t) for t in monitoring_calendar(sandbox.review).tests],
        "questions": [{"missing": q.missing, "asks": q.asks, "settles": q.settles} for q in next_questions(sandbox.review)],
    }
    return _say(options, as_json, _plan_text(answer, tried, sandbox.review))


def _instead(plans: Iterable[Plan], sandbox: Sandbox, pipeline: Pipeline) -> dict[SubstanceId, SubstanceId]:
    """For each drug that a plan swaps, the one of its kind that brings least here: what the plan is rechecked with."""
    found: dict[SubstanceId, SubstanceId] = {}
    for action in (a for plan in plans for a in plan.actions if a.kind == "swap"):
        if action.drug not in found:
            answer = alternatives_to(sandbox, action.medications[0], pipeline.vocabulary.substances, drug=action.drug)
            same = [o for o in answer.options if o.nearness == "the same kind"] or answer.options
            if same:
                found[action.drug] = same[0].candidate.substance
    return found


def _brief(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "headline": finding.headline,
        "drugs": list(finding.drugs),
        "tier": finding.tier,
        "severity": finding.severity,
    }


def _plan_plain(plan: Plan, tried: Scenario | None) -> dict[str, Any]:
    return {
        "actions": [{"kind": a.kind, "drug": a.drug, "with_it": list(a.with_it), "says": a.says, "cost": a.cost} for a in plan.actions],
        "drugs": list(plan.drugs),
        "cost": plan.cost,
        "clears": [f.id for f in plan.clears],
        "leaves": [_brief(f) for f in plan.leaves],
        "protection_lost": [{"id": f.id, "protects": f.protects} for f in plan.protection_lost],
        "tried_as": tried.says if tried else None,
        "brings": [_brief(f) for f in tried.comparison.members.new if not f.intended] if tried else None,
        "says": plan.says,
    }


def _plan_text(answer: Plans, tried: list[Scenario], review: Review) -> Iterable[str]:
    yield answer.says
    for number, (plan, scenario) in enumerate(zip(answer.plans, tried, strict=False), 1):
        yield f"{number:3} {plan.says}"
        yield f"      rechecked: {scenario.says}"
        yield from (f"      still open: {f.headline}" for f in plan.leaves)
        yield from (f"      new: {f.headline}" for f in scenario.comparison.members.new if not f.intended)
    if len(answer.plans) > len(tried):
        yield f"    and {len(answer.plans) - len(tried)} more ways at the same cost (--json lists all)."
    yield "These are choices, not orders: whether a drug can be spared is for those who treat."
    asked = next_questions(review)
    if asked:
        yield f"Next best question: {asked[0].says}"


def _often(options: argparse.Namespace, review: Review) -> dict[str, Frequency]:
    found: dict[str, Frequency] = {}
    for text in options.often:
        drug, _, often = text.partition("=")
        read = _OFTEN.fullmatch(often)
        entries = [m.id for m in review.regimen.current() if drug.strip().lower() in m.substances]
        if read is None:
            raise UserError(f"'--often {text}' cannot be read; write ciprofloxacin=2/d, x=1/12h or y=1/wk.")
        if not entries:
            raise UserError(f"'--often {text}' names a drug that is not on the list.")
        found |= dict.fromkeys(entries, Frequency(float(read[1]), float(read[2] or 1), read[3]))
    return found


def _day(options: argparse.Namespace) -> Day:
    told: dict[str, time] = {}
    for meal in ("wake", "breakfast", "lunch", "supper", "bed", "snack"):
        written = getattr(options, meal)
        if written:
            try:
                told[meal] = parse_time(written)
            except UserError:
                raise UserError(f"'--{meal} {written}' is no time of day; write 07:30.") from None
    return Day(**told)


def _timetable(options: argparse.Namespace) -> int:
    pipeline = Pipeline()
    sandbox = _sandbox(pipeline, options.file)
    knowledge = sandbox.base.situation.knowledge
    answer = timetable_of(sandbox.review, _day(options), frequencies=_often(options, sandbox.review), knowledge=knowledge)
    feasible = isinstance(answer, Timetable)
    as_json: dict[str, Any] = {"file": str(options.file), "feasible": feasible, "says": answer.says}
    as_json |= {"assumed": list(answer.assumed), "not_placed": list(answer.not_placed)}
    as_json["rules"] = [{"says": r.says, "medications": list(r.medications), "finding": r.finding_id or None} for r in answer.rules]
    if isinstance(answer, Timetable):
        as_json |= {"fewest": answer.fewest, "times": [_time_plain(at) for at in answer.times]}
    return _say(options, as_json, _timetable_text(answer))


def _time_plain(at: Any) -> dict[str, Any]:
    intakes = [
        {"medication": i.medication, "label": i.label, "dose": i.dose, "days": list(i.days), "usual": i.usual, "notes": list(i.notes)}
        for i in at.intakes
    ]
    return {"at": f"{at.at:%H:%M}", "name": at.name, "intakes": intakes}


def _timetable_text(answer: Timetable | Clash) -> Iterable[str]:
    yield answer.says
    for at in answer.times if isinstance(answer, Timetable) else ():
        yield f"{at.at:%H:%M} {at.name}"
        for intake in at.intakes:
            days = "" if len(intake.days) == 7 else " on " + ", ".join(WEEKDAYS[d - 1] for d in intake.days)
            yield f"      {intake.label} {intake.dose}".rstrip() + days
    yield from (f"  keeps: {r.says}" if isinstance(answer, Timetable) else f"  clash: {r.says}" for r in answer.rules)
    yield from (f"  assumed: {sentence}" for sentence in answer.assumed)
    yield from (f"  not placed: {sentence}" for sentence in answer.not_placed)


def _compare(options: argparse.Namespace) -> int:
    pipeline = Pipeline()
    reviews, refused = [], list[dict[str, str]]()
    for path in options.files:
        try:
            reviews.append(pipeline.review(pipeline.open_list(path), source_name=path.name))
        except UserError as error:
            refused.append({"file": str(path), "error": str(error)})
            print(error, file=sys.stderr)
    if refused and len(reviews) < 2:
        return FIT
    course = course_of(reviews)
    as_json = {
        "files": [str(f) for f in options.files if str(f) not in {r["file"] for r in refused}],
        "errors": refused,
        "says": course.says,
        "steps": list(course.steps),
        "visits": [to_plain(v) for v in course.visits],
        "lanes": [{"label": lane.label, "cells": [to_plain(c) for c in lane.cells]} for lane in course.lanes],
        "findings": [{**_brief(f.finding), "cells": [{"event": c.event, "tier": c.tier} for c in f.cells]} for f in course.findings],
    }
    return _say(options, as_json, _course_text(course)) or (FIT if refused else 0)


def _course_text(course: Course) -> Iterable[str]:
    yield course.says
    yield from (f"  {step}" for step in course.steps)
    width = max(len(lane.label) for lane in course.lanes) if course.lanes else 0
    marks = {"absent": ".", "started": "+", "kept": "=", "changed": "~", "stopped": "-"}
    yield f"  {'':{width}}  {'  '.join(v.label for v in course.visits)}   (= kept, + started, - stopped, ~ changed)"
    for lane in course.lanes:
        cells = "  ".join(f"{marks[c.event]:{len(v.label)}}" for c, v in zip(lane.cells, course.visits, strict=True))
        yield f"  {lane.label:{width}}  {cells}"
    for finding in course.findings:
        if any(c.tier == "act" for c in finding.cells):
            yield f"  {finding.finding.headline}: {', '.join(c.event for c in finding.cells)}"


def _dont_add(options: argparse.Namespace) -> int:
    if options.rank < 1:
        raise UserError(f"'--rank {options.rank}' looks at no drug; write a number above zero.")
    pipeline = Pipeline()
    sandbox = _sandbox(pipeline, options.file)
    page = do_not_add(sandbox, pipeline.vocabulary.substances, up_to_rank=options.rank)
    as_json: dict[str, Any] = {"file": str(options.file), "says": page.says, "looked_at": page.looked_at, "unknown": list(page.unknown)}
    as_json["reasons"] = [
        {
            "problem": r.problem,
            "because": r.because,
            "says": r.says,
            "drugs": [{"drug": u.substance, "usage_rank": u.usage_rank, "finding": _brief(u.finding)} for u in r.drugs],
        }
        for r in page.reasons
    ]
    switched_off = sandbox.base.situation.knowledge.switched_off
    as_json["switched_off"] = dict(switched_off)
    return _say(options, as_json, (*_dont_add_text(page), *(f"  {r}: switched off here because {why}" for r, why in switched_off.items())))


def _dont_add_text(page: DoNotAdd) -> Iterable[str]:
    yield page.says
    for reason in page.reasons:
        yield f"  {reason.says}"
        yield f"      {reason.drugs[0].finding.consequence}".rstrip()
    if page.unknown:
        yield f"  Not judged (only the name is known): {', '.join(page.unknown)}."
