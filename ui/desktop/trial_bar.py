"""What can be tried: stop, replace, another dose, add; each change that is tried can be taken back by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.desktop.desk import Desk
from ui.desktop.flow import FlowLayout
from ui.desktop.labels import button
from ui.desktop.look import Look
from ui.desktop.words import medication_name, tr
from ui.trial import Trial

_NAMED = (("stop", "Stop", "Del"), ("swap", "Replace", "Shift+R"), ("dose", "Change dose", "Shift+D"))


class TrialBar(QFrame):
    """Buttons say their key, and to a screen reader the medication that they act on; a narrow pane leaves the keys out."""

    def __init__(self, look: Look, desk: Desk, keep_option: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("chips")
        self._look, self._desk = look, desk
        self._place: int | None = None
        self.narrow = False
        self.line = QLineEdit()
        self._changes = QWidget()
        self._flow = FlowLayout(self._changes, look.px(6), look.px(4))
        self.buttons: dict[str, QPushButton] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(look.px(12), look.px(5), look.px(12), look.px(6))
        box.setSpacing(look.px(5))
        box.addWidget(self._button_row(keep_option))
        self.line.setFont(look.font("body"))
        self.line.returnPressed.connect(self._entered)
        self.line.hide()
        box.addWidget(self.line)
        box.addWidget(self._changes)
        desk.selected.connect(self.name_buttons)

    def _button_row(self, keep_option: Callable[[], object]) -> QWidget:
        look, desk = self._look, self._desk
        holder = QWidget()
        flow = FlowLayout(holder, look.px(6), look.px(5))
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("stop", self.stop),
            ("swap", self.ask_swap),
            ("dose", self.ask_dose),
            ("add", self.ask_add),
            ("option", keep_option),
            ("discard", self.discard),
            ("keep", desk.keep_trial),
        )
        for name, act in acts:
            self.buttons[name] = button("", look, act, role="second")
            flow.addWidget(self.buttons[name])
        self.buttons["discard"].setText(tr("Discard"))
        self.buttons["keep"].setText(tr("Make these changes"))
        return holder

    # --- showing -----------------------------------------------------------------------------------------------

    def reload(self, option: str) -> None:
        """Show the changes that are tried; ``option`` is the name under which they would be kept."""
        desk = self._desk
        for name in ("option", "discard", "keep"):
            self.buttons[name].setVisible(not desk.trial.empty)
        for name in ("option", "keep"):
            self.buttons[name].setEnabled(desk.trial_review is not None)
        self.buttons["option"].setText(tr("Keep as option {name}").format(name=option))
        while self._flow.count():
            item = self._flow.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()  # at once: it is gone only when the events now waiting are done
                widget.deleteLater()
        for words, without in self._tried():
            chip = button(f"{words}  ×", self._look, partial(desk.try_out, without), kind="chip", role="second")
            chip.setAccessibleName(tr("take back: {what}").format(what=words))
            self._flow.addWidget(chip)
        self._changes.setVisible(not desk.trial.empty)
        self.name_buttons()

    def _tried(self) -> Iterator[tuple[str, Trial]]:
        """Each change in words, with the trial that is left without it."""
        trial = self._desk.trial
        for index in sorted(trial.stops):
            yield tr("stop {name}").format(name=self._entry(index)), trial.without(index)
        for index, written in trial.swaps.items():
            name = self._entry(index)
            same = written.casefold().startswith(name.split()[0].casefold()) if name else False
            words = tr("{name}: now {other}") if same else tr("replace {name} by {other}")
            yield words.format(name=name, other=written), trial.without(index)
        for place, written in enumerate(trial.adds):
            yield tr("add {name}").format(name=written), trial.without_add(place)

    def words(self) -> tuple[str, ...]:
        """The changes that are tried, in words."""
        return tuple(words for words, _ in self._tried())

    def _entry(self, index: int) -> str:
        statements = self._desk.session.state.listing.statements
        review = self._desk.review
        for medication in review.regimen.medications if review else ():
            if self._desk.statement_index(medication) == index:
                return medication_name(medication, review)
        return statements[index].name if index < len(statements) else ""

    def name_buttons(self) -> None:
        """The buttons name the medication they act on."""
        medication = self._desk.medication
        name = medication_name(medication, self._desk.review) if medication else ""
        for key, words, hint in _NAMED:
            made = self.buttons[key]
            made.setText(tr(words) if self.narrow else f"{tr(words)}  {hint}")
            made.setAccessibleName(f"{tr(words)} {name}".strip())
            made.setEnabled(bool(name))
        self.buttons["add"].setText(tr("Add") if self.narrow else tr("Add") + "  Ins")

    # --- acting ------------------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Stop the selected medication in the trial."""
        if self._desk.medication is not None:
            self._desk.try_out(self._desk.trial.stop(self._desk.statement_index(self._desk.medication)))

    def ask_swap(self) -> None:
        """Ask what is to take the place of the selected medication."""
        medication = self._desk.medication
        if medication is not None:
            self._place = self._desk.statement_index(medication)
            name = medication_name(medication, self._desk.review)
            self._ask(tr("In the place of {name}: write a medication, then Enter").format(name=name))

    def ask_dose(self) -> None:
        """Let the entry be written with another dose; nothing of it is on the list until it is kept."""
        medication = self._desk.medication
        if medication is not None:
            self._place = self._desk.statement_index(medication)
            now = self._desk.trial.swaps.get(self._place, medication.as_written)
            self._ask(tr("The entry with its other dose, then Enter"), " ".join(now.split()))

    def ask_add(self) -> None:
        """Ask what is to be added."""
        self._place = None
        self._ask(tr("Medication to try, as you would write it, then Enter"))

    def _ask(self, prompt: str, text: str = "") -> None:
        self.line.setPlaceholderText(prompt)
        self.line.setAccessibleName(prompt)
        self.line.setText(text)
        self.line.show()
        self.line.setFocus()

    def _entered(self) -> None:
        text, trial = self.line.text().strip(), self._desk.trial
        self.line.hide()
        if text:
            self._desk.try_out(trial.add(text) if self._place is None else trial.swap(self._place, text))

    def discard(self) -> None:
        """Try nothing."""
        self._desk.try_out(Trial())
