"""The picture of the graph: what is drawn, that nothing touches, that nothing jumps, what stands in the tray."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regimen_review.findings import Finding, Review
from regimen_review.patient import Patient
from regimen_review.picture import DRAWN, MARKS, Picture, draw_picture
from regimen_review.picture.content import MOST_EDGES, pair_links
from regimen_review.picture.geometry import Box, convex_outline, inside, passes, touches
from regimen_review.picture.text import broken, text_width
from regimen_review.regimen import Candidate, Ingredient, Medication, MedicationStatement, Regimen, Resolution, SubstanceId

NAMES = [
    "abacavir",
    "bosentan",
    "colchicine",
    "dabigatran",
    "enalapril",
    "felodipine",
    "glipizide",
    "heparin",
    "imatinib",
    "ketorolac",
    "lithium",
]


def drug(name: str, place: int, *, state: str = "resolved") -> Medication:
    ingredients = tuple(Ingredient(SubstanceId(n)) for n in name.split("+")) if state == "resolved" else ()
    candidates = () if state == "resolved" else (Candidate((SubstanceId("x"),), 0.9),)
    resolution = Resolution(state, ingredients, candidates=candidates)  # type: ignore[arg-type]
    return Medication(f"m{place}", MedicationStatement(name, name), resolution)


def finding(id_: str, drugs: str, **changes: object) -> Finding:
    base = Finding(
        id=id_,
        kind="drug-drug",
        tier="act",
        severity="major",
        action="monitor",
        evidence="probable",
        basis="rule",
        headline=id_,
        drugs=tuple(SubstanceId(d) for d in drugs.split()),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def review(findings: list[Finding], medications: list[Medication] | None = None) -> Review:
    meds = medications or [drug(n, i) for i, n in enumerate(NAMES, 1)]
    return Review(Regimen(tuple(meds)), Patient(), None, tuple(findings), (), (), "1", "0")


def names(picture: Picture) -> set[str]:
    return {" ".join(n.lines) for n in picture.nodes}


def test_a_pair_is_one_edge_with_its_place_in_the_list() -> None:
    picture = draw_picture(review([finding("one", "bosentan colchicine"), finding("two", "enalapril lithium")]))
    assert [(e.finding, e.number, e.mark) for e in picture.edges] == [("one", "1", "major"), ("two", "2", "major")]
    assert names(picture) == {"bosentan", "colchicine", "enalapril", "lithium"}


def test_two_findings_on_one_pair_draw_the_graver_and_name_the_other() -> None:
    mild = finding("mild", "bosentan colchicine", severity="moderate", tier="review")
    picture = draw_picture(review([mild, finding("grave", "colchicine bosentan")]))
    assert [(e.finding, e.also) for e in picture.edges] == [("grave", ("mild",))]


def test_notes_and_intended_pairs_are_counted_and_not_drawn_until_asked_for() -> None:
    found = [
        finding("grave", "bosentan colchicine"),
        finding("note", "enalapril lithium", severity="minor", tier="note"),
        finding("meant", "heparin imatinib", severity="none", intended=True, tier="note"),
    ]
    picture = draw_picture(review(found))
    assert [e.finding for e in picture.edges] == ["grave"]
    assert picture.counts == {"major": 1, "minor": 1, "intended": 1}
    whole = draw_picture(review(found), shown=frozenset(MARKS))
    assert [e.finding for e in whole.edges] == ["grave", "note", "meant"]


def test_every_current_medication_is_a_node_or_stands_in_the_tray_with_a_reason() -> None:
    meds = [drug(n, i) for i, n in enumerate(NAMES, 1)] + [drug("xqzzy", 99, state="confirm")]
    note = finding("note", "enalapril lithium", severity="minor", tier="note")
    picture = draw_picture(review([finding("one", "bosentan colchicine"), note], meds))
    tray = {t.name: t.why for t in picture.tray}
    assert {n.medication for n in picture.nodes} | {t.medication for t in picture.tray} == {m.id for m in meds}
    assert tray["lithium"] == "note"
    assert "not checked" in tray["xqzzy"]
    assert "not checked" not in tray["heparin"]


def test_parts_of_a_finding_are_the_edges_and_three_drugs_get_a_hull() -> None:
    parts = [finding(f"p{i}", pair) for i, pair in enumerate(("heparin ketorolac", "ketorolac lithium", "lithium heparin"))]
    whole = finding("all", "heparin ketorolac lithium", kind="multi-drug", members=tuple(parts))
    picture = draw_picture(review([whole, finding("other", "heparin bosentan")]))
    assert {(e.finding, e.part) for e in picture.edges} == {("all", "p0"), ("all", "p1"), ("all", "p2"), ("other", "")}
    assert [h.finding for h in picture.hulls] == ["all"]


def test_a_large_finding_is_a_star_with_a_count_at_its_hub() -> None:
    parts = tuple(finding(f"p{n}", f"heparin {n}") for n in NAMES if n != "heparin")
    whole = finding("bleeding", "heparin " + " ".join(n for n in NAMES if n != "heparin"), kind="multi-drug", members=parts)
    picture = draw_picture(review([whole]))
    assert picture.hulls == ()
    hub = next(n for n in picture.nodes if n.lines == ("heparin",))
    assert hub.count == len(NAMES)
    assert sum(hub.id in (e.a, e.b) for e in picture.edges) == len(NAMES) - 1


def test_a_sum_over_many_drugs_is_not_drawn_as_pairs() -> None:
    picture = draw_picture(review([finding("load", " ".join(NAMES[:5]), kind="burden")]))
    assert picture.edges == ()


def test_conditions_that_read_the_same_are_one_node_and_an_open_question_is_dashed() -> None:
    found = [
        finding("one", "bosentan", kind="drug-condition", conditions=("lung",), condition_labels=("lung fibrosis",)),
        finding("two", "lithium", kind="drug-condition", conditions=("ild",), condition_labels=("Lung fibrosis",)),
        finding("three", "imatinib", kind="pregnancy", conditions=("p",), condition_labels=("pregnancy?",)),
    ]
    conditions = [n for n in draw_picture(review(found)).nodes if n.kind == "condition"]
    assert [(n.lines, n.open) for n in conditions] == [(("lung fibrosis",), False), (("pregnancy?",), True)]


def test_an_open_name_in_a_finding_is_a_dashed_node() -> None:
    meds = [drug("erythropoietin", 1, state="confirm"), drug("bosentan", 2)]
    found = finding("esa", "erythropoietin", medications=("m1",), kind="drug-condition", condition_labels=("clot",))
    node = next(n for n in draw_picture(review([found], meds)).nodes if n.kind == "drug")
    assert node.open


def test_a_combination_is_one_node() -> None:
    meds = [drug("acetaminophen+codeine", 1), drug("lithium", 2)]
    picture = draw_picture(review([finding("one", "codeine lithium")], meds))
    assert names(picture) == {"acetaminophen + codeine", "lithium"}


def test_a_dense_regimen_draws_every_grave_edge_and_counts_what_it_leaves_out() -> None:
    pairs = list(combinations(NAMES, 2))
    grave = [finding(f"g{i}", " ".join(p)) for i, p in enumerate(pairs[:20])]
    mild = [finding(f"c{i}", " ".join(p), severity="moderate", tier="review") for i, p in enumerate(pairs[20:])]
    picture = draw_picture(review(mild + grave))
    assert sum(e.mark == "major" for e in picture.edges) == 20
    assert len(picture.edges) == MOST_EDGES
    assert picture.left_out["moderate"] == len(pairs) - MOST_EDGES
    assert picture.counts["moderate"] == len(pairs) - 20


def test_nothing_jumps_when_a_drug_is_added() -> None:
    found = [finding(f"f{i}", f"heparin {n}") for i, n in enumerate(NAMES[:6])] + [finding("x", "ketorolac lithium")]
    before = draw_picture(review(found))
    after = draw_picture(review([*found, finding("new", "heparin imatinib")]), before=before.places())
    shift = [(after.places()[k][0] - x, after.places()[k][1] - y) for k, (x, y) in before.places().items()]
    middle = sorted(shift)[len(shift) // 2]
    moved = [s for s in shift if abs(s[0] - middle[0]) + abs(s[1] - middle[1]) > 60]
    assert len(moved) <= 2


def test_the_same_review_gives_the_same_picture() -> None:
    found = [finding(f"f{i}", " ".join(p)) for i, p in enumerate(list(combinations(NAMES, 2))[::4])]
    assert draw_picture(review(found)) == draw_picture(review(found))


def test_nothing_to_draw_is_an_empty_picture_with_a_full_tray() -> None:
    picture = draw_picture(review([]))
    assert picture.nodes == ()
    assert len(picture.tray) == len(NAMES)


PAIRS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] != p[1]), min_size=1, max_size=16, unique=True
)


@settings(max_examples=20, deadline=None)
@given(PAIRS, st.lists(st.sampled_from(["lung", "a much longer condition of the heart", "anemia"]), max_size=3))
def test_boxes_stay_apart_glyphs_are_clear_and_edges_start_at_their_boxes(pairs: list[tuple[str, str]], conditions: list[str]) -> None:
    found = [finding(f"f{i}", " ".join(p)) for i, p in enumerate(pairs)]
    found += [finding(f"c{i}", pairs[0][0], kind="drug-condition", condition_labels=(label,)) for i, label in enumerate(conditions)]
    picture = draw_picture(review(found))
    boxes = {n.id: n.box for n in picture.nodes}
    assert all(a.gap(b) >= 12 for a, b in combinations(boxes.values(), 2))
    for box in boxes.values():
        assert box.width / 2 <= box.x <= picture.width - box.width / 2
        assert box.height / 2 <= box.y <= picture.height - box.height / 2
    for edge in picture.edges:
        assert boxes[edge.a].holds(*edge.start, margin=0.01)
        assert boxes[edge.b].holds(*edge.end, margin=0.01)
        assert not any(box.holds(*edge.glyph, margin=4) for box in boxes.values())
    for hull in picture.hulls:
        assert not any(touches(hull.outline, box) for i, box in boxes.items() if i not in hull.members)


def test_pairs_for_the_matrix_hold_every_mark() -> None:
    found = [finding("note", "enalapril lithium", severity="minor", tier="note"), finding("one", "bosentan colchicine")]
    assert sorted(x.finding for x in pair_links(review(found)).values()) == ["note", "one"]
    assert "minor" not in DRAWN


@pytest.mark.parametrize(
    ("a", "b", "hit"), [((0, 0), (10, 0), True), ((0, 5), (10, 5), False), ((5, -9), (5, 9), True), ((0, 3), (3, 6), False)]
)
def test_a_segment_meets_a_box_or_misses_it(a: tuple[float, float], b: tuple[float, float], hit: bool) -> None:
    assert passes(a, b, Box(5, 0, 4, 4)) is hit


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=20))
def test_a_convex_outline_holds_all_its_points(points: list[tuple[int, int]]) -> None:
    outline = convex_outline([(float(x), float(y)) for x, y in points])
    if len(outline) >= 3:
        assert all(inside(outline, p) for p in points)


@given(st.text(alphabet="abcdef +-", min_size=1, max_size=60))
def test_a_broken_label_keeps_every_word(text: str) -> None:
    assert " ".join(broken(text)).split() == text.split()


def test_wide_letters_are_wide() -> None:
    assert text_width("mmm") > 2 * text_width("iii")
