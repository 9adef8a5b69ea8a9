"""The catalogue names every kind of unsafe event with its priority and the reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from interaction_db.store import KnowledgeStore
from regimen_review.knowledge import TIER_RANK
from ui.desktop.text_page import TextPage
from ui.desktop.window import MainWindow
from ui.unsafe_events import tier_of, unsafe_events


def test_every_rule_that_can_be_shown_is_counted_once(store: KnowledgeStore) -> None:
    shown = [r for r in store.all_rules() if r.status != "retired" and not r.intended and tier_of(r) != "none"]
    events = unsafe_events(store.all_rules())
    assert sum(e.rules for e in events) == len(shown)
    assert len({e.name for e in events}) == len(events)


def test_an_event_has_the_priority_of_its_gravest_rule_and_says_why(store: KnowledgeStore) -> None:
    events = unsafe_events(store.all_rules())
    assert [TIER_RANK[e.tier] for e in events] == sorted((TIER_RANK[e.tier] for e in events), reverse=True)
    for event in events:
        assert event.tier == event.tiers[0][0]
        assert event.reason
        assert "{" not in event.reason


def test_the_page_shows_each_event_and_how_a_priority_comes_about(
    make_window: Callable[..., MainWindow], store: KnowledgeStore, qtbot: QtBot
) -> None:
    events = unsafe_events(store.all_rules())
    window = make_window()
    window.desk.events = lambda: events
    window.commands["events"].act()
    qtbot.waitUntil(lambda: isinstance(window.frame.page, TextPage))
    page = window.frame.page
    assert page is not None
    words = [found.text() for found in page.findChildren(QLabel)]
    assert {event.name for event in events} <= set(words)
    assert "How a finding gets its priority" in words
    bleeding = words[words.index("bleeding") + 1]
    assert "At worst: " in bleeding
    assert "rules: Act " in bleeding


def test_without_a_base_the_window_says_so(make_window: Callable[..., MainWindow]) -> None:
    window = make_window()
    window.commands["events"].act()
    assert window.frame.page is None
    assert "not open" in window.frame.banner.words
