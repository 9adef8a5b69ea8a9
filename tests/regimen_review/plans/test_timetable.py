"""The timetable: it breaks no rule, its clash cannot be kept and none of it is idle, and what was assumed is said."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interaction_db.examples import medication_of
from regimen_review.errors import UserError
from regimen_review.findings import Finding, Review
from regimen_review.knowledge import Spacing
from regimen_review.patient import Patient
from regimen_review.plans import scheduling
from regimen_review.plans.scheduling import timetable_of
from regimen_review.plans.timetable import Clash, Day, Timetable
from regimen_review.progress import Cancelled
from regimen_review.regimen import Dosage, Frequency, Medication, MedicationStatement, Regimen, Resolution
from tests.conftest import a_regimen

LABELS = "abcde"
OFTEN = ("1/d", "1/d", "2/d", "3/d", "1/12h", "1/8h", "1/wk")


def finding(n, drugs, spacing):
    pair = len(drugs) == 2
    return Finding(
        id=f"rule{n}:{'+'.join(drugs)}", kind="timing", tier="review", severity="moderate", action="modify", evidence="established",
        basis="rule", headline=f"{drugs} apart", drugs=tuple(drugs), medications=tuple(f"m{LABELS.index(d) + 1}" for d in drugs),
        object=drugs[0] if pair else None, precipitant=drugs[1] if pair else None, spacing=spacing, rule_id=f"rule{n}",
    )  # fmt: skip


def review_of(often, findings):
    regimen = Regimen(tuple(medication_of(f"{LABELS[n]} | {o}", n + 1) for n, o in enumerate(often)), date(2026, 1, 1))
    return Review(regimen, Patient(), regimen.as_of, tuple(findings), (), (), "1", "0")


HOURS = st.sampled_from([0.5, 1.0, 2.0, 4.0, 6.0, 12.0])
PAIR_SPACING = st.one_of(
    st.builds(Spacing, before_h=HOURS, after_h=HOURS),
    st.builds(Spacing, before_h=HOURS),
    st.builds(Spacing, after_h=HOURS),
    st.just(Spacing(different_days=True)),
)
SINGLE_SPACING = st.one_of(
    st.builds(Spacing, food=st.sampled_from(["with", "without", "any"])),
    st.builds(Spacing, food=st.just("without"), before_h=st.sampled_from([0.5, 1.0]), first_thing=st.booleans()),
    st.just(Spacing(food="without", before_h=0.5, upright_h=0.5, first_thing=True)),
    st.builds(Spacing, at=st.sampled_from([("morning",), ("bedtime",), ("evening",), ("noon",)])),
)


@st.composite
def weeks(draw, most=5):
    often = draw(st.lists(st.sampled_from(OFTEN), min_size=1, max_size=most))
    drugs = LABELS[: len(often)]
    findings = []
    for n in range(draw(st.integers(0, 5))):
        if len(drugs) > 1 and draw(st.booleans()):
            pair = draw(st.permutations(drugs))[:2]
            findings.append(finding(n, pair, draw(PAIR_SPACING)))
        else:
            findings.append(finding(n, draw(st.sampled_from(drugs)), draw(SINGLE_SPACING)))
    return review_of(often, findings)


def hours(at: time) -> float:
    return at.hour + at.minute / 60


def intakes(table, drug):
    return [(i.days, hours(i.at)) for at in table.times for i in at.intakes if i.label == drug]


def week_hours(table, drug):
    return sorted(24 * (d - 1) + h for days, h in intakes(table, drug) for d in days)


def check_pair(table, spacing, a, b):
    if spacing.different_days:
        assert not {d for days, _ in intakes(table, a) for d in days} & {d for days, _ in intakes(table, b) for d in days}
        return
    before = spacing.before_h if spacing.before_h is not None else spacing.after_h
    after = spacing.after_h if spacing.after_h is not None else spacing.before_h
    for x in week_hours(table, a):
        for y in week_hours(table, b):
            assert (y - x) % 168 >= before or (y - x) % 168 == 0 == before
            assert (x - y) % 168 >= after


def check_single(table, spacing, drug):
    day = table.day
    meals = [hours(at) for _, at in day.meals()]
    for _, at in intakes(table, drug):
        if spacing.food == "with":
            assert at in meals
        if spacing.food == "without":
            before = spacing.before_h if spacing.before_h is not None else 1.0
            assert all(m - at >= before or at - m >= 2.0 for m in meals)
        if spacing.first_thing:
            assert at <= hours(day.breakfast) - spacing.before_h
        if spacing.upright_h:
            assert at <= hours(day.bed) - spacing.upright_h
            mine = {d for days, _ in intakes(table, drug) for d in days}
            others = [h for t in table.times for i in t.intakes if i.label != drug and mine & set(i.days) for h in (hours(i.at),)]
            assert all(h >= at + spacing.before_h for h in others)
    windows = {"morning": (7, 12), "noon": (11.5, 13.5), "evening": (17, 22.5), "bedtime": (21.5, 22.5)}
    for word in spacing.at:
        first, last = windows[word]
        assert any(first <= at <= last for _, at in intakes(table, drug))


@given(weeks())
@settings(deadline=None, max_examples=80)
def test_a_timetable_breaks_no_rule(review):
    table = timetable_of(review)
    if isinstance(table, Clash):
        return
    firsts = [f for f in review.findings if f.spacing.upright_h]
    for f in review.findings:
        if len(f.drugs) == 2:
            check_pair(table, f.spacing, *f.drugs)
        elif not (f.spacing.upright_h and len({x.drugs for x in firsts}) > 1):
            check_single(table, f.spacing, f.drugs[0])
    for entry in review.regimen.medications:
        often = entry.statement.dosage.frequency
        taken = week_hours(table, entry.label)
        assert len(taken) == round(often.per_day() * 7)
        gaps = [(b - a) % 168 or 168 for a, b in zip(taken, (*taken[1:], taken[0]), strict=True)]
        assert min(gaps) >= (0.75 * often.per if often.unit == "h" else 12 / max(1, often.per_day())) - 0.5
        assert all(7.0 <= h <= 22.5 for _, h in intakes(table, entry.label))


@given(weeks(most=4))
@settings(deadline=None, max_examples=60)
def test_a_reported_clash_cannot_be_kept_and_no_rule_of_it_is_idle(review):
    table = timetable_of(review)
    if isinstance(table, Timetable):
        return
    day = Day()
    drugs, _, _ = scheduling._drugs(review, day, {}, None)
    pieces = (*scheduling.base_pieces(drugs, day), *scheduling.finding_pieces(review.findings, drugs, day))
    named = [p for p in pieces if p.rule in table.rules]
    awake = [p for p in pieces if p.part == "awake"]

    def kept(rules):
        return scheduling.possible(scheduling._puzzle(drugs, [*awake, *rules], day, {}))

    assert not kept(named)
    assert all(kept([p for p in named if p is not piece]) for piece in named)


def test_two_drugs_that_cannot_meet_clash_by_name():
    often = ["1/8h", "1/8h"]
    table = timetable_of(review_of(often, [finding(1, "ab", Spacing(before_h=6, after_h=6)), finding(2, "a", Spacing(at=("noon",)))]))
    assert isinstance(table, Clash)
    assert any("6 h" in r.says for r in table.rules)
    assert not any("noon" in r.says for r in table.rules)
    assert "cannot be kept together" in table.says


def test_drugs_without_rules_share_one_time():
    table = timetable_of(review_of(["1/d"] * 4, []))
    assert len(table.times) == 1
    assert table.times[0].name == "with breakfast"


def test_times_that_the_patient_has_are_kept():
    entry = Medication(
        "m1",
        MedicationStatement("x", "x", dosage=Dosage(frequency=Frequency(1, 1, "d"), times=("21:00",))),
        medication_of("x", 1).resolution,
    )
    review = Review(Regimen((entry,)), Patient(), None, (), (), (), "1", "0")
    (at,) = timetable_of(review).times
    assert at.at == time(21, 0)
    assert at.intakes[0].usual


def test_weekly_drugs_get_weekdays_of_their_own():
    table = timetable_of(review_of(["1/wk", "1/wk", "1/d"], []))
    weekly = [i for t in table.times for i in t.intakes if len(i.days) == 1]
    assert len({i.days for i in weekly}) == 2
    assert "Monday" in table.says


def test_one_weekday_shows_only_what_is_taken_on_it():
    table = timetable_of(review_of(["1/wk", "1/d"], []))
    (monday,) = [i.days[0] for t in table.times for i in t.intakes if len(i.days) == 1]
    shown = {i.label for t in table.on(monday % 7 + 1) for i in t.intakes}
    assert shown == {"b"}


def test_what_was_not_written_is_assumed_aloud_and_what_has_no_place_is_named(reviewed):
    table = timetable_of(reviewed("warfarin", "ibuprofen | prn", "epoetin alfa | subcutaneous", "fexofenadine | 1/d"))
    assert any("warfarin: how often is not written" in s for s in table.assumed)
    assert any("usual ones" in s for s in table.assumed)
    assert {s.partition(":")[0] for s in table.not_placed} == {"ibuprofen", "epoetin alfa"}


def test_a_name_that_was_not_recognised_has_a_time_and_is_said_to_have_no_rules(reviewed):
    known = reviewed("fexofenadine | 1/d", "levothyroxine | 1/d")
    strange = Medication(
        "m9",
        MedicationStatement("xqzzy 5 mg twice daily", name="xqzzy", dosage=Dosage(frequency=Frequency(2, 1, "d"))),
        Resolution("unresolved"),
    )
    table = timetable_of(replace(known, regimen=replace(known.regimen, medications=(*known.regimen.medications, strange))))
    assert [i.label for t in table.times for i in t.intakes if i.medication == "m9"] == ["xqzzy", "xqzzy"]
    assert [s for s in table.assumed if s.startswith("xqzzy: name not recognised")]
    assert not [s for s in timetable_of(known).assumed if "not recognised" in s]


def test_a_weekly_drug_is_never_assumed_daily_when_the_base_knows_it(store, reviewed):
    review = reviewed("methotrexate", "fexofenadine")
    table = timetable_of(review, knowledge=store.knowledge_for(review.regimen))
    (intake,) = [i for t in table.times for i in t.intakes if i.label == "methotrexate"]
    assert len(intake.days) == 1


@pytest.mark.parametrize("day", [Day(breakfast=time(6, 0)), Day(lunch=time(19, 0)), Day(snack=time(23, 30))])
def test_meals_that_contradict_each_other_are_a_sentence(day):
    with pytest.raises(UserError, match="must"):
        timetable_of(review_of(["1/d"], []), day)


def test_nothing_to_place_is_a_sentence():
    entry = Medication("m1", MedicationStatement("oxygen", "oxygen"), Resolution("not-a-medicine"))
    table = timetable_of(Review(Regimen((entry,)), Patient(), None, (), (), (), "1", "0"))
    assert "nothing to place" in table.says


def test_an_antibiotic_twice_a_day_fits_round_minerals(reviewed):
    review = reviewed(
        "ciprofloxacin | 500 mg | 1/12h", "calcium | 1/d", "iron | 1/d", "alendronate | 1/wk", "esomeprazole | 1/d", "prednisone | 1/d"
    )
    table = timetable_of(review)
    assert isinstance(table, Timetable)
    minerals = [x for d in ("calcium", "iron") for x in week_hours(table, d)]
    for x in week_hours(table, "ciprofloxacin"):
        assert all((y - x) % 168 >= 2 and (x - y) % 168 >= 6 for y in minerals)


def test_a_long_search_can_be_stopped():
    def stop(_done, _total):
        raise Cancelled

    often = ["1/8h"] * 5
    pairs = [finding(n, p, Spacing(before_h=2, after_h=2)) for n, p in enumerate(["ab", "bc", "cd", "de", "ac", "bd"])]
    with pytest.raises(Cancelled):
        timetable_of(review_of(often, pairs), report=stop)


def test_the_order_of_the_list_does_not_change_how_few_times_are_needed(store):
    drugs = ("ciprofloxacin | 1/12h", "calcium | 1/d", "iron | 1/d", "levothyroxine | 1/d", "omeprazole | 1/d")
    counts = set()
    for order in (drugs, drugs[::-1]):
        from regimen_review.review import review_regimen

        regimen = a_regimen(*order)
        counts.add(len(timetable_of(review_regimen(regimen, Patient(), store.knowledge_for(regimen))).times))
    assert len(counts) == 1
