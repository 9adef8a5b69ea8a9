"""Every view and state at every size, palette and text size: ``python -m tests.ui.desktop.album FOLDER [LIST]``.

Two lists are shown: LIST (else the guided example) and forty medications. One picture a state, in folders named after the
list, the size and the look; they are to be looked at, not to be kept.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from regimen_review.examples import example_note
from tests.ui.desktop.forty import FORTY
from tests.ui.desktop.pictures import settle
from ui.decisions import Decision
from ui.desktop.desk import Desk
from ui.desktop.languages import Languages
from ui.desktop.late_pipeline import LatePipeline
from ui.desktop.look import load_fonts
from ui.desktop.printing import render
from ui.desktop.views.catalogue import VIEWS
from ui.desktop.views.timetable import TimetableView
from ui.desktop.views.visits import VisitsView
from ui.desktop.views.whatif import WhatIfView
from ui.desktop.window import Doors, MainWindow
from ui.local_rules import LocalRules
from ui.remembered import Memory
from ui.session import ReviewSession
from ui.settings import Settings
from ui.trial import Trial

EARLIER = "2005-03-01\nprednisone 20 mg daily\nhydroxychloroquine 200 mg daily\nwarfarin 3 mg daily\nibuprofen 400 mg as needed\n"
PAGES = ("events", "about", "keys", "print", "settings", "paste", "follow-up")
SMALL, LARGE = (1280, 720), (1920, 1080)


@dataclass(frozen=True)
class Sheet:
    """One look of the window: palette, text size, size, whether grey."""

    name: str
    settings: Settings
    size: tuple[int, int]
    grey: bool = False
    brief: bool = False
    """Only the views, not the pages and states."""


def sheets() -> tuple[Sheet, ...]:
    """Light and dark at both sizes; grey, 200 % and German at the small one."""
    light, dark = Settings(), Settings(theme="dark")
    return (
        Sheet("720-light", light, SMALL),
        Sheet("1080-light", light, LARGE),
        Sheet("720-dark", dark, SMALL),
        Sheet("1080-dark", dark, LARGE, brief=True),
        Sheet("720-grey", light, SMALL, grey=True, brief=True),
        Sheet("720-200", replace(light, text_size=200), SMALL),
        Sheet("1080-200", replace(light, text_size=200), LARGE, brief=True),
        Sheet("720-german", replace(light, language="de"), SMALL),
    )


class Camera:
    """One window, its states, and the pictures of them."""

    def __init__(self, app: QApplication, window: MainWindow, earlier: Path = Path("earlier.txt")) -> None:
        self.app, self.window, self.earlier = app, window, earlier

    def rest(self, ready: Callable[[], bool] = lambda: True) -> None:
        """Until nothing is under way."""
        settle(self.app, lambda: ready() and not self.window.desk.tasks.busy, 30)

    def open(self, content: str | Path) -> None:
        """Another list, wholly reviewed."""
        desk = self.window.desk
        desk.session.review = None
        if isinstance(content, Path):
            desk.open_path(content)
        else:
            desk.open_text(content)
        self.rest(lambda: desk.review is not None)

    def take(self, path: Path, *, grey: bool) -> None:
        """Write what the window shows."""
        path.parent.mkdir(parents=True, exist_ok=True)
        image = self.window.grab().toImage()
        (image.convertToFormat(QImage.Format.Format_Grayscale8) if grey else image).save(str(path))


def _states(camera: Camera, *, brief: bool) -> Iterator[str]:
    """Brings the window into one state after the other and names each."""
    window, desk = camera.window, camera.window.desk
    for kind in VIEWS:
        window.show_view(kind.id)
        desk.finding_id = None
        desk.step_finding(1)
        camera.rest()
        yield kind.id
    for name, state in _what_if(camera):
        state()
        camera.rest()
        yield name
    desk.try_out(Trial())
    window.show_view("findings")
    if brief:
        return
    for page in PAGES:
        window.show_page(page)
        camera.rest()
        yield f"page-{page}"
    window.back()
    for name, state in _panes(camera):
        state()
        camera.rest()
        yield name
    window.palette_panel.hide()
    window.frame.banner.say("")


def _what_if(camera: Camera) -> tuple[tuple[str, Callable[[], object]], ...]:
    window, desk = camera.window, camera.window.desk
    view, timetable = window.frame.views.view("whatif"), window.frame.views.view("timetable")
    assert isinstance(view, WhatIfView)
    assert isinstance(timetable, TimetableView)

    def list_of_times() -> None:
        window.show_view("timetable")
        timetable.show_page("list")

    def trial() -> None:
        timetable.show_page("day")
        window.show_view("whatif")
        desk.try_out(Trial(frozenset({0})))

    def options() -> None:
        view.keep_option()
        view.show_page("options")

    def visits() -> None:
        window.show_view("visits")
        view = window.frame.views.view("visits")
        assert isinstance(view, VisitsView)
        view.add_files([camera.earlier])

    def alternatives() -> None:
        desk.select_medication("m2")
        view.show_page("alternatives")

    return (
        ("visits-two", visits),
        ("timetable-list", list_of_times),
        ("timetable-rules", lambda: timetable.show_page("rules")),
        ("whatif-trial", trial),
        ("whatif-options", options),
        ("whatif-alternatives", alternatives),
        ("whatif-dont-add", lambda: view.show_page("dont-add")),
    )


def _panes(camera: Camera) -> tuple[tuple[str, Callable[[], object]], ...]:
    window, desk = camera.window, camera.window.desk

    def decided() -> None:
        desk.finding_id = None
        desk.step_finding(1)
        assert desk.finding is not None
        drug = desk.finding.drugs[0]
        desk.decide(Decision("", "accept", f"stop:{drug}", "Prescriber", date(2025, 6, 1), "Tell the patient."))
        window.note()

    def medication() -> None:
        desk.select_medication("m1")
        window.edit_medication()

    return (
        ("pane-decided", decided),
        ("pane-follow-up", lambda: window.show_page("follow-up")),
        ("pane-patient", lambda: _after_back(window, window.edit_patient)),
        ("pane-medication", lambda: _after_back(window, medication)),
        ("pane-add", window.add_medication),
        ("pane-filter", lambda: _after_back(window, window.filter)),
        ("pane-palette", lambda: _after_back(window, window.show_palette)),
    )


def _after_back(window: MainWindow, act: Callable[[], None]) -> None:
    window.back()
    act()


def _empty(camera: Camera) -> Iterator[str]:
    """States without a full review: none, nothing found, unknown names, a check that failed, the cover."""
    window, desk = camera.window, camera.window.desk
    for name, text in (("nothing-found", "folic acid 1 mg daily"), ("partial", "xqzzy 5 mg daily\nfolic acid 1 mg daily\nwarfarinn 3 mg")):
        camera.open(text)
        window.show_view("findings")
        yield name
    desk.session.fail("The base could not be read: it is damaged. Start the program again to build it anew.")
    camera.rest()
    yield "failed"
    window.lock()
    yield "locked"
    window.cover.hide()


def album(app: QApplication, folder: Path, lists: dict[str, str | Path], own: Path) -> None:
    """All pictures."""
    pipeline = LatePipeline()
    desk = Desk(ReviewSession(pipeline, lambda: datetime(2025, 7, 1, 14, 32), memory=Memory(own / "remembered.json")), Settings())
    desk.planner, desk.events, desk.measures = pipeline.smallest, pipeline.events, pipeline.known_measures
    desk.local_rules = LocalRules(own / "rules.json")
    window = MainWindow(desk, Doors(render_pdf=render, set_language=Languages(app).use))
    earlier = own / "earlier.txt"
    earlier.write_text(EARLIER, encoding="utf-8")
    camera = Camera(app, window, earlier)
    window.show()
    for sheet in sheets():
        window.resize(*sheet.size)
        window.change_settings(sheet.settings)
        camera.rest()
        if not sheet.brief:
            camera.take(folder / sheet.name / "start.png", grey=sheet.grey)
        for name, content in lists.items():
            camera.open(content)
            for state in _states(camera, brief=sheet.brief or name != "one"):
                camera.take(folder / sheet.name / f"{name}-{state}.png", grey=sheet.grey)
        if not sheet.brief:
            for state in _empty(camera):
                camera.take(folder / sheet.name / f"{state}.png", grey=sheet.grey)
        _clear(camera)
    window.close()


def _clear(camera: Camera) -> None:
    """An empty session again."""
    session = camera.window.desk.session
    while session.can_undo:
        session.undo()
    camera.rest()
    with suppress(AttributeError):
        camera.window.back()


def main(folder: Path, given: Path | None = None) -> int:
    """Take them all."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    load_fonts()
    with TemporaryDirectory() as own:
        album(app, folder, {"one": given or example_note(), "forty": FORTY}, Path(own))
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:3])))
