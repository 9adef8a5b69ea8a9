"""Today beside the trial: what is gone, changed, new and as before, as rows of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from regimen_review.findings import Finding, Review
from regimen_review.plans.comparison import Comparison
from ui.desktop.desk import Desk
from ui.desktop.glyphs import draw_arrow, draw_glyph, mark_of
from ui.desktop.ink import Ink, line_height, wrapped_height
from ui.desktop.look import Look
from ui.desktop.sentences import said
from ui.desktop.words import SIGNAL, tall, tr

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
Section = Literal["gone", "changed", "new", "same"]
TITLES: dict[Section, str] = {"gone": "Gone", "changed": "Changed", "new": "New", "same": "Unchanged"}


@dataclass(frozen=True)
class Row:
    """A head with its count, or a finding today and with the changes (either may be missing)."""

    section: Section
    before: Finding | None = None
    after: Finding | None = None
    says: str = ""
    count: int = 0
    opened: bool = False

    @property
    def head(self) -> bool:
        """Whether this is the head of a section."""
        return self.before is None and self.after is None


def comparison_rows(comparison: Comparison, after: Review, opened: frozenset[Section]) -> tuple[Row, ...]:
    """The rows of a comparison; ``opened`` sections show their findings."""
    diff = comparison.shown
    touched = {f.id for f in diff.new} | {c.after.id for c in diff.changed}
    parts: dict[Section, list[Row]] = {
        "gone": [Row("gone", before=f) for f in diff.gone],
        "changed": [Row("changed", c.before, c.after, said(c.says)) for c in diff.changed],
        "new": [Row("new", after=f) for f in diff.new],
        "same": [Row("same", f, f) for f in after.findings if f.id not in touched],
    }
    rows: list[Row] = []
    for section, held in parts.items():
        rows.append(Row(section, count=len(held), opened=section in opened))
        rows += held if section in opened else []
    return tuple(rows)


class ComparisonModel(QAbstractListModel):
    """Rows for a list view."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row, or its sentence."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(row)
        return None


def _words(finding: Finding | None) -> str:
    return f"{tr(SIGNAL[mark_of(finding)])}: {finding.headline}" if finding else tr("not there")


def spoken(row: Row) -> str:
    """A row as a sentence."""
    if row.head:
        return f"{tr(TITLES[row.section])}, {row.count}"
    if row.section == "gone":
        return f"{_words(row.before)}: {tr('gone')}"
    if row.section == "same":
        return _words(row.after)
    return " → ".join(filter(None, (_words(row.before), _words(row.after), row.says)))


class ComparisonRow(QStyledItemDelegate):
    """Left today, an arrow, right with the changes."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._look, self._desk = look, desk

    def _halves(self, width: float) -> tuple[float, float, float]:
        """Widths of a half, and where the right half begins."""
        look = self._look
        half = (width - look.px(14) * 2 - look.px(34)) / 2
        return half, look.px(14), look.px(14) + half + look.px(34)

    def _text_width(self, half: float) -> float:
        return half - self._look.px(24)

    def _line(self, finding: Finding | None, says: str = "") -> str:
        if finding is None:
            return ""
        words = f"{tr(SIGNAL[mark_of(finding)])}: {tall(finding.headline, self._desk.review)}"
        return f"{words} ({says})" if says else words

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the higher half."""
        row: Row = index.data(ROW_ROLE)
        view = option.widget
        width = view.viewport().width() if view is not None and hasattr(view, "viewport") else option.rect.width()
        if row.head:
            return QSize(int(width), self._look.px(26))
        room = self._text_width(self._halves(width)[0])
        texts = (self._line(row.before), self._line(row.after, row.says))
        high = max(wrapped_height(self._look, text, "second", room) for text in texts)
        return QSize(int(width), round(max(self._look.px(24), high + self._look.px(8))))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row."""
        row: Row = index.data(ROW_ROLE)
        look, box = self._look, QRectF(option.rect)
        painter.save()
        painter.setClipRect(box)
        ink = Ink(painter, look)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, look.colour("win" if row.head else "sel" if chosen else "base"))
        if row.head:
            self._head(ink, row, box)
        else:
            self._finding(ink, row, box)
        ink.rule(box)
        if chosen:
            ink.focus(box)
        painter.restore()

    def _head(self, ink: Ink, row: Row, box: QRectF) -> None:
        look = self._look
        side = look.px(7)
        draw_arrow(ink.painter, QRectF(box.left() + look.px(11), box.center().y() - side / 2, side, side), look, row.opened)
        end = ink.line(box.adjusted(look.px(27), 0, 0, 0), tr(TITLES[row.section]), "strong")
        ink.line(QRectF(end + look.px(7), box.top(), look.px(60), box.height()), str(row.count), "body", "text2")

    def _finding(self, ink: Ink, row: Row, box: QRectF) -> None:
        half, left, right = self._halves(box.width())
        look = self._look
        if row.before is not None:
            self._half(ink, row.before, "", QRectF(box.left() + left, box.top(), half, box.height()))
        else:
            ink.line(self._first_line(box, left, half), tr("not there"), "second", "text2")
        y = box.top() + look.px(4) + line_height(look, "second") / 2
        x = box.left() + right - look.px(26)
        ink.painter.setPen(QPen(look.colour("text2"), 1.2))
        ink.painter.drawLine(QPointF(x, y), QPointF(x + look.px(12), y))
        ink.painter.drawLine(QPointF(x + look.px(8), y - look.px(3)), QPointF(x + look.px(12), y))
        ink.painter.drawLine(QPointF(x + look.px(8), y + look.px(3)), QPointF(x + look.px(12), y))
        if row.after is not None:
            self._half(ink, row.after, row.says, QRectF(box.left() + right, box.top(), half, box.height()))
        else:
            ink.line(self._first_line(box, right, half), tr("gone"), "second", "text2")

    def _first_line(self, box: QRectF, left: float, width: float) -> QRectF:
        look = self._look
        return QRectF(box.left() + left, box.top() + look.px(4), width, line_height(look, "second"))

    def _half(self, ink: Ink, finding: Finding, says: str, box: QRectF) -> None:
        look, side = self._look, self._look.px(14)
        draw_glyph(ink.painter, mark_of(finding), QRectF(box.left(), box.top() + look.px(5), side, side), look)
        text = box.adjusted(look.px(22), look.px(4), 0, 0)
        ink.block(text, self._line(finding, says), "second")
