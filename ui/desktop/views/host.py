"""The views of the centre behind their tabs. A view is made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
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


class TabRow(QFrame):
    """One line of tabs. Those for which there is no room stand behind *n more*, which opens a second line; the tab in front
    is always shown, no title is ever cut, and each letter works whether its tab is shown or not.
    """

    def __init__(self, look: Look, kinds: Sequence[ViewKind], show: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("paneHeader")
        self._look, self._show = look, show
        self._group = QButtonGroup(self)
        self.tabs: dict[str, QPushButton] = {}
        self._letters: dict[str, QShortcut] = {}
        self._opened = False
        row = FlowLayout(self, 0, 0)
        row.setContentsMargins(look.px(8), 0, 0, 0)
        for kind in kinds:
            row.addWidget(self._tab(kind))
        self.more = button("", look, self._flip, kind="view", role="medium")
        row.addWidget(self.more)

    def _tab(self, kind: ViewKind) -> QPushButton:
        title = tr(kind.title)
        tab = button(title, self._look, partial(self._show, kind.id), kind="view", role="medium", checkable=True)
        tab.setAccessibleName(tr("View {name}").format(name=title.replace("&", "")))
        self._group.addButton(tab)
        self.tabs[kind.id] = tab
        letter = QShortcut(QKeySequence.mnemonic(title), self)
        letter.setContext(Qt.ShortcutContext.WindowShortcut)
        letter.activated.connect(partial(self._show, kind.id))
        self._letters[kind.id] = letter
        return tab

    def choose(self, view_id: str) -> None:
        """A view came to the front."""
        self.tabs[view_id].setChecked(True)
        self._opened = False
        self._fit()

    def _flip(self) -> None:
        self._opened = not self._opened
        self._fit()

    def _fit(self) -> None:
        room = self.width() - self._look.px(10)
        wide = {i: tab.sizeHint().width() for i, tab in self.tabs.items()}
        self.more.setText(tr("{n} more").format(n=len(wide)))
        kept = set(wide) if sum(wide.values()) <= room else self._first(wide, room - self.more.sizeHint().width())
        hidden = len(wide) - len(kept)
        for i, tab in self.tabs.items():
            tab.setVisible(self._opened or i in kept)
            self._letters[i].setEnabled(not self._opened and i not in kept)
        self.more.setVisible(hidden > 0)
        self.more.setText(tr("fewer") if self._opened else tr("{n} more").format(n=hidden))

    def _first(self, wide: Mapping[str, int], room: float) -> set[str]:
        """As many tabs from the left as there is room for, and always the one in front."""
        kept = {i for i, tab in self.tabs.items() if tab.isChecked()}
        left = room - sum(wide[i] for i in kept)
        for i, each in wide.items():
            if i in kept:
                continue
            left -= each
            if left < 0:
                break
            kept.add(i)
        return kept

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer tabs."""
        super().resizeEvent(event)
        self._fit()


class ViewHost(QFrame):
    """Tabs above, one view below."""

    shown = Signal()

    def __init__(self, look: Look, desk: Desk, kinds: Sequence[ViewKind]) -> None:
        super().__init__()
        self.setObjectName("frame")
        self._look, self._desk, self._kinds = look, desk, tuple(kinds)
        self._made: dict[str, QWidget] = {}
        self.tabs = TabRow(look, self._kinds, self.show_view)
        self._stack = QStackedWidget()
        self.current_id = ""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.tabs)
        box.addWidget(self._stack, 1)
        self.show_view(self._kinds[0].id)

    def show_view(self, view_id: str) -> None:
        """Bring a view to the front."""
        kind = next((k for k in self._kinds if k.id == view_id), None)
        if kind is None:
            return
        if view_id not in self._made:
            self._made[view_id] = kind.make(self._look, self._desk)
            self._stack.addWidget(self._made[view_id])
        self._stack.setCurrentWidget(self._made[view_id])
        self.tabs.choose(view_id)
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
