"""Starts the window: what the first paint needs first, everything heavy after it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QTimer
from PySide6.QtWidgets import QApplication

from ui.desktop.desk import Desk
from ui.desktop.languages import Languages
from ui.desktop.look import load_fonts
from ui.desktop.window import Doors, MainWindow
from ui.desktop.words import tr
from ui.recovery import Recovered, RecoveryCopy
from ui.session import Confirmed, ReviewSession, SessionState
from ui.settings import Settings, keep_settings, load_settings

if TYPE_CHECKING:
    from regimen_review.findings import Review
    from regimen_review.patient import MedicationList, Patient
    from ui.pipeline import Pipeline


class LatePipeline:
    """The pipeline, imported and opened at its first use, on the thread that asks; one question at a time."""

    def __init__(self, make: Callable[[], Pipeline]) -> None:
        self._make = make
        self._made: Pipeline | None = None
        self._turn = threading.Lock()

    def _pipeline(self) -> Pipeline:
        if self._made is None:
            self._made = self._make()
        return self._made

    def warm(self) -> None:
        """Open the base before anybody asks."""
        with self._turn:
            _ = self._pipeline().vocabulary

    def open_list(self, path: Path) -> MedicationList:
        """Read a file."""
        with self._turn:
            return self._pipeline().open_list(path)

    def read_text(self, text: str) -> MedicationList:
        """Read a pasted list or note."""
        with self._turn:
            return self._pipeline().read_text(text)

    def review(self, listing: MedicationList, confirmed: Confirmed, patient: Patient | None) -> Review:
        """Resolve and review."""
        with self._turn:
            return self._pipeline().review(listing, confirmed, patient)


def _make_pipeline() -> Pipeline:
    from ui.pipeline import Pipeline

    return Pipeline()


def _example() -> str:
    from regimen_review.examples import example_note

    return example_note()


def _render(review: Review, state: SessionState, settings: Settings) -> bytes:
    from ui.desktop.printing import render

    return render(review, state, settings)


def _licence() -> str:
    return tr("IBM Plex Sans, copyright IBM Corp., SIL Open Font License 1.1.")


def _folders() -> tuple[Path, Path]:
    """Where settings and where recovery copies are kept."""
    from platformdirs import user_config_path, user_state_path

    return user_config_path("regimen-review", appauthor=False), user_state_path("regimen-review", appauthor=False) / "work"


def find_lost(recovery: RecoveryCopy, folder: Path) -> Recovered | None:
    """The newest work of a process that ended without closing: one whose lock file nobody holds."""
    running = set()
    for path in folder.glob("work-*.regimen"):
        lock = QLockFile(str(path.with_suffix(".lock")))
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            running.add(int(path.stem.removeprefix("work-")))
        else:
            lock.unlock()
    return recovery.lost(frozenset(running))


def _offer(window: MainWindow, lost: Recovered) -> None:
    """Put lost work back and say so; the copy is the new window's own from now on."""
    window.desk.session.resume(lost.state, None)
    lost.path.unlink(missing_ok=True)
    when = lost.saved.replace("T", " ")
    window.frame.banner.say(tr("Recovered your work up to {time}.").format(time=when))


class Start:
    """The steps of a start, each after the one that the eye needs first."""

    def __init__(self, app: QApplication, path: Path | None) -> None:
        config, work = _folders()
        self._path = path
        self._settings_file = config / "settings.json"
        settings = load_settings(self._settings_file)
        self._languages = Languages(app)
        self._languages.use(settings.language)
        process = app.applicationPid()
        work.mkdir(parents=True, exist_ok=True)
        self._work = work
        self._lock = QLockFile(str(work / f"work-{process}.lock"))
        self._lock.setStaleLockTime(0)
        self._lock.tryLock(0)
        self._recovery = RecoveryCopy(work, process)
        self.pipeline = LatePipeline(_make_pipeline)
        desk = Desk(ReviewSession(self.pipeline, datetime.now), settings, self._recovery)
        doors = Doors(_render, _example, lambda s: keep_settings(self._settings_file, s), self._languages.use, _licence())
        self.window = MainWindow(desk, doors)
        self.window.resize(1440, 900)

    def after_paint(self) -> None:
        """Open the base in the background, then the file or what was lost."""
        desk = self.window.desk
        desk.tasks.start(lambda _: self.pipeline.warm(), lambda _: None, lambda _: None)
        lost = find_lost(self._recovery, self._work)
        if self._path is not None:
            desk.open_path(self._path)
        elif lost is not None:
            _offer(self.window, lost)

    def finish(self) -> None:
        """Let go of the lock."""
        self._lock.unlock()


def run_window(file: str | None = None, *, example: bool = False) -> int:
    """Open the window, with a file if one is given; ``example`` loads the founding patient. Returns the exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Regimen Review")
    app.setStyle("Fusion")
    load_fonts()
    start = Start(app, Path(file) if file else None)
    start.window.show()
    QTimer.singleShot(0, start.after_paint)
    if example and file is None:
        QTimer.singleShot(0, start.window.show_example)
    status = app.exec()
    start.finish()
    return status
