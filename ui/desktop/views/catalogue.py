"""The views of the centre in their order. A new view is one file and one line here."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtWidgets import QWidget

from ui.desktop.desk import Desk
from ui.desktop.look import Look
from ui.desktop.views.findings import FindingsView
from ui.desktop.views.host import ViewKind


def _findings(look: Look, desk: Desk) -> QWidget:
    return FindingsView(look, desk)


def _graph(look: Look, desk: Desk) -> QWidget:
    from ui.desktop.views.graph import GraphView

    return GraphView(look, desk)


def _matrix(look: Look, desk: Desk) -> QWidget:
    from ui.desktop.views.matrix import MatrixView

    return MatrixView(look, desk)


def _burdens(look: Look, desk: Desk) -> QWidget:
    from ui.desktop.views.burdens import BurdensView

    return BurdensView(look, desk)


def _timetable(look: Look, desk: Desk) -> QWidget:
    from ui.desktop.views.timetable import TimetableView

    return TimetableView(look, desk)


def _visits(look: Look, desk: Desk) -> QWidget:
    from ui.desktop.views.visits import VisitsView

    return VisitsView(look, desk)


def _whatif(look: Look, desk: Desk) -> QWidget:
    from ui.desktop.views.whatif import WhatIfView

    return WhatIfView(look, desk)


def bring_in() -> None:
    """Load what every view is made of, on a thread that nobody waits for: reading a module takes longer than making its view."""
    for kind in VIEWS:
        import_module(f"ui.desktop.views.{kind.id}")


VIEWS: tuple[ViewKind, ...] = (
    ViewKind("findings", "&Findings", _findings),
    ViewKind("graph", "&Graph", _graph),
    ViewKind("matrix", "&Matrix", _matrix),
    ViewKind("burdens", "&Burdens", _burdens),
    ViewKind("timetable", "&Timetable", _timetable),
    ViewKind("visits", "&Visits", _visits),
    ViewKind("whatif", "&What if", _whatif),
)
