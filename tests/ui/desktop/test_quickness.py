"""What keeps the window from standing still: nothing is worked out twice, dressed in vain or loaded while somebody waits."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.desktop.flow import FlowLayout
from ui.desktop.views.catalogue import VIEWS, bring_in
from ui.desktop.window import MainWindow


class Box(QPushButton):
    """A widget of a size that can be changed, which counts how often it is asked for it."""

    def __init__(self, wide: int) -> None:
        super().__init__()
        self.wide, self.asked = wide, 0

    def sizeHint(self) -> QSize:
        self.asked += 1
        return QSize(self.wide, 20)

    def grow(self, wide: int) -> None:
        self.wide = wide
        self.updateGeometry()


@pytest.fixture
def flow(qtbot: QtBot) -> Iterator[tuple[FlowLayout, list[Box]]]:
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = FlowLayout(holder, 0, 0)
    boxes = [Box(100) for _ in range(3)]
    for box in boxes:
        layout.addWidget(box)
    holder.show()
    yield layout, boxes
    holder.hide()  # it lives until here


def test_a_flow_asked_for_the_same_width_again_does_not_ask_its_widgets_again(flow: tuple[FlowLayout, list[Box]]) -> None:
    layout, boxes = flow
    first = layout.heightForWidth(210)
    asked = boxes[0].asked
    assert [layout.heightForWidth(210) for _ in range(5)] == [first] * 5
    assert boxes[0].asked == asked


def test_a_flow_breaks_into_as_many_lines_as_its_width_asks_for(flow: tuple[FlowLayout, list[Box]]) -> None:
    layout, _ = flow
    assert [layout.heightForWidth(w) for w in (300, 200, 100)] == [20, 40, 60]
    assert [layout.heightForWidth(w) for w in (300, 200, 100)] == [20, 40, 60], "the second time from what was kept"


def test_a_flow_is_measured_anew_when_a_widget_grows_comes_or_goes(flow: tuple[FlowLayout, list[Box]]) -> None:
    layout, boxes = flow
    assert layout.heightForWidth(300) == 20
    boxes[0].grow(250)
    assert layout.heightForWidth(300) == 40
    fresh = Box(300)
    layout.addWidget(fresh)
    fresh.show()
    assert layout.heightForWidth(300) == 60
    layout.takeAt(3)
    assert layout.heightForWidth(300) == 40
    boxes[0].hide()
    assert layout.heightForWidth(300) == 20


def test_another_text_size_dresses_the_new_panes_and_lets_the_old_ones_go(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = make_window()
    window.show_view("graph")
    old = window.frame
    gone: list[object] = []
    old.destroyed.connect(lambda: gone.append(True))
    window.change_settings(replace(window.desk.settings, text_size=150))
    assert window.frame is not old
    assert window.centralWidget() is window.frame
    assert window.frame.views.current_id == "graph"
    qtbot.waitUntil(lambda: bool(gone), timeout=3000)


def test_the_style_reaches_every_pane_and_not_the_whole_application(make_window: Callable[..., MainWindow]) -> None:
    window = make_window()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert app.styleSheet() == ""
    assert "frame" in window.styleSheet()
    light = window.frame.grab().toImage().pixelColor(3, 3)
    window.change_settings(replace(window.desk.settings, theme="dark"))
    assert window.frame.grab().toImage().pixelColor(3, 3).lightness() < light.lightness()


def test_every_view_can_be_brought_in_before_it_is_asked_for() -> None:
    bring_in()
    assert {f"ui.desktop.views.{kind.id}" for kind in VIEWS} <= set(sys.modules)


def test_making_the_graph_view_does_not_wait_for_numpy() -> None:
    asked = "import sys; import ui.desktop.views.graph, ui.desktop.views.matrix; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
