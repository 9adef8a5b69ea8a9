"""Work off the interface thread: the only place of the window that knows threads."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, Signal

from regimen_review.errors import UserError
from regimen_review.progress import Cancelled, Progress

T = TypeVar("T")

_TURN = 0.0005
"""Seconds for which a thread may keep Python to itself while another waits. Drawing calls into Python hundreds of times, and
with the usual 5 ms each of these calls could wait as long for work that nobody looks at.
"""


class _Voice(QObject):
    """Signals of one task; they cross to the interface thread by a queued connection."""

    done = Signal(object)
    failed = Signal(object)
    progressed = Signal(int, int)


class Task(QRunnable, Generic[T]):
    """One call on another thread. ``cancel`` stops it at its next report of progress."""

    def __init__(self, work: Callable[[Progress], T]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._work = work
        self.voice = _Voice()
        self._stopped = False
        self._speaking = threading.Lock()
        self._silent = False

    def cancel(self) -> None:
        """Ask the work to stop; nothing half-done is kept."""
        self._stopped = True

    def silence(self) -> None:
        """Cancel, and never speak again: after this call the voice may be deleted, whatever the thread still does."""
        self._stopped = True
        with self._speaking:
            self._silent = True

    def _tell(self, speak: Callable[[], object]) -> None:
        with self._speaking:
            if not self._silent:
                speak()

    def _report(self, done: int, total: int) -> None:
        if self._stopped:
            raise Cancelled
        self._tell(lambda: self.voice.progressed.emit(done, total))

    def run(self) -> None:
        """Called by the thread pool."""
        try:
            result = self._work(self._report)
        except Exception as error:
            fault = error
            self._tell(lambda: self.voice.failed.emit(fault))
        else:
            self._tell(lambda: self.voice.done.emit(result))


class Tasks(QObject):
    """The tasks of one window; they are told to stop and waited for when it closes."""

    wait_ms = 5000

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        sys.setswitchinterval(_TURN)
        self._running: set[Task[object]] = set()
        self._left: list[Task[object]] = []
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.stop)

    def start(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        progressed: Callable[[int, int], None] | None = None,
    ) -> Task[T]:
        """Run ``work``; ``done``, ``failed`` and ``progressed`` are called on the interface thread."""
        task: Task[T] = Task(work)
        queued = Qt.ConnectionType.QueuedConnection
        task.voice.done.connect(lambda result: self._finish(task, lambda: done(result)), queued)
        task.voice.failed.connect(lambda error: self._finish(task, lambda: failed(error)), queued)
        if progressed:
            task.voice.progressed.connect(progressed, queued)
        self._running.add(task)  # type: ignore[arg-type]
        self._pool.start(task)
        return task

    def _finish(self, task: Task[T], tell: Callable[[], None]) -> None:
        self._running.discard(task)
        tell()

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._running)

    def stop(self) -> None:
        """Cancel everything and wait for it to end; what takes longer than ``wait_ms`` ends unheard."""
        stopped = tuple(self._running)
        for task in stopped:
            task.silence()
        self._running.clear()
        if not self._pool.waitForDone(self.wait_ms):
            self._left += stopped  # their threads still run them


def sentence_of(error: Exception) -> str:
    """The sentence that a person reads for a fault."""
    if isinstance(error, UserError):
        return str(error)
    return f"{type(error).__name__}: {error}"
