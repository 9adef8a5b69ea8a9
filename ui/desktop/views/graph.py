"""The graph view: which edges are drawn, the drawing, the tray, the legend."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QRectF, QSizeF, Qt
from PySide6.QtGui import QDrag, QImage, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from regimen_review.findings import Review
from regimen_review.picture import DRAWN, MARKS, Mark, Picture, draw_picture
from ui.desktop.desk import Desk
from ui.desktop.flow import FlowLayout
from ui.desktop.graph_canvas import GraphCanvas
from ui.desktop.graph_legend import Legend, Tray
from ui.desktop.graph_paint import GraphPainter, Lit
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.words import SIGNAL, tr


def graph_png(picture: Picture, look: Look, scale: float = 2.0) -> QImage:
    """The picture as an image on white, ``scale`` px for each px of the picture."""
    image = QImage(round(picture.width * scale), round(picture.height * scale), QImage.Format.Format_RGB32)
    image.fill(look.colour("base"))
    painter = QPainter(image)
    painter.scale(scale, scale)
    GraphPainter(painter, look, Lit()).draw(picture)
    painter.end()
    return image


def graph_svg(picture: Picture, look: Look) -> bytes:
    """The picture as SVG."""
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtSvg import QSvgGenerator

    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSizeF(picture.width, picture.height).toSize())
    generator.setViewBox(QRectF(0, 0, picture.width, picture.height))
    generator.setTitle("Interaction graph")
    painter = QPainter(generator)
    GraphPainter(painter, look, Lit()).draw(picture)
    painter.end()
    buffer.close()
    return bytes(content.data())


class DragHandle(QLabel):
    """Is dragged out of the window as SVG and image."""

    def __init__(self, look: Look, mime: Callable[[], QMimeData]) -> None:
        super().__init__(tr("drag out"))
        self._mime = mime
        self.setFont(look.font("second"))
        self.setObjectName("faded")
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(tr("Drag the graph into a document, as SVG or PNG"))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin the drag."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            drag = QDrag(self)
            drag.setMimeData(self._mime())
            drag.exec(Qt.DropAction.CopyAction)


class GraphView(QFrame):
    """Warning and Caution are drawn; Note and Intended on request, with their counts."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("view")
        self._look, self._desk = look, desk
        self._shown: frozenset[Mark] = DRAWN
        self._drawn_for: tuple[Review | None, frozenset[Mark]] = (None, DRAWN)
        self.list = GraphCanvas(look, desk)
        self._tray, self._legend = Tray(look), Legend(look)
        self._chips: dict[Mark, QPushButton] = {}
        self._percent = label("", look, "second", name="faded")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._chip_row())
        box.addWidget(self.list, 1)
        box.addWidget(self._tray)
        box.addWidget(self._legend)
        self.list.zoomed.connect(self._show_percent)
        desk.changed.connect(self.reload)
        desk.selected.connect(self.list.update)
        self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little height, the drawing has it; what the tray says also stands in the matrix."""
        super().resizeEvent(event)
        low = self.height() < self._look.px(330)
        self._tray.setVisible(not low)
        self._legend.setVisible(not low)

    def _chip_row(self) -> QWidget:
        look = self._look
        frame = QFrame()
        frame.setObjectName("chips")
        outer = QHBoxLayout(frame)
        outer.setContentsMargins(look.px(12), look.px(4), look.px(12), look.px(4))
        outer.setSpacing(look.px(4))
        chips = QWidget()
        flow = FlowLayout(chips, look.px(8), look.px(4))
        flow.addWidget(label(tr("Edges"), look, "second", name="faded"))
        outer.addWidget(chips, 1)
        row = QHBoxLayout()
        row.setSpacing(look.px(4))
        outer.addLayout(row)
        for mark in MARKS:
            chip = button("", look, lambda m=mark: self._flip(m), kind="chip", role="second", checkable=True)  # type: ignore[misc]
            self._chips[mark] = chip
            flow.addWidget(chip)
        row.addWidget(DragHandle(look, self.mime))
        for words, name, act in (
            ("−", tr("Smaller"), lambda: self.list.zoom(1 / 1.2)),
            ("+", tr("Larger"), lambda: self.list.zoom(1.2)),
            (tr("Fit") + " 0", tr("Show the whole graph"), self.list.fit),
        ):
            made = button(words, look, act, kind="link", role="second")
            made.setAccessibleName(name)
            row.addWidget(made)
            if words == "−":
                row.addWidget(self._percent)
        return frame

    def _flip(self, mark: Mark) -> None:
        self._shown = self._shown ^ {mark}
        self.reload()

    def reload(self) -> None:
        """Lay the graph out on another thread when findings or marks changed; nodes keep near their places."""
        review, shown = self._desk.review, self._shown
        before = self._drawn_for
        if before[0] is review and before[1] == shown:
            return
        self._drawn_for = (review, shown)
        if review is None:
            self._draw(Picture(740, 570), review)
            return
        places = self.list.picture.places()
        self.list.waiting = not places
        for chip in self._chips.values():
            chip.setVisible(bool(places))
        ratio = max(0.6, min(2.2, self.list.width() / max(1, self.list.height())))
        side = min(700.0, max(520.0, (self.list.width() * self.list.height()) ** 0.5 * 1.1 / self._look.scale))
        wide, high = side * ratio**0.5, side / ratio**0.5
        self._desk.tasks.start(
            lambda _: draw_picture(review, width=wide, height=high, shown=shown, before=places),
            lambda picture: self._draw(picture, review),
            lambda error: self._desk.said.emit(tr("The graph could not be drawn; the list holds everything.") + f" ({error})"),
        )

    def _draw(self, picture: Picture, review: Review | None) -> None:
        if review is not self._drawn_for[0]:
            return
        self.list.show_picture(picture)
        self._tray.show_entries(picture.tray)
        self._legend.show_for(picture)
        for mark, chip in self._chips.items():
            count = picture.counts.get(mark, 0)
            on = mark in self._shown
            missing = picture.left_out.get(mark, 0)
            words = f"{tr(SIGNAL[mark])} {count}"
            if missing and on:
                words = tr("{word} {n} of {all}").format(word=tr(SIGNAL[mark]), n=count - missing, all=count)
                chip.setToolTip(tr("Those that would make the drawing unreadable stand in the matrix and in the list."))
            chip.setText(words if on else tr("{what}, hidden").format(what=words))
            chip.setChecked(on)
            chip.setVisible(count > 0)
        self._show_percent()

    def _show_percent(self) -> None:
        self._percent.setText(f"{self.list.percent} %")

    def mime(self) -> QMimeData:
        """The graph for a drag or the clipboard: SVG and image."""
        made = QMimeData()
        made.setData("image/svg+xml", graph_svg(self.list.picture, self._look))
        made.setImageData(graph_png(self.list.picture, self._look))
        return made
