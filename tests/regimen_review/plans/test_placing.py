"""Placing doses with the fewest taking times, held against trying every placement."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from regimen_review.plans.placing import (
    ALL_DAYS,
    SLOTS,
    Choice,
    Conflicts,
    Puzzle,
    agree,
    better_liked,
    bits,
    mirrored,
    place,
    possible,
    times_of,
)
from regimen_review.plans.time_rules import apart

SLOT = st.sampled_from([14, 15, 16, 20, 25, 37, 44])
DAYS = st.sampled_from([ALL_DAYS, ALL_DAYS, 0b1, 0b10, 0b1000001])


@st.composite
def conflicts(draw):
    kind = draw(st.sampled_from(["apart", "days", "any"]))
    if kind == "days":
        return Conflicts((0,) * SLOTS, same_day=True)
    if kind == "apart":
        before, after = draw(st.sampled_from([0.5, 2.0, 4.0])), draw(st.sampled_from([None, 2.0, 6.0, 12.0]))
        return apart(before, after, once=draw(st.booleans()))
    masks = draw(st.dictionaries(SLOT, st.frozensets(SLOT), max_size=4))
    return Conflicts(tuple(sum(1 << t for t in masks.get(s, ())) for s in range(SLOTS)))


@st.composite
def puzzles(draw):
    count = draw(st.integers(1, 4))
    slots = st.frozensets(SLOT, min_size=1, max_size=2).map(lambda s: sum(1 << x for x in s))
    choice = st.builds(Choice, slots, DAYS, st.sampled_from([0.0, 0.5, 2.0]))
    choices = tuple(tuple(draw(st.lists(choice, min_size=1, max_size=6))) for _ in range(count))
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return Puzzle(choices, {pair: tuple(draw(st.lists(conflicts(), min_size=1, max_size=2))) for pair in chosen})


def keeping(puzzle):
    for chosen in product(*puzzle.choices):
        if all(agree(chosen[a], chosen[b], c) for (a, b), c in puzzle.conflicts.items()):
            yield chosen


@given(puzzles())
def test_the_fewest_times_are_found_and_every_constraint_is_kept(puzzle):
    everything = list(keeping(puzzle))
    found = place(puzzle)
    assert possible(puzzle) == bool(everything)
    if found is None:
        assert not everything
        return
    assert found.fewest
    assert found.choices in everything
    assert times_of(found.choices) == min(map(times_of, everything))


@given(puzzles())
def test_a_better_liked_placement_keeps_everything_and_takes_no_more_times(puzzle):
    found = place(puzzle)
    if found is None:
        return
    found = found.choices
    liked = better_liked(puzzle, found)
    assert all(agree(liked[a], liked[b], c) for (a, b), c in puzzle.conflicts.items())
    assert times_of(liked) <= times_of(found)
    assert sum(c.dislike for c in liked) <= sum(c.dislike for c in found) + 1e-9


@given(conflicts(), st.builds(Choice, SLOT.map(lambda s: 1 << s), DAYS), st.builds(Choice, SLOT.map(lambda s: 1 << s), DAYS))
def test_a_conflict_is_the_same_from_both_sides(conflict, a, b):
    assert agree(a, b, (conflict,)) == agree(b, a, (mirrored(conflict),))


def test_a_spacing_holds_over_midnight():
    late, early = Choice(1 << 46, ALL_DAYS), Choice(1 << 14, ALL_DAYS)
    assert not agree(early, late, (apart(2.0, 12.0),))
    assert agree(early, late, (apart(2.0, 8.0),))


def test_days_run_round_the_week():
    sunday_night, monday_morning = Choice(1 << 47, 0b1000000), Choice(1 << 12, 0b0000001)
    assert not agree(monday_morning, sunday_night, (apart(2.0, 8.0),))


def test_bits_are_read_from_the_lowest():
    assert bits(0b100101) == (0, 2, 5)
