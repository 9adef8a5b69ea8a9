"""The right pane: the selected finding with its decision, or a form for a medication or the patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from regimen_review.wording import unchecked
from ui.desktop.decision_bar import DecisionBar
from ui.desktop.desk import Desk
from ui.desktop.finding_card import FindingCard
from ui.desktop.labels import label
from ui.desktop.look import Look
from ui.desktop.words import counted, tr

if TYPE_CHECKING:
    from ui.desktop.medication_form import MedicationForm
    from ui.desktop.patient_form import PatientForm


class RightPane(QFrame):
    """What is shown follows the selection; a form stays until it is closed."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("card")
        self._look, self._desk = look, desk
        self.card, self.bar = FindingCard(look, desk), DecisionBar(look, desk)
        self._medication: MedicationForm | None = None
        self._patient: PatientForm | None = None
        self._finding = QFrame()
        inner = QVBoxLayout(self._finding)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.card, 1)
        inner.addWidget(self.bar)
        self._empty = label("", look, "body", name="faded", wrap=True)
        self._empty.setContentsMargins(look.px(14), look.px(14), look.px(14), look.px(14))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        for widget in (self._finding, self._empty):
            self._stack.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)
        desk.selected.connect(self.reload)
        desk.changed.connect(self.reload)
        self.reload()

    @property
    def medication(self) -> MedicationForm:
        """The form of a medication, made when it is first wanted."""
        if self._medication is None:
            from ui.desktop.medication_form import MedicationForm

            self._medication = MedicationForm(self._look, self._desk)
            self._stack.addWidget(self._medication)
        return self._medication

    @property
    def patient(self) -> PatientForm:
        """The form of the patient, made when it is first wanted."""
        if self._patient is None:
            from ui.desktop.patient_form import PatientForm

            self._patient = PatientForm(self._look, self._desk)
            self._stack.addWidget(self._patient)
        return self._patient

    def reload(self) -> None:
        """Show what is selected."""
        desk = self._desk
        if desk.review is not None and self._patient is not None and self._stack.currentWidget() is self._patient:
            self._patient.reload()
            return
        if desk.medication is not None:
            self.medication.show_medication(desk.medication)
            self._stack.setCurrentWidget(self.medication)
        elif desk.finding is not None:
            self.card.show_finding(desk.finding, desk.member)
            self._stack.setCurrentWidget(self._finding)
        else:
            self._empty.setText(self._scope())
            self._stack.setCurrentWidget(self._empty)

    def _scope(self) -> str:
        review, session = self._desk.review, self._desk.session
        if session.fault:
            return tr("No finding can be shown: the review failed.")
        if review is None:
            return tr("Reviewing …")
        if unchecked(review):
            what = counted(len(unchecked(review)), "{n} thing was not: see below.", "{n} things were not: see below.")
            return tr("Nothing found among what was checked.") + " " + what
        return tr("Nothing found among what was checked.")

    def show_patient(self) -> None:
        """Open the patient for editing."""
        self.patient.reload()
        self._stack.setCurrentWidget(self.patient)
        self.patient.begin()

    def show_medication(self) -> None:
        """Open the selected medication for editing."""
        self.medication.begin()

    def show_finding(self) -> None:
        """Leave a form."""
        self._stack.setCurrentWidget(self._finding)
        self._desk.select_medication(None)
        self.reload()

    @property
    def shown(self) -> QWidget | None:
        """The widget in front."""
        return self._stack.currentWidget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Headings stand above values where there is little room."""
        super().resizeEvent(event)
        narrow = self.width() < self._look.px(350)
        if narrow != self.card.narrow:
            self.card.narrow = narrow
            self.reload()
