"""The catalogue of unsafe events: what the window warns of, how urgent that is, and why."""

from __future__ import annotations

from collections.abc import Sequence

from ui.desktop.text_page import Section
from ui.desktop.words import SIGNAL, TIER, TIER_MEANS, counted, tr
from ui.unsafe_events import UnsafeEvent


def event_sections(events: Sequence[UnsafeEvent]) -> list[Section]:
    """How a priority comes about, then every kind of event under its highest priority."""
    sections = [
        Section(
            tr("How a finding gets its priority"),
            (
                tr("Act: contraindicated, or a major harm that is established or probable. Decide today."),
                tr("Review: a major harm that is only suspected or theoretical, or a moderate one. Look at it."),
                tr("Notes: a minor harm. On request."),
                tr("A rule may set its own priority, and the patient's own facts may raise or lower it; each finding then says so."),
            ),
        )
    ]
    for tier, title in TIER.items():
        mine = [event for event in events if event.tier == tier]
        if mine:
            head = f"{tr(title)}: {tr(TIER_MEANS[tier])} ({len(mine)})"
            sections.append(Section(head, pairs=tuple((event.name, _words(event)) for event in mine)))
    return sections


def _words(event: UnsafeEvent) -> str:
    mark = SIGNAL.get(event.severity) if event.severity != "none" else None
    count = counted(event.rules, "{n} rule", "{n} rules")
    tiers = ", ".join(f"{tr(TIER[tier])} {n}" for tier, n in event.tiers)
    at_worst = tr("At worst: {harm}.").format(harm=event.reason.rstrip("."))
    return f"{tr(mark)}. {at_worst} {count}: {tiers}." if mark else f"{at_worst} {count}: {tiers}."
