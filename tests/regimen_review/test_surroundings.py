"""What a place costs while the graph is laid out: all places at once, and never another price than one by one."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.picture.geometry import Box, passes
from regimen_review.picture.surroundings import (
    APART,
    CROSSING,
    GLYPH_ON_BOX,
    GRAVE_CROSSING,
    THROUGH,
    TOUCHING,
    Stretch,
    Surroundings,
)

NODES = ("a", "b", "c", "d", "e", "f")
SPOTS = st.tuples(st.integers(0, 60).map(lambda n: n * 10.0 + 0.5), st.integers(0, 40).map(lambda n: n * 10.0 + 0.25))
BOXES = st.tuples(SPOTS, st.sampled_from([60.0, 90.0, 130.0]), st.sampled_from([26.0, 42.0])).map(lambda t: Box(*t[0], t[1], t[2]))
PLACED = st.fixed_dictionaries(dict.fromkeys(NODES, BOXES))
EDGES = st.lists(
    st.tuples(st.sampled_from(list(combinations(NODES, 2))), st.booleans()), max_size=9, unique_by=lambda edge: edge[0]
).map(lambda found: [Stretch(*ends, grave, 122.0 if grave else 138.0) for ends, grave in found])  # fmt: skip


def one_by_one(node: str, here: Box, boxes: dict[str, Box], edges: list[Stretch]) -> float:
    """The same price the long way, in words of the module's rules."""
    rest = {i: b for i, b in boxes.items() if i != node}
    own = [e for e in edges if node in (e.a, e.b)]
    others = [e for e in edges if node not in (e.a, e.b)]
    cost = 0.0
    for box in rest.values():
        gap = here.gap(box)
        cost += TOUCHING + 9 * (APART - gap) if gap < APART else max(46 - gap, 0) * 0.5
    for edge in own:
        end = edge.other(node)
        there = boxes[end]
        start, stop = here.edge_towards(there.x, there.y), there.edge_towards(here.x, here.y)
        long = math.hypot(stop[0] - start[0], stop[1] - start[1])
        ideal = edge.ideal * 0.72
        cost += 46 * (1 - long / ideal) ** 2 if long < ideal else 0.13 * (long - ideal)
        cost += 160 if long < 30 else 0
        middle = ((here.x + there.x) / 2, (here.y + there.y) / 2)
        for other, box in rest.items():
            if other == end:
                continue
            if passes((here.x, here.y), (there.x, there.y), box, 7):
                cost += THROUGH
            elif abs(middle[0] - box.x) < box.width / 2 + 11 and abs(middle[1] - box.y) < box.height / 2 + 11:
                cost += GLYPH_ON_BOX
        for other_edge in others:
            if end not in (other_edge.a, other_edge.b) and crosses(here, there, boxes[other_edge.a], boxes[other_edge.b]):
                cost += GRAVE_CROSSING if edge.grave and other_edge.grave else CROSSING
    for edge in others:
        a, b = boxes[edge.a], boxes[edge.b]
        cost += THROUGH if passes((a.x, a.y), (b.x, b.y), here, 7) else 0
    return cost


def crosses(a: Box, b: Box, c: Box, d: Box) -> bool:
    def side(p: Box, q: Box, r: Box) -> float:
        return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


@given(PLACED, EDGES, st.lists(SPOTS, min_size=1, max_size=5))
def test_all_places_at_once_cost_what_each_costs_by_itself(boxes, edges, spots):
    prices = Surroundings("a", boxes, edges).prices(np.array(spots))
    assert list(prices) == pytest.approx([one_by_one("a", boxes["a"].at(*spot), boxes, edges) for spot in spots], abs=1e-6)


def price(boxes: dict[str, Box], edges: list[Stretch], node: str = "a") -> float:
    return float(Surroundings(node, boxes, edges).prices(np.array([(boxes[node].x, boxes[node].y)]))[0])


def test_a_node_that_stands_alone_costs_nothing():
    assert price({"a": Box(0, 0, 60, 26)}, []) == 0
    assert price({"a": Box(0, 0, 60, 26), "b": Box(500, 0, 60, 26)}, []) == 0


def test_touching_is_dearer_than_any_crossing():
    apart = {"a": Box(0, 0, 60, 26), "b": Box(0, 100, 60, 26)}
    assert price({**apart, "b": Box(0, 30, 60, 26)}, []) > price(apart, []) + GRAVE_CROSSING


def test_an_edge_through_a_box_costs_whether_the_edge_is_its_own_or_not():
    boxes = {"a": Box(0, 0, 60, 26), "b": Box(150, 0, 60, 26), "c": Box(300, 0, 60, 26)}
    assert price(boxes, [Stretch("a", "c", False, 138)], "a") >= THROUGH
    assert price(boxes, [Stretch("a", "c", False, 138)], "b") >= THROUGH


def test_two_grave_edges_that_cross_cost_more_than_two_mild_ones():
    boxes = {"a": Box(0, 0, 40, 26), "b": Box(300, 300, 40, 26), "c": Box(300, 0, 40, 26), "d": Box(0, 300, 40, 26)}
    by_grade = [price(boxes, [Stretch("a", "b", grave, 138), Stretch("c", "d", grave, 138)]) for grave in (False, True)]
    assert by_grade[1] - by_grade[0] == GRAVE_CROSSING - CROSSING


def test_edges_that_meet_at_a_node_do_not_cross_there():
    boxes = {"a": Box(0, 0, 40, 26), "b": Box(300, 300, 40, 26), "c": Box(300, 0, 40, 26)}
    alone = price({k: boxes[k] for k in "ab"}, [Stretch("a", "b", True, 122)])
    assert price(boxes, [Stretch("a", "b", True, 122), Stretch("b", "c", True, 122)]) == pytest.approx(alone)
