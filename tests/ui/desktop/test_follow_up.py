"""A promise that is past its day is listed when the review is opened again, until it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.desktop.conftest import NOW
from ui.decisions import VERDICTS, Decision, Verdict
from ui.desktop.follow_up_page import FollowUpPage
from ui.desktop.window import MainWindow
from ui.follow_up import promises_due
from ui.session import SessionState
from ui.session_file import open_session, save_session

Make = Callable[..., MainWindow]
TODAY = NOW.date()


def kept(window: MainWindow, path: Path, verdict: Verdict, by: date | None) -> Path:
    finding = window.desk.finding
    assert finding is not None
    window.desk.session.decide(finding, Decision(finding.id, verdict, "stop:gabapentin", "Dr Weiss", by))
    save_session(path, window.desk.session.state, NOW.isoformat())
    return path


def reopened(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    window.desk.open_path(path)
    qtbot.waitUntil(lambda: window.desk.session.path == path and window.desk.review is not None)
    qtbot.wait(20)


def words(page: FollowUpPage) -> str:
    return "\n".join(found.text() for found in page.rows.findChildren(QLabel) if not found.parentWidget().isHidden())


def test_an_overdue_promise_is_listed_at_the_next_opening(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    path = kept(make_window(), tmp_path / "a.regimen", "accept", TODAY - timedelta(days=3))
    window = make_window(text="")
    reopened(window, path, qtbot)
    page = window.frame.page
    assert isinstance(page, FollowUpPage)
    assert "Two opioids and gabapentin" in words(page)
    assert "Stop a drug: gabapentin · Dr Weiss · by 2006-09-25, 3 days late" in words(page)


def test_done_is_kept_with_the_review_and_is_not_listed_again(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    path = kept(make_window(), tmp_path / "a.regimen", "modify", TODAY - timedelta(days=1))
    window = make_window(text="")
    reopened(window, path, qtbot)
    page = window.frame.page
    assert isinstance(page, FollowUpPage)
    next(b for b in page.rows.findChildren(QPushButton) if b.text() == "Done").click()
    assert "Nothing that was promised is past its day." in words(page)
    window.close()
    state, _ = open_session(path)
    assert [d.done for d in state.decisions.values()] == [TODAY]
    again = make_window(text="")
    reopened(again, path, qtbot)
    assert again.frame.page is None


@pytest.mark.parametrize(("verdict", "by"), [("accept", TODAY), ("accept", None), ("reject", TODAY - timedelta(days=9))])
def test_nothing_is_listed_that_is_not_past_its_day_or_was_not_promised(
    make_window: Make, qtbot: QtBot, tmp_path: Path, verdict: Verdict, by: date | None
) -> None:
    path = kept(make_window(), tmp_path / "a.regimen", verdict, by)
    window = make_window(text="")
    reopened(window, path, qtbot)
    assert window.frame.page is None


@given(
    st.dictionaries(
        st.text(min_size=1),
        st.builds(Decision, st.text(), st.sampled_from(VERDICTS), by=st.none() | st.dates(), done=st.none() | st.dates()),
    ),
    st.dates(),
)
def test_every_open_promise_past_its_day_is_due_and_nothing_else(decisions: dict[str, Decision], today: date) -> None:
    due = promises_due(SessionState(decisions=decisions), today)
    assert len(due) == sum(
        d.verdict in ("accept", "modify") and d.done is None and d.by is not None and d.by < today for d in decisions.values()
    )
    assert [p.days_late for p in due] == sorted((p.days_late for p in due), reverse=True)
    assert all(p.days_late > 0 for p in due)
