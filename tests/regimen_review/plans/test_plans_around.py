"""Visits, monitoring, structure, complexity, questions, alternatives and the do-not-add page on small lists of our own."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from regimen_review.errors import UserError
from regimen_review.knowledge import MonitoringItem
from regimen_review.plans.alternatives import alternatives_to
from regimen_review.plans.candidates import usual_route
from regimen_review.plans.complexity import complexity_of
from regimen_review.plans.dont_add import do_not_add
from regimen_review.plans.elementary import elementary
from regimen_review.plans.monitoring import monitoring_calendar
from regimen_review.plans.questions import next_questions
from regimen_review.plans.structure import structure_of
from regimen_review.plans.visits import course_of
from regimen_review.progress import Cancelled
from regimen_review.review import review_regimen
from tests.conftest import a_regimen


@pytest.fixture
def at(store):
    def make(day, *drugs):
        from regimen_review.patient import Patient

        regimen = a_regimen(*drugs, as_of=day)
        return review_regimen(regimen, Patient(age_years=70), store.knowledge_for(regimen), source_name=day.isoformat())

    return make


def test_lists_over_time_show_what_was_started_stopped_and_changed(at):
    first = at(date(2025, 1, 1), "warfarin | 5 mg | 1/d", "ibuprofen | 400 mg | 3/d", "fexofenadine | 1/d")
    later = at(date(2025, 6, 1), "warfarin | 2.5 mg | 1/d", "fexofenadine | 1/d", "amiodarone | 200 mg | 1/d")
    course = course_of([later, first])
    assert [v.when for v in course.visits] == [date(2025, 1, 1), date(2025, 6, 1)]
    events = {lane.label: lane.cells[1].event for lane in course.lanes}
    assert events == {"warfarin": "changed", "ibuprofen": "stopped", "fexofenadine": "kept", "amiodarone": "started"}
    assert course.visits[1].findings_new > 0
    assert course.visits[1].findings_gone > 0
    assert "started amiodarone" in course.steps[0]


def test_one_list_alone_has_no_course(at):
    with pytest.raises(UserError, match="Two lists"):
        course_of([at(date(2025, 1, 1), "warfarin")])


def test_tests_that_several_findings_ask_for_are_one_line(reviewed):
    calendar = monitoring_calendar(reviewed("warfarin", "ciprofloxacin", "amiodarone", "fexofenadine", age=70))
    (inr,) = [t for t in calendar.tests if t.measure == "inr"]
    assert len(inr.reasons) > 1
    assert inr.due is not None
    assert all(b - a == timedelta(days=round(inr.every_days)) for a, b in zip(inr.repeats, inr.repeats[1:], strict=False))
    assert inr.repeats[-1] <= calendar.until


def test_a_recent_value_puts_the_next_test_off_and_an_old_one_is_overdue(reviewed):
    item = MonitoringItem("INR", "inr", every_days=28, act="Above 4.5: hold a dose.")

    def inr(when):
        told = reviewed("warfarin", "fexofenadine", "ursodiol", labs={"inr": f"2.4 @ {when}", "potassium": "4.0 @ 2020-01-01"})
        asking = replace(told.findings[0], monitoring=(item,), members=(), rule_id="own")
        return monitoring_calendar(replace(told, findings=(asking,))).tests[0]

    recent, old = inr("2025-12-20"), inr("2024-01-01")
    assert recent.due == date(2025, 12, 20) + timedelta(days=28)
    assert not recent.overdue
    assert old.due == date(2026, 1, 1)
    assert old.overdue
    assert old.acts == ("Above 4.5: hold a dose.",)


def test_no_monitoring_is_a_sentence(reviewed):
    assert "No finding asks" in monitoring_calendar(reviewed("fexofenadine")).says


def test_the_drug_on_which_most_hangs_comes_first_and_free_ones_are_named(reviewed):
    structure = structure_of(reviewed("warfarin", "ciprofloxacin", "amiodarone", "tramadol", "ursodiol", age=70))
    assert structure.drugs[0].findings >= structure.drugs[-1].findings
    assert len(structure.drugs) == 5
    assert set(structure.knots[0].drugs) >= {"warfarin", "ciprofloxacin"}


def test_a_protector_says_what_it_protects(reviewed):
    roles = {r.substance: r for r in structure_of(reviewed("methotrexate | 10 mg | 1/wk", "folic acid", "lisinopril")).drugs}
    assert roles["folic acid"].protects or roles["methotrexate"].protected_by == ("folic acid",)


def test_complexity_counts_a_form_once_and_every_frequency(reviewed):
    one = complexity_of(reviewed("fexofenadine | 1/d | oral"))
    two = complexity_of(reviewed("fexofenadine | 1/d | oral", "folic acid | 3/d | oral"))
    assert sum(s.points for s in one.forms) == sum(s.points for s in two.forms) == 1
    assert sum(s.points for s in two.frequencies) == 4
    assert two.total >= one.total + 3


def test_complexity_names_what_it_could_not_count(reviewed):
    counted = complexity_of(reviewed("fexofenadine"))
    assert "frequency of fexofenadine" in counted.unknown
    assert "at least" in counted.says


def test_as_needed_counts_less_than_regular(reviewed):
    def points(*drugs):
        return sum(s.points for s in complexity_of(reviewed(*drugs)).frequencies)

    assert points("tramadol | 1/8h | prn") < points("tramadol | 1/8h")


def test_the_next_question_is_the_one_that_settles_most(reviewed):
    questions = next_questions(reviewed("gabapentin", "famciclovir", "warfarin", "fexofenadine", age=60, sex="female"))
    assert [q.settles for q in questions] == sorted((q.settles for q in questions), reverse=True)
    assert any(q.missing == "creatinine" and q.asks.endswith("?") for q in questions)


def test_what_is_known_is_not_asked(reviewed):
    known = next_questions(reviewed("gabapentin", "famciclovir", age=60, sex="female", weight=70, labs={"creatinine": 0.9}))
    assert not any(q.missing in ("creatinine", "weight") for q in known)


def test_alternatives_are_ranked_by_what_they_would_cause_here(sandbox, store):
    box = sandbox("warfarin", "ibuprofen", "omeprazole", "lisinopril", age=70)
    answer = alternatives_to(box, "m3", store.vocabulary().substances)
    known = [o.candidate for o in answer.options if o.candidate.findings or not o.candidate.unchecked]
    assert [c.weighs for c in known] == sorted(c.weighs for c in known)
    assert known == [o.candidate for o in answer.options][: len(known)], "what cannot be judged stands last"
    assert not {"omeprazole", "warfarin", "ibuprofen"} & {o.candidate.substance for o in answer.options}
    assert "fit for the indication" in answer.says


def test_a_candidate_is_judged_as_the_full_review_would(sandbox, store):
    from regimen_review.plans.candidates import judge
    from regimen_review.plans.changes import Add

    box = sandbox("warfarin", "tramadol", "lisinopril", "fexofenadine", age=70, sex="female")
    for drug in ("ibuprofen", "sertraline", "spironolactone", "amiodarone"):
        full = elementary(box.try_out([Add((drug,))]).review.findings)
        expected = {f.id for f in full if drug in f.drugs and not f.intended and f.tier == "act"}
        assert {f.id for f in judge(box, drug).findings if f.tier == "act"} == expected


def test_the_ward_page_names_anti_inflammatories_beside_an_anticoagulant(sandbox, store):
    page = do_not_add(sandbox("warfarin", "folic acid", age=70), store.vocabulary().substances, up_to_rank=120)
    named = {u.substance for r in page.reasons for u in r.drugs}
    assert "ibuprofen" in named
    assert not {"warfarin", "folic acid"} & named
    assert all(u.finding.tier == "act" for r in page.reasons for u in r.drugs)
    assert page.looked_at > 50


def test_the_ward_page_can_be_stopped(sandbox, store):
    def stop(done, _total):
        if done > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        do_not_add(sandbox("warfarin"), store.vocabulary().substances, report=stop)


def test_a_drug_for_the_skin_alone_is_not_taken_as_swallowed(store):
    substances = store.vocabulary().substances
    assert usual_route(substances["clobetasol"]) == "topical"
    assert usual_route(substances["ibuprofen"]) is None


def test_a_level_is_asked_for_by_the_name_of_its_own_drug(reviewed):
    calendar = monitoring_calendar(reviewed("cyclosporine", "rifampin", "fexofenadine", "metformin"))
    troughs = {t.test: t.measure for t in calendar.tests if "trough" in t.test}
    assert troughs == {"cycloSPORINE trough": "cyclosporine-level"}


def test_a_value_without_a_day_is_still_a_value(reviewed):
    found = reviewed("warfarin", "ciprofloxacin", "fexofenadine", labs={"inr": 2.4})
    undated = replace(found, patient=replace(found.patient, observations=tuple(replace(o, when=None) for o in found.patient.observations)))
    for review in (found, undated):
        (inr,) = [t for t in monitoring_calendar(review).tests if t.measure == "inr"]
        assert inr.last_value.startswith("2.4")
    assert inr.last is None


def test_tests_read_as_a_list_does_with_a_capital_each(reviewed):
    tests = [t.test for t in monitoring_calendar(reviewed("prednisone", "warfarin", "lithium", "amiodarone", "metformin", age=70)).tests]
    assert len(tests) > 4
    assert all(t[0].isupper() or any(c.isupper() for c in t.split(" ")[0]) for t in tests)
