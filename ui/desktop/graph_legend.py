"""The legend of the graph and the tray of medications without a drawn edge."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from regimen_review.picture import Picture, TrayEntry
from ui.desktop.flow import FlowLayout
from ui.desktop.glyphs import draw_glyph
from ui.desktop.labels import escape, label, strong
from ui.desktop.look import Look
from ui.desktop.words import tr


class Sample(QWidget):
    """One drawn sample: ``major``, ``moderate``, ``drug``, ``condition``, ``open`` or ``hull``."""

    def __init__(self, look: Look, kind: str) -> None:
        super().__init__()
        self._look, self._kind = look, kind
        self.setFixedSize(QSize(look.px(40), look.px(18)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the sample."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / 40, self.height() / 18)
        look = self._look
        if self._kind in ("major", "moderate", "contraindicated"):
            self._line(painter)
        else:
            self._shape(painter, look)
        painter.end()

    def _line(self, painter: QPainter) -> None:
        look = self._look
        if self._kind == "moderate":
            pen = QPen(look.colour("caution_edge"), 1.5)
            pen.setDashPattern([4, 2.6])
        else:
            pen = QPen(look.mark(self._kind), 2.6)  # type: ignore[arg-type]
        painter.setPen(pen)
        for y in (7.0, 11.0) if self._kind == "contraindicated" else (9.0,):
            painter.drawLine(QPointF(1, y), QPointF(39, y))
        side = 12 if self._kind == "moderate" else 16
        draw_glyph(painter, self._kind, QRectF(20 - side / 2, 9 - side / 2, side, side), look, "n" if self._kind == "major" else "")  # type: ignore[arg-type]

    def _shape(self, painter: QPainter, look: Look) -> None:
        pen = QPen(look.colour("control"), 1.1)
        if self._kind == "open":
            pen.setDashPattern([3, 2.2])
        painter.setPen(pen)
        painter.setBrush(look.colour("hexagon" if self._kind == "condition" else "base"))
        box = QRectF(5, 2, 30, 14)
        if self._kind == "condition":
            points = [QPointF(x, y) for x, y in ((10, 2), (30, 2), (35, 9), (30, 16), (10, 16), (5, 9))]
            painter.drawPolygon(QPolygonF(points))
        elif self._kind == "hull":
            path = QPainterPath()
            path.addRoundedRect(box, 3, 3)
            ground = look.mark("major")
            painter.setPen(QPen(ground, 1.1))
            ground.setAlpha(26)
            painter.setBrush(ground)
            painter.drawPath(path)
            painter.setClipPath(path)
            for x in range(-8, 40, 6):
                painter.drawLine(QPointF(x, 16), QPointF(x + 14, 2))
        else:
            painter.drawRoundedRect(box, 7, 7)


class Legend(QFrame):
    """What shapes and lines mean."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("foot")
        flow = FlowLayout(self, look.px(16), look.px(5))
        flow.setContentsMargins(look.px(12), look.px(7), look.px(12), look.px(7))
        self._pairs: dict[str, QWidget] = {}
        for kind, words in (
            ("contraindicated", tr("Danger")),
            ("major", tr("Warning, n is its place in the list")),
            ("moderate", tr("Caution")),
            ("drug", tr("medication")),
            ("condition", tr("condition or value")),
            ("open", tr("not settled")),
            ("hull", tr("finding of three or more")),
        ):
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(look.px(7))
            row.addWidget(Sample(look, kind))
            row.addWidget(label(words, look, "second", name="faded"))
            self._pairs[kind] = pair
            flow.addWidget(pair)

    def show_for(self, picture: Picture) -> None:
        """Explain only what the picture holds."""
        marks = {e.mark for e in picture.edges}
        present = {
            "contraindicated": "contraindicated" in marks,
            "major": "major" in marks,
            "moderate": "moderate" in marks,
            "drug": True,
            "condition": any(n.kind == "condition" for n in picture.nodes),
            "open": any(n.open for n in picture.nodes),
            "hull": bool(picture.hulls),
        }
        for kind, pair in self._pairs.items():
            pair.setVisible(present[kind])


class Tray(QFrame):
    """Medications without a drawn edge, each with why."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("dashedFoot")
        self._look = look
        box = QVBoxLayout(self)
        box.setContentsMargins(look.px(12), look.px(6), look.px(12), look.px(6))
        self._words = label("", look, "second", wrap=True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        box.addWidget(self._words)

    def show_entries(self, entries: Sequence[TrayEntry]) -> None:
        """Put the words together: those with one reason stand together."""
        self.setVisible(bool(entries))
        faded = self._look.tokens.text2
        reasons: dict[str, list[str]] = {}
        for entry in entries:
            reasons.setdefault(entry.why, []).append(entry.name)
        parts = [f'{escape(", ".join(names))} <span style="color:{faded}">{escape(tr(why))}</span>' for why, names in reasons.items()]
        self._words.setText(f"{strong(tr('No edge shown:'))} " + " · ".join(parts))
