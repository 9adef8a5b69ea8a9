"""The day as a grid of hours: a row for each drug, its times, and what keeps it apart from others."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from regimen_review.findings import Review
from regimen_review.plans.timetable import EVERY_DAY, Day, Timetable
from ui.desktop.desk import Desk
from ui.desktop.ink import Ink, line_height, text_width, wrapped_height
from ui.desktop.look import Look
from ui.desktop.sentences import dose_said, said
from ui.desktop.words import counted, medication_name, number, tall, tr
from ui.timetables import Span, TimeRow, minute, rows_of
from ui.visits import shown_in

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def clock(minutes: int) -> str:
    """``08:00``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def days_words(days: tuple[int, ...]) -> str:
    """``Mon only``, ``Mon, Thu``; empty for every day."""
    if days == EVERY_DAY:
        return ""
    names = ", ".join(tr(WEEKDAYS[d - 1]) for d in days)
    return tr("{day} only").format(day=names) if len(days) == 1 else names


def span_words(span: Span) -> str:
    """``2 h before iron``."""
    words = tr("{n} h before {drug}") if span.before else tr("{n} h after {drug}")
    return words.format(n=number(span.hours), drug=span.other) if span.hours else tr("together with {drug}").format(drug=span.other)


@dataclass(frozen=True)
class Scale:
    """Where a time stands: ``left`` and ``width`` of the hours in px, from ``start`` to ``end`` in minutes of the day."""

    left: float
    width: float
    start: int
    end: int

    def x(self, minutes: int) -> float:
        """The x of a time."""
        return self.left + self.width * (minutes - self.start) / (self.end - self.start)


