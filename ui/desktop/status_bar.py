"""The status line: counts, decisions, base, saving, and the keys that matter now."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from ui.desktop.desk import Desk
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.medication_model import unsettled
from ui.desktop.words import counted, tr


class StatusBar(QFrame):
    """Plain words between hairlines; nothing here is the only place of anything."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("status")
        self._look, self._desk = look, desk
        self.setFixedHeight(look.px(25))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), 0, look.px(12), 0)
        row.setSpacing(look.px(9))
        self._parts: list[QLabel] = []
        self._rules: list[QFrame] = []
        for _ in range(5):
            part = label("", look, "second", name="faded")
            line = QFrame()
            line.setObjectName("statusRule")
            line.setFixedWidth(1)
            self._parts.append(part)
            self._rules.append(line)
            row.addWidget(part)
            row.addWidget(line)
        self.promises = button("", look, lambda: desk.wants.emit("follow-up"), kind="gap", role="second")
        row.addWidget(self.promises)
        row.addStretch(1)
        self._keys = label("", look, "second", name="faded")
        row.addWidget(self._keys)
        self._narrow = self._medium = False
        self._note = ""
        desk.changed.connect(self.reload)
        desk.saved.connect(self.reload)
        self._clock = QTimer(self)  # a day that passes while the window is open
        self._clock.setInterval(60_000)
        self._clock.timeout.connect(self.reload)
        self._clock.start()
        self.reload()

    def set_narrow(self, *, narrow: bool, medium: bool) -> None:
        """Fewer words where there is little room."""
        self._narrow, self._medium = narrow, medium
        self.reload()

    def set_note(self, words: str) -> None:
        """What goes on in the background; it stands first."""
        self._note = words
        self.reload()

    def _words(self) -> list[str]:
        review, session = self._desk.review, self._desk.session
        saved = tr("Saved {time}").format(time=self._desk.saved_at) if self._desk.saved_at else ""
        if review is None:
            if self._note:
                return [self._note, "", "", "", saved]
            return ["" if session.state.empty else tr("Reviewing …") if not session.fault else tr("Not reviewed"), "", "", "", saved]
        meds = review.regimen.medications
        open_names = sum(1 for m in meds if unsettled(m))
        first = counted(len(meds), "{n} medication", "{n} medications")
        if open_names:
            first += ", " + counted(open_names, "{n} name to settle", "{n} names to settle")
        tiers = " · ".join(
            tr(words).format(n=sum(1 for f in review.findings if f.tier == tier))
            for tier, words in (("act", "Act {n}"), ("review", "Review {n}"), ("note", "Notes {n}"))
        )
        if review.quiet and not self._narrow:
            tiers += " · " + tr("quiet pairs {n}").format(n=len(review.quiet))
        decided = tr("Decided {n} of {all}").format(n=session.decided(), all=len(session.to_decide()))
        drafts = all(f.rule_status == "draft" for f in review.findings)
        base = tr("Base {version}").format(version=review.knowledge_version)
        if drafts and review.findings:
            base += ", " + (tr("draft") if self._narrow else tr("every rule shown is draft"))
        return ["" if self._narrow else first, tiers, decided, base, saved]

    def reload(self) -> None:
        """Put the words together."""
        for part, line, words in zip(self._parts, self._rules, self._words(), strict=True):
            part.setText(words)
            part.setVisible(bool(words))
            line.setVisible(bool(words))
        due = len(self._desk.due())
        self.promises.setText(counted(due, "{n} promise to follow up", "{n} promises to follow up"))
        self.promises.setVisible(due > 0)
        if due and self._narrow:  # where there is little room, a promise comes before the time of saving
            self._parts[-1].hide()
            self._rules[-1].hide()
        keys = tr("Esc list · ↑↓ move · Enter open · A M R D decide · ? all keys")
        self._keys.setText("" if self._narrow else tr("? all keys") if self._medium else keys)
