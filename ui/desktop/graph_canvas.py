"""The drawn graph: fits the pane, zooms and pans; nodes and edges are reached with mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from regimen_review.picture import Edge, Node, Picture
from regimen_review.picture.content import condition_node
from regimen_review.picture.geometry import distance
from ui.desktop.desk import Desk
from ui.desktop.graph_paint import GraphPainter, Lit
from ui.desktop.look import Look
from ui.desktop.words import SIGNAL, tr

_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_PADDING = 14


class GraphCanvas(QWidget):
    """Arrows go from node to node, Enter selects, + - 0 zoom; the same findings stand in the list and the matrix."""

    zoomed = Signal()

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._look, self._desk = look, desk
        self.picture = Picture(740, 570)
        self._zoom, self._shift = 1.0, QPointF(0, 0)
        self._focus = ""
        self._drag: QPointF | None = None
        self.waiting = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(200, 160))
        self.setAccessibleName(tr("Interaction graph; everything in it also stands in the findings and the matrix"))

    # --- showing -----------------------------------------------------------------------------------------------

    def show_picture(self, picture: Picture) -> None:
        """Draw another picture."""
        self.picture, self.waiting = picture, False
        if picture.node(self._focus) is None:
            self._focus = ""
        self.update()

    def lit(self) -> Lit:
        """What is selected, for the painter."""
        desk = self._desk
        nodes = set(desk.lit_medications()) if desk.medication_id is None else {desk.medication_id}
        found = desk.member or desk.finding
        if found is not None and desk.medication_id is None:
            nodes |= {condition_node(label) for label in found.condition_labels}
        focus = self._focus if self.hasFocus() else ""
        chosen = "" if desk.medication_id else desk.finding_id or ""
        return Lit(chosen, desk.member_id or "", frozenset(nodes), focus)

    @property
    def percent(self) -> int:
        """The zoom as shown: 100 is the size at which text is as large as elsewhere."""
        return round(100 * self._scale() / self._look.scale)

    def _fit(self) -> float:
        wide = max(1.0, self.width() - 2 * _PADDING) / self.picture.width
        high = max(1.0, self.height() - 2 * _PADDING) / self.picture.height
        return min(wide, high, 1.25 * self._look.scale)

    def _scale(self) -> float:
        return self._fit() * self._zoom

    def _origin(self) -> QPointF:
        scale = self._scale()
        left = (self.width() - self.picture.width * scale) / 2
        top = (self.height() - self.picture.height * scale) / 2
        return QPointF(left, top) + self._shift

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("base"))
        if self.waiting:
            painter.setFont(self._look.font("body"))
            painter.setPen(self._look.colour("text2"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), tr("Drawing the graph …"))
        painter.translate(self._origin())
        painter.scale(self._scale(), self._scale())
        GraphPainter(painter, self._look, self.lit()).draw(self.picture)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture follows the pane."""
        super().resizeEvent(event)
        self.zoomed.emit()

    # --- finding what is under the pointer ---------------------------------------------------------------------

    def _at(self, point: QPointF) -> tuple[float, float]:
        place = (point - self._origin()) / self._scale()
        return place.x(), place.y()

    def node_at(self, point: QPointF) -> Node | None:
        """The node under a point of the widget."""
        x, y = self._at(point)
        return next((n for n in self.picture.nodes if n.box.holds(x, y)), None)

    def edge_at(self, point: QPointF) -> Edge | None:
        """The edge whose glyph or line is under a point of the widget."""
        here = self._at(point)
        near = [(distance(e.glyph, here), e) for e in self.picture.edges]
        hits = [pair for pair in near if pair[0] <= 12] or [(d, e) for e in self.picture.edges if (d := _off(e, here)) <= 4]
        return min(hits, key=lambda pair: pair[0])[1] if hits else None

    # --- acting ------------------------------------------------------------------------------------------------

    def _choose_node(self, node: Node) -> None:
        self._focus = node.id
        if node.medication:
            self._desk.select_medication(node.medication)
            return
        edge = next((e for e in self.picture.edges if node.id in (e.a, e.b)), None)
        if edge is not None:
            self._desk.select_finding(edge.finding, edge.part or None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select a node or a finding, or begin to pan."""
        self.setFocus()
        node, edge = self.node_at(event.position()), self.edge_at(event.position())
        if node is not None:
            self._choose_node(node)
        elif edge is not None:
            self._desk.select_finding(edge.finding, edge.part or None)
        else:
            self._drag = event.position() - self._shift
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or show that something can be chosen."""
        if self._drag is not None:
            self._shift = event.position() - self._drag
            self.update()
            return
        over = self.node_at(event.position()) or self.edge_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Stop panning."""
        self._drag = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        self.zoom(1.15 if event.angleDelta().y() > 0 else 1 / 1.15, event.position())

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Zoom by a factor about a point (the middle without one)."""
        middle = about or QPointF(self.rect().center())
        before = (middle - self._origin()) / self._scale()
        self._zoom = min(5.0, max(0.5, self._zoom * factor))
        after = self._origin() + before * self._scale()
        self._shift += middle - after
        self.zoomed.emit()
        self.update()

    def fit(self) -> None:
        """The whole picture again."""
        self._zoom, self._shift = 1.0, QPointF(0, 0)
        self.zoomed.emit()
        self.update()

    def event(self, event: QEvent) -> bool:
        """What is under the pointer in words."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            edge = None if self.node_at(QPointF(event.pos())) else self.edge_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), f"{tr(SIGNAL[edge.mark])}: {edge.words}" if edge else "", self)
            return True
        return super().event(event)

    # --- keyboard ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter selects, + - 0 zoom."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(*_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            node = self.picture.node(self._focus)
            if node:
                self._choose_node(node)
        elif event.text() in ("+", "="):
            self.zoom(1.2)
        elif event.text() == "-":
            self.zoom(1 / 1.2)
        elif event.text() == "0":
            self.fit()
        else:
            super().keyPressEvent(event)

    def _step(self, dx: int, dy: int) -> None:
        """To the nearest node in a direction."""
        here = self.picture.node(self._focus)
        nodes = self.picture.nodes
        if here is None:
            self._focus = nodes[0].id if nodes else ""
        else:
            ahead = []
            for node in nodes:
                along = (node.box.x - here.box.x) * dx + (node.box.y - here.box.y) * dy
                aside = abs((node.box.x - here.box.x) * dy) + abs((node.box.y - here.box.y) * dx)
                if along > 1:
                    ahead.append((along + 2 * aside, node.id))
            self._focus = min(ahead)[1] if ahead else self._focus
        self._speak()
        self.update()

    def _speak(self) -> None:
        """Tell a screen reader what the node is and what hangs on it."""
        node = self.picture.node(self._focus)
        if node is None:
            return
        words = [" ".join(node.lines)]
        words += [f"{tr(SIGNAL[e.mark])}: {e.words}" for e in self.picture.edges if node.id in (e.a, e.b)]
        self.setAccessibleDescription(". ".join(words))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def focused(self) -> str:
        """The node that has the keyboard."""
        return self._focus

    def area(self) -> QRectF:
        """The frame of the picture, for exports."""
        return QRectF(0, 0, self.picture.width, self.picture.height)


def _off(edge: Edge, point: tuple[float, float]) -> float:
    """Distance of a point from an edge's line."""
    (ax, ay), (bx, by), (px, py) = edge.start, edge.end, point
    dx, dy = bx - ax, by - ay
    long = dx * dx + dy * dy or 1.0
    share = min(1.0, max(0.0, ((px - ax) * dx + (py - ay) * dy) / long))
    return distance((ax + share * dx, ay + share * dy), point)
