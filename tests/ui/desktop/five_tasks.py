"""Drives the window through five tasks and prints keys, clicks and waiting: ``python -m tests.ui.desktop.five_tasks``.

A pasted text counts as one key (Ctrl+V). Waiting is the time from the last key until the answer stands in the window.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from regimen_review.examples import example_note
from tests.ui.desktop.pictures import settle
from ui.desktop.desk import Desk
from ui.desktop.late_pipeline import LatePipeline
from ui.desktop.look import load_fonts
from ui.desktop.printing import render
from ui.desktop.views.whatif import WhatIfView
from ui.desktop.window import Doors, MainWindow
from ui.session import ReviewSession
from ui.settings import Settings

CTRL, SHIFT, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


@dataclass
class Task:
    """What one task took."""

    name: str
    keys: int = 0
    waited: float = 0.0


class Driver:
    """Presses keys and counts them."""

    def __init__(self, app: QApplication, window: MainWindow) -> None:
        self.app, self.window = app, window
        self.tasks: list[Task] = []

    def begin(self, name: str) -> None:
        """The next task."""
        self.tasks.append(Task(name))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, on: QWidget | None = None) -> None:
        """Press one key."""
        QTest.keyClick(on or self.window, key, modifier)
        self.tasks[-1].keys += 1

    def type(self, text: str, on: QWidget) -> None:
        """Type a text, each letter a key."""
        QTest.keyClicks(on, text)
        self.tasks[-1].keys += len(text)

    def wait(self, ready: Callable[[], bool]) -> None:
        """Wait for an answer."""
        began = time.perf_counter()
        settle(self.app, ready)
        self.tasks[-1].waited += time.perf_counter() - began


def paste_and_settle(driver: Driver) -> None:
    """Paste the note, review it, settle every open name by its first candidate."""
    window = driver.window
    driver.begin("paste a list and settle its names")
    driver.key(Qt.Key.Key_V, CTRL | SHIFT)
    page = window.frame.page
    assert page is not None
    field = page.findChild(QPlainTextEdit)
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText(example_note())
    driver.tasks[-1].keys += 1
    driver.key(Qt.Key.Key_Return, CTRL, field)
    driver.wait(lambda: window.desk.review is not None)
    while (open_names := window.frame.medications.open_names()) > 0:
        driver.key(Qt.Key.Key_1)
        driver.wait(lambda n=open_names: window.frame.medications.open_names() < n)  # type: ignore[misc]


def find_the_worst(driver: Driver) -> None:
    """It is selected already."""
    driver.begin("find the worst")
    review = driver.window.desk.review
    assert review is not None
    assert driver.window.desk.finding is review.findings[0]


def decide_ten(driver: Driver) -> None:
    """Accept and go on, ten times; each is one key."""
    driver.begin("decide on ten findings")
    before = driver.window.desk.session.decided()
    for _ in range(10):
        driver.key(Qt.Key.Key_A, SHIFT)
    assert driver.window.desk.session.decided() == before + 10


def try_a_swap(driver: Driver) -> None:
    """Find a medication by name, replace it in the trial."""
    window = driver.window
    driver.begin("try a swap")
    driver.key(Qt.Key.Key_W, ALT)
    window.show_view("whatif")
    view = window.frame.views.view("whatif")
    assert isinstance(view, WhatIfView)
    driver.key(Qt.Key.Key_K, CTRL)
    window.show_palette()
    driver.type("tramad", window.palette_panel.line)
    entries = window.palette_panel._shown
    at = next(i for i, e in enumerate(entries) if e.kind == "medication")
    for _ in range(at):
        driver.key(Qt.Key.Key_Down, on=window.palette_panel.line)
    driver.key(Qt.Key.Key_Return, on=window.palette_panel.line)
    driver.key(Qt.Key.Key_R, SHIFT)
    line = view._line
    driver.type("acetaminophen", line)
    driver.key(Qt.Key.Key_Return, on=line)
    driver.wait(lambda: window.desk.trial_review is not None)


def print_it(driver: Driver) -> None:
    """Show the pages."""
    driver.begin("print")
    driver.key(Qt.Key.Key_P, CTRL)
    driver.window.print_preview()
    page = driver.window.frame.page
    assert page is not None
    driver.wait(lambda: page._save.isEnabled() or "could not" in page._words.text())  # type: ignore[attr-defined]


def main() -> int:
    """Drive and print."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    load_fonts()
    pipeline = LatePipeline()
    pipeline.warm()
    desk = Desk(ReviewSession(pipeline, datetime.now), Settings())
    desk.planner = pipeline.smallest
    window = MainWindow(desk, Doors(render_pdf=render))
    window.resize(1440, 900)
    window.show()
    settle(app, lambda: True)
    driver = Driver(app, window)
    for step in (paste_and_settle, find_the_worst, decide_ten, try_a_swap, print_it):
        step(driver)
    for task in driver.tasks:
        print(f"{task.name:36} {task.keys:3} keys   0 clicks {task.waited * 1000:6.0f} ms waiting")
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
