"""The burdens view: sums over many drugs as stacked bars, each part named with its points."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from regimen_review.findings import Contribution, Finding, Review
from ui.desktop.desk import Desk
from ui.desktop.glyphs import Glyph, mark_of
from ui.desktop.ink import Ink, text_width
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.words import SIGNAL, drug, number, tall, tr


class StackedBar(QWidget):
    """One bar: a part for each contribution, told apart by shade and edge, named inside or below."""

    def __init__(self, look: Look, desk: Desk, parts: tuple[Contribution, ...], longest: float) -> None:
        super().__init__()
        self._look, self._desk, self._parts, self._longest = look, desk, parts, max(longest, 1.0)
        words = "; ".join(f"{drug(p.what, desk.review)} {number(p.points)}" for p in parts)
        self.setAccessibleName(words)
        self.setMinimumHeight(look.px(24))
        self.setFixedHeight(look.px(24))

    def _boxes(self) -> list[QRectF]:
        unit = (self.width() - 2) / self._longest
        boxes, x = [], 1.0
        for part in self._parts:
            boxes.append(QRectF(x, 1, max(2.0, part.points * unit), self.height() - 2))
            x += part.points * unit
        return boxes

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the parts."""
        painter = QPainter(self)
        look, ink = self._look, Ink(painter, self._look)
        lit = self._desk.medication
        for i, (part, box) in enumerate(zip(self._parts, self._boxes(), strict=True)):
            mine = lit is not None and part.substance in lit.substances
            ground = look.colour("sel" if mine else "hexagon")
            if not mine:
                ground = ground.darker(100 + 14 * (i % 3)) if look.tokens.name == "light" else ground.lighter(100 + 22 * (i % 3))
            painter.setBrush(ground)
            painter.setPen(QPen(look.colour("accent" if mine else "control"), 2 if mine else 1))
            painter.drawRect(box)
            words = f"{drug(part.what, self._desk.review)} {number(part.points)}"
            if text_width(look, words, "second") + look.px(10) > box.width():
                words = number(part.points)
            if text_width(look, words, "second") <= box.width():
                ink.line(box.adjusted(look.px(5), 0, 0, 0), words, "second")
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the medication of a part."""
        review = self._desk.review
        for part, box in zip(self._parts, self._boxes(), strict=True):
            if box.contains(event.position()) and part.substance and review:
                holder = next((m for m in review.regimen.medications if part.substance in m.substances), None)
                self._desk.select_medication(holder.id if holder else None)
                return

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(self._look.px(400), self._look.px(24))


class BurdensView(QFrame):
    """Sums in reading order; a sum without a threshold reached is not a finding and does not stand here."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("view")
        self._look, self._desk = look, desk
        self._review: Review | None = None
        self._buttons: list[QPushButton] = []
        self.list = QScrollArea()
        self.list.setWidgetResizable(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("Burdens"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.list)
        desk.changed.connect(self.reload)
        desk.selected.connect(self._mark)
        self.reload()

    def reload(self) -> None:
        """Build the bars anew for another review."""
        review = self._desk.review
        if review is self._review:
            return
        self._review = review
        before = self.list.takeWidget()
        if before is not None:
            before.deleteLater()
        self._buttons.clear()
        self.list.setWidget(self._body(review))
        self._mark()

    def _burdens(self, review: Review | None) -> list[Finding]:
        return [f for f in review.findings if f.contributions] if review else []

    def _body(self, review: Review | None) -> QWidget:
        look = self._look
        body = QWidget()
        body.setObjectName("cardBody")
        box = QVBoxLayout(body)
        box.setContentsMargins(look.px(14), look.px(12), look.px(14), look.px(12))
        box.setSpacing(look.px(4))
        burdens = self._burdens(review)
        if not burdens:
            box.addWidget(
                label(
                    tr("No sum reaches a level that a source names. Drugs of unknown strength are not counted in it."),
                    look,
                    "body",
                    name="faded",
                    wrap=True,
                )
            )
        for finding in burdens:
            self._add(box, finding)
        box.addStretch(1)
        return body

    def _add(self, box: QVBoxLayout, finding: Finding) -> None:
        look, desk = self._look, self._desk
        total = finding.score if finding.score is not None else sum(c.points for c in finding.contributions)
        row = button(
            tall(finding.headline, desk.review), look, lambda: desk.select_finding(finding.id), kind="row", role="strong", checkable=True
        )
        row.setProperty("finding", finding.id)
        row.setAccessibleName(f"{tr(SIGNAL[mark_of(finding)])}: {finding.headline}")
        glyph = Glyph(look, mark_of(finding), 14, row)
        glyph.move(look.px(6), look.px(6))
        row.setStyleSheet(f"padding-left: {look.px(28)}px;")
        self._buttons.append(row)
        box.addWidget(row)
        box.addWidget(StackedBar(look, desk, finding.contributions, total))
        named = "  ·  ".join(
            f"{drug(c.what, desk.review)} {number(c.points)}" + (f" ({c.why})" if c.why else "") for c in finding.contributions
        )
        box.addWidget(label(named, look, "second", name="faded", wrap=True))
        box.addSpacing(look.px(12))

    def _mark(self) -> None:
        for row in self._buttons:
            row.setChecked(row.property("finding") == self._desk.finding_id)
        body = self.list.widget()
        if body is not None:
            for bar in body.findChildren(StackedBar):
                bar.update()
