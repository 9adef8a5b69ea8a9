"""Run by the benchmark in a process of its own: seconds from the given start to the first paint, and peak memory in MB."""

import resource
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication


def bare() -> None:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])

    class Window(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
            super().paintEvent(event)
            done(app)

    window = Window()
    window.show()
    app.exec()


def ours() -> None:
    from ui.desktop.app import build_window

    app, window = build_window(None)
    window.first_paint.connect(lambda: done(app))
    window.show()
    app.exec()


def done(app: "QCoreApplication") -> None:
    print(time.time() - float(sys.argv[2]), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)
    app.exit()


if __name__ == "__main__":
    {"bare": bare, "ours": ours}[sys.argv[1]]()
