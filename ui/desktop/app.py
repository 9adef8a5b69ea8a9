"""Starts the window: the outline first, everything else after the first paint."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from regimen_review.fonts import FACES
from ui.desktop.look import FIRST_FACES, load_fonts, look_for
from ui.desktop.shell import Shell
from ui.settings import load_settings, settings_path


def run_window(file: str | None = None, *, example: bool = False) -> int:
    """Open the window, with a file if one is given; ``example`` loads the founding patient. Returns the exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Regimen Review")
    app.setStyle("Fusion")
    load_fonts(FIRST_FACES)
    settings = load_settings(settings_path())

    def fill() -> None:
        load_fonts(face for face in FACES if face not in FIRST_FACES)
        from ui.desktop.start import Start

        start = Start(app, shell, settings, settings_path())
        app.aboutToQuit.connect(start.finish)
        start.begin(Path(file) if file else None, example=example)

    shell = Shell(look_for(settings.theme, settings.text_size), fill)
    shell.show()
    return app.exec()
