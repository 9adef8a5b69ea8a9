"""A layout that sets its widgets in lines, left to right, and breaks like text."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lines of widgets; each line is as high as its highest."""

    def __init__(self, parent: QWidget | None = None, gap: int = 6, line_gap: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._line_gap = gap, line_gap
        self._heights: dict[int, int] = {}
        """Height by width, kept until something changes: while panes are moved Qt asks for the same widths again and again."""
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item in at the end."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at an index, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take the item at an index out."""
        self.invalidate()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """None: a flow is as large as it needs to be."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Height follows width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the lines at a width."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """An item came, went or changed its size."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        """Place the widgets."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """The size of the widest item, so that a flow may get narrow."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The size of the largest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        edge = self.contentsMargins()
        return size + QSize(edge.left() + edge.right(), edge.top() + edge.bottom())

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        edge = self.contentsMargins()
        rect = rect.adjusted(edge.left(), edge.top(), -edge.right(), 0)
        x, y, line = rect.x(), rect.y(), 0
        placed: list[tuple[QLayoutItem, int, int]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(rect.width(), item.minimumSize().width()), 100000))
            if placed and x + size.width() > rect.right() + 1:
                self._set_line(placed, y, line, move=move)
                placed, x, y, line = [], rect.x(), y + line + self._line_gap, 0
            placed.append((item, x, size.width()))
            x += size.width() + self._gap
            line = max(line, item.heightForWidth(size.width()) if item.hasHeightForWidth() else size.height())
        self._set_line(placed, y, line, move=move)
        return y + line - rect.y() + edge.top() + edge.bottom()

    @staticmethod
    def _set_line(placed: list[tuple[QLayoutItem, int, int]], y: int, line: int, *, move: bool) -> None:
        if not move:
            return
        for item, x, width in placed:
            height = item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
            item.setGeometry(QRect(QPoint(x, y + (line - height) // 2), QSize(width, height)))
