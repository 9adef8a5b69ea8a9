"""Page one of the conference's print: as much of the first findings as fits, always with what was not checked; the rest overleaf."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable, Spacer

from exports.decided import Decisions
from exports.pdf import phrases, sheet
from exports.pdf.conference import (
    LEVELS,
    MOST,
    Level,
    Row,
    begin,
    cut,
    findings_table,
    language_note,
    names_of,
    not_checked_box,
    patient_line,
    question_box,
    section,
    sign_legend,
)
from exports.pdf.pages import room_on_first_page
from exports.pdf.sheet import Paper, safe
from exports.pdf.tags import SignedRows, Text
from exports.pdf.words import counted, say, told
from regimen_review import wording
from regimen_review.findings import Review


@dataclass(frozen=True)
class DecidePage:
    """Page one and what it had to leave for the next pages."""

    story: tuple[Flowable, ...]
    rows: tuple[Row, ...]


def _height(story: Sequence[Flowable], paper: Paper) -> float:
    return float(sum(f.wrap(paper.inner, 9999)[1] for f in story))


_LINES_NOT_CHECKED = (16, 9, 5)
"""Lines in the box of what was not checked, where there is room, where there is little, and where there is none to spare."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to lay page one out: so many findings, each at this level, and so many lines of what was not checked."""

    findings: int
    lines: int
    level: Level


def _ways_to_fit(findings: int) -> Iterator[list[_Way]]:
    """From the most generous page one to the closest, in groups within which each is lower than the one before; at last
    fewer findings, for what was not checked stays on page one.
    """
    for lines in _LINES_NOT_CHECKED:
        first = 0 if lines == _LINES_NOT_CHECKED[0] else 3
        yield [_Way(findings, lines, level) for level in LEVELS[first:]]
    yield [_Way(fewer, _LINES_NOT_CHECKED[-1], LEVELS[-1]) for fewer in range(findings - 1, 0, -1)]


def _first_that_fits(ways: Sequence[_Way], lay: Callable[[_Way], DecidePage], fits: Callable[[DecidePage], bool]) -> DecidePage | None:
    """The most generous page of a group that fits, found by halves; None where even the last does not."""
    if not ways or not fits(found := lay(ways[-1])):
        return None
    low, high = 0, len(ways) - 1
    while low < high:
        middle = (low + high) // 2
        page = lay(ways[middle])
        if fits(page):
            found, high = page, middle
        else:
            low = middle + 1
    return found


def decide_page(review: Review, paper: Paper, question: str, decisions: Decisions) -> DecidePage:
    """Everything on page one, at the most generous level that fits it."""
    act = review.in_tier("act")
    if not act:
        return _nothing_to_decide(review, paper, question)
    room = room_on_first_page(paper) - 2

    def lay(way: _Way) -> DecidePage:
        return _laid_out(review, paper, question, decisions, way)

    groups = list(_ways_to_fit(min(len(act), MOST)))
    pages = (_first_that_fits(ways, lay, lambda page: _height(page.story, paper) <= room) for ways in groups)
    return next((page for page in pages if page is not None), None) or lay(groups[2][-1])


def _frame_of_page(review: Review, paper: Paper, question: str, lines: int) -> tuple[list[Flowable], list[Flowable]]:
    above = [patient_line(review), *language_note(), Spacer(1, 5), question_box(question, paper), Spacer(1, 6)]
    below = [Spacer(1, 5), not_checked_box(review, paper, lines), Spacer(1, 4), sign_legend(review, paper)]
    return above, below


def _others(review: Review) -> str:
    return say("Review {n} and Notes {m} follow", n=len(review.in_tier("review")), m=len(review.in_tier("note")))


def _nothing_to_decide(review: Review, paper: Paper, question: str) -> DecidePage:
    above, below = _frame_of_page(review, paper, question, _LINES_NOT_CHECKED[0])
    title = section(say("Nothing to decide today among what was checked"), _others(review), paper.inner)
    return DecidePage((*above, title, Spacer(1, 4), Text(safe(wording.scope(review, say)), sheet.BODY), *below), ())


def _laid_out(review: Review, paper: Paper, question: str, decisions: Decisions, way: _Way) -> DecidePage:
    act = review.in_tier("act")
    above, below = _frame_of_page(review, paper, question, way.lines)
    count = counted(len(act), "{n} finding", "{n} findings")
    count += say(", the first {n} here", n=way.findings) if len(act) > way.findings else ""
    title = section(say("Decide today: {count}, most urgent first", count=count), _others(review), paper.inner)
    rows = tuple(cut(n, f, names_of(f, review), way.level, paper) for n, f in enumerate(act[: way.findings], 1))
    left = any(any(row.rest()) or len(row.drugs) < len(row.finding.drugs) for row in rows)
    words = told("+1, +2 … so many more drugs, facts, steps or sentences stand under “Continued from page 1”.")
    key = [Text(f"<i>{words}</i>", sheet.SMALL_GREY)] if left else []
    return DecidePage((*above, title, findings_table(rows, paper, decisions), *key, *below), rows)


def overleaf(page: DecidePage, review: Review, paper: Paper) -> Iterator[Flowable]:
    """The steps, facts and consequences that page one had no room for, under the numbers of page one."""
    cells = []
    for row in page.rows:
        facts, steps, said = row.rest()
        hidden = len(row.finding.drugs) - len(row.drugs)
        if not (facts or steps or said or hidden):
            continue
        first = len(row.steps) + 1
        parts = [f"<i>{told('All drugs:')}</i> {safe(phrases.drugs(row.finding, review))}."] if hidden else []
        parts += [safe(said)] if said else []
        parts += [f"<i>{told('Also in this patient:')}</i> {safe('; '.join(facts))}."] if facts else []
        parts += [" ".join(f"<b>{n}</b> {safe(s)}" for n, s in enumerate(steps, first))] if steps else []
        cells.append(
            [Text(str(row.place), sheet.SMALL_BOLD), Text(safe(row.finding.headline), sheet.SMALL_BOLD), Text(" ".join(parts), sheet.SMALL)]
        )
    if cells:
        yield from begin(say("Continued from page 1"), say("what its rows had no room for"), paper.inner)
        table = SignedRows(cells, colWidths=[paper.inner * s for s in (0.03, 0.27, 0.70)])
        table.setStyle(sheet.LINES)
        yield table
        yield Spacer(1, 8)
