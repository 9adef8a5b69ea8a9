"""Chart note, calendar, SVG: each read by the rules of its own format."""

import io
import re
from dataclasses import replace
from datetime import date, timedelta

from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from exports.calendar import _escaped, _folded, monitoring_ics
from exports.markdown import chart_note, plain
from exports.svg import graph_svg, matrix_svg
from regimen_review.picture import draw_picture
from regimen_review.plans.monitoring import monitoring_calendar
from tests.exports.conftest import unknown

SVG = "{http://www.w3.org/2000/svg}"


# --- chart note


def test_the_chart_note_has_the_findings_to_decide_with_all_steps_and_what_was_not_checked(review):
    note = chart_note(review).decode()
    for finding in review.in_tier("act"):
        assert plain(finding.headline) in note
        assert all(plain(step) in note for step in finding.management)
    assert all(plain(n.what) in note for n in review.not_checked)
    assert "No finding is not the same as safe" in note


def test_a_written_name_cannot_forge_a_heading_or_a_link(review):
    evil = "# All clear [click](https://example.org) <script>"
    note = chart_note(replace(review, regimen=replace(review.regimen, medications=(unknown("m1", f"x\n{evil}"),)))).decode()
    assert "\n# All clear" not in note
    assert "[click](" not in note.replace("\\[", "")
    assert "<script>" not in note


# --- calendar


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_every_test_is_in_the_calendar_once(review):
    lines = unfolded(monitoring_ics(review))
    tests = monitoring_calendar(review).tests
    assert sum(x.startswith("SUMMARY:") for x in lines) == len(tests)
    assert sum(x == "BEGIN:VEVENT" for x in lines) == sum(t.due is not None for t in tests)
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") > 0
    assert len({x for x in lines if x.startswith("UID:")}) == len(tests)


def test_an_event_lasts_the_whole_day_on_which_the_test_is_due(review):
    lines = unfolded(monitoring_ics(review))
    starts = [x.split(":")[1] for x in lines if x.startswith("DTSTART;VALUE=DATE:")]
    ends = [x.split(":")[1] for x in lines if x.startswith("DTEND;VALUE=DATE:")]
    due = sorted(t.due for t in monitoring_calendar(review).tests if t.due)
    assert sorted(starts) == [f"{d:%Y%m%d}" for d in due]
    assert [date.fromisoformat(s) + timedelta(days=1) for s in starts] == [date.fromisoformat(e) for e in ends]


def test_no_line_of_the_calendar_is_longer_than_75_octets(review):
    content = monitoring_ics(review)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_without_a_date_every_test_is_a_to_do(review):
    lines = unfolded(monitoring_ics(replace(review, as_of=None)))
    assert "BEGIN:VEVENT" not in lines
    assert lines.count("BEGIN:VTODO") == len(monitoring_calendar(review).tests)


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=300))
def test_folding_loses_nothing_and_cuts_no_character(text):
    parts = list(_folded(f"DESCRIPTION:{text}"))
    assert all(len(p.encode()) <= 75 for p in parts)
    assert parts[0] + "".join(p[1:] for p in parts[1:]) == f"DESCRIPTION:{text}"


def test_separators_within_a_value_are_escaped():
    assert _escaped("a;b,c\\d\ne") == "a\\;b\\,c\\\\d\\ne"


# --- SVG


def parsed(content: bytes):
    return ElementTree.parse(io.BytesIO(content)).getroot()


def test_the_graph_holds_every_node_and_names_the_finding_of_every_edge(review):
    picture = draw_picture(review)
    content = graph_svg(review, picture).decode()
    root = parsed(content.encode())
    words = {t.text for t in root.iter(f"{SVG}text")}
    assert all(line in words for node in picture.nodes for line in node.lines)
    titles = [t.text for t in root.iter(f"{SVG}title")]
    assert all(any(f"[{e.finding}]" in t for t in titles) for e in picture.edges)
    assert "http" not in re.sub(r'xmlns="[^"]+"', "", content)


def test_medications_without_an_edge_are_told_under_the_graph(review):
    text = " ".join("".join(t.itertext()) for t in parsed(graph_svg(review)).iter(f"{SVG}text"))
    for entry in draw_picture(review).tray:
        assert entry.name in text


def test_the_matrix_has_a_cell_for_every_pair_and_never_calls_an_unknown_name_clear(review):
    entries = [m for m in review.regimen.current() if m.resolution.state != "not-a-medicine"]
    titles = [t.text for t in parsed(matrix_svg(review)).iter(f"{SVG}title")]
    cells = [t for t in titles if " + " in t]
    assert len(cells) == len(entries) * (len(entries) - 1) // 2
    of_unknown = [t for t in cells if "xqzzy" in t]
    assert len(of_unknown) == len(entries) - 1
    assert all(t.startswith("Not checked") for t in of_unknown)


def test_names_are_escaped_in_the_matrix(review):
    entries = (unknown("m1", '<b a="1">&'), unknown("m2", "plain"))
    root = parsed(matrix_svg(replace(review, regimen=replace(review.regimen, medications=entries))))
    assert '<b a="1">&' in [t.text for t in root.iter(f"{SVG}text")]
