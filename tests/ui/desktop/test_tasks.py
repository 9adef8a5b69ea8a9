"""Work off the interface thread ends in good order, also when the window goes first."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from regimen_review.progress import Progress
from ui.desktop.tasks import Tasks
from ui.desktop.window import MainWindow


def ignore(_: object) -> None:
    """An answer nobody waits for."""


class Slow:
    """Work that ends when it is let go, and keeps what its thread raised."""

    def __init__(self) -> None:
        self.begun, self.free = threading.Event(), threading.Event()

    def __call__(self, report: Progress) -> str:
        self.begun.set()
        self.free.wait(10)
        return "late"


def test_an_answer_that_comes_after_the_voice_is_gone_is_dropped_in_silence(qtbot: QtBot, capfd: pytest.CaptureFixture[str]) -> None:
    tasks, slow, heard = Tasks(), Slow(), list[str]()
    tasks.wait_ms = 10
    task = tasks.start(slow, heard.append, ignore)
    assert slow.begun.wait(5)
    tasks.stop()
    delete(task.voice)
    slow.free.set()
    assert tasks._pool.waitForDone(5000)
    qtbot.wait(20)
    assert heard == []
    assert "Error" not in capfd.readouterr().err


def test_a_window_that_closes_over_running_work_waits_for_it(make_window: Callable[..., MainWindow]) -> None:
    window = make_window()
    slow, heard = Slow(), list[str]()
    window.desk.tasks.start(slow, heard.append, ignore)
    assert slow.begun.wait(5)
    threading.Timer(0.05, slow.free.set).start()
    window.close()
    assert slow.free.is_set()
    assert not window.desk.tasks.busy
    assert heard == []


def test_stopped_work_ends_at_its_next_report(qtbot: QtBot) -> None:
    tasks, reached = Tasks(), threading.Event()
    begun = threading.Event()

    def work(report: Progress) -> None:
        while True:
            begun.set()
            report(0, 0)
            reached.wait(0.005)

    tasks.start(work, ignore, ignore)
    assert begun.wait(5)
    tasks.stop()
    assert tasks._pool.activeThreadCount() == 0


_QUITTING = """
import time
from PySide6.QtCore import QCoreApplication, QTimer
from ui.desktop.tasks import Tasks
app = QCoreApplication([])
tasks = Tasks()
tasks.start(lambda _: time.sleep(0.4), print, print)
QTimer.singleShot(50, app.quit)
raise SystemExit(app.exec())
"""


def test_a_program_that_quits_over_running_work_prints_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", _QUITTING], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
