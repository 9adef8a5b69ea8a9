"""When the patient gets up, eats and goes to bed, and how often the chosen drug is taken: what a timetable rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from regimen_review.errors import UserError
from regimen_review.regimen import Frequency
from ui.desktop.day_shelf import DayShelf
from ui.desktop.desk import Desk
from ui.desktop.flow import FlowLayout
from ui.desktop.ink import text_width
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.words import medication_name, tr
from ui.timetables import parse_time

_TIMES = (("wake", "Up"), ("breakfast", "Breakfast"), ("lunch", "Lunch"), ("supper", "Supper"), ("bed", "Bed"), ("snack", "Snack"))
_OFTEN: tuple[tuple[str, Frequency], ...] = (
    ("once daily", Frequency(1, 1, "d")),
    ("twice daily", Frequency(2, 1, "d")),
    ("every 12 h", Frequency(1, 12, "h")),
    ("3 times daily", Frequency(3, 1, "d")),
    ("4 times daily", Frequency(4, 1, "d")),
    ("weekly", Frequency(1, 1, "wk")),
)


class DayForm(QFrame):
    """Fields for the day; a row of frequencies for the selected medication. A contradiction is said and nothing taken over."""

    def __init__(self, look: Look, desk: Desk, shelf: DayShelf) -> None:
        super().__init__()
        self.setObjectName("chips")
        self._look, self._desk, self._shelf = look, desk, shelf
        self._fields: dict[str, QLineEdit] = {}
        self._fault = label("", look, "second", name="gapLine", wrap=True)
        self._fault.hide()
        self._drug = label("", look, "second", name="faded")
        self._often: dict[str, QPushButton] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(look.px(12), look.px(5), look.px(12), look.px(6))
        box.setSpacing(look.px(5))
        box.addWidget(self._day_row())
        box.addWidget(self._fault)
        self._often_frame = self._often_row()
        box.addWidget(self._often_frame)
        desk.selected.connect(self.reload)
        shelf.changed.connect(self.reload)
        self.reload()

    def _day_row(self) -> QWidget:
        look = self._look
        frame = QWidget()
        flow = FlowLayout(frame, look.px(10), look.px(4))
        for key, words in _TIMES:
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(look.px(4))
            row.addWidget(label(tr(words), look, "second", name="faded"))
            field = QLineEdit()
            field.setFont(look.font("second"))
            field.setFixedWidth(round(text_width(look, "00:00", "second")) + look.px(20))
            field.setAccessibleName(tr(words))
            field.editingFinished.connect(self._left)
            self._fields[key] = field
            row.addWidget(field)
            flow.addWidget(pair)
        return frame

    def _often_row(self) -> QWidget:
        look = self._look
        frame = QWidget()
        flow = FlowLayout(frame, look.px(6), look.px(4))
        flow.addWidget(self._drug)
        for words, frequency in _OFTEN:
            chip = button(tr(words), look, lambda f=frequency: self._set_often(f), kind="chip", role="second", checkable=True)  # type: ignore[misc]
            self._often[words] = chip
            flow.addWidget(chip)
        return frame

    def field(self, key: str) -> QLineEdit:
        """The field of a time (``wake``, ``breakfast`` …)."""
        return self._fields[key]

    def reload(self) -> None:
        """Show the day and the frequency in use."""
        for key, field in self._fields.items():
            at: time | None = getattr(self._shelf.day, key)
            if not field.hasFocus() and not self._fault.isVisible():
                field.setText(f"{at:%H:%M}" if at else "")
        medication = self._desk.medication
        shown = medication is not None and medication.current
        self._often_frame.setVisible(shown)
        if medication is None:
            return
        said = self._shelf.frequencies.get(medication.id)
        self._drug.setText(tr("{name}, for this timetable:").format(name=medication_name(medication, self._desk.review)))
        for words, frequency in _OFTEN:
            self._often[words].setChecked((said or medication.statement.dosage.frequency) == frequency)

    def _left(self) -> None:
        """A field was left: take the day over where all times fit together."""
        try:
            read = {key: parse_time(f.text()) if f.text().strip() else None for key, f in self._fields.items()}
            empty = [tr(words) for key, words in _TIMES if read[key] is None and key != "snack"]
            if empty:
                raise UserError(tr("{what} needs a time.").format(what=", ".join(empty)))
            fault = self._shelf.set_day(replace(self._shelf.day, **read))  # type: ignore[arg-type]
        except UserError as error:
            fault = str(error)
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        if not fault:
            self.reload()

    def _set_often(self, frequency: Frequency) -> None:
        medication = self._desk.medication
        if medication is not None:
            same = self._shelf.frequencies.get(medication.id) == frequency
            self._shelf.set_frequency(medication.id, None if same else frequency)
            self.reload()
