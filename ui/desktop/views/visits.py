"""The visits view: further lists of the same patient as lanes over time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.desktop.desk import Desk
from ui.desktop.flow import FlowLayout
from ui.desktop.labels import button, dashed_foot, label
from ui.desktop.look import Look
from ui.desktop.sentences import said
from ui.desktop.visit_lanes import LaneTable
from ui.desktop.visit_rows import ROW_ROLE, VisitRow
from ui.desktop.visit_shelf import VisitShelf
from ui.desktop.words import counted, tr
from ui.visits import Lists, OtherList, lists_of

_KINDS = "*.txt *.csv *.xlsx *.json *.xml *.hl7 *.pdf *.regimen"


class VisitsView(QFrame):
    """Columns are lists by date; what came, went and changed stands in each lane."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("view")
        self._look, self._desk = look, desk
        self._shelf = VisitShelf.of(desk)
        self._everything = False
        self._asked: tuple[object, ...] = ()
        self.list = LaneTable(look, desk)
        self._chips: dict[str, QPushButton] = {}
        self._story = label("", look, "second", wrap=True)
        self._stack = QStackedWidget()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._head())
        self._stack.addWidget(self._invitation())
        self._stack.addWidget(self.list)
        box.addWidget(self._stack, 1)
        self._foot_frame = dashed_foot(look, self._story)
        box.addWidget(self._foot_frame)
        for key, act in (("Ins", self.ask_file), ("Del", self.remove)):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self.list.clicked.connect(lambda _: self.list.act())
        desk.changed.connect(self.reload)
        desk.selected.connect(self.list.viewport().update)
        self._shelf.changed.connect(self.reload)
        self.reload()

    # --- building ----------------------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        look = self._look
        self._head_frame = frame = QFrame()
        frame.setObjectName("chips")
        flow = FlowLayout(frame, look.px(8), look.px(4))
        flow.setContentsMargins(look.px(12), look.px(5), look.px(12), look.px(6))
        self._chips["moved"] = button("", look, lambda: self.show_everything(everything=False), kind="chip", role="second", checkable=True)
        self._chips["all"] = button("", look, lambda: self.show_everything(everything=True), kind="chip", role="second", checkable=True)
        self._add = button(tr("Add a list") + "  Ins", look, self.ask_file, role="second")
        self._take = button("", look, self.remove, role="second")
        for widget in (*self._chips.values(), self._add, self._take):
            flow.addWidget(widget)
        return frame

    def _invitation(self) -> QWidget:
        """What stands here while there is one list only."""
        look = self._look
        frame = QFrame()
        frame.setObjectName("view")
        box = QVBoxLayout(frame)
        box.setContentsMargins(look.px(14), look.px(14), look.px(14), look.px(14))
        box.setSpacing(look.px(8))
        box.addWidget(label(tr("One list so far"), look, "title"))
        words = tr(
            "Open earlier or later lists of the same patient, or saved reviews. They stand here by date: what was started, "
            "stopped and changed, and which findings came and went. The list in work stays as it is."
        )
        box.addWidget(label(words, look, "body", wrap=True))
        row = QHBoxLayout()
        self._first = button(tr("Add a list of this patient"), look, self.ask_file)
        self._first.setProperty("first", "true")
        row.addWidget(self._first)
        row.addStretch(1)
        box.addLayout(row)
        box.addStretch(1)
        return frame

    # --- showing -----------------------------------------------------------------------------------------------

    @property
    def lists(self) -> Lists | None:
        """What is shown."""
        return self.list.lanes.lists

    def reload(self) -> None:
        """Lay the lists out anew when one of them or its review changed."""
        review, shelf = self._desk.review, self._shelf
        asked = (review, shelf.others, self._desk.session.state.decisions, self._everything)
        if asked != self._asked:
            self._asked = asked
            decisions = self._desk.session.state.decisions
            lists = lists_of(review, decisions, shelf.others, tr("this list")) if review else None
            self.list.lanes.show_lists(lists, everything=self._everything)
            self.list.arrange()
            if lists:
                self.list.setCurrentIndex(self.list.lanes.index(1, lists.here + 1))
        self._stack.setCurrentIndex(1 if self.lists else 0)
        self._name_chips()
        self._tell()

    def _name_chips(self) -> None:
        lists = self.lists
        self._chips["moved"].setText(tr("What changed"))
        self._chips["all"].setText(tr("Everything"))
        for name, chip in self._chips.items():
            chip.setChecked((name == "all") == self._everything)
        self._add.setText(tr("Reading …") if self._shelf.waiting else tr("Add a list") + "  Ins")
        self._head_frame.setVisible(lists is not None)
        self._first.setText(tr("Reading …") if self._shelf.waiting else tr("Add a list of this patient") + "  Ins")
        self._foot_frame.setVisible(lists is not None)

    def chosen(self) -> OtherList | None:
        """The further list of the current column; None for the list in work and for the names."""
        column, lists = self.list.currentIndex().column() - 1, self.lists
        return lists.others[column] if lists and 0 <= column < len(lists.others) else None

    def _tell(self) -> None:
        """What the current lane says over time; then the course as a whole."""
        lists, other = self.lists, self.chosen()
        self._take.setVisible(other is not None)
        if lists is None:
            return
        if other is not None:
            label_of = lists.course.visits[lists.others.index(other)].label
            self._take.setText(tr("Take {list} away").format(list=label_of) + "  Del")
        row = self.list.currentIndex().data(ROW_ROLE)
        story = self.list.lanes.story(row) if isinstance(row, VisitRow) else ""
        column = self.list.currentIndex().column()
        step = said(lists.course.steps[column - 2] if row is not None and row.head and column >= 2 else lists.course.says)
        self._story.setText(" ".join(filter(None, (story, step, self._nameless(lists)))))
        self.list.viewport().update()

    @staticmethod
    def _nameless(lists: Lists) -> str:
        files = [o.name for o in lists.others if o is not None and o.nameless]
        if not files:
            return ""
        many = counted(len(files), "{n} list does not say whose it is", "{n} lists do not say whose they are")
        return tr("Not checked: {many}: {files}.").format(many=many, files=", ".join(files))

    def show_everything(self, *, everything: bool) -> None:
        """Also what stayed the same, and notes."""
        self._everything = everything
        self.reload()

    # --- acting ------------------------------------------------------------------------------------------------

    def ask_file(self) -> None:
        """Choose further lists."""
        names, _ = QFileDialog.getOpenFileNames(
            self, tr("Add lists of this patient"), "", tr("Lists and reviews ({kinds});;All files (*)").format(kinds=_KINDS)
        )
        self.add_files([Path(n) for n in names])

    def add_files(self, paths: list[Path]) -> None:
        """Read files and lay them beside the list in work."""
        if paths and self._desk.review is not None:
            self._shelf.add(paths)

    def remove(self) -> None:
        """Take the list of the current column away; the file stays where it is."""
        other = self.chosen()
        if other is not None:
            self._shelf.remove(other)

    def focusInEvent(self, event: object) -> None:  # noqa: ARG002
        """The keyboard goes to the lanes, or to the one button there is."""
        (self.list if self.lists else self._first).setFocus(Qt.FocusReason.OtherFocusReason)
