"""The views of the centre behind their tabs. A view is made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.desktop.desk import Desk
from ui.desktop.flow import FlowLayout
from ui.desktop.labels import button
from ui.desktop.look import Look
from ui.desktop.words import tr


@dataclass(frozen=True)
class ViewKind:
    """A view by its title (with the mnemonic marked ``&``) and the call that makes it."""

    id: str
    title: str
    make: Callable[[Look, Desk], QWidget]


class ViewHost(QFrame):
    """Tabs above, one view below."""

    shown = Signal()

    def __init__(self, look: Look, desk: Desk, kinds: Sequence[ViewKind]) -> None:
        super().__init__()
        self.setObjectName("frame")
        self._look, self._desk, self._kinds = look, desk, tuple(kinds)
        self._made: dict[str, QWidget] = {}
        self._tabs: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget()
        self.current_id = ""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._tab_row())
        box.addWidget(self._stack, 1)
        self.show_view(self._kinds[0].id)

    def _tab_row(self) -> QWidget:
        look = self._look
        frame = QFrame()
        frame.setObjectName("paneHeader")
        row = FlowLayout(frame, 0, 0)  # a second line where there is no room for all: no title is ever cut
        row.setContentsMargins(look.px(8), 0, 0, 0)
        for kind in self._kinds:
            tab = button(tr(kind.title), look, partial(self.show_view, kind.id), kind="view", role="medium", checkable=True)
            tab.setAccessibleName(tr("View {name}").format(name=tr(kind.title).replace("&", "")))
            self._group.addButton(tab)
            self._tabs[kind.id] = tab
            row.addWidget(tab)
        return frame

    def show_view(self, view_id: str) -> None:
        """Bring a view to the front."""
        kind = next((k for k in self._kinds if k.id == view_id), None)
        if kind is None:
            return
        if view_id not in self._made:
            self._made[view_id] = kind.make(self._look, self._desk)
            self._stack.addWidget(self._made[view_id])
        self._stack.setCurrentWidget(self._made[view_id])
        self._tabs[view_id].setChecked(True)
        self.current_id = view_id
        self._desk.set_trying(trying=view_id == "whatif")
        self.shown.emit()

    def minimumSizeHint(self) -> QSize:
        """Small: a view gives way before the medications or the finding do."""
        return QSize(240, 160)

    def view(self, view_id: str) -> QWidget | None:
        """A view, if it was made."""
        return self._made.get(view_id)

    @property
    def ids(self) -> tuple[str, ...]:
        """The views in order."""
        return tuple(k.id for k in self._kinds)
