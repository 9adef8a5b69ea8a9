"""Run by the benchmark in a process of its own: for how long the window does not answer while something is done in it.

A heartbeat runs in the event loop; the longest silence between two beats is the stall. The list is the guided example or, with
a number as argument, as many of the most used drugs. Prints JSON: what was done to milliseconds.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from bench.cases import a_long_list
from regimen_review.examples import example_note
from ui.desktop.desk import Desk
from ui.desktop.late_pipeline import LatePipeline
from ui.desktop.look import load_fonts
from ui.desktop.views.catalogue import bring_in
from ui.desktop.window import Doors, MainWindow
from ui.pipeline import Pipeline
from ui.session import ReviewSession
from ui.settings import Settings
from ui.trial import Trial


class Heart:
    """Beats whenever the event loop comes round."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._last = time.perf_counter()
        self.longest = 0.0
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(0)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def during(self, act: Callable[[], object], ready: Callable[[], object], seconds: float = 20.0) -> tuple[float, float]:
        """The longest stall and the whole time until it is ready and painted, in milliseconds."""
        self._settle(0.3)
        self._last, self.longest = time.perf_counter(), 0.0
        start = time.perf_counter()
        QTimer.singleShot(0, act)
        took = 0.0
        while time.perf_counter() - start < seconds and not took:
            self._app.processEvents()
            took = time.perf_counter() - start if ready() else 0.0
        self._settle(0.2)
        return 1000 * self.longest, 1000 * took

    def _settle(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self._app.processEvents()


def the_list(pipeline: Pipeline, count: int) -> str:
    """The text that is pasted."""
    return a_long_list(pipeline, count) if count else example_note()


def measured(count: int) -> dict[str, float]:
    """Everything once, in the order in which a person comes to it."""
    app = QApplication([])
    app.setStyle("Fusion")
    load_fonts()
    base = Pipeline()
    pipeline = LatePipeline(lambda _: base)
    desk = Desk(ReviewSession(pipeline, datetime.now), Settings())
    desk.planner = pipeline.smallest
    window = MainWindow(desk, Doors())
    window.resize(1280, 720)
    window.show()
    heart = Heart(app)
    pipeline.warm()
    bring_in()
    text = the_list(base, count)
    found: dict[str, float] = {}

    def note(what: str, act: Callable[[], object], ready: Callable[[], object]) -> float:
        found[f"{what}: stall"], took = heart.during(act, ready)
        return took

    note("list read and reviewed", lambda: desk.open_text(text), lambda: desk.review is not None)
    for view in window.frame.views.ids:
        note(f"{view} first shown", lambda view=view: window.show_view(view), lambda: not desk.tasks.busy)
    graph = window.frame.views.view("graph")
    note("graph shown again", lambda: window.show_view("graph"), graph.isVisible)
    window.show_view("whatif")
    times = []
    for index in (1, 3, 5, 7, 9):
        trial = Trial(stops=frozenset({index}))
        times.append(note("what if: a drug stopped", lambda trial=trial: desk.try_out(trial), lambda: desk.trial_review is not None))
    found["what if: until it is shown"] = sorted(times)[len(times) // 2]
    window.show_view("findings")
    larger = replace(desk.settings, text_size=150)
    note("text size changed", lambda: window.change_settings(larger), lambda: window.look.scale > 1)
    desk.tasks.stop()
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = str(Path(folder))
        print(json.dumps(measured(int(sys.argv[1]) if len(sys.argv) > 1 else 0)))
        sys.stdout.flush()
        os._exit(0)  # nothing is kept; Qt's own end takes no part in what is measured
