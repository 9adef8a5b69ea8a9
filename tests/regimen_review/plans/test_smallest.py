"""The smallest sets of changes: they clear what they say, nothing smaller does, and their price is told."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interaction_db.examples import patient_of
from regimen_review.errors import UserError
from regimen_review.plans.actions import DEFAULT_COSTS
from regimen_review.plans.changes import Stop
from regimen_review.plans.elementary import elementary
from regimen_review.plans.sandbox import Sandbox
from regimen_review.plans.smallest import PAIRWISE_MAJORS, Goal, smallest_changes, try_plan
from tests.conftest import a_regimen
from tests.regimen_review.plans.conftest import COMMON

ANY_PAIR = Goal(tier=None, severity="moderate", kinds=frozenset({"drug-drug", "duplicate", "multi-drug"}))
STOPS = {"stop": 1.0}


def left(review, goal):
    return [f for f in elementary(review.findings) if goal.wants(f)]


def test_a_triangle_of_sedatives_takes_two_changes_and_any_two_do(sandbox):
    answer = smallest_changes(sandbox("tramadol", "codeine", "gabapentin", "fexofenadine", "folic acid"), PAIRWISE_MAJORS, costs=STOPS)
    assert {p.drugs for p in answer.plans} == {("codeine", "gabapentin"), ("codeine", "tramadol"), ("gabapentin", "tramadol")}
    assert "any two of codeine, gabapentin, tramadol" in answer.says


def test_stopping_a_part_of_a_product_says_what_goes_with_it(sandbox):
    answer = smallest_changes(sandbox("tramadol", "codeine + acetaminophen", "fexofenadine"), PAIRWISE_MAJORS, costs=STOPS)
    (stop,) = next(p.actions for p in answer.plans if p.drugs == ("codeine",))
    assert stop.with_it == ("acetaminophen",)
    assert "acetaminophen goes with it" in stop.says


def test_a_protected_drug_is_not_touched_even_inside_a_product(sandbox):
    box = sandbox("tramadol", "codeine + acetaminophen", "fexofenadine")
    answer = smallest_changes(box, PAIRWISE_MAJORS, costs=STOPS, protected=["acetaminophen"])
    assert {p.drugs for p in answer.plans} == {("tramadol",)}


def test_a_goal_made_impossible_by_protection_is_a_sentence(sandbox):
    answer = smallest_changes(sandbox("tramadol", "codeine", "folic acid"), PAIRWISE_MAJORS, costs=STOPS, protected=["tramadol", "codeine"])
    assert not answer.plans
    assert answer.impossible
    assert "may not be touched" in answer.says


def test_nothing_to_clear_is_a_sentence(sandbox):
    answer = smallest_changes(sandbox("folic acid", "fexofenadine"))
    assert not answer.plans
    assert "nothing needs to change" in answer.says


def test_costs_move_the_answer(sandbox):
    box = sandbox("warfarin", "ciprofloxacin", "tramadol", "fexofenadine")
    dear = smallest_changes(box, PAIRWISE_MAJORS, costs={"stop": 1, "stop:ciprofloxacin": 5})
    assert all("warfarin" in p.drugs for p in dear.plans)


@pytest.mark.parametrize(("costs", "sentence"), [({"stop": 0}, "above zero"), ({"cancel": 1}, "no kind of change")])
def test_costs_that_cannot_be_used_are_refused(sandbox, costs, sentence):
    with pytest.raises(UserError, match=sentence):
        smallest_changes(sandbox("warfarin", "ciprofloxacin"), costs=costs)


def test_a_protected_drug_must_be_on_the_list(sandbox):
    with pytest.raises(UserError, match="not on the list"):
        smallest_changes(sandbox("warfarin", "ciprofloxacin"), protected=["xqzzy"])


def test_stopping_a_protector_costs_its_protection(sandbox):
    box = sandbox("methotrexate | 10 mg | 1/wk", "folic acid", "trimethoprim", "fexofenadine")
    plan = next(p for p in smallest_changes(box, PAIRWISE_MAJORS, costs=STOPS).plans if "methotrexate" in p.drugs)
    assert any("folic acid" in f.drugs for f in plan.protection_lost)
    assert "protection" in plan.says


def test_spacing_is_offered_where_the_rule_says_that_it_clears(sandbox):
    goal = Goal(tier=None, severity="moderate", kinds=frozenset({"timing"}))
    answer = smallest_changes(sandbox("ciprofloxacin", "calcium", "iron", "fexofenadine"), goal, costs={**DEFAULT_COSTS, "stop": 3})
    assert any(a.kind == "space" and a.drug == "ciprofloxacin" for a in answer.plans[0].actions)


def test_a_finding_of_many_drugs_is_cleared_for_good_and_not_only_made_smaller(sandbox):
    box = sandbox("warfarin", "prednisone", "pentoxifylline", "tramadol", "sertraline", "aspirin", "folic acid", age=70)
    goal = Goal(tier=None, severity="major", kinds=frozenset({"multi-drug"}))
    assert left(box.review, goal)
    for plan in smallest_changes(box, goal, costs=STOPS).plans:
        assert not left(try_plan(plan, box).review, goal)


@given(drugs=st.lists(st.sampled_from([c for c in COMMON if "stopped" not in c]), min_size=2, max_size=8, unique=True))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_plan_of_stops_clears_what_it_says_and_no_smaller_one_exists(store, drugs):
    patient = patient_of({"age": 70, "sex": "female"})
    box = Sandbox(a_regimen(*drugs), patient, lambda r: store.knowledge_for(r, patient))
    answer = smallest_changes(box, ANY_PAIR, costs=STOPS)
    entries = [m.id for m in box.regimen.current()]

    def clears(stopped):
        return not left(box.try_out([Stop(m) for m in stopped]).review, ANY_PAIR)

    if not answer.wanted:
        assert clears(())
        return
    least = next(size for size in range(1, len(entries) + 1) if any(clears(c) for c in combinations(entries, size)))
    working = {frozenset(c) for c in combinations(entries, least) if clears(c)}
    offered = {frozenset(m for a in p.actions for m in a.medications) for p in answer.plans}
    assert offered == working
