"""Pictures of every view for the user guide and for looking at: ``python -m tests.ui.desktop.pictures [FOLDER]``.

They show the guided example with the base as it is; run it again after the window or the base changed.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from regimen_review.examples import example_note
from ui.decisions import Decision
from ui.desktop.desk import Desk
from ui.desktop.languages import Languages
from ui.desktop.late_pipeline import LatePipeline
from ui.desktop.look import load_fonts
from ui.desktop.tokens import DARK, LIGHT
from ui.desktop.views.catalogue import VIEWS
from ui.desktop.window import Doors, MainWindow
from ui.local_rules import LocalRules
from ui.remembered import Memory
from ui.session import ReviewSession
from ui.settings import Settings

HERE = Path(__file__).resolve().parents[3] / "docs" / "user-guide" / "pictures"


USUAL = Settings()


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the view, the settings, the size of the window, whether in grey."""

    name: str
    view: str
    settings: Settings = USUAL
    size: tuple[int, int] = (1280, 720)
    grey: bool = False
    page: str = ""
    reason: str = ""
    """What is accepted on the first finding before the picture is taken, with a day that has passed."""


def shots() -> list[Shot]:
    """Every view in light; the findings also dark, in grey, at 200 % and in German."""
    made = [Shot(kind.id, kind.id) for kind in VIEWS]
    return [
        *made,
        Shot("findings-dark", "findings", Settings(theme="dark")),
        Shot("graph-dark", "graph", Settings(theme="dark")),
        Shot("findings-grey", "findings", grey=True),
        Shot("graph-grey", "graph", grey=True),
        Shot("findings-200", "findings", Settings(text_size=200)),
        Shot("settings", "findings", page="settings"),
        Shot("events", "findings", page="events"),
        Shot("whatif-200", "whatif", Settings(text_size=200)),
        Shot("findings-german", "findings", Settings(language="de")),
        Shot("carry-out", "findings", reason="stop:warfarin"),
        Shot("promises", "findings", page="follow-up"),
    ]


def settle(app: QApplication, ready: Callable[[], bool], seconds: float = 20.0) -> None:
    """Let events pass until something is ready."""
    end = time.monotonic() + seconds
    while not ready() and time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)
    for _ in range(10):
        app.processEvents()


def with_own_palette(image: QImage) -> QImage:
    """The picture in its own 256 commonest colours: a third of the size, and no colour is another's."""
    pixels = memoryview(image.convertToFormat(QImage.Format.Format_RGB32).constBits()).cast("I")
    meant = {QColor(c).rgb() for tokens in (LIGHT, DARK) for c in (*tokens.marks.values(), tokens.person)} & set(pixels)
    common = [colour for colour, _ in Counter(pixels).most_common(256) if colour not in meant]
    colours = [*meant, *common][:256]
    return image.convertToFormat(QImage.Format.Format_Indexed8, colours, Qt.ImageConversionFlag.ThresholdDither)


def take(app: QApplication, window: MainWindow, shot: Shot, folder: Path) -> None:
    """Take one picture."""
    window.back()
    window.resize(*shot.size)
    window.change_settings(shot.settings)
    window.show_view(shot.view)
    window.desk.finding_id = None
    window.desk.step_finding(1)
    if shot.reason:
        window.desk.decide(Decision("", "accept", shot.reason, "Prescriber", date.today() - timedelta(days=3)))
    if shot.page:
        window.show_page(shot.page)
    settle(app, lambda: not window.desk.tasks.busy)
    image = window.grab().toImage()
    if shot.grey:
        image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    else:
        image = with_own_palette(image)
    image.save(str(folder / f"{shot.name}.png"), quality=0)


def main(folder: Path = HERE) -> int:
    """Take all pictures into a folder."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    load_fonts()
    folder.mkdir(parents=True, exist_ok=True)
    pipeline = LatePipeline()
    desk = Desk(ReviewSession(pipeline, datetime.now), Settings())
    desk.planner = pipeline.smallest
    desk.events = pipeline.events
    with TemporaryDirectory() as own:
        return _take_all(app, desk, folder, Path(own))


def _take_all(app: QApplication, desk: Desk, folder: Path, own: Path) -> int:
    """The pictures, with what a workstation keeps in a folder of its own."""
    desk.local_rules = LocalRules(own / "rules.json")
    desk.session.memory = Memory(own / "remembered.json")
    window = MainWindow(desk, Doors(set_language=Languages(app).use))
    window.resize(1280, 720)
    window.show()
    desk.open_text(example_note())
    settle(app, lambda: desk.review is not None)
    for shot in shots():
        take(app, window, shot, folder)
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