class DayModel(QAbstractListModel):
    """Rows of a timetable for a list view."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.rows: tuple[TimeRow, ...] = ()
        self.day = Day()

    def show_table(self, table: Timetable | None) -> None:
        """Show another timetable, or none."""
        self.beginResetModel()
        self.rows = rows_of(table) if table else ()
        self.day = table.day if table else Day()
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
            return self.spoken(row)
        return None

    def name(self, row: TimeRow) -> str:
        """What a row is called."""
        if row.medication:
            return _called(row.medication, row.label, self._desk.review)
        return counted(len(row.members), "{n} other", "{n} others")

    def below(self, row: TimeRow) -> str:
        """What stands under the name."""
        return ", ".join(filter(None, (days_words(row.days), dose_said(row.dose)))) if row.medication else tr("no rule of timing")

    def reason(self, row: TimeRow) -> str:
        """The rules of one drug alone; for the others, their names."""
        if row.medication:
            return tall("; ".join(map(said, row.notes)), self._desk.review)
        return ", ".join(_called(i.medication, i.label, self._desk.review) for i in row.members)

    def spoken(self, row: TimeRow) -> str:
        """A row as a sentence."""
        spans = [tall(span_words(s), self._desk.review) for s in row.spans]
        times = ", ".join(map(clock, row.minutes))
        return "; ".join(filter(None, (f"{self.name(row)}: {times}", self.below(row), self.reason(row), *spans)))

    def hours(self) -> tuple[int, int]:
        """First and last whole hour that the grid shows, in minutes."""
        taken = [m for row in self.rows for m in row.minutes]
        first, last = min([minute(self.day.wake), *taken]), max([minute(self.day.bed), *taken])
        return first // 60 * 60, min(24 * 60, -(-(last + 30) // 60) * 60)


def _called(medication_id: str, label: str, review: Review | None) -> str:
    found = next((m for m in review.regimen.medications if m.id == medication_id), None) if review else None
    return medication_name(found, review) if found else label


class DayRow(QStyledItemDelegate):
    """Paints name, hours, times, and a bracket for each spacing."""

    def __init__(self, look: Look, desk: Desk, model: DayModel) -> None:
        super().__init__()
        self._look, self._desk, self._model = look, desk, model

    def scale(self, width: float) -> Scale:
        """The hours beside a column of names that takes a quarter, at most 170 px at 100 %."""
        name = min(self._look.px(170), width * 0.3)
        start, end = self._model.hours()
        return Scale(name + self._look.px(8), width - name - self._look.px(50), start, end)

    def _reason_box(self, row: TimeRow, scale: Scale, top: float) -> QRectF:
        """Where the reason stands: from its first time on, or further left where it needs the room."""
        look, text = self._look, self._model.reason(row)
        right = scale.left + scale.width + look.px(36)
        wide = min(text_width(look, text, "second") + 2, right - scale.left - look.px(4))
        left = max(scale.left + look.px(4), min(scale.x(row.minutes[0]), right - wide))
        high = wrapped_height(look, text, "second", right - left) if text else 0
        return QRectF(left, top, right - left, high)

    def high(self, row: TimeRow, width: float) -> float:
        """The height of a row."""
        look, scale = self._look, self.scale(width)
        name_room = scale.left - look.px(22)
        name = wrapped_height(look, self._model.name(row), "strong", name_room)
        below = wrapped_height(look, self._model.below(row), "second", name_room) if self._model.below(row) else 0
        reason = self._reason_box(row, scale, 0).height()
        return max(name + below, look.px(22) + reason + self._step() * len(row.spans)) + look.px(9)

    def _step(self) -> float:
        return line_height(self._look, "second") + self._look.px(2)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its reasons."""
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        return QSize(int(width), round(self.high(index.data(ROW_ROLE), width)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row."""
        row: TimeRow = index.data(ROW_ROLE)
        look, box = self._look, QRectF(option.rect)
        view = option.widget
        here = isinstance(view, QListView) and view.currentIndex().row() == index.row()
        painter.save()
        painter.setClipRect(box)
        lit = self._desk.lit_medications() & ({row.medication} if row.medication else {i.medication for i in row.members})
        ground = "sel" if lit and row.medication else "base"
        painter.fillRect(box, look.colour(ground))
        ink, scale = Ink(painter, look), self.scale(box.width())
        draw_hours(painter, look, scale, self._model.day, box)
        self._names(ink, row, box, scale)
        top = box.top() + look.px(4)
        reason = self._reason_box(row, scale, top + look.px(22))
        ink.block(reason, self._model.reason(row), "second", "text2")
        for i, span in enumerate(row.spans):
            self._bracket(ink, span, scale, QRectF(box.left(), reason.bottom() + i * self._step(), box.width(), self._step()), ground)
        for at in row.minutes:
            self._block(painter, scale, at, top)
        ink.rule(box)
        if here:
            ink.focus(box)
        painter.restore()

    def _names(self, ink: Ink, row: TimeRow, box: QRectF, scale: Scale) -> None:
        look = self._look
        room = QRectF(box.left() + look.px(12), box.top() + look.px(4), scale.left - look.px(22), box.height())
        name = self._model.name(row)
        ink.block(room, name, "strong")
        ink.block(room.adjusted(0, wrapped_height(look, name, "strong", room.width()), 0, 0), self._model.below(row), "second", "text2")

    def _block(self, painter: QPainter, scale: Scale, at: int, top: float) -> None:
        """A time in a flag whose left edge is the time."""
        look, words = self._look, clock(at)
        x, wide, high = scale.x(at), text_width(look, words, "head-strong") + look.px(12), look.px(18)
        path, round_ = QPainterPath(QPointF(x, top)), look.px(8)
        path.lineTo(x + wide - round_, top)
        path.quadTo(x + wide, top, x + wide, top + high / 2)
        path.quadTo(x + wide, top + high, x + wide - round_, top + high)
        path.lineTo(x, top + high)
        path.closeSubpath()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path, look.colour("accent"))
        painter.setPen(look.colour("base"))
        painter.setFont(look.font("head-strong"))
        painter.drawText(QRectF(x + look.px(5), top, wide, high), int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()

    def _bracket(self, ink: Ink, span: Span, scale: Scale, box: QRectF, ground: str) -> None:
        """From one dose to the other, with how long it is; the chosen rule stands on the ground of the selection."""
        look, words = self._look, tall(span_words(span), self._desk.review)
        left, right = sorted(round(scale.x(m)) + 0.5 for m in (span.start, span.end))
        y, half = round(box.center().y()) + 0.5, look.px(4)
        wide = text_width(look, words, "second") + look.px(8)
        end = scale.left + scale.width + look.px(40)
        at = right + look.px(5) if right + wide < end else max(scale.left, left - wide)
        if at == scale.left:
            at = max(scale.left, min(left + look.px(6), end - wide))
        place = QRectF(at, box.top(), wide, box.height())
        chosen = self._chosen(span)
        ink.painter.setPen(QPen(look.colour("accent" if chosen else "text"), 1))
        ink.painter.drawLine(QPointF(left, y), QPointF(right, y))
        for x in (left, right):
            ink.painter.drawLine(QPointF(x, y - half), QPointF(x, y + half))
        ink.painter.fillRect(place, look.colour("sel" if chosen else ground))
        ink.line(place.adjusted(look.px(3), 0, 0, 0), words, "second")

    def _chosen(self, span: Span) -> bool:
        desk = self._desk
        place = shown_in(desk.review, span.rule.finding_id) if desk.review and desk.medication_id is None else None
        return place is not None and place[0] == desk.finding_id and desk.member_id in (None, place[1])


def draw_hours(painter: QPainter, look: Look, scale: Scale, day: Day, box: QRectF) -> None:
    """Hour lines and the bands of meals behind a row."""
    for _, at in day.meals():
        painter.fillRect(QRectF(scale.x(minute(at)), box.top(), scale.x(30) - scale.x(0), box.height()), look.colour("hexagon"))
    for hour in range(scale.start, scale.end + 1, 60):
        painter.setPen(QPen(look.colour("line"), 1 if hour % 120 == 0 else 0.5))
        painter.drawLine(QPointF(scale.x(hour), box.top()), QPointF(scale.x(hour), box.bottom()))


class HourHead(QWidget):
    """The hours and meals above the grid."""

    def __init__(self, look: Look, grid: DayList) -> None:
        super().__init__()
        self._look, self._grid = look, grid
        self.setFixedHeight(round(2 * line_height(look, "head") + look.px(6)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw meals, then every second hour, or fewer where there is little room."""
        painter = QPainter(self)
        look, ink = self._look, Ink(painter, self._look)
        scale, day = self._grid.row.scale(self._grid.viewport().width()), self._grid.days.day
        line = line_height(look, "head")
        painter.fillRect(self.rect(), look.colour("base"))
        end = -1.0
        for name, at in sorted((*day.meals(), ("up", day.wake), ("bed", day.bed)), key=lambda m: m[1]):
            words = tr(name)
            wide = text_width(look, words, "head")
            x = max(scale.x(minute(at)) - (0 if name in ("up", "bed") else wide / 4), end + look.px(6))
            end = ink.line(QRectF(x, look.px(1), wide + 4, line), words, "head", "text2")
        step = next(s for s in (60, 120, 180, 240, 360) if (scale.x(s) - scale.x(0)) > text_width(look, "00:00", "head") + look.px(8))
        for hour in range(-(-scale.start // step) * step, scale.end + 1, step):
            wide = text_width(look, clock(hour), "head")
            ink.line(QRectF(scale.x(hour) - wide / 2, line + look.px(2), wide + 4, line), clock(hour), "head", "text2")
        ink.rule(QRectF(self.rect()), "control")
        painter.end()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(self._look.px(300), self.height())


class DayList(QListView):
    """The rows; arrows move, Enter selects the drug everywhere."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.days = DayModel(desk)
        self.row = DayRow(look, desk, self.days)
        self.setModel(self.days)
        self.setItemDelegate(self.row)
        self.setAccessibleName(tr("The day, one medication a row"))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def act(self) -> None:
        """Select the drug of the current row."""
        row = self.currentIndex().data(ROW_ROLE)
        if isinstance(row, TimeRow) and row.medication:
            self._desk.select_medication(row.medication)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click selects."""
        super().mousePressEvent(event)
        self.act()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space select; letters belong to the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.act()
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)
