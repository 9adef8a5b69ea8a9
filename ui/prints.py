"""What goes on paper beside a review: decisions, the question, what was worked out, the house's details. For window and command line; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from regimen_review.errors import UserError
from regimen_review.findings import Review
from regimen_review.progress import Progress, silent
from regimen_review.regimen import SubstanceId
from ui.decisions import reason_says
from ui.session_state import SessionState
from ui.settings import Settings

if TYPE_CHECKING:
    from exports.decided import Decisions
    from exports.pdf import Kind, Plans, PrintOptions
    from exports.pdf.ward import DoNotAdd
    from regimen_review.knowledge import Substance
    from regimen_review.plans.sandbox import Sandbox, Scenario
    from regimen_review.plans.timetable import Clash, Timetable
    from ui.session import Pipeline


@runtime_checkable
class TriesDrugs(Protocol):
    """A pipeline that can say which drugs must not be added."""

    def not_to_add(self, review: Review, report: Progress) -> Sequence[DoNotAdd]:
        """The lines of the ward card."""


def decided(state: SessionState) -> Decisions:
    """The decisions of a session as the exports take them; the reason stands before the note."""
    from exports.decided import Decided

    made: dict[str, Decided] = {}
    for finding, decision in state.decisions.items():
        words = ". ".join(part for part in (reason_says(decision.reason), decision.note) if part)
        by = decision.by.isoformat() if decision.by else ""
        made[finding] = Decided(decision.verdict, decision.who, by, words)
    return made


def house_options(settings: Settings, question: str = "", password: str = "") -> PrintOptions:
    """What the settings say about prints. Raises UserError for a logo or a wording that cannot be read."""
    from exports.pdf import PrintOptions
    from exports.pdf.house import house_words
    from exports.pdf.logo import read_logo

    words = house_words(Path(settings.wording) if settings.wording else None, settings.print_language)
    logo = read_logo(Path(settings.logo)) if settings.logo else b""
    return PrintOptions(settings.paper, settings.site, question, password, words, logo)


def plans_for(kind: Kind, review: Review, state: SessionState, pipeline: Pipeline, report: Progress = silent) -> Plans:
    """What a document shows beside the review: the timetable, the options that were kept, what must not be added."""
    from exports.pdf import Plans

    if kind == "ward":
        return Plans(dont_add=pipeline.not_to_add(review, report) if isinstance(pipeline, TriesDrugs) else None)
    if kind == "full":
        return Plans()
    compared = tuple(_scenarios(review, state, pipeline)) if kind == "conference" and state.options else ()
    return Plans(timetable=_timetable(review, state, pipeline, report), compared=compared)


def ward_lines(sandbox: Sandbox, known: Mapping[SubstanceId, Substance], report: Progress = silent) -> Sequence[DoNotAdd]:
    """The lines of the ward card: common drugs of the base that would make a finding to decide, in its own spelling."""
    from exports.pdf.ward import lines_of
    from regimen_review.plans.dont_add import do_not_add

    tall_man = {name: s.tall_man for name, s in known.items() if s.tall_man}
    return lines_of(do_not_add(sandbox, known, report=report), tall_man)


def _timetable(review: Review, state: SessionState, pipeline: Pipeline, report: Progress) -> Timetable | Clash | None:
    from ui.timetables import ask_timetable

    often = {m.id: state.frequencies[m.as_written] for m in review.regimen.medications if m.as_written in state.frequencies}
    with suppress(UserError):  # a day whose times contradict each other has no timetable; the window says so where it is set
        return ask_timetable(review, pipeline, state.day, often, report)
    return None


def _scenarios(review: Review, state: SessionState, pipeline: Pipeline) -> Iterable[Scenario]:
    """The options that were tried on the list as it stands, each reviewed and held against today."""
    from regimen_review.plans.comparison import compare
    from regimen_review.plans.sandbox import Scenario
    from ui.options import list_mark
    from ui.trial import review_trial

    mark = list_mark(state)
    for kept in state.options:
        if kept.on == mark:
            after = review_trial(pipeline, state, review, kept.trial)
            yield Scenario("; ".join(kept.words), (), after.regimen, after, compare(review, after))
