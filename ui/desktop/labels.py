"""Labels, buttons and key caps in the type scale of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.desktop.look import Look, Role


def label(text: str, look: Look, role: Role = "body", *, name: str = "", wrap: bool = False) -> QLabel:
    """A label in one role of the type scale; ``name`` picks a rule of the style sheet (``faded``, ``gap`` …)."""
    made = QLabel(text)
    made.setFont(look.font(role))
    made.setTextFormat(Qt.TextFormat.PlainText)
    if name:
        made.setObjectName(name)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def dashed_foot(look: Look, child: QWidget) -> QFrame:
    """The foot of a view, with what could not be shown or what it cost, under a dashed line."""
    frame = QFrame()
    frame.setObjectName("dashedFoot")
    box = QVBoxLayout(frame)
    box.setContentsMargins(look.px(12), look.px(6), look.px(12), look.px(6))
    box.addWidget(child)
    return frame


def button(
    text: str,
    look: Look,
    act: Callable[[], object] | None = None,
    *,
    kind: str = "",
    role: Role = "body",
    checkable: bool = False,
) -> QPushButton:
    """A push button; ``kind`` is one of ``chip``, ``link``, ``gap``, ``view``, ``row`` of the style sheet."""
    made = QPushButton(text)
    made.setFont(look.font(role))
    made.setCheckable(checkable)
    made.setAutoDefault(False)
    if kind:
        made.setProperty(kind, "true")
        made.setProperty("kind", kind)
    if act is not None:
        made.clicked.connect(lambda *_: act())
    return made


def rule(look: Look, *, upright: bool = False) -> QFrame:
    """A hairline, lying or upright."""
    made = QFrame()
    made.setObjectName("rule")
    if upright:
        made.setFixedWidth(1)
        made.setFixedHeight(look.px(20))
    else:
        made.setFixedHeight(1)
    return made


def strong(text: str) -> str:
    """Rich text in the weight of headlines; ``<b>`` would thicken a face that is not shipped."""
    return f'<span style="font-weight:600">{text}</span>'


def escape(text: str) -> str:
    """Text made fit for a rich-text label."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
