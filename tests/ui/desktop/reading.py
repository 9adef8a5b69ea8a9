"""What the window's tests share: reading what it shows, and pressing its keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ui.desktop.views.findings import FindingsView
from ui.desktop.window import MainWindow

Make = Callable[..., MainWindow]


def shown(window: MainWindow) -> str:
    """All words of the right pane."""
    pane = window.frame.right.shown
    assert pane is not None
    own = [pane] if isinstance(pane, QLabel) else []
    return "\n".join(found.text() for found in own + pane.findChildren(QLabel) if not found.isHidden())


def findings(window: MainWindow) -> FindingsView:
    view = window.frame.views.view("findings")
    assert isinstance(view, FindingsView)
    return view


def press(qtbot: QtBot, window: MainWindow, keys: str) -> None:
    for key in keys:
        qtbot.keyClick(window, key)
