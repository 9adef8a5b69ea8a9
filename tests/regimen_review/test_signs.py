"""Signs of edges: on their edge, clear of what stands round them, near the middle where nothing is in the way."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.picture.finish import way_round
from regimen_review.picture.geometry import Box, distance
from regimen_review.picture.signs import RADIUS, Way, sign_places
from regimen_review.picture.values import MARKS

POINTS = st.tuples(st.integers(0, 600).map(float), st.integers(0, 400).map(float))
WAYS = st.builds(Way, st.sampled_from(MARKS), POINTS, POINTS, st.none() | POINTS)


def off(way: Way, place: tuple[float, float]) -> float:
    return float(np.sqrt(((way.at(np.linspace(0, 1, 2001)) - np.array(place)) ** 2).sum(axis=1)).min())


def test_with_nothing_in_the_way_a_sign_stands_in_the_middle():
    way = Way("major", (0.0, 0.0), (200.0, 0.0))
    assert sign_places([way], [0], [])[0] == pytest.approx((100.0, 0.0))


def test_a_sign_stands_clear_of_a_box_over_the_middle():
    place = sign_places([Way("major", (0.0, 0.0), (300.0, 0.0))], [0], [Box(150, 5, 60, 30)])[0]
    assert not Box(150, 5, 60, 30).holds(*place, margin=RADIUS["major"] - 0.01)


def test_where_two_edges_cross_neither_sign_hides_the_crossing():
    ways = [Way("major", (0.0, 0.0), (200.0, 200.0)), Way("major", (200.0, 0.0), (0.0, 200.0))]
    places = sign_places(ways, [0, 1], [])
    assert distance(*places) >= 2 * RADIUS["major"]
    assert all(distance(p, (100.0, 100.0)) >= RADIUS["major"] for p in places)


def test_what_comes_first_in_the_order_chooses_first():
    ways = [Way("moderate", (0.0, 0.0), (200.0, 0.0)), Way("major", (0.0, 4.0), (200.0, 4.0))]
    late, early = sign_places(ways, [1, 0], []), sign_places(ways, [0, 1], [])
    assert abs(late[1][0] - 100) <= abs(early[1][0] - 100)


@given(st.lists(WAYS, max_size=6), st.lists(st.builds(Box, st.floats(0, 600), st.floats(0, 400), st.just(90.0), st.just(26.0)), max_size=5))
def test_every_sign_lies_on_its_own_edge(ways, boxes):
    places = sign_places(ways, list(range(len(ways))), boxes)
    assert len(places) == len(ways)
    assert all(off(way, place) < 1 for way, place in zip(ways, places, strict=True))


@given(st.lists(st.integers(0, 30), min_size=2, max_size=8, unique=True))
def test_signs_on_parallel_edges_never_cover_each_other(rows):
    ways = [Way("major", (0.0, row * 12.0), (400.0, row * 12.0)) for row in rows]
    places = sign_places(ways, list(range(len(ways))), [])
    assert all(distance(a, b) >= RADIUS["major"] * 4 / 3 for a, b in combinations(places, 2))


def test_the_same_edges_get_the_same_signs_again():
    ways = [Way("major", (0.0, 0.0), (200.0, 150.0)), Way("moderate", (0.0, 150.0), (210.0, 0.0), (80.0, 20.0))]
    assert sign_places(ways, [0, 1], []) == sign_places(ways, [0, 1], [])


def test_an_edge_is_led_round_a_box_in_its_way_and_nowhere_where_all_is_shut():
    a, b = Box(0, 0, 40, 20), Box(400, 0, 40, 20)
    bend = way_round(a, b, [Box(200, 0, 60, 20)])
    assert bend is not None
    assert abs(bend[1]) > 20
    assert way_round(a, b, [Box(200, 0, 60, 2000)]) is None
