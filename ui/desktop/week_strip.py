"""The week under the day: what is not taken every day, on its weekday."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from regimen_review.plans.timetable import Intake, Timetable
from ui.desktop.day_grid import WEEKDAYS
from ui.desktop.desk import Desk
from ui.desktop.glyphs import draw_high_alert
from ui.desktop.ink import Ink, line_height, wrapped_height
from ui.desktop.look import Look
from ui.desktop.sentences import dose_said
from ui.desktop.words import tall, tr
from ui.timetables import week_of


class WeekStrip(QWidget):
    """Seven columns; a high-alert medication carries its boxed H and a heavy frame. Hidden where every day is the same."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._look, self._desk = look, desk
        self._week: dict[int, tuple[Intake, ...]] = {}
        desk.selected.connect(self.update)

    def show_table(self, table: Timetable | None) -> None:
        """Show another week, or none."""
        self._week = week_of(table) if table else {}
        parts = [
            f"{tr(WEEKDAYS[d - 1])}: {', '.join(f'{i.at:%H:%M} {self._words(i)}' for i in found)}"
            for d, found in self._week.items()
            if found
        ]
        self.setAccessibleName(tr("The week: {what}").format(what="; ".join(parts)))
        self.setVisible(bool(self._week))
        self.updateGeometry()
        self.update()

    @property
    def filled(self) -> bool:
        """Whether anything is not taken every day."""
        return bool(self._week)

    def _words(self, intake: Intake) -> str:
        return " ".join(filter(None, (tall(intake.label, self._desk.review), dose_said(intake.dose))))

    def _alert(self, intake: Intake) -> bool:
        review = self._desk.review
        held = next((m for m in review.regimen.medications if m.id == intake.medication), None) if review else None
        return bool(review and held and set(held.substances) & review.high_alert)

    def _edges(self) -> list[float]:
        """The left edges of the days and the right edge of the last: a day on which nothing special is taken is narrow."""
        look, full = self._look, sum(bool(found) for found in self._week.values())
        narrow = min(look.px(84), max(look.px(36), (self.width() - full * look.px(120)) / 7))
        wide = (self.width() - 1 - narrow * (7 - full)) / max(1, full)
        edges = [0.0]
        for found in self._week.values():
            edges.append(edges[-1] + (wide if found else narrow))
        return edges

    def _boxes(self) -> list[tuple[Intake, QRectF]]:
        look, found, edges = self._look, [], self._edges()
        for day, intakes in self._week.items():
            top = line_height(look, "head-strong") + look.px(8)
            wide = edges[day] - edges[day - 1] - look.px(8)
            for intake in intakes:
                lines = line_height(look, "head-strong") + wrapped_height(look, self._words(intake), "head-strong", wide - look.px(9))
                box = QRectF(edges[day - 1] + look.px(4), top, wide, lines + look.px(8))
                found.append((intake, box))
                top += box.height() + look.px(4)
        return found

    def heightForWidth(self, width: int) -> int:  # noqa: ARG002
        """As high as the fullest day."""
        look = self._look
        lowest = max((box.bottom() for _, box in self._boxes()), default=0.0)
        return round(max(lowest + look.px(6), look.px(48)))

    def hasHeightForWidth(self) -> bool:
        """Words break."""
        return True

    def sizeHint(self) -> QSize:
        """As high as the fullest day."""
        return QSize(self._look.px(400), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """It never gets lower than its words."""
        return QSize(self._look.px(200), self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw heads, lines and boxes."""
        painter = QPainter(self)
        look, ink = self._look, Ink(painter, self._look)
        painter.fillRect(self.rect(), look.colour("base"))
        painter.setPen(QPen(look.colour("control"), 1))
        painter.drawLine(0, 0, self.width(), 0)
        edges = self._edges()
        for i, name in enumerate(WEEKDAYS if self._week else ()):
            x = edges[i]
            if i:
                painter.setPen(QPen(look.colour("line"), 1))
                painter.drawLine(round(x), 0, round(x), self.height())
            ink.line(
                QRectF(x + look.px(6), look.px(3), edges[i + 1] - x, line_height(look, "head-strong")), tr(name), "head-strong", "text2"
            )
        for intake, box in self._boxes():
            self._draw(ink, intake, box)
        painter.end()

    def _draw(self, ink: Ink, intake: Intake, box: QRectF) -> None:
        look, painter = self._look, ink.painter
        alert, lit = self._alert(intake), intake.medication in self._desk.lit_medications()
        painter.setBrush(look.colour("sel" if lit else "base"))
        painter.setPen(QPen(look.colour("text" if alert else "accent"), 2 if alert else 1))
        painter.drawRect(box.adjusted(1, 1, -1, -1))
        line, side = line_height(look, "head-strong"), look.px(14)
        end = ink.line(QRectF(box.left() + look.px(5), box.top() + look.px(4), box.width(), line), f"{intake.at:%H:%M}", "head-strong")
        if alert:
            draw_high_alert(painter, QRectF(end + look.px(5), box.top() + look.px(5), side, side), look)
        ink.block(box.adjusted(look.px(5), look.px(4) + line, -look.px(3), 0), self._words(intake), "head-strong")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click selects the medication."""
        for intake, box in self._boxes():
            if box.contains(event.position()):
                self._desk.select_medication(intake.medication)
                return
