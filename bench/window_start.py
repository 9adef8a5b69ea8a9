"""Run by the benchmark in a process of its own: seconds from the given start to the first paint, and peak memory in MB."""

import sys
import time
from pathlib import Path
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
    from PySide6.QtWidgets import QApplication

    from ui.desktop.look import FIRST_FACES, load_fonts, look_for
    from ui.desktop.shell import Shell

    app = QApplication([])
    app.setStyle("Fusion")
    load_fonts(FIRST_FACES)
    shell = Shell(look_for("light", 100), lambda: done(app))
    shell.show()
    app.exec()


def loaded() -> None:
    """Peak memory with a patient in the window; the time is that until everything is shown."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from ui.desktop.look import load_fonts, look_for
    from ui.desktop.shell import Shell
    from ui.settings import Settings

    app = QApplication([])
    app.setStyle("Fusion")
    load_fonts()
    kept: list[object] = []

    def fill() -> None:
        from ui.desktop.start import Start

        start = Start(app, shell, Settings(), Path(sys.argv[2] + ".settings.json"))
        kept.append(start)
        start.begin(None, example=True)
        QTimer.singleShot(6000, lambda: done(app))

    shell = Shell(look_for("light", 100), fill)
    shell.show()
    app.exec()


def peak_megabytes() -> float:
    """Peak resident memory of this process alone; getrusage would count the benchmark that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text(encoding="utf-8").splitlines() if x.startswith("VmHWM"))
        return float(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def done(app: "QCoreApplication") -> None:
    print(time.time() - float(sys.argv[2]), peak_megabytes(), flush=True)
    app.exit()


if __name__ == "__main__":
    {"bare": bare, "ours": ours, "loaded": loaded}[sys.argv[1]]()
