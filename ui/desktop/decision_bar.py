"""Accept, modify, reject, defer: a decision with its reason, person, day and note, beside the finding itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.decisions import DONE, VERDICTS, Decision, Verdict, reason_says, reasons_for
from ui.desktop.choice import Choice
from ui.desktop.desk import Desk
from ui.desktop.ink import text_width
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.offer_row import OfferRow
from ui.desktop.words import drug, iso, tr

_WORDS: dict[Verdict, tuple[str, str]] = {
    "accept": ("Accept", "A"),
    "modify": ("Modify", "M"),
    "reject": ("Reject", "R"),
    "defer": ("Defer", "D"),
}


class DecisionButton(QPushButton):
    """A verdict with its key in a small frame."""

    def __init__(self, look: Look, verdict: Verdict) -> None:
        super().__init__()
        self.verdict = verdict
        word, key = _WORDS[verdict]
        self.setFont(look.font("body"))
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(f"{tr(word)}, {key}")
        self.setMinimumHeight(look.px(26))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(6), look.px(2), look.px(6), look.px(2))
        row.setSpacing(look.px(7))
        row.addStretch(1)
        self._word = label(tr(word), look, "body")
        row.addWidget(self._word)
        cap = label(key, look, "head", name="keycap")
        row.addWidget(cap, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.cap = cap
        for child in (self._word, cap):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._plain, self._strong = look.font("body"), look.font("strong")

    def set_first(self, *, first: bool) -> None:
        """Mark the verdict that stands or is suggested."""
        self._word.setFont(self._strong if first else self._plain)
        if self.property("first") != first:
            self.setProperty("first", first)
            self.style().unpolish(self)
            self.style().polish(self)


class DecisionBar(QFrame):
    """The reply of a finding. A key or click decides at once; reason, person, day and note refine it."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("decision")
        self._look, self._desk = look, desk
        self._verdict: Verdict | None = None
        self._tight = self._compact = False
        self._shown: tuple[object, ...] = ()
        self._buttons = {verdict: DecisionButton(look, verdict) for verdict in VERDICTS}
        self._reason = Choice(look)
        self._who, self._by, self._note = QLineEdit(), QLineEdit(), QLineEdit()
        self._status = button("", look, self._reopen, kind="link", role="second")
        self.offer = OfferRow(look, desk)
        self._build()
        desk.selected.connect(self.reload)
        desk.changed.connect(self.reload)

    def _build(self) -> None:
        look = self._look
        box = QVBoxLayout(self)
        box.setContentsMargins(look.px(14), look.px(9), look.px(14), look.px(9))
        box.setSpacing(look.px(7))
        self._verdicts = QGridLayout()
        self._verdicts.setSpacing(look.px(7))
        for column, (verdict, made) in enumerate(self._buttons.items()):
            made.clicked.connect(lambda _=False, chosen=verdict: self.decide(chosen))
            self._verdicts.addWidget(made, 0, column)
            self._verdicts.setColumnStretch(column, 1)
        box.addLayout(self._verdicts)
        self._fields = QGridLayout()
        self._fields.setSpacing(look.px(6))
        for column, (widget, name, hint, wide) in enumerate(
            (
                (self._reason, tr("Reason"), "", 5),
                (self._who, tr("Who does it"), tr("Who"), 3),
                (self._by, tr("By which day, like 2026-10-02"), tr("By (date)"), 3),
            )
        ):
            widget.setFont(look.font("second"))
            widget.setAccessibleName(name)
            widget.setToolTip(name)
            self._fields.addWidget(widget, 0, column)
            self._fields.setColumnStretch(column, wide)
            if isinstance(widget, QLineEdit):
                widget.setPlaceholderText(hint)
                widget.editingFinished.connect(self._refine)
        self._reason.setMinimumContentsLength(8)
        self._reason.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._reason.activated.connect(lambda _: self._refine())
        box.addLayout(self._fields)
        self._note.setFont(look.font("second"))
        self._note.setPlaceholderText(tr("Note for the record (optional)"))
        self._note.setAccessibleName(tr("Note for the record"))
        self._note.editingFinished.connect(self._refine)
        box.addWidget(self._note)
        box.addWidget(self.offer)
        box.addWidget(self._status)

    def set_compact(self, *, compact: bool, tight: bool) -> None:
        """Hide the note until it is asked for (compact); hide all but the verdicts (tight)."""
        self._note.setVisible(not compact or bool(self._note.text()))
        for widget in (self._reason, self._who, self._by):
            widget.setVisible(not tight)
        self._who.setVisible(not compact and not tight)
        self._tight = tight
        self._show_caps()
        self._fields.setColumnStretch(1, 0 if compact else 3)

    def _show_caps(self) -> None:
        """Key caps stand in the buttons only where they leave the word whole."""
        look = self._look
        longest = max(text_width(look, tr(word), "strong") for word, _ in _WORDS.values())
        each = (self.width() - look.px(28) - 3 * look.px(7)) / 4
        roomy = not self._tight and each >= longest + look.px(46)
        wrapped = each < longest + look.px(12)
        for place, made in enumerate(self._buttons.values()):  # two and two where a word would be cut
            self._verdicts.addWidget(made, place // 2 if wrapped else 0, place % 2 if wrapped else place)
        for column in (2, 3):
            self._verdicts.setColumnStretch(column, 0 if wrapped else 1)
        for made in self._buttons.values():
            made.cap.setVisible(roomy)
        self._who.setVisible(not self._compact and self.width() >= self._look.px(400))
        self._fields.setColumnStretch(1, 3 if not self._who.isHidden() else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words before key caps."""
        super().resizeEvent(event)
        self._show_caps()

    # --- showing -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Show the decision on the selected finding, or what suggests itself."""
        finding = self._desk.finding
        self.setEnabled(finding is not None)
        self.offer.reload()
        if finding is None:
            return
        kept = self._desk.session.decision(finding.id)
        now = (finding.id, kept)
        if now == self._shown:
            return
        self._shown = now
        self._verdict = kept.verdict if kept else None
        for verdict, made in self._buttons.items():
            made.setChecked(kept is not None and kept.verdict == verdict)
            made.set_first(first=verdict == (kept.verdict if kept else "accept"))
        self._fill_reasons(kept.verdict if kept else "accept", kept.reason if kept else "")
        self._who.setText(kept.who if kept else "")
        self._by.setText(iso(kept.by) if kept else "")
        self._note.setText(kept.note if kept else "")
        crowded = self._tight and self.offer.button.isVisibleTo(self)  # undo takes a decision back too
        self._status.setVisible(kept is not None and not crowded)
        if crowded and not self._note.hasFocus():
            self._note.hide()
        if kept:
            when = kept.decided.replace("T", " ")[:16]
            self._status.setText(tr("{verdict} {when} · take back").format(verdict=tr(DONE[kept.verdict]), when=when))

    def _fill_reasons(self, verdict: Verdict, chosen: str) -> None:
        finding, review = self._desk.finding, self._desk.review
        if finding is None:
            return
        names = {str(s): drug(s, review) for s in finding.drugs}
        self._reason.clear()
        keys = []
        for reason in reasons_for(finding, verdict, names):
            self._reason.addItem(reason_words(reason.key, names), reason.key)
            keys.append(reason.key)
        if chosen and chosen not in keys:
            self._reason.addItem(reason_words(chosen, names), chosen)
            keys.append(chosen)
        self._reason.setCurrentIndex(keys.index(chosen) if chosen in keys else 0)

    # --- deciding ----------------------------------------------------------------------------------------------

    def _day(self) -> date | None:
        try:
            return date.fromisoformat(self._by.text().strip())
        except ValueError:
            if self._by.text().strip():
                self._desk.said.emit(tr("Write the day like 2026-10-02."))
            return None

    def decide(self, verdict: Verdict) -> None:
        """Record a verdict with the reason that fits it first, or the one chosen."""
        finding = self._desk.finding
        if finding is None:
            return
        if verdict != (self._verdict or "accept"):
            self._fill_reasons(verdict, "")
        self._verdict = verdict
        reason = str(self._reason.currentData() or "")
        decision = Decision("", verdict, reason, self._who.text().strip(), self._day(), self._note.text().strip())
        self._desk.decide(decision)
        self.reload()

    def _refine(self) -> None:
        finding = self._desk.finding
        kept = self._desk.session.decision(finding.id) if finding else None
        if kept is None:
            return
        mine = (str(self._reason.currentData() or ""), self._who.text().strip(), self._note.text().strip(), self._day())
        if mine != (kept.reason, kept.who, kept.note, kept.by):
            self.decide(kept.verdict)

    def _reopen(self) -> None:
        if self._desk.finding:
            self._desk.session.reopen(self._desk.finding.id)

    def write_note(self) -> None:
        """Put the keyboard into the note."""
        self._note.show()
        self._note.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field keeps it and gives the keyboard back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus: QWidget | None = self.focusWidget()
            if isinstance(focus, QLineEdit) and focus is not self.offer.line:
                focus.clearFocus()
                self._desk.wants.emit("list")
                return
        super().keyPressEvent(event)


def reason_words(key: str, names: Mapping[str, str]) -> str:
    """A kept reason in the language in use; nothing for no reason."""
    if not key:
        return ""
    code, _, name = key.partition(":")
    if not name:
        return tr(reason_says(key))
    pattern = reason_says(f"{code}:{{drug}}")
    return tr(pattern).format(drug=names.get(name, name))
