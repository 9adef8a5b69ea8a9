"""The timetable of a review: its rules placed, or a smallest set of them that cannot be kept together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from itertools import combinations

from regimen_review.errors import UserError
from regimen_review.findings import Review
from regimen_review.knowledge import Knowledge
from regimen_review.plans.elementary import elementary
from regimen_review.plans.placing import Choice, Conflicts, Puzzle, Undecided, better_liked, bits, mirrored, place, possible, times_of
from regimen_review.plans.time_rules import (
    NOT_THE_SAME_DAY,
    Piece,
    Placed,
    base_pieces,
    choices_of,
    finding_pieces,
    placed_of,
    slot_of,
    time_of,
)
from regimen_review.plans.timetable import USUAL_DAY, Clash, Day, Intake, TakingTime, TimeRule, Timetable
from regimen_review.progress import Progress, silent
from regimen_review.regimen import Frequency, Medication
from regimen_review.routes import LOCAL
from regimen_review.rules.firing import joined
from regimen_review.wording import WEEKDAYS, dose, number

Known = dict[tuple[int, ...], tuple[Choice, ...]]
"""The choices of a drug under a set of its own rules (both by identity), so that each is worked out once."""
DAILY = Frequency(1, 1, "d")
WEEKLY = Frequency(1, 1, "wk")


def timetable_of(
    review: Review,
    day: Day = USUAL_DAY,
    *,
    frequencies: Mapping[str, Frequency] | None = None,
    knowledge: Knowledge | None = None,
    report: Progress = silent,
) -> Timetable | Clash:
    """The week with the fewest taking times, or a clash. ``frequencies`` (by entry id) fill in what the list does not say or
    replace it; ``knowledge`` tells which drugs are taken once a week. A drug taken by mouth of which nothing says how often is placed
    once a day, and the answer says so. Raises UserError for contradictory times of the day; ``report`` may raise Cancelled.
    """
    day.check()
    drugs, assumed, not_placed = _drugs(review, day, frequencies or {}, knowledge)
    pieces = (*base_pieces(drugs, day), *finding_pieces(elementary(review.findings), drugs, day))
    assumed += [] if day != USUAL_DAY else ["Waking and meal times were not told; usual ones were taken."]
    if not drugs:
        return Timetable(day, (), (), tuple(assumed), tuple(not_placed), "There is nothing to place: no drug is taken at set times.")
    told = (tuple(assumed), tuple(not_placed))
    known: Known = {}
    try:
        placed = place(_puzzle(drugs, pieces, day, known), report=report)
    except Undecided as undecided:
        raise UserError("The timetable could not be settled in reasonable time. Fix the times of some drugs and ask again.") from undecided
    if placed is None:
        return _clash(smallest_clash(drugs, pieces, day, report), day, told)
    chosen = _well_liked(placed.choices, lambda more: _puzzle(drugs, (*pieces, *more), day, known), drugs, report)
    return Timetable(
        day,
        _taking_times(drugs, chosen, pieces, day),
        _rules_kept(pieces, drugs),
        *told,
        _says(drugs, chosen, pieces, fewest=placed.fewest),
        placed.fewest,
    )


UNKNOWN_NAME = "name not recognised; placed as written, no rule of timing was looked up."


def _named(entry: Medication) -> str:
    """A label for a timetable, which shows the dose beside it: an unsettled name without its dose."""
    return entry.label if entry.substances else entry.statement.name or entry.label


def _drugs(
    review: Review, day: Day, frequencies: Mapping[str, Frequency], knowledge: Knowledge | None
) -> tuple[tuple[Placed, ...], list[str], list[str]]:
    drugs, assumed, left = [], [], []
    for entry in review.regimen.current():
        if entry.resolution.state == "not-a-medicine":
            continue
        often, says = _how_often(entry, frequencies, knowledge)
        placed = placed_of(entry, often, day)
        if isinstance(placed, str):
            left.append(f"{entry.label}: {placed}.")
            continue
        drugs.append(placed)
        assumed += [says] if says else []
        assumed += [] if entry.substances else [f"{_named(entry)}: {UNKNOWN_NAME}"]
    return tuple(drugs), assumed, left


def _how_often(entry: Medication, frequencies: Mapping[str, Frequency], knowledge: Knowledge | None) -> tuple[Frequency | None, str]:
    written = frequencies.get(entry.id) or entry.statement.dosage.frequency
    if written is not None:
        return written, ""
    if entry.statement.dosage.days:
        return Frequency(len(entry.statement.dosage.days), 1, "wk"), ""
    facts = knowledge.properties if knowledge else {}
    if any(f.grade != "none" for s in entry.substances for f in facts.get(s, {}).get("weekly-dosing", ())):
        return WEEKLY, f"{entry.label}: how often is not written; taken as once a week, as is usual for it."
    if entry.route in (None, "oral", "sublingual", "buccal"):
        return DAILY, f"{entry.label}: how often is not written; taken as once a day."
    return (
        (DAILY, f"{entry.label}: how often is not written; taken as once a day.")
        if entry.route in LOCAL - {"topical", "irrigation"}
        else (None, "")
    )


def _puzzle(drugs: tuple[Placed, ...], pieces: Iterable[Piece], day: Day, known: Known) -> Puzzle:
    """The rules as the search takes them; ``known`` keeps the choices of a drug under rules that were looked at before."""
    listed = list(pieces)
    conflicts: dict[tuple[int, int], tuple[Conflicts, ...]] = {}
    for piece in listed:
        if piece.conflict is not None:
            a, b = piece.drugs
            seen = piece.conflict if a < b else mirrored(piece.conflict)
            pair = (min(a, b), max(a, b))
            conflicts[pair] = (*conflicts.get(pair, ()), seen)
    choices = []
    for n, drug in enumerate(drugs):
        own = [p for p in listed if n in p.drugs and p.conflict is None]
        key = (n, *map(id, own))
        if key not in known:
            known[key] = choices_of(drug, own, n=n, day=day)
        choices.append(known[key])
    return Puzzle(tuple(choices), conflicts)


def _well_liked(
    chosen: tuple[Choice, ...], puzzle: Callable[[list[Piece]], Puzzle], drugs: tuple[Placed, ...], report: Progress
) -> tuple[Choice, ...]:
    """The placement nearest to what people are used to; drugs of the week on different weekdays, so that nobody mixes them
    up, where that takes no further time.
    """
    weekly = [n for n, d in enumerate(drugs) if d.per_week == 1]
    if 2 <= len(weekly) <= 7:
        wishes = [Piece("other-days", TimeRule(""), pair, conflict=NOT_THE_SAME_DAY) for pair in combinations(weekly, 2)]
        wished = puzzle(wishes)
        with suppress(Undecided):
            apart = place(wished, report=report)
            if apart is not None and times_of(apart.choices) <= times_of(chosen):
                return better_liked(wished, apart.choices, report=report)
    return better_liked(puzzle([]), chosen, report=report)


def _clash(rules: tuple[TimeRule, ...], day: Day, told: tuple[tuple[str, ...], tuple[str, ...]]) -> Clash:
    says = f"No timetable keeps all rules between {day.wake:%H:%M} and {day.bed:%H:%M}: {joined([r.says for r in rules])}"
    says += " cannot be kept together; without any one of them the rest can." if len(rules) > 1 else " cannot be kept."
    return Clash(day, rules, *told, says)


def smallest_clash(drugs: tuple[Placed, ...], pieces: tuple[Piece, ...], day: Day, report: Progress = silent) -> tuple[TimeRule, ...]:
    """Rules that cannot be kept together in the waking hours, of which none is idle: each is tried without, and left out where the clash stays
    (deletion filter: Chinneck and Dravnieks, ORSA Journal on Computing 1991;3:157-168).
    """
    kept = list(pieces)
    known: Known = {}

    def clashes(rules: list[Piece]) -> bool:
        try:
            return not possible(_puzzle(drugs, rules, day, known), report=report)
        except Undecided:
            return False

    for n in range(len(drugs)):
        fewer = [p for p in kept if n not in p.drugs or p.part == "awake"]
        kept = fewer if len(fewer) < len(kept) and clashes(fewer) else kept
    before = None
    while before != len(kept):
        before = len(kept)
        for piece in [p for p in kept if p.part != "awake"]:
            fewer = [p for p in kept if p is not piece]
            kept = fewer if clashes(fewer) else kept
    return tuple(p.rule for p in kept if p.part != "awake")


def _rules_kept(pieces: tuple[Piece, ...], drugs: tuple[Placed, ...]) -> tuple[TimeRule, ...]:
    """The rules as they are told: one drug before all others is one rule, not one for each other drug."""
    label = {d.entry.id: d.entry.label for d in drugs}
    rules: dict[TimeRule, None] = {}
    for piece in pieces:
        rule = piece.rule
        if piece.part == "alone-first":
            rule = TimeRule(f"{label[rule.medications[0]]} alone, before any other medicine", rule.medications[:1], rule.finding_id)
        if piece.part not in ("awake", "often"):
            rules[rule] = None
    return tuple(rules)


def _taking_times(drugs: tuple[Placed, ...], chosen: tuple[Choice, ...], pieces: tuple[Piece, ...], day: Day) -> tuple[TakingTime, ...]:
    at_slot: dict[int, list[Intake]] = {}
    for n, (drug, choice) in enumerate(zip(drugs, chosen, strict=True)):
        notes = tuple(dict.fromkeys((*(p.rule.says for p in pieces if n in p.drugs and p.part == "slots"), *_interval(drug))))
        for slot in bits(choice.slots):
            at_slot.setdefault(slot, []).append(_intake(drug, choice, slot, notes))
    return tuple(TakingTime(time_of(s), _name(s, day), tuple(at_slot[s])) for s in sorted(at_slot))


def _interval(drug: Placed) -> tuple[str, ...]:
    if drug.interval_days > 1 and drug.per_week >= 7:
        return (f"every {number(drug.interval_days)} days",)
    return (f"once in {number(drug.interval_days)} days",) if drug.interval_days > 7.5 else ()


def _says(drugs: tuple[Placed, ...], chosen: tuple[Choice, ...], pieces: tuple[Piece, ...], *, fewest: bool) -> str:
    count, rules = times_of(chosen), len(_rules_kept(pieces, drugs))
    kept = "the one rule" if rules == 1 else f"all {rules} rules" if rules else "how often each drug is taken"
    says = f"{count} taking time{'' if count == 1 else 's'} a day {'is' if count == 1 else 'are'} enough to keep {kept}; {'fewer are not' if fewest else 'fewer were not found'}."
    weekly = joined([f"{d.entry.label} on {_days_words(c)}" for d, c in zip(drugs, chosen, strict=True) if d.per_week < 7])
    return f"{says} {weekly[0].upper()}{weekly[1:]}." if weekly else says


def _days_words(choice: Choice) -> str:
    return joined([WEEKDAYS[d] for d in bits(choice.days)])


def _intake(drug: Placed, choice: Choice, slot: int, notes: tuple[str, ...]) -> Intake:
    return Intake(
        medication=drug.entry.id,
        label=_named(drug.entry),
        at=time_of(slot),
        days=tuple(d + 1 for d in bits(choice.days)),
        dose=dose(drug.entry.statement.dosage),
        usual=bool(drug.liked >> slot & 1),
        notes=notes,
    )


def _name(slot: int, day: Day) -> str:
    meals = {slot_of(at): f"with {name}" for name, at in day.meals()}
    named = {slot_of(day.bed): "bedtime", **meals}
    if slot in named:
        return named[slot]
    if slot == slot_of(day.wake):
        return "on getting up"
    later = [(slot_of(at), name) for name, at in day.meals() if 0 < slot_of(at) - slot <= 2]
    return f"before {min(later)[1]}" if later else _part_of_day(slot)


def _part_of_day(slot: int) -> str:
    return "morning" if slot < 24 else "afternoon" if slot < 36 else "evening" if slot < 44 else "night"
