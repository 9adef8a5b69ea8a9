"""What this workstation keeps, as lists of the settings page: rules that are switched off, names that were settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from regimen_review.errors import UserError
from regimen_review.findings import Review
from regimen_review.review import SWITCHED_OFF
from ui.desktop.choice import Choice
from ui.desktop.desk import Desk
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.words import counted, drug, tr
from ui.local_rules import SwitchedOff
from ui.remembered import Memory


def rules_that_speak(review: Review | None) -> dict[str, str]:
    """Rule id to headline of everything that a review shows, parts too; clusters are no rules."""
    found: dict[str, str] = {}
    for whole in review.findings if review else ():
        for finding in (whole, *whole.members):
            if finding.rule_id and not finding.rule_id.endswith("-cluster"):
                found.setdefault(finding.rule_id, finding.headline)
    return found


def quiet_findings(review: Review | None, rule: str) -> int:
    """How many findings of a rule are quiet in this review because it is switched off."""
    return sum(1 for q in review.quiet if q.rule_id == rule and q.why.startswith(SWITCHED_OFF)) if review else 0


class KeptList(QWidget):
    """Rows of words with one button each, made anew when what is kept changes."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(look.px(6))
        self._rows: QWidget | None = None

    def show_rows(self, rows: Iterable[tuple[str, Callable[[], object]]], act: str, none: str) -> None:
        """One row for each entry, with its button; ``none`` where there is nothing."""
        if self._rows is not None:
            self._rows.hide()
            self._rows.deleteLater()
        self._rows = QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(self._look.px(4))
        grid.setColumnStretch(0, 1)
        listed = list(rows)
        for i, (words, do) in enumerate(listed):
            grid.addWidget(label(words, self._look, "body", wrap=True), i, 0)
            made = button(act, self._look, do, kind="link", role="second")
            made.setAccessibleName(f"{act}: {words}")
            grid.addWidget(made, i, 1, Qt.AlignmentFlag.AlignTop)
        if not listed:
            grid.addWidget(label(none, self._look, "body", name="faded", wrap=True), 0, 0)
        self._box.insertWidget(0, self._rows)
        self._rows.show()


class QuietRules(KeptList):
    """Rules that are switched off here, each with its reason and what is quiet by it; and a way to switch one off."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__(look)
        self._desk = desk
        self.choice, self.reason = Choice(look), QLineEdit()
        self.choice.setAccessibleName(tr("Rule to switch off"))
        self.reason.setFont(look.font("body"))
        self.reason.setPlaceholderText(tr("Why it does not help here"))
        self.reason.setAccessibleName(tr("Why it does not help here"))
        self.reason.returnPressed.connect(self.switch_off)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        self._off = button(tr("Switch off"), look, self.switch_off)
        for widget, stretch in ((self.choice, 3), (self.reason, 3), (self._off, 0)):
            row.addWidget(widget, stretch)
        self.choice.setMinimumContentsLength(12)
        self.choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.addLayout(row)
        desk.changed.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Show what is off, and offer what speaks in the review in work."""
        rules, review = self._desk.local_rules, self._desk.review
        kept = rules.kept if rules else ()
        self.show_rows(
            ((self._words(off), partial(self.switch_on, off.rule)) for off in kept),
            tr("Switch on"),
            tr("Every rule speaks."),
        )
        chosen = self.choice.currentData()
        self.choice.clear()
        finding = self._desk.finding
        first = {part.rule_id for part in (finding, *finding.members)} if finding else set()
        speaking = rules_that_speak(review)
        for rule in sorted(speaking, key=lambda r: (r not in first, speaking[r])):
            self.choice.addItem(speaking[rule], rule)
        self.choice.setCurrentIndex(max(0, self.choice.findData(chosen)))
        for widget in (self.choice, self.reason, self._off):
            widget.setEnabled(bool(speaking) and rules is not None)

    def _words(self, off: SwitchedOff) -> str:
        quiet = quiet_findings(self._desk.review, off.rule)
        here = counted(quiet, "{n} finding quiet by it now", "{n} findings quiet by it now")
        return f"{off.title or off.rule} ({off.rule}): {off.reason}. {here}"

    def switch_off(self) -> None:
        """Switch the chosen rule off with the reason that was written; without one, say that it needs one."""
        rules, rule = self._desk.local_rules, self.choice.currentData()
        if rules is None or not rule:
            return
        since = self._desk.session.now().date().isoformat()
        try:
            rules.switch_off(SwitchedOff(rule, self.reason.text().strip(), self.choice.currentText(), since))
        except UserError as error:
            self._desk.said.emit(str(error))
            self.reason.setFocus()
            return
        self.reason.clear()
        self._desk.session.ask_again()
        self.reload()

    def switch_on(self, rule: str) -> None:
        """Let a rule speak again."""
        if self._desk.local_rules is not None:
            self._desk.local_rules.switch_on(rule)
            self._desk.session.ask_again()
            self.reload()


class OwnNames(KeptList):
    """Names that a person once settled on this workstation, and a way to be asked again."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__(look)
        self._desk = desk
        self.reload()

    def reload(self) -> None:
        """Read what is remembered."""
        memory, review = self._desk.session.memory, self._desk.review
        names = sorted(memory.kept.names.values(), key=lambda n: n.written.casefold()) if isinstance(memory, Memory) else []
        self.show_rows(
            (
                (
                    f"{n.written} = {' + '.join(drug(s, review) for s in n.substances) or tr('not a medicine')}",
                    partial(self.forget, n.written),
                )
                for n in names
            ),
            tr("Forget"),
            tr("No name was settled on this workstation."),
        )

    def forget(self, written: str) -> None:
        """Have a name asked about again."""
        memory = self._desk.session.memory
        if memory is not None and memory.forget(written):
            self._desk.session.ask_again()
            self.reload()
