"""The panes of the window put together, and how they share the room at each size of window and text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from ui.desktop.banner import Banner
from ui.desktop.commands import Command
from ui.desktop.desk import Desk
from ui.desktop.look import Look
from ui.desktop.medications import MedicationsPane
from ui.desktop.patient_strip import PatientStrip
from ui.desktop.right_pane import RightPane
from ui.desktop.side_tab import SideTab
from ui.desktop.start_page import StartPage
from ui.desktop.status_bar import StatusBar
from ui.desktop.toolbar import ToolBar
from ui.desktop.views.catalogue import VIEWS
from ui.desktop.views.findings import FindingsView
from ui.desktop.views.host import ViewHost
from ui.desktop.words import tr

Room = Literal["wide", "medium", "narrow", "slim"]
Beside = Literal["", "medications", "finding"]
"""Which pane stands beside the view where there is room for one only."""


@dataclass(frozen=True)
class Shares:
    """Widths of the left and the right pane in px at 100 %."""

    left: int
    right: int


_SHARES: dict[Room, Shares] = {"wide": Shares(376, 440), "medium": Shares(300, 392), "narrow": Shares(300, 330), "slim": Shares(300, 330)}


def room_for(width: float) -> Room:
    """How much room a window of ``width`` px at 100 % text leaves."""
    if width >= 1400:
        return "wide"
    if width >= 1000:
        return "medium"
    return "narrow" if width >= 800 else "slim"


class Frame(QFrame):
    """Toolbar, patient, banner, the three panes, status. Pages that need the whole width replace the panes."""

    def __init__(self, look: Look, desk: Desk, commands: dict[str, Command]) -> None:
        super().__init__()
        self.setObjectName("frame")
        self._look, self._desk = look, desk
        self.toolbar = ToolBar(look, commands)
        self.strip = PatientStrip(look, desk)
        self.banner = Banner(look)
        self.medications = MedicationsPane(look, desk)
        self.views = ViewHost(look, desk, VIEWS)
        self.right = RightPane(look, desk)
        self.status = StatusBar(look, desk)
        self.start = StartPage(look, commands)
        self._room: Room | None = None
        self._beside: Beside = "finding"
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(look.px(5))
        for pane in (self.medications, self.views, self.right):
            self._split.addWidget(pane)
        self._split.setStretchFactor(1, 1)
        self._side = SideTab(look, lambda: self._flip("medications"), "Alt+L")
        self._finding_side = SideTab(look, lambda: self._flip("finding"), "Alt+I")
        self._finding_side.say(tr("The selected finding"))
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(self._split, 1)
        row.addWidget(self._finding_side)
        self._body = body
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self._stack.addWidget(body)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for widget in (self.toolbar, self.strip, self.banner):
            box.addWidget(widget)
        box.addWidget(self._stack, 1)
        box.addWidget(self.status)
        desk.changed.connect(self.reload)
        self.views.shown.connect(self._view_shown)
        self.reload()
        if desk.session.state.empty:
            desk.later(self.start.setFocus)

    # --- pages -------------------------------------------------------------------------------------------------

    def show_page(self, page: QWidget) -> None:
        """Put a page in the place of the panes."""
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.setFocus()

    def show_body(self) -> None:
        """Back to the panes, or to the start while there is no list."""
        self._stack.setCurrentWidget(self.start if self._desk.session.state.empty else self._body)

    @property
    def page(self) -> QWidget | None:
        """The page in front, or None while the panes are."""
        current = self._stack.currentWidget()
        return None if current in (self._body, self.start) else current

    def reload(self) -> None:
        """Tools that have nothing to act on are grey; the start page leaves when there is a list."""
        session = self._desk.session
        if self.page is None:
            self.show_body()
        for name, label in (("undo", session.can_undo), ("redo", session.can_redo)):
            words = {"undo": tr("Undo: {what}"), "redo": tr("Redo: {what}")}[name]
            self.toolbar.set_enabled(name, enabled=bool(label), hint=words.format(what=tr(label)) if label else "")
        for name in ("copy", "print"):
            self.toolbar.set_enabled(name, enabled=self._desk.review is not None)
        review = self._desk.review
        count = len(review.regimen.medications) if review else 0
        self._side.count(count, self.medications.open_names())

    def minimumSizeHint(self) -> QSize:
        """Small: at large text sizes the panes give way, the window does not grow."""
        return QSize(640, 400)

    # --- room --------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room."""
        super().resizeEvent(event)
        room = room_for(self.width() / self._look.scale)
        if room != self._room:
            self._room = room
            self._arrange(room)
            self._view_shown()

    def _arrange(self, room: Room) -> None:
        narrow, medium = room in ("narrow", "slim"), room != "wide"
        self._side.setVisible(narrow)
        self._show_beside()
        self.toolbar.set_narrow(narrow=narrow, medium=medium)
        self.strip.set_compact(compact=narrow)
        self.status.set_narrow(narrow=narrow, medium=medium)
        self.right.bar.set_compact(compact=medium, tight=narrow)
        findings = self.views.view("findings")
        if isinstance(findings, FindingsView):
            findings.set_compact(compact=narrow)

    def share_room(self) -> None:
        """Widths of the panes: the findings leave more to the medications, drawings take more for themselves."""
        if self._room is None:
            return
        shares = _SHARES[self._room]
        if self._room == "wide" and self.views.current_id != "findings":
            shares = Shares(302, 376)
        left, right = self._look.px(shares.left), self._look.px(shares.right)
        self._split.setSizes([left, max(self.width() - left - right, 200), right])

    def _view_shown(self) -> None:
        """Drawings and tables take the whole width where it is slim; the findings keep the finding beside them."""
        slim = self._room == "slim" and self.views.current_id != "findings"
        self._beside = "" if slim else "finding"
        self._show_beside()
        self.share_room()

    def _show_beside(self) -> None:
        """Where there is little room, one pane at most stands beside the view, and the others are tabs at the side."""
        little = self._room in ("narrow", "slim")
        self.medications.setVisible(not little or self._beside == "medications")
        self.right.setVisible(not little or self._beside == "finding")
        self._finding_side.setVisible(little and self._beside != "finding")

    def _flip(self, pane: Beside) -> None:
        self._beside = "" if self._beside == pane else pane
        self._show_beside()

    def _open(self, pane: Beside) -> None:
        if self._room in ("narrow", "slim") and self._beside != pane:
            self._flip(pane)

    def to_medications(self) -> None:
        """Give the medications the keyboard, opening them where they are a tab at the side."""
        self._open("medications")
        self.medications.list.setFocus()

    def open_finding(self) -> None:
        """Show the right pane where it is a tab at the side."""
        self._open("finding")

    def to_finding(self) -> None:
        """Give the finding, or the form in its place, the keyboard."""
        self.open_finding()
        self._first_of_right().setFocus()

    def _first_of_right(self) -> QWidget:
        buttons = self.right.bar if self.right.shown is not None and self.right.bar.isVisible() else self.right
        return buttons.findChild(QToolButton) or buttons

    def panes(self) -> list[QWidget]:
        """Where F6 goes, in order."""
        view = self.views.view(self.views.current_id)
        inner = getattr(view, "list", view)
        found = [self.medications.list, inner, self._first_of_right(), self.strip]
        return [w for w in found if w is not None and w.isVisible()]
