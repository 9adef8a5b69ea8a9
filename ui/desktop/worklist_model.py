"""The findings as rows of a worklist: tiers, findings, their parts, what stays quiet, what was not checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from regimen_review.findings import Finding, NotChecked, Quiet, Review
from regimen_review.wording import scope, unchecked
from ui.decisions import DONE
from ui.desktop.desk import Desk
from ui.desktop.glyphs import mark_of
from ui.desktop.kinds import ABOUT, WORDS
from ui.desktop.sentences import said
from ui.desktop.words import ACTION, SIGNAL, TIER, TIER_MEANS, drug, finding_drugs, finding_facts, tr

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
Kind = Literal["head", "finding", "part", "quiet", "unchecked", "words"]


@dataclass(frozen=True)
class Row:
    """One row: its kind, what it shows, the section it stands in and its number in the section."""

    kind: Kind
    section: str
    finding: Finding | None = None
    part: Finding | None = None
    quiet: Quiet | None = None
    unchecked: NotChecked | None = None
    number: int = 0
    count: int = 0
    done: int = 0
    opened: bool = False
    words: str = ""


@dataclass(frozen=True)
class Filters:
    """Which findings are shown; what they hide is counted."""

    tier: str = ""
    severity: str = ""
    drug: str = ""
    undecided: bool = False
    text: str = ""

    def passes(self, finding: Finding, *, decided: bool, words: str) -> bool:
        """Whether a finding is shown."""
        return (
            (not self.tier or finding.tier == self.tier)
            and (not self.severity or mark_of(finding) == self.severity)
            and (not self.drug or self.drug in finding.drugs)
            and not (self.undecided and decided)
            and (not self.text or self.text.casefold() in words.casefold())
        )


def numbers(review: Review) -> dict[str, int]:
    """The place of each finding of tier act in the reading order, from 1: the number it carries everywhere."""
    return {f.id: i for i, f in enumerate(review.in_tier("act"), 1)}


def spoken(row: Row, desk: Desk) -> str:
    """One sentence for a screen reader."""
    review = desk.review
    if row.kind == "head":
        state = tr("open") if row.opened else tr("folded")
        return f"{section_title(row.section)}, {row.count}, {state}"
    found = row.part or row.finding
    if found is not None:
        decision = desk.session.decision(found.id)
        end = tr(DONE[decision.verdict]) if decision else tr(ACTION[found.action])
        parts = (
            tr(SIGNAL[mark_of(found)]),
            tr(WORDS[ABOUT[found.kind]]),
            found.headline,
            finding_drugs(found, review),
            finding_facts(found),
            end,
        )
        return ". ".join(part for part in parts if part)
    if row.quiet is not None:
        return " + ".join(row.quiet.drugs) + ": " + said(row.quiet.why)
    if row.unchecked is not None:
        return f"{tr('Not checked')}: {said(row.unchecked.what)}: {said(row.unchecked.why)}"
    return row.words


def section_title(section: str) -> str:
    """The title of a section."""
    titles = {**TIER, "quiet": "Quiet", "unchecked": "Not checked"}
    return tr(titles[section])


def section_means(section: str) -> str:
    """What a section is for, beside its title."""
    means = {**TIER_MEANS, "quiet": "looked at and left out, each with its reason", "unchecked": "never the same as nothing found"}
    return tr(means[section])


class WorklistModel(QAbstractListModel):
    """Rows for a list view. Folded sections and findings keep their state over reviews."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.filters = Filters()
        self.open_sections = {"act", "review"}
        self.open_findings: set[str] = set()
        self.rows: tuple[Row, ...] = ()
        self.hidden = 0

    # --- building ----------------------------------------------------------------------------------------------

    def _shown(self, review: Review) -> list[Finding]:
        kept = []
        for finding in review.findings:
            decided = self._desk.session.decision(finding.id) is not None
            words = " ".join((finding.headline, *(drug(s, review) for s in finding.drugs), finding_facts(finding)))
            if self.filters.passes(finding, decided=decided, words=words):
                kept.append(finding)
        self.hidden = len(review.findings) - len(kept)
        return kept

    def _tier_rows(self, tier: str, findings: list[Finding], review: Review) -> list[Row]:
        mine = [f for f in findings if f.tier == tier]
        if not mine:
            return []
        opened = tier in self.open_sections
        done = sum(1 for f in mine if self._desk.session.decision(f.id))
        rows = [Row("head", tier, count=len(mine), done=done, opened=opened)]
        place = numbers(review)
        for finding in mine if opened else ():
            unfolded = finding.id in self.open_findings
            rows.append(Row("finding", tier, finding, number=place.get(finding.id, 0), opened=unfolded))
            rows += [Row("part", tier, finding, part=p) for p in finding.members if unfolded]
        return rows

    def _quiet_rows(self, review: Review) -> list[Row]:
        if not review.quiet:
            return []
        opened = "quiet" in self.open_sections
        rows = [Row("head", "quiet", count=len(review.quiet), opened=opened)]
        return rows + [Row("quiet", "quiet", quiet=q) for q in review.quiet if opened]

    def _unchecked_rows(self, review: Review) -> list[Row]:
        if not unchecked(review) or "unchecked" not in self.open_sections:
            return []
        rows = [Row("head", "unchecked", count=len(unchecked(review)), opened=True)]
        return rows + [Row("unchecked", "unchecked", unchecked=n) for n in unchecked(review)]

    def reload(self) -> None:
        """Build the rows anew from the review, the filters and the folds."""
        review = self._desk.review
        rows: list[Row] = []
        self.hidden = 0
        if review is not None:
            findings = self._shown(review)
            for tier in ("act", "review", "note"):
                rows += self._tier_rows(tier, findings, review)
            if not review.findings:
                rows.append(Row("words", "act", words=tr("Nothing found. {scope}").format(scope=scope(review, tr))))
            elif not findings:
                rows.append(Row("words", "act", words=tr("The filters hide every finding.")))
            rows += self._quiet_rows(review) + self._unchecked_rows(review)
        elif self._desk.session.fault:
            words = tr("The review failed. Nothing below was checked: review by hand. {why}")
            rows.append(Row("words", "act", words=words.format(why=self._desk.session.fault)))
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    # --- folding -----------------------------------------------------------------------------------------------

    def set_open(self, row: Row, *, opened: bool) -> bool:
        """Fold or unfold a section or a finding with parts; whether anything changed."""
        target: set[str] = self.open_sections if row.kind == "head" else self.open_findings
        key = row.section if row.kind == "head" else row.finding.id if row.finding and row.finding.members else ""
        if not key or (key in target) == opened:
            return False
        (target.add if opened else target.discard)(key)
        self.reload()
        return True

    def toggle_section(self, section: str) -> None:
        """Fold or unfold a section by name."""
        self.open_sections ^= {section}
        self.reload()

    def reveal(self, finding_id: str | None) -> None:
        """Make sure that a finding is not folded away (the filters stay as they are)."""
        review = self._desk.review
        found = next((f for f in review.findings if f.id == finding_id), None) if review else None
        if found and found.tier not in self.open_sections and found.tier in TIER:
            self.open_sections.add(found.tier)
            self.reload()

    def row_of(self, finding_id: str | None, member_id: str | None) -> int:
        """The row of a finding or of its part; -1 where it is not shown."""
        best = -1
        for i, row in enumerate(self.rows):
            if row.finding is None or row.finding.id != finding_id:
                continue
            if row.kind == "part" and row.part is not None and row.part.id == member_id:
                return i
            if row.kind == "finding":
                best = i
        return best

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row, or its words."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(row, self._desk)
        return None
