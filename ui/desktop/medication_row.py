"""How one row of the medications is measured and painted, and where its settling chips stand."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from regimen_review.regimen import Medication
from ui.desktop.desk import Desk
from ui.desktop.glyphs import draw_glyph, draw_high_alert
from ui.desktop.ink import Ink, line_height, text_width, wrapped_height
from ui.desktop.look import Look, Role
from ui.desktop.medication_model import MEDICATION_ROLE, Index, MedicationModel, gaps, options, unsettled
from ui.desktop.words import STATUS, dose_parts, is_weekly, medication_name, tr, written_beside


@dataclass(frozen=True)
class Columns:
    """Left edges and widths of the three columns, in px."""

    name: float
    name_width: float
    dose: float
    dose_width: float
    route: float
    route_width: float


def columns(look: Look, width: float) -> Columns:
    """The columns for a pane of ``width`` px; below 350 px at 100 % there is no room for the route."""
    left, edge = look.px(30), look.px(8)
    route = look.px(80) if width >= look.px(350) else 0
    dose = look.px(94)
    dose_left = width - edge - route - dose
    return Columns(left, dose_left - left - look.px(6), dose_left, dose, width - edge - route, route)


def _name_role(medication: Medication) -> Role:
    return "strong" if unsettled(medication) else "body"


class MedicationRow(QStyledItemDelegate):
    """Paints name (resolved and as written), gaps, dose, route; an open name shows its choices."""

    def __init__(self, look: Look, desk: Desk, model: MedicationModel) -> None:
        super().__init__()
        self._look, self._desk, self._model = look, desk, model

    # --- measuring ---------------------------------------------------------------------------------------------

    def _line(self) -> float:
        return self._look.px(22)

    def _beside(self, medication: Medication) -> str:
        status = STATUS.get(medication.statement.status, "")
        own = tr("which one?") if unsettled(medication) and medication.resolution.candidates else written_beside(medication)
        if unsettled(medication) and not medication.resolution.candidates:
            own = tr("name not recognised")
        before = tr("settled before") if medication.resolution.how == "remembered" else ""
        return " · ".join(part for part in (own, before, tr(status) if status else "") if part)

    def _name_lines(self, medication: Medication, cols: Columns) -> tuple[float, bool]:
        """Height of the name and whether what stands beside it fits on the same line."""
        look, role = self._look, _name_role(medication)
        name, beside = medication_name(medication, self._desk.review), self._beside(medication)
        width = text_width(look, name, role)
        extra = text_width(look, beside, "least") + look.px(6) if beside else 0
        height = self._line() if width <= cols.name_width else wrapped_height(look, name, role, cols.name_width)
        if width + extra <= cols.name_width or not beside:
            return height, True
        return (line_height(look, role) if width <= cols.name_width else height) + line_height(look, "least"), False

    def _dose_height(self, medication: Medication, cols: Columns) -> float:
        amount, rhythm = dose_parts(medication.statement.dosage)
        dose = f"{amount} {rhythm}" if amount else ""
        missing = len(gaps(medication)) - (0 if dose else 1)
        lines = wrapped_height(self._look, dose, "second", cols.dose_width) if dose else self._line()
        if not dose and self._below(rhythm, medication, cols):
            lines += self._line()
        return lines + max(0, missing) * self._look.px(17)

    def _below(self, rhythm: str, medication: Medication, cols: Columns) -> bool:
        """Whether the rhythm of an entry without a dose stands under the gap, because beside it a word would be cut."""
        gap = text_width(self._look, gaps(medication)[0], "head")
        return bool(rhythm) and gap + self._look.px(7) + text_width(self._look, rhythm, "second") > cols.dose_width

    def _top_height(self, medication: Medication, cols: Columns) -> float:
        tall = max(self._name_lines(medication, cols)[0], self._dose_height(medication, cols))
        return self._line() if tall <= self._line() else tall + self._look.px(6)

    def asks(self, medication: Medication) -> bool:
        """Whether this row shows the choices for its open name."""
        return medication is self._model.asking()

    def chips(self, medication: Medication, width: float) -> list[QRectF]:
        """The boxes of the choices, relative to the row's top left corner."""
        look = self._look
        cols = columns(look, width)
        x, y, high = cols.name, self._top_height(medication, cols) + look.px(1), look.px(20)
        boxes = []
        for name in options(medication):
            wide = look.px(30) + text_width(look, name, "second")
            if x + wide > width - look.px(6) and x > cols.name:
                x, y = cols.name, y + high + look.px(4)
            boxes.append(QRectF(x, y, min(wide, width - cols.name - look.px(6)), high))
            x += wide + look.px(5)
        return boxes

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Row 22 px at 100 %; more where a name or dose breaks, or a name is asked about."""
        medication = index.data(MEDICATION_ROLE)
        view = option.widget
        width = view.viewport().width() if view is not None and hasattr(view, "viewport") else option.rect.width()
        height = self._top_height(medication, columns(self._look, width))
        if self.asks(medication):
            height = self.chips(medication, width)[-1].bottom() + self._look.px(4) + self._note_height(medication, width)
        return QSize(int(width), round(height))

    def _note(self, medication: Medication) -> str:
        if medication.resolution.candidates:
            return tr("Until then only rules that hold for both are used.")
        return tr("Until then nothing is checked for it.")

    def _note_height(self, medication: Medication, width: float) -> float:
        look = self._look
        return wrapped_height(look, self._note(medication), "head", width - look.px(38)) + look.px(5)

    # --- painting ----------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row."""
        look, medication = self._look, index.data(MEDICATION_ROLE)
        box = QRectF(option.rect)
        painter.save()
        painter.setClipRect(box)
        ink = Ink(painter, look)
        asking = self.asks(medication)
        lit = medication.id in self._desk.lit_medications() or medication.id == self._desk.medication_id
        painter.fillRect(box, look.colour("sel" if lit else "base"))
        self._paint_marks(painter, medication, box)
        self._paint_name(ink, medication, box)
        self._paint_dose(ink, medication, box)
        self._paint_trial(ink, medication, box)
        if asking:
            self._paint_choices(ink, medication, box)
        if option.state & QStyle.StateFlag.State_HasFocus and option.state & QStyle.StateFlag.State_Selected:
            ink.focus(box)
        painter.restore()

    def _paint_marks(self, painter: QPainter, medication: Medication, box: QRectF) -> None:
        look = self._look
        side = look.px(14)
        place = QRectF(box.left() + look.px(11), box.top() + (self._line() - side) / 2, side, side)
        review = self._desk.review
        if unsettled(medication):
            draw_glyph(painter, "not-checked", place.adjusted(1, 1, -1, -1), look)
        elif review and set(medication.substances) & review.high_alert:
            draw_high_alert(painter, place, look)

    def _trial_words(self, medication: Medication) -> str:
        """What the trial does to an entry, while the what-if view is in front."""
        desk = self._desk
        if not desk.trying or desk.trial.empty:
            return ""
        index = desk.statement_index(medication)
        if index in desk.trial.stops:
            return tr("stop")
        return "→ " + desk.trial.swaps[index] if index in desk.trial.swaps else ""

    def _paint_trial(self, ink: Ink, medication: Medication, box: QRectF) -> None:
        """A line through an entry that the trial stops or replaces, and the word for it in the dose column."""
        words = self._trial_words(medication)
        if not words:
            return
        look, cols = self._look, columns(self._look, box.width())
        wide = min(cols.name_width, text_width(look, medication_name(medication, self._desk.review), "body"))
        y = box.top() + self._line() / 2 + 1
        ink.painter.setPen(QPen(look.mark("major"), 1.4))
        ink.painter.drawLine(QPointF(box.left() + cols.name, y), QPointF(box.left() + cols.name + wide, y))
        cell = QRectF(box.left() + cols.dose - look.px(3), box.top() + 1, box.right() - box.left() - cols.dose, self._line() - 2)
        ink.painter.fillRect(cell, look.colour("sel"))
        ink.line(cell.adjusted(look.px(3), 0, 0, 0), words, "head-strong", elide=True)

    def _paint_name(self, ink: Ink, medication: Medication, box: QRectF) -> None:
        look, cols = self._look, columns(self._look, box.width())
        name = medication_name(medication, self._desk.review)
        current = medication.current
        role = _name_role(medication)
        height, fits = self._name_lines(medication, cols)
        left, top = box.left() + cols.name, box.top()
        beside = self._beside(medication)
        if text_width(look, name, role) <= cols.name_width:
            end = ink.line(QRectF(left, top, cols.name_width, self._line()), name, role, "text" if current else "text2")
            under = top + line_height(look, role) + look.px(2)
        else:
            ink.block(QRectF(left, top + look.px(2), cols.name_width, height), name, role, "text" if current else "text2")
            end, under = left, top + height - (0 if fits else line_height(look, "least")) + look.px(2)
        if beside and fits:
            ink.line(QRectF(end + look.px(6), top + look.px(1), cols.name_width, self._line()), beside, "least", "text2")
        elif beside:
            ink.line(QRectF(left, under, cols.name_width, line_height(look, "least")), beside, "least", "text2", elide=True)

    def _paint_dose(self, ink: Ink, medication: Medication, box: QRectF) -> None:
        look, cols = self._look, columns(self._look, box.width())
        left, line = box.left() + cols.dose, self._line()
        dosage = medication.statement.dosage
        dose, rhythm = dose_parts(dosage)
        missing = list(gaps(medication))
        whole = f"{dose} {rhythm}".strip()
        y = box.top()
        if rhythm and not dose:
            end = ink.gap(left, y + line / 2, missing.pop(0)) + look.px(7)
            if self._below(rhythm, medication, cols):
                end, y = left, y + line
            ink.line(QRectF(end, y, box.right() - end, line), rhythm, "second", elide=True)
            y += line
        elif dose and text_width(look, whole, "second") <= cols.dose_width:
            end = ink.line(QRectF(left, y, cols.dose_width, line), dose, "second")
            role: Role = "head-strong" if is_weekly(dosage) else "second"
            ink.line(QRectF(end + look.px(3), y, cols.dose_width, line), rhythm, role)
            y += line
        elif dose:
            high = wrapped_height(look, whole, "second", cols.dose_width)
            ink.block(QRectF(left, y + look.px(3), cols.dose_width, high), whole, "second")
            y += high + look.px(4)
        for gap in missing:
            ink.gap(left, y + (line if not dose else look.px(13)) / 2, gap, loud=bool(dose))
            y += look.px(17)
        if cols.route_width:
            route = tr(medication.route) if medication.route else "—"
            ink.line(QRectF(box.left() + cols.route, box.top(), cols.route_width, line), route, "head", "text2", elide=True)

    def _paint_choices(self, ink: Ink, medication: Medication, box: QRectF) -> None:
        look, painter = self._look, ink.painter
        painter.setPen(QPen(look.colour("accent"), 1))
        painter.drawLine(QPointF(box.left(), box.top() + 0.5), QPointF(box.right(), box.top() + 0.5))
        painter.drawLine(QPointF(box.left(), box.bottom() - 0.5), QPointF(box.right(), box.bottom() - 0.5))
        painter.fillRect(QRectF(box.left(), box.top(), look.px(3), box.height()), look.colour("accent"))
        boxes = self.chips(medication, box.width())
        for number, (name, chip) in enumerate(zip(options(medication), boxes, strict=True), 1):
            place = chip.translated(box.topLeft())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(look.colour("base"))
            painter.setPen(QPen(look.colour("accent" if number == 1 else "control"), 2 if number == 1 else 1))
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), look.px(4), look.px(4))
            cap = QRectF(place.left() + look.px(4), place.top() + look.px(3), look.px(16), place.height() - look.px(6))
            ink.keycap(cap, str(number))
            ink.line(QRectF(cap.right() + look.px(4), place.top(), place.right() - cap.right(), place.height()), name, "second")
        note = QRectF(box.left() + look.px(30), box.top() + boxes[-1].bottom() + look.px(3), box.width() - look.px(38), box.height())
        ink.block(note, self._note(medication), "head", "text2")

    def chip_at(self, medication: Medication, row: QRect, x: float, y: float) -> int:
        """The number of the choice under a point of the view, or 0."""
        if not self.asks(medication):
            return 0
        for number, chip in enumerate(self.chips(medication, row.width()), 1):
            if chip.translated(QPointF(row.topLeft())).contains(x, y):
                return number
        return 0
