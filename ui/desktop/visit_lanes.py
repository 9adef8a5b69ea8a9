"""The lanes as they are painted: a bar for as long as a drug is taken, a mark for each list that shows a finding."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.desktop.desk import Desk
from ui.desktop.glyphs import draw_glyph, draw_tick
from ui.desktop.ink import Ink, line_height, text_width, wrapped_height
from ui.desktop.look import Look
from ui.desktop.sentences import said
from ui.desktop.visit_rows import ROW_ROLE, TITLES, Index, VisitModel, VisitRow, finding_words
from ui.desktop.words import tr
from ui.visits import at_work

_TAKEN = ("kept", "started", "changed")


class LaneCell(QStyledItemDelegate):
    """Paints names, bars and marks."""

    def __init__(self, look: Look, desk: Desk, model: VisitModel) -> None:
        super().__init__()
        self._look, self._desk, self._model = look, desk, model

    def high(self, row: VisitRow, widths: list[int]) -> int:
        """The height of a row for its column widths: nothing is cut off."""
        look = self._look
        if row.head:
            return look.px(26)
        cells = max(wrapped_height(look, self._beside(row, at), "second", wide - look.px(30)) for at, wide in enumerate(widths[1:]))
        if self._model.narrow:
            return round(self._above(row, sum(widths)) + max(look.px(24), cells + look.px(8)))
        name = wrapped_height(look, self._model.name(row), "second", widths[0] - look.px(38 if row.finding else 20))
        return round(max(look.px(24), max(name, cells) + look.px(8)))

    def _above(self, row: VisitRow, wide: float) -> float:
        """The height of a name that stands above its cells, where there is no room beside them."""
        return wrapped_height(self._look, self._model.name(row), "second", wide - self._look.px(38 if row.finding else 20)) + self._look.px(
            4
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Heights come from :meth:`high`."""
        return QSize(self._look.px(60), self._look.px(24))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        row: VisitRow = index.data(ROW_ROLE)
        look, box = self._look, QRectF(option.rect)
        view = option.widget
        here = view.currentIndex() if isinstance(view, QTableView) else None
        chosen = here is not None and here.row() == index.row() and not row.head
        painter.save()
        painter.setClipRect(box)
        ground = "win" if row.head else "sel" if chosen or self._lit(row) else "base"
        painter.fillRect(box, look.colour(ground))
        ink, whole = Ink(painter, look), None
        if self._model.narrow and isinstance(view, QTableView):  # each cell paints its slice of the name across the row
            whole = QRectF(view.columnViewportPosition(1), box.top(), view.horizontalHeader().length(), box.height())
            (self._head if row.head else self._name)(ink, row, whole)
            self._cell(ink, row, box.adjusted(0, 0 if row.head else self._above(row, whole.width()), 0, 0), index.column() - 1)
        elif index.column() == 0:
            (self._head if row.head else self._name)(ink, row, box)
        else:
            self._cell(ink, row, box, index.column() - 1)
        ink.rule(box)
        if chosen and here is not None and here.column() == index.column():
            ink.focus(box.adjusted(0, self._above(row, whole.width()), 0, 0) if whole is not None else box)
        painter.restore()

    def _lit(self, row: VisitRow) -> bool:
        """Whether a lane belongs to the one selection."""
        lists, desk = self._model.lists, self._desk
        if lists is None:
            return False
        if row.drug is not None:
            return row.drug.cells[lists.here].medication in desk.lit_medications()
        if row.finding is None or desk.medication_id is not None or desk.finding_id is None:
            return False
        place = at_work(lists, row.finding)
        return place is not None and place[0] == desk.finding_id and desk.member_id in (None, place[1])

    def _head(self, ink: Ink, row: VisitRow, box: QRectF) -> None:
        look = self._look
        end = ink.line(box.adjusted(look.px(12), 0, 0, 0), tr(TITLES[row.part]), "strong")
        ink.line(QRectF(end + look.px(7), box.top(), box.right() - end, box.height()), str(row.count), "body", "text2")

    def _name(self, ink: Ink, row: VisitRow, box: QRectF) -> None:
        look = self._look
        left = look.px(12)
        if row.finding is not None:
            side = look.px(14)
            marks = [m for at in range(self._model.columnCount() - 1) if (m := self._model.mark(row, at))]
            draw_glyph(ink.painter, marks[-1], QRectF(box.left() + left, box.top() + look.px(5), side, side), look)
            left += look.px(20)
        ink.block(box.adjusted(left, look.px(4), -look.px(6), 0), self._model.name(row), "second")

    def _cell(self, ink: Ink, row: VisitRow, box: QRectF, at: int) -> None:
        if row.head:
            if row.hidden and at == self._model.columnCount() - 2:
                ink.right(box.adjusted(0, 0, -self._look.px(10), 0), tr("{n} not shown").format(n=row.hidden))
            return
        ink.painter.setPen(QPen(self._look.colour("line"), 1))
        ink.painter.drawLine(box.topLeft(), box.bottomLeft())
        if row.drug is not None:
            self._bar(ink, row, box, at)
        else:
            self._finding(ink, row, box, at)

    # --- a drug ------------------------------------------------------------------------------------------------

    def _beside(self, row: VisitRow, at: int) -> str:
        """The words in a cell; what only repeats the list before is left to the bar."""
        if row.drug is not None:
            cell = row.drug.cells[at]
            if cell.event == "kept":
                return _whole(cell.dose) if at == 0 else ""
            words = {"started": tr("started"), "stopped": tr("stopped"), "changed": said(cell.says), "absent": ""}[cell.event]
            return f"{words}, {_whole(cell.dose)}" if cell.event == "started" and cell.dose else words
        assert row.finding is not None
        words, done = finding_words(row.finding.cells[at]), self._model.decided(row, at)
        return f"{words}, {done}" if done else words

    def _bar(self, ink: Ink, row: VisitRow, box: QRectF, at: int) -> None:
        """A bar along the foot of the cell: open at an end where it goes on, closed where it begins or ends; the notch of a
        change is cut into it.
        """
        assert row.drug is not None
        look, painter, cells = self._look, ink.painter, row.drug.cells
        cell, foot = cells[at], box.bottom() - look.px(4)
        if cell.event in _TAKEN:
            before = at > 0 and cells[at - 1].event in _TAKEN
            after = at + 1 < len(cells) and cells[at + 1].event in _TAKEN
            left = box.left() if before else box.left() + look.px(8)
            right = box.right() + 1 if after or at + 1 == len(cells) else box.right() - look.px(8)
            tone = look.colour("accent" if cell.event != "kept" else "control")
            painter.fillRect(QRectF(left, foot - look.px(2), right - left, look.px(4)), tone)
            if cell.event == "changed":
                self._diamond(painter, QPointF(box.left() + look.px(11), box.top() + look.px(4) + line_height(look, "second") / 2))
            elif cell.event == "started":
                self._sign(painter, box, plus=True)
        elif cell.event == "stopped":
            self._sign(painter, box, plus=False)
        ink.block(box.adjusted(look.px(20), look.px(3), -look.px(6), 0), self._beside(row, at), "second")

    def _sign(self, painter: QPainter, box: QRectF, *, plus: bool) -> None:
        """The + of a start and the − of a stop, drawn."""
        look = self._look
        middle = QPointF(box.left() + look.px(11), box.top() + look.px(3) + line_height(look, "second") / 2)
        half = look.px(4)
        painter.setPen(QPen(look.mark("intended") if plus else look.mark("major"), 2 * look.scale))
        painter.drawLine(middle - QPointF(half, 0), middle + QPointF(half, 0))
        if plus:
            painter.drawLine(middle - QPointF(0, half), middle + QPointF(0, half))

    def _diamond(self, painter: QPainter, middle: QPointF) -> None:
        look, half = self._look, self._look.px(4)
        path = QPainterPath(middle + QPointF(0, -half))
        for dx, dy in ((half, 0), (0, half), (-half, 0)):
            path.lineTo(middle + QPointF(dx, dy))
        path.closeSubpath()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent"))
        painter.drawPath(path)
        painter.restore()

    # --- a finding ---------------------------------------------------------------------------------------------

    def _finding(self, ink: Ink, row: VisitRow, box: QRectF, at: int) -> None:
        assert row.finding is not None
        look, mark, cell = self._look, self._model.mark(row, at), row.finding.cells[at]
        side, words = look.px(14), self._beside(row, at)
        if mark is not None:
            draw_glyph(ink.painter, mark, QRectF(box.left() + look.px(8), box.top() + look.px(4), side, side), look)
        room = box.adjusted(look.px(26), look.px(3), -look.px(4), 0)
        ink.block(room, words, "second", "text2" if cell.event == "gone" else "text")
        if self._model.decided(row, at) and text_width(look, words, "second") + look.px(16) < room.width():
            place = QRectF(room.left() + text_width(look, words, "second") + look.px(3), box.top() + look.px(5), look.px(12), look.px(12))
            draw_tick(ink.painter, place, look.colour("text2"))


