"""Every command of the window once: its words, its key, what it does. Menus, palette, help and keys read this table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


@dataclass(frozen=True)
class Command:
    """A command: ``keys`` as Qt writes them, the first is shown; ``single`` keys are plain letters that stay silent
    while a text field has the keyboard.
    """

    id: str
    words: str
    act: Callable[[], object]
    keys: tuple[str, ...] = ()
    single: bool = False
    area: str = ""

    @property
    def shown_key(self) -> str:
        """The key as people read it on this machine."""
        if not self.keys:
            return ""
        return QKeySequence(self.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)


def typing() -> bool:
    """Whether a text field has the keyboard, so that plain letters are text."""
    focus = QApplication.focusWidget()
    if isinstance(focus, (QLineEdit, QPlainTextEdit)):
        return not focus.isReadOnly()
    return isinstance(focus, (QTextEdit, QComboBox))


def bind(command: Command, window: QWidget) -> None:
    """Make the keys of a command work in a window; plain letters are handled by the window's key press."""
    if command.single:
        return
    for key in command.keys:
        shortcut = QShortcut(QKeySequence(key), window)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda act=command.act: act())
