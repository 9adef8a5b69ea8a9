"""The search for all cheapest sets, held against trying every set there is."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.plans.hitting import least_cost_hitting_sets
from regimen_review.progress import Cancelled

COUNTS = st.integers(1, 12)


@st.composite
def problems(draw):
    count = draw(COUNTS)
    element = st.integers(0, count - 1)
    edges = draw(st.lists(st.frozensets(element, min_size=1, max_size=5), min_size=1, max_size=14))
    costs = draw(st.lists(st.sampled_from([0.5, 1.0, 1.0, 2.0, 3.5]), min_size=count, max_size=count))
    apart = draw(st.lists(st.tuples(element, element).filter(lambda p: p[0] != p[1]), max_size=3))
    return edges, costs, apart


def by_trying_all(edges, costs, apart):
    best, found = None, set()
    for size in range(len(costs) + 1):
        for chosen in map(frozenset, combinations(range(len(costs)), size)):
            if all(chosen & e for e in edges) and not any({a, b} <= chosen for a, b in apart):
                cost = sum(costs[n] for n in chosen)
                if best is None or cost < best - 1e-9:
                    best, found = cost, {chosen}
                elif cost <= best + 1e-9:
                    found.add(chosen)
    return best, found


@given(problems())
def test_all_optima_are_found_and_none_is_cheaper(problem):
    edges, costs, apart = problem
    best, found = by_trying_all(edges, costs, apart)
    answer = least_cost_hitting_sets(edges, costs, apart=apart)
    assert set(answer.sets) == found
    assert len(answer.sets) == len(found)
    assert answer.cost == pytest.approx(best or 0.0)


def test_an_edge_without_a_way_is_named():
    assert least_cost_hitting_sets([frozenset({0}), frozenset()], [1.0]).unhittable == (1,)


def test_a_free_change_is_refused():
    with pytest.raises(ValueError, match="above zero"):
        least_cost_hitting_sets([frozenset({0})], [0.0])


def test_more_optima_than_asked_for_are_not_called_complete():
    edges = [frozenset({2 * n, 2 * n + 1}) for n in range(6)]
    answer = least_cost_hitting_sets(edges, [1.0] * 12, most=10)
    assert len(answer.sets) == 10
    assert not answer.complete


def test_a_long_search_can_be_stopped():
    edges = [frozenset({n, (n * 7 + 3) % 30, (n * 11 + 5) % 30}) for n in range(30)]

    def stop(_done, _total):
        raise Cancelled

    with pytest.raises(Cancelled):
        least_cost_hitting_sets(edges, [1.0 + n % 3 / 7 for n in range(30)], report=stop)