def _whole(dose: str) -> str:
    """A dose that is not broken between number and unit."""
    return dose.replace(" ", "\N{NO-BREAK SPACE}", 1)


class LaneTable(QTableView):
    """Arrows move; Enter selects the drug or the finding everywhere."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._look, self._desk = look, desk
        self.lanes = VisitModel(desk)
        self.cell = LaneCell(look, desk, self.lanes)
        self.setModel(self.lanes)
        self.setItemDelegate(self.cell)
        self.setShowGrid(False)
        self.setAccessibleName(tr("Lists over time"))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # its room is kept, so that rows do not break anew
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(10)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(10)
        head.setFont(look.font("head-strong"))
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        colours = look.tokens
        head.setStyleSheet(
            f"QHeaderView {{ background: {colours.base}; border: 0; }} QHeaderView::section {{ background: {colours.base}; "
            f"color: {colours.text}; border: 0; border-left: 1px solid {colours.line}; border-bottom: 1px solid {colours.control}; "
            f"padding: {look.px(4)}px {look.px(6)}px; }}"
        )

    def arrange(self) -> None:
        """Widths and heights for the room there is: the names take what the lists leave, at least a third."""
        look, count = self._look, self.lanes.columnCount() - 1
        if count < 1:
            return
        room = self.viewport().width()
        self.lanes.narrow = False
        one = max(look.px(118), self._widest_head())
        self.lanes.narrow = room < look.px(180) + one * count
        if self.lanes.narrow:
            one = max(self._widest_head(), room // count)
            widths = [0, *([one] * (count - 1)), max(one, room - one * (count - 1))]
        else:
            one = max(one, min(look.px(170), round(room * 0.62 / count)))
            widths = [room - one * count, *([one] * count)]
        self.setColumnHidden(0, self.lanes.narrow)
        for column, wide in enumerate(widths):
            if wide:
                self.setColumnWidth(column, wide)
        lines = max(str(self.lanes.headerData(c, Qt.Orientation.Horizontal)).count("\n") for c in range(1, count + 1)) + 1
        self.horizontalHeader().setFixedHeight(round(lines * line_height(look, "head-strong") + look.px(10)))
        for at, row in enumerate(self.lanes.rows):
            self.setRowHeight(at, self.cell.high(row, widths))

    def _widest_head(self) -> int:
        texts = [str(self.lanes.headerData(c, Qt.Orientation.Horizontal)) for c in range(1, self.lanes.columnCount())]
        lines = [line for text in texts for line in text.split("\n")]
        return round(max((text_width(self._look, line, "head-strong") for line in lines), default=0)) + self._look.px(15)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self.arrange()

    def act(self) -> None:
        """Select the lane's drug or finding in every view, where the list in work has it."""
        row, lists = self.currentIndex().data(ROW_ROLE), self.lanes.lists
        if not isinstance(row, VisitRow) or lists is None:
            return
        if row.drug is not None:
            identity = row.drug.cells[lists.here].medication
            if identity is not None:
                self._desk.select_medication(identity)
        elif row.finding is not None:
            place = at_work(lists, row.finding)
            if place is not None:
                self._desk.select_finding(*place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space select; letters belong to the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.act()
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)
