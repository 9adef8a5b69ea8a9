"""The state of a review in work: settled names, decisions, undo, the file, what survives a crash."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen_review.errors import UserError
from regimen_review.findings import Finding, Review
from regimen_review.patient import MedicationList, Observation, Patient
from regimen_review.regimen import Dosage, Frequency, MedicationStatement, Place, Quantity, Regimen, SubstanceId
from ui.decisions import Decision, reason_says, reasons_for
from ui.recovery import RecoveryCopy
from ui.session import Confirmed, ReviewSession, SessionState
from ui.session_file import open_session, parse_session, render_session, save_session

NOW = datetime(2006, 9, 28, 14, 32, 7)


def a_finding(id_: str = "bleeding", **changes: object) -> Finding:
    base = Finding(
        id=id_,
        kind="drug-drug",
        tier="act",
        severity="major",
        action="monitor",
        evidence="established",
        basis="rule",
        headline="Bleeding on warfarin",
        drugs=(SubstanceId("warfarin"), SubstanceId("tramadol")),
        rule_id="warfarin-tramadol",
        rule_version="2",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


class LinePipeline:
    """One statement a line; one finding for every two statements; remembers what it was asked."""

    version = "2026.11"

    def __init__(self) -> None:
        self.asked: list[Confirmed] = []

    def open_list(self, path: Path) -> MedicationList:
        return self.read_text(path.read_text())

    def read_text(self, text: str) -> MedicationList:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return MedicationList("text", tuple(MedicationStatement(line, line, Place(i)) for i, line in enumerate(lines, 1)))

    def review(self, listing: MedicationList, confirmed: Confirmed, patient: Patient | None) -> Review:
        self.asked.append(confirmed)
        found = tuple(a_finding(f"pair-{i}", headline=s.name) for i, s in enumerate(listing.statements[::2]))
        return Review(Regimen(), patient or listing.patient, listing.as_of, found, (), (), self.version, "0" * 64)


@pytest.fixture
def session() -> ReviewSession:
    made = ReviewSession(LinePipeline(), lambda: NOW)
    made.start(made.pipeline.read_text("warfarin\ntramadol\ngabapentin"))
    made.refresh()
    return made


def test_a_settled_name_reaches_the_next_review(session: ReviewSession) -> None:
    session.settle("epo", (SubstanceId("epoetin alfa"),))
    assert session.stale
    session.refresh()
    assert not session.stale
    assert isinstance(session.pipeline, LinePipeline)
    assert session.pipeline.asked[-1] == {"epo": ("epoetin alfa",)}


def test_a_decision_keeps_rule_version_and_time_and_makes_no_new_review_due(session: ReviewSession) -> None:
    finding = session.review.findings[0]  # type: ignore[union-attr]
    session.decide(finding, Decision("", "accept", "stop:tramadol", "Prescriber", date(2006, 10, 2)))
    kept = session.decision(finding.id)
    assert kept is not None
    assert (kept.rule, kept.decided) == ("warfarin-tramadol 2", "2006-09-28T14:32:07")
    assert session.decided() == 1
    assert not session.stale


def test_every_edit_can_be_undone_and_made_again(session: ReviewSession) -> None:
    first = session.state
    session.add("codeine")
    session.settle("codein", (SubstanceId("codeine"),))
    session.set_patient(Patient(weight_kg=61.0))
    session.remove(0)
    last = session.state
    for _ in range(4):
        session.undo()
    assert session.state == first
    for _ in range(4):
        session.redo()
    assert session.state == last
    session.undo()
    session.add("iron")
    assert session.can_redo == ""


def test_an_answer_to_an_older_list_is_dropped(session: ReviewSession) -> None:
    asked, ask = session.question()
    session.add("iron")
    session.answer(asked, ask())
    assert session.stale


def test_a_failed_review_leaves_no_findings_that_could_be_taken_for_checked(session: ReviewSession) -> None:
    session.fail("The review failed.")
    assert session.review is None
    assert session.fault == "The review failed."


def test_added_entries_get_places_after_the_last_line(session: ReviewSession) -> None:
    session.add("iron\ncalcium")
    assert [s.place.line for s in session.state.listing.statements] == [1, 2, 3, 4, 5]


def test_a_newer_base_says_which_findings_came_and_went(session: ReviewSession) -> None:
    kept = replace(session.state, knowledge="2025.02", headlines={"pair-0": "warfarin", "gone": "Old finding"})
    session.resume(kept)
    session.refresh()
    assert session.state.base_changed_from == "2025.02"
    assert session.state.changed == ("+ gabapentin", "- Old finding")


def test_the_file_gives_back_exactly_what_was_saved(tmp_path: Path, session: ReviewSession) -> None:
    session.settle("epo", (SubstanceId("epoetin alfa"),))
    session.set_patient(Patient(sex="female", birth_date=date(1965, 1, 1), observations=(Observation("Hb", 8.8, "g/dL"),)))
    session.decide(a_finding(), Decision("", "defer", "result", by=date(2006, 10, 2), note="INR first"))
    session.rewrite(1, "tramadol 50 mg")
    path = tmp_path / "deep" / "case.regimen"
    save_session(path, session.state, "2006-09-28T14:32:07")
    assert open_session(path) == (session.state, "2006-09-28T14:32:07")
    assert [p.name for p in path.parent.iterdir()] == ["case.regimen"]


@given(
    st.builds(
        MedicationStatement,
        as_written=st.text(max_size=30),
        name=st.text(max_size=10),
        dosage=st.builds(
            Dosage,
            dose=st.none() | st.builds(Quantity, value=st.floats(0, 1e6), unit=st.sampled_from(["mg", "ug"])),
            frequency=st.none() | st.builds(Frequency, times=st.floats(0.1, 9), per=st.floats(1, 9), unit=st.just("d")),
            days=st.lists(st.integers(1, 7)).map(tuple),
            with_food=st.none() | st.booleans(),
        ),
        start=st.none() | st.dates(),
        flags=st.lists(st.text(max_size=5)).map(tuple),
    )
)
def test_any_entry_survives_the_file(statement: MedicationStatement) -> None:
    state = SessionState(listing=MedicationList("text", (statement,)))
    assert parse_session(render_session(state, ""), "x")[0] == state


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "not JSON"),
        (b"[1]", "not a saved review"),
        (b'{"format": "regimen-review", "version": 9}', "newer version"),
        (b'{"format": "regimen-review", "version": 1, "review": {"listing": 4}}', "damaged"),
        (b'{"format": "regimen-review", "version": 1, "review": {"decisions": {"a": {"finding": "a", "verdict": "yes"}}}}', "damaged"),
    ],
)
def test_a_file_that_is_no_review_says_so_in_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(UserError, match=words):
        parse_session(content, "case.regimen")


def test_a_place_that_cannot_be_written_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(UserError, match="could not be saved"):
        save_session(blocked / "case.regimen", SessionState(), "")
    assert blocked.read_text() == "not a folder"


def test_work_of_a_dead_process_is_found_and_that_of_a_living_one_is_not(tmp_path: Path, session: ReviewSession) -> None:
    RecoveryCopy(tmp_path, 11).keep(session.state, NOW)
    RecoveryCopy(tmp_path, 22).keep(session.state, NOW.replace(hour=15))
    mine = RecoveryCopy(tmp_path, 33)
    (tmp_path / "work-44.regimen").write_bytes(b"half a fi")
    found = mine.lost(running=frozenset({22}))
    assert found is not None
    assert (found.path.name, found.saved, found.state) == ("work-11.regimen", "2006-09-28T14:32:07", session.state)


def test_a_closed_review_leaves_nothing_to_recover(tmp_path: Path, session: ReviewSession) -> None:
    copy = RecoveryCopy(tmp_path, 11)
    copy.keep(session.state, NOW)
    copy.drop()
    assert RecoveryCopy(tmp_path, 12).lost(frozenset()) is None


def test_the_first_reason_is_what_the_finding_asks_for() -> None:
    stop = a_finding(action="modify", clears=("stop:precipitant",))
    assert reasons_for(stop, "accept", {"tramadol": "traMADol"})[0].code == "stop"
    assert reasons_for(a_finding(action="monitor"), "accept")[0].code == "monitor"
    assert "traMADol" in " ".join(r.says for r in reasons_for(stop, "modify", {"tramadol": "traMADol"}))
    assert all(r.drug is None for r in reasons_for(stop, "reject"))


def test_a_reason_key_reads_back_as_its_words() -> None:
    assert reason_says("stop:tramadol", {"tramadol": "traMADol"}) == "Stop a drug: traMADol"
    assert reason_says("monitored") == "Already monitored"
    assert reason_says("from-a-later-version") == "from-a-later-version"
