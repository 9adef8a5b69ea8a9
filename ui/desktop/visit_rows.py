"""Lists over time as rows of a table: a lane for each drug and each finding, a column for each list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from regimen_review.findings import Finding
from regimen_review.plans.visits import Cell, FindingCell, FindingLane, Lane
from ui.decisions import DONE
from ui.desktop.desk import Desk
from ui.desktop.glyphs import mark_of
from ui.desktop.sentences import dose_said, said
from ui.desktop.words import SIGNAL, TIER, counted, tall, tr
from ui.visits import Lists, shown_in

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
Part = Literal["drugs", "findings"]
TITLES: dict[Part, str] = {"drugs": "Medications", "findings": "Findings"}
EVENTS = {"started": "started", "stopped": "stopped", "changed": "changed", "new": "new", "gone": "gone", "kept": "", "absent": ""}


@dataclass(frozen=True)
class VisitRow:
    """A head of a part, or one lane."""

    part: Part
    count: int = 0
    hidden: int = 0
    drug: Lane | None = None
    finding: FindingLane | None = None

    @property
    def head(self) -> bool:
        """Whether it is the head of a part."""
        return self.drug is None and self.finding is None


def moved(lane: Lane | FindingLane) -> bool:
    """Whether anything happened in a lane."""
    return any(c.event not in ("kept", "absent") for c in lane.cells)


def visit_rows(lists: Lists, *, everything: bool) -> tuple[VisitRow, ...]:
    """Heads and lanes; without ``everything`` only those in which something happened, and of the findings none that
    were never more than a note. What is left out is counted in the head.
    """
    drugs, findings = lists.course.lanes, lists.course.findings
    shown = [lane for lane in drugs if everything or moved(lane)]
    heard = [lane for lane in findings if everything or (moved(lane) and any(c.tier in ("act", "review") for c in lane.cells))]
    return (
        VisitRow("drugs", len(drugs), len(drugs) - len(shown)),
        *(VisitRow("drugs", drug=lane) for lane in shown),
        VisitRow("findings", len(findings), len(findings) - len(heard)),
        *(VisitRow("findings", finding=lane) for lane in heard),
    )


class VisitModel(QAbstractTableModel):
    """Column 0 names the lane, then one column for each list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.lists: Lists | None = None
        self.rows: tuple[VisitRow, ...] = ()
        self.narrow = False

    def show_lists(self, lists: Lists | None, *, everything: bool) -> None:
        """Show other lists, or none."""
        self.beginResetModel()
        self.lists = lists
        self.rows = visit_rows(lists, everything=everything) if lists else ()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many lanes and heads there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The name and the lists."""
        return 0 if parent.isValid() or self.lists is None else len(self.lists.reviews) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Date and counts of a list."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal or self.lists is None:
            return None
        if section == 0:
            return ""
        visit = self.lists.course.visits[section - 1]
        act, here = tr("Act {n}").format(n=visit.act), tr("in work") if section - 1 == self.lists.here else ""
        last = (act, here) if self.narrow else (" · ".join(filter(None, (act, here))),)
        return "\n".join(filter(None, (visit.label, counted(visit.medications, "{n} drug", "{n} drugs"), *last)))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row, or what a cell says."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.spoken(row, index.column())
        return None

    # --- words -------------------------------------------------------------------------------------------------

    def name(self, row: VisitRow) -> str:
        """What a lane is called."""
        review = self._desk.review
        if row.drug is not None:
            return tall(row.drug.label, review)
        return tall(row.finding.finding.headline, review) if row.finding else tr(TITLES[row.part])

    def spoken(self, row: VisitRow, column: int) -> str:
        """A cell as a sentence: date, name, what is there, what happened."""
        if row.head:
            hidden = ", " + tr("{n} not shown").format(n=row.hidden) if row.hidden else ""
            return f"{tr(TITLES[row.part])}, {row.count}{hidden}"
        if column == 0 or self.lists is None:
            return self.name(row)
        says = self.cell_words(row, column - 1) or tr("not there")
        return f"{self.lists.course.visits[column - 1].label}, {self.name(row)}: {says}"

    def cell_words(self, row: VisitRow, at: int) -> str:
        """What a cell says; empty where the lane is not there and did not end here."""
        if row.drug is not None:
            return drug_words(row.drug.cells[at])
        assert row.finding is not None
        words = self.finding_story(row.finding, at)
        mark = self.mark(row, at)
        done = self.decided(row, at)
        return ", ".join(filter(None, (tr(SIGNAL[mark]) if mark else "", words, done)))

    def finding_story(self, lane: FindingLane, at: int) -> str:
        """What happened to a finding at one list, with the drugs that joined or left it."""
        return tall(finding_words(lane.cells[at], lane.cells[at - 1].finding if at else None), self._desk.review)

    def mark(self, row: VisitRow, at: int) -> Literal["contraindicated", "major", "moderate", "minor", "intended", "not-checked"] | None:
        """The mark of a finding as it was at one list; None where it was not there."""
        if row.finding is None:
            return None
        then = row.finding.cells[at].finding
        return mark_of(then) if then else None

    def decided(self, row: VisitRow, at: int) -> str:
        """What was decided then on a finding or the one that it was folded into."""
        if row.finding is None or self.lists is None:
            return ""
        decisions, then = self.lists.decisions[at], row.finding.cells[at].finding
        place = shown_in(self.lists.reviews[at], then.id) if decisions and then else None
        made = decisions.get(place[0]) if place else None
        return tr(DONE[made.verdict]) if made else ""

    def story(self, row: VisitRow) -> str:
        """A lane in one line: each list at which something happened."""
        if self.lists is None or row.head:
            return ""
        cells = row.drug.cells if row.drug else row.finding.cells if row.finding else ()
        labels = [v.label for v in self.lists.course.visits]
        parts = [f"{label} {self.cell_words(row, i)}" for i, label in enumerate(labels) if _tells(cells, i)]
        return f"{self.name(row)}: {'; '.join(parts) or tr('the same in all lists')}."


def _tells(cells: tuple[Cell, ...] | tuple[FindingCell, ...], at: int) -> bool:
    event = cells[at].event
    return event not in ("kept", "absent") or (event == "kept" and at == 0 and len({c.event for c in cells}) > 1)


def drug_words(cell: Cell) -> str:
    """``started, 5 mg daily``; ``12.5 mg weekly, was 10 mg weekly``; ``stopped``."""
    if cell.event == "absent":
        return ""
    if cell.event == "stopped":
        return tr("stopped")
    if cell.event == "changed":
        return said(cell.says)
    taken = dose_said(cell.dose) or tr("no dose")
    return f"{tr('started')}, {taken}" if cell.event == "started" else taken


def finding_words(cell: FindingCell, before: Finding | None = None) -> str:
    """``new, Act``; ``changed, Review, now with clindamycin``; ``gone``."""
    tier = tr(TIER[cell.tier]) if cell.tier and cell.tier in TIER else ""
    event = tr(EVENTS[cell.event]) if EVENTS[cell.event] else ""
    parts = [event, tier]
    if before is not None and cell.finding is not None:
        came = [d for d in cell.finding.drugs if d not in before.drugs]
        went = [d for d in before.drugs if d not in cell.finding.drugs]
        parts += [tr("now with {drugs}").format(drugs=", ".join(came))] if came else []
        parts += [tr("without {drugs}").format(drugs=", ".join(went))] if went else []
    return ", ".join(filter(None, parts))


def named_lanes(rows: Iterable[VisitRow]) -> int:
    """How many lanes are shown."""
    return sum(not r.head for r in rows)
