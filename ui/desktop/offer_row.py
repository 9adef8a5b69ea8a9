"""Carrying a decision out: the one button under it that changes the list or sets the day of a test, undone like every edit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout

from ui.carrying_out import ASKS, Act, Offer, offer_of, planned, trial_of
from ui.desktop.desk import Desk
from ui.desktop.labels import label
from ui.desktop.look import Look
from ui.desktop.words import iso, medication_name, tr

_WORDS: dict[Act, str] = {
    "stop": "Stop {name} on the list",
    "dose": "Change the entry of {name}",
    "swap": "Replace {name} on the list",
    "add": "Add a medication to the list",
    "monitor": "Plan {tests} by {day}",
    "space": "Show the taking times",
}
_PROMPTS: dict[Act, str] = {
    "dose": "The entry with its other dose, then Enter",
    "swap": "Medication in its place, as you would write it, then Enter",
    "add": "Medication to add, as you would write it, then Enter",
}


class OfferRow(QFrame):
    """Says what the decision would do to the list; hidden where the list shows it already, or a decision names no act."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._look, self._desk = look, desk
        self._offer: Offer | None = None
        self.button = QPushButton()
        self._text = label("", look, "second", wrap=True)
        self._cap = label("C", look, "head", name="keycap")
        inner = QHBoxLayout(self.button)
        inner.setContentsMargins(look.px(10), look.px(3), look.px(8), look.px(3))
        inner.addWidget(self._text, 1)
        inner.addWidget(self._cap, 0, Qt.AlignmentFlag.AlignVCenter)
        for child in (self._text, self._cap):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.button.setAutoDefault(False)
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.button.clicked.connect(lambda *_: self.carry_out())
        self.line = QLineEdit()
        self.line.setFont(look.font("second"))
        self.line.returnPressed.connect(self._entered)
        self.line.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(look.px(5))
        box.addWidget(self.button)
        box.addWidget(self.line)

    def reload(self) -> None:
        """Offer what the decision on the selected finding names."""
        desk = self._desk
        finding, review = desk.finding, desk.review
        kept = desk.session.decision(finding.id) if finding else None
        offer = offer_of(kept, finding, review, desk.session.now().date()) if finding and review else None
        if offer != self._offer:
            self.line.hide()
        self._offer = offer
        self.setVisible(offer is not None)
        if offer is not None:
            words = self._words(offer)
            self._text.setText(words)
            self.button.setAccessibleName(f"{words}, C")
            self.button.setMinimumHeight(max(self._look.px(26), inner_height(self.button)))

    def _words(self, offer: Offer) -> str:
        names = ", ".join(medication_name(m, self._desk.review) for m in offer.medications)
        tests = ", ".join(offer.tests[:3]) + (" …" if len(offer.tests) > 3 else "")
        return tr(_WORDS[offer.act]).format(name=names, tests=tests, day=iso(offer.by))

    def carry_out(self) -> None:
        """Do it, or ask for the words that it needs."""
        offer, desk = self._offer, self._desk
        if offer is None:
            return
        if offer.act in ASKS:
            self._ask(offer)
        elif offer.act == "space":
            desk.wants.emit("timetable")
        elif offer.act == "monitor":
            kept = desk.session.decision(desk.finding_id or "")
            if kept is not None:
                desk.decide(planned(kept, offer))
        else:
            desk.make(trial_of(offer, self._places(offer)))

    def _places(self, offer: Offer) -> list[int]:
        return [self._desk.statement_index(m) for m in offer.medications]

    def _ask(self, offer: Offer) -> None:
        prompt = tr(_PROMPTS[offer.act])
        self.line.setPlaceholderText(prompt)
        self.line.setAccessibleName(prompt)
        self.line.setText(offer.text)
        self.line.show()
        self.line.setFocus()

    def _entered(self) -> None:
        offer, text = self._offer, self.line.text().strip()
        self.line.hide()
        if offer is not None and text and text != offer.text:
            self._desk.make(trial_of(offer, self._places(offer), text))
        self._desk.wants.emit("list")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the line."""
        if event.key() == Qt.Key.Key_Escape and self.line.isVisible():
            self.line.hide()
            self._desk.wants.emit("list")
            return
        super().keyPressEvent(event)


def inner_height(holder: QPushButton) -> int:
    """The height that the words inside a button need."""
    layout = holder.layout()
    if layout is None:
        return holder.sizeHint().height()
    wide = holder.width()
    return layout.heightForWidth(wide) if layout.hasHeightForWidth() and wide > 0 else layout.sizeHint().height()
