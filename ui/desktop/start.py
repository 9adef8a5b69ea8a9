"""Fills the window after its first paint: desk, recovery, languages, the file that was asked for."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QApplication

from regimen_review.examples import example_note
from regimen_review.findings import Review
from ui.desktop.desk import Desk
from ui.desktop.languages import Languages
from ui.desktop.late_pipeline import LatePipeline
from ui.desktop.shell import Shell
from ui.desktop.tasks import sentence_of
from ui.desktop.views.catalogue import bring_in
from ui.desktop.window import Doors, MainWindow
from ui.desktop.words import tr
from ui.local_rules import LocalRules
from ui.recovery import Recovered, RecoveryCopy
from ui.remembered import Memory
from ui.session import ReviewSession, SessionState
from ui.settings import Settings, keep_settings


def _render(pipeline: LatePipeline, review: Review, state: SessionState, settings: Settings, kind: str) -> bytes:
    from ui.desktop.printing import render

    return render(review, state, settings, kind, pipeline)


def work_folder() -> Path:
    """Where recovery copies lie."""
    from platformdirs import user_state_path

    return user_state_path("regimen-review", appauthor=False) / "work"


def find_lost(recovery: RecoveryCopy, folder: Path) -> Recovered | None:
    """The newest work of a process that ended without closing: one whose lock nobody holds."""
    running = set()
    for path in folder.glob("work-*.regimen"):
        process = path.stem.removeprefix("work-")
        lock = QLockFile(str(path.with_suffix(".lock")))
        lock.setStaleLockTime(0)
        if lock.tryLock(0):
            lock.unlock()
        elif process.isdigit():
            running.add(int(process))
    return recovery.lost(frozenset(running))


class Start:
    """Owns what lives as long as the window."""

    def __init__(self, app: QApplication, shell: Shell, settings: Settings, settings_file: Path) -> None:
        self._work = work_folder()
        self._languages = Languages(app)
        self._languages.use(settings.language)
        process = app.applicationPid()
        self._lock = QLockFile(str(self._work / f"work-{process}.lock"))
        self._recovery = RecoveryCopy(self._work, process)
        self._take_lock()
        self.pipeline = LatePipeline()
        desk = Desk(ReviewSession(self.pipeline, datetime.now, memory=Memory()), settings, self._recovery)
        desk.planner = self.pipeline.smallest
        desk.local_rules = LocalRules()
        desk.tables = self.pipeline
        desk.events = self.pipeline.events
        desk.measures = self.pipeline.known_measures
        licence = tr("IBM Plex Sans, copyright IBM Corp., SIL Open Font License 1.1.")
        doors = Doors(
            partial(_render, self.pipeline), example_note, lambda s: keep_settings(settings_file, s), self._languages.use, licence
        )
        self.window = MainWindow(desk, doors)
        shell.take(self.window)

    def _take_lock(self) -> None:
        try:
            self._work.mkdir(parents=True, exist_ok=True)
        except OSError:
            return  # no folder, no recovery; the first copy that fails says so in the window
        self._lock.setStaleLockTime(0)
        self._lock.tryLock(0)

    def begin(self, path: Path | None, *, example: bool) -> None:
        """Open the base in the background, then the file, the example, or what was lost."""
        desk = self.window.desk
        desk.tasks.start(self.pipeline.warm, lambda _: self._opened(), self._no_base, self._building)
        lost = find_lost(self._recovery, self._work)
        if path is not None:
            desk.open_path(path)
        elif example:
            self.window.show_example()
        elif lost is not None:
            self._offer(lost)

    def _opened(self) -> None:
        self._building(0, 0)
        tasks = self.window.desk.tasks
        tasks.start(lambda _: bring_in(), lambda _: None, lambda error: self.window.desk.said.emit(sentence_of(error)))

    def _building(self, done: int, total: int) -> None:
        """How far the building of the base is, in the status line."""
        words = tr("Building the base: {n} of {all}").format(n=done, all=total) if total else ""
        self.window.frame.status.set_note(words)

    def _no_base(self, error: Exception) -> None:
        self._building(0, 0)
        self.window.desk.said.emit(tr("The base could not be opened. {why}").format(why=sentence_of(error)))

    def _offer(self, lost: Recovered) -> None:
        """Put lost work back and say so; the old copy goes only when this window has written its own."""
        desk = self.window.desk
        desk.saved.connect(lambda: lost.path.unlink(missing_ok=True))
        desk.resume(lost.state, None)
        when = lost.saved.replace("T", " ")
        self.window.frame.banner.say(tr("Recovered your work up to {time}.").format(time=when))

    def finish(self) -> None:
        """Let go of the lock."""
        self._lock.unlock()
