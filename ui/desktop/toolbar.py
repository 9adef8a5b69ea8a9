"""The toolbar: open, paste, add, undo, copy, print, and the line that finds everything."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from ui.desktop.commands import Command
from ui.desktop.icons import line_icon
from ui.desktop.labels import label, rule
from ui.desktop.look import Look
from ui.desktop.words import tr


class FindBox(QFrame):
    """Looks like a text line, opens the palette."""

    pressed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName(tr("Find a command, drug or finding"))
        self.setStyleSheet(
            f"FindBox {{ background: {look.tokens.base}; border: 1px solid {look.tokens.control}; border-radius: {look.px(4)}px; }}"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(8), 0, look.px(5), 0)
        self._words = label(tr("Find a command, drug or finding"), look, "second", name="faded")
        row.addWidget(self._words)
        row.addStretch(1)
        row.addWidget(label("Ctrl+K", look, "head", name="keycap"))
        self.setFixedHeight(look.px(25))

    def set_narrow(self, *, narrow: bool) -> None:
        """A short prompt where there is little room."""
        self._words.setText(tr("Find") if narrow else tr("Find a command, drug or finding"))
        self.setFixedWidth(self._look.px(120 if narrow else 290))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Open the palette."""
        self.pressed.emit()


class ToolBar(QFrame):
    """Icons with words, or icons alone where there is little room."""

    def __init__(self, look: Look, commands: dict[str, Command]) -> None:
        super().__init__()
        self.setObjectName("toolbar")
        self._look = look
        self._buttons: dict[str, QToolButton] = {}
        self.setFixedHeight(look.px(36))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(10), 0, look.px(10), 0)
        row.setSpacing(look.px(5))
        for name in ("open", "paste", "add", "", "undo", "redo", "", "copy", "print"):
            if name:
                row.addWidget(self._tool(name, commands[name]))
            else:
                row.addSpacing(look.px(4))
                row.addWidget(rule(look, upright=True))
                row.addSpacing(look.px(4))
        row.addStretch(1)
        self.finder = FindBox(look)
        row.addWidget(self.finder)

    def _tool(self, name: str, command: Command) -> QToolButton:
        look = self._look
        made = QToolButton()
        made.setIcon(line_icon(name, look))
        made.setIconSize(QSize(look.px(16), look.px(16)))
        made.setFont(look.font("body"))
        made.setText(f" {tr(command.words)}")
        made.setToolTip(f"{tr(command.words)}  {command.shown_key}".strip())
        made.setAccessibleName(tr(command.words))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.clicked.connect(lambda *_: command.act())
        self._buttons[name] = made
        return made

    def set_narrow(self, *, narrow: bool, medium: bool) -> None:
        """Icons alone at large text sizes."""
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for made in self._buttons.values():
            made.setToolButtonStyle(style)
        self.finder.set_narrow(narrow=medium)
        if medium and not narrow:
            self.finder.setFixedWidth(self._look.px(220))

    def set_enabled(self, name: str, *, enabled: bool, hint: str = "") -> None:
        """Grey a tool out where it has nothing to act on."""
        self._buttons[name].setEnabled(enabled)
        if hint:
            self._buttons[name].setToolTip(hint)
