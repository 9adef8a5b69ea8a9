"""Files that a house gives for its print: each is tried when it is chosen, and a broken one says so and is not kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from regimen_review.errors import UserError
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.words import tr


class ChosenFile(QWidget):
    """The name of a file with buttons to choose another and to take it away; ``check`` raises UserError for what will not do."""

    def __init__(self, look: Look, kinds: str, check: Callable[[Path], object], changed: Callable[[], object]) -> None:
        super().__init__()
        self.path = ""
        self._kinds, self._check, self._changed = kinds, check, changed
        self._name = label("", look, "body", wrap=True)
        self._fault = label("", look, "head", wrap=True)
        self._fault.hide()
        self._without = button(tr("Without"), look, self.clear, role="second")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        row.addWidget(self._name, 1)
        row.addWidget(button(tr("Choose …"), look, self._ask, role="second"))
        row.addWidget(self._without)
        self.row = row
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(row)
        box.addWidget(self._fault)

    def show_path(self, path: str) -> None:
        """Show a file that is kept, and what is wrong with it by now."""
        self.path = path
        self._name.setText(Path(path).name if path else tr("none"))
        self._name.setToolTip(path)
        self._without.setVisible(bool(path))
        self._say(self._wrong(Path(path)) if path else "")

    def choose(self, path: Path) -> None:
        """Take a file, if it will do."""
        fault = self._wrong(path)
        if fault:
            self._say(fault)
            return
        self.show_path(str(path))
        self._changed()

    def clear(self) -> None:
        """Do without."""
        self.show_path("")
        self._changed()

    @property
    def fault(self) -> str:
        """What is wrong with the file that was chosen last; empty for nothing."""
        return "" if self._fault.isHidden() else self._fault.text()

    def _wrong(self, path: Path) -> str:
        try:
            self._check(path)
        except UserError as error:
            return str(error)
        return ""

    def _say(self, fault: str) -> None:
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))

    def _ask(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Choose …"), self.path, self._kinds)
        if path:
            self.choose(Path(path))


def logo_file(look: Look, changed: Callable[[], object]) -> ChosenFile:
    """The logo at the head of the print."""

    def check(path: Path) -> object:
        from exports.pdf.logo import read_logo

        return read_logo(path)

    return ChosenFile(look, "PNG, JPEG (*.png *.jpg *.jpeg)", check, changed)


def wording_file(look: Look, changed: Callable[[], object], language: Callable[[], str]) -> ChosenFile:
    """The house's own phrases, with a way to a file to start from."""

    def check(path: Path) -> object:
        from exports.pdf.house import house_words

        return house_words(path)

    def save_template() -> None:
        path, _ = QFileDialog.getSaveFileName(made, tr("Save a file to start from"), "wording.toml", "TOML (*.toml)")
        if path:
            write_template(Path(path), language())

    made = ChosenFile(look, "TOML (*.toml)", check, changed)
    made.row.addWidget(button(tr("Save a file to start from"), look, save_template, role="second"))
    return made


def write_template(path: Path, language: str) -> None:
    """Write every phrase that can be worded, in a language of the print."""
    from exports.pdf.house import template
    from ui.session_file import write_whole

    write_whole(path, template("de" if language == "de" else "en").encode())
