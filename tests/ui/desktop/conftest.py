"""A window over the founding review, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.desktop.founding import LIST, FoundingPipeline
from ui.desktop.desk import Desk
from ui.desktop.look import load_fonts
from ui.desktop.window import Doors, MainWindow
from ui.session import Pipeline, ReviewSession
from ui.settings import Settings

NOW = datetime(2006, 9, 28, 14, 32)
TEXT = "\n".join(line.split("|")[0] for line in LIST.splitlines())


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["regimen-review", "-platform", "offscreen"]


@pytest.fixture
def make_window(qtbot: QtBot, qapp: QApplication) -> Callable[..., MainWindow]:
    """Makes windows of a size, theme and text size; ``pipeline`` and ``doors`` may be replaced."""
    load_fonts()
    qapp.setStyle("Fusion")

    def make(
        *,
        size: tuple[int, int] = (1440, 900),
        settings: Settings | None = None,
        pipeline: Pipeline | None = None,
        doors: Doors | None = None,
        text: str = TEXT,
    ) -> MainWindow:
        desk = Desk(ReviewSession(pipeline or FoundingPipeline(), lambda: NOW), settings or Settings())
        window = MainWindow(desk, doors or Doors())
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        if text:
            desk.open_text(text)
            qtbot.waitUntil(lambda: desk.review is not None or bool(desk.session.fault), timeout=5000)
        qtbot.wait(20)
        return window

    return make
