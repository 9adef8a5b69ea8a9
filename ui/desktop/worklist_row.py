"""How a row of the worklist is measured and painted: number, glyph, signal word, headline, drugs and facts, action."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from regimen_review.findings import Finding
from ui.decisions import DONE, Verdict
from ui.desktop.desk import Desk
from ui.desktop.glyphs import draw_arrow, draw_glyph, draw_tick, mark_of
from ui.desktop.ink import Ink, line_height, text_width, wrapped_height
from ui.desktop.kinds import ABOUT, draw_about
from ui.desktop.look import Look
from ui.desktop.sentences import said
from ui.desktop.words import ACTION, SIGNAL, drug, finding_drugs, finding_facts, tall, tr
from ui.desktop.worklist_model import ROW_ROLE, Index, Row, section_means, section_title


class WorklistRow(QStyledItemDelegate):
    """Headlines break and are never cut; only the second line may be."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._look, self._desk = look, desk

    # --- measuring ---------------------------------------------------------------------------------------------

    def _narrow(self, width: float) -> bool:
        return width < self._look.px(470)

    def _left(self, width: float) -> float:
        """Where the headline begins: after the signal word and the sign of the type; under the word where there is little room."""
        return self._look.px(62 if self._narrow(width) else 164)

    def _action_width(self, finding: Finding) -> float:
        decision = self._desk.session.decision(finding.id)
        if decision:
            return text_width(self._look, tr(DONE[decision.verdict]), "strong") + self._look.px(34)
        return text_width(self._look, tr(ACTION[finding.action]), "second") + self._look.px(34)

    def _headline(self, finding: Finding, width: float) -> str:
        word = tr(SIGNAL[mark_of(finding)])
        headline = tall(finding.headline, self._desk.review)
        return f"{word}: {headline}" if self._narrow(width) else headline

    def _headline_width(self, finding: Finding, width: float) -> float:
        return width - self._left(width) - self._action_width(finding) - self._look.px(8)

    def _headline_height(self, finding: Finding, width: float) -> float:
        text = self._headline(finding, width)
        return wrapped_height(self._look, text, "strong", self._headline_width(finding, width))

    def _second_line(self, row: Row, width: float) -> bool:
        return row.section == "act" and not self._narrow(width)

    def _finding_height(self, row: Row, width: float) -> float:
        look = self._look
        assert row.finding is not None
        head = self._headline_height(row.finding, width)
        if self._second_line(row, width):
            return max(look.px(41), head + line_height(look, "second") + look.px(7))
        return max(look.px(44 if self._narrow(width) else 26), head + look.px(8))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines 41 px, one line 26, a part 21, a head 26, at 100 %; more where a headline breaks."""
        look, row = self._look, index.data(ROW_ROLE)
        view = option.widget
        width = view.viewport().width() if view is not None and hasattr(view, "viewport") else option.rect.width()
        if row.kind == "head":
            height = float(look.px(26))
        elif row.kind == "finding":
            height = self._finding_height(row, width)
        elif row.kind == "part":
            height = wrapped_height(look, row.part.headline, "body", width - self._left(width) - look.px(34)) + look.px(4)
        else:
            height = wrapped_height(look, self._plain(row), "body", width - look.px(62)) + look.px(7)
        return QSize(int(width), round(height))

    def _plain(self, row: Row) -> str:
        if row.quiet is not None:
            return " + ".join(drug(s, self._desk.review) for s in row.quiet.drugs) + ": " + said(row.quiet.why)
        if row.unchecked is not None:
            return f"{said(row.unchecked.what)}: {said(row.unchecked.why)}"
        return row.words

    # --- painting ----------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row."""
        row: Row = index.data(ROW_ROLE)
        box = QRectF(option.rect)
        painter.save()
        painter.setClipRect(box)
        ink = Ink(painter, self._look)
        here = self._selected(row)
        painter.fillRect(box, self._look.colour("win" if row.kind == "head" else "sel" if here else "base"))
        if row.kind == "head":
            self._paint_head(ink, row, box)
        elif row.kind == "finding":
            self._paint_finding(ink, row, box)
        elif row.kind == "part":
            self._paint_part(ink, row, box)
        else:
            self._paint_plain(ink, row, box)
        focused = bool(option.state & QStyle.StateFlag.State_Selected)
        if (row.kind == "finding" and here) or (focused and row.kind != "finding"):
            ink.focus(box)
        painter.restore()

    def _selected(self, row: Row) -> bool:
        desk = self._desk
        if row.kind == "part":
            return row.part is not None and row.part.id == desk.member_id
        return row.kind == "finding" and row.finding is not None and row.finding.id == desk.finding_id and not desk.member_id

    def _arrow(self, ink: Ink, box: QRectF, top: float, *, opened: bool) -> None:
        side = self._look.px(7)
        place = QRectF(box.left() + self._look.px(11), top - side / 2, side, side)
        draw_arrow(ink.painter, place, self._look, opened)

    def _paint_head(self, ink: Ink, row: Row, box: QRectF) -> None:
        look = self._look
        self._arrow(ink, box, box.center().y(), opened=row.opened)
        text = QRectF(box.left() + look.px(27), box.top(), box.width() * 0.7, box.height())
        end = ink.line(text, section_title(row.section), "strong")
        rest = QRectF(end + look.px(8), box.top(), box.width() - end - look.px(120), box.height())
        ink.line(rest, section_means(row.section), "second", "text2", elide=True)
        decided = tr("{n}, {m} decided").format(n=row.count, m=row.done) if row.section in ("act", "review") else str(row.count)
        ink.right(box.adjusted(0, 0, -look.px(14), 0), decided)
        ink.rule(box)

    def _paint_finding(self, ink: Ink, row: Row, box: QRectF) -> None:
        look, finding = self._look, row.finding
        assert finding is not None
        width = box.width()
        head = self._headline_height(finding, width)
        line = line_height(look, "strong")
        two = self._second_line(row, width)
        used = head + (line_height(look, "second") + look.px(1) if two else 0)
        top = box.top() + (box.height() - used) / 2
        middle = top + line / 2
        if finding.members:
            self._arrow(ink, box, middle, opened=row.opened)
        if row.number:
            ink.right(QRectF(box.left() + look.px(18), top, look.px(23), line), str(row.number), "body")
        side = look.px(16)
        glyph = QRectF(box.left() + look.px(44 if self._narrow(width) else 52), middle - side / 2, side, side)
        draw_glyph(ink.painter, mark_of(finding), glyph, look)
        if not self._narrow(width):
            word = QRectF(box.left() + look.px(78), top, look.px(64), line)
            ink.line(word, tr(SIGNAL[mark_of(finding)]), "medium", elide=True)
        self._paint_about(ink, finding, box, glyph)
        left = box.left() + self._left(width) + (look.px(4) if self._narrow(width) else 0)
        ink.block(QRectF(left, top, self._headline_width(finding, width), head + 2), self._headline(finding, width), "strong")
        if two:
            self._paint_second(
                ink, finding, QRectF(left, top + head + look.px(1), box.right() - left - look.px(14), line_height(look, "second"))
            )
        self._paint_action(ink, finding, box, middle)
        ink.rule(box)

    def _paint_about(self, ink: Ink, finding: Finding, box: QRectF, glyph: QRectF) -> None:
        """The sign of the type: before the headline, or under the mark where there is little room."""
        look, side = self._look, self._look.px(13)
        if self._narrow(box.width()):
            place = QRectF(glyph.center().x() - side / 2, glyph.bottom() + look.px(3), side, side)
        else:
            place = QRectF(box.left() + look.px(144), glyph.center().y() - side / 2, side, side)
        draw_about(ink.painter, ABOUT[finding.kind], place, look)

    def _paint_second(self, ink: Ink, finding: Finding, box: QRectF) -> None:
        look = self._look
        end = ink.line(box, finding_drugs(finding, self._desk.review), "second", "text2", elide=True)
        facts = finding_facts(finding)
        if not facts or end + look.px(30) > box.right():
            return
        x = end + look.px(7)
        ink.painter.setPen(QPen(look.colour("control"), 1))
        ink.painter.drawLine(QPointF(x, box.top() + look.px(3)), QPointF(x, box.bottom() - look.px(3)))
        ink.line(QRectF(x + look.px(7), box.top(), box.right() - x - look.px(7), box.height()), facts, "second", "text2", elide=True)

    def _paint_action(self, ink: Ink, finding: Finding, box: QRectF, middle: float) -> None:
        look = self._look
        decision = self._desk.session.decision(finding.id)
        edge = box.right() - look.px(14)
        if decision is None:
            word = tr(ACTION[finding.action])
            wide = text_width(look, word, "second") + look.px(20)
            ink.pill(QRectF(edge - wide, middle - look.px(10), wide, look.px(20)), word)
            return
        self._paint_decided(ink, decision.verdict, edge, middle)

    def _paint_decided(self, ink: Ink, verdict: Verdict, edge: float, middle: float) -> None:
        look, word = self._look, tr(DONE[verdict])
        wide, high = text_width(look, word, "strong"), line_height(look, "strong")
        ink.painter.setFont(look.font("strong"))
        ink.painter.setPen(look.mark("intended"))
        place = QRectF(edge - wide, middle - high / 2, wide + 1, high)
        ink.painter.drawText(place, word)
        side = look.px(13)
        draw_tick(ink.painter, QRectF(place.left() - side - look.px(3), middle - side / 2, side, side), look.mark("intended"))

    def _paint_part(self, ink: Ink, row: Row, box: QRectF) -> None:
        look, part = self._look, row.part
        assert part is not None
        left, side = box.left() + self._left(box.width()), look.px(12)
        middle = box.top() + look.px(2) + line_height(look, "body") / 2
        draw_glyph(ink.painter, mark_of(part), QRectF(left - look.px(1), middle - side / 2, side, side), look)
        text = QRectF(left + look.px(17), box.top() + look.px(2), box.right() - left - look.px(31), box.height())
        ink.block(text, tall(part.headline, self._desk.review), "body")
        if row.finding is not None and row.finding.members[-1] is part:
            ink.rule(box)

    def _paint_plain(self, ink: Ink, row: Row, box: QRectF) -> None:
        look = self._look
        side = look.px(13)
        if row.kind == "unchecked":
            draw_glyph(ink.painter, "not-checked", QRectF(box.left() + look.px(27), box.top() + look.px(6), side, side), look)
        left = box.left() + look.px(48)
        ink.block(QRectF(left, box.top() + look.px(3), box.right() - left - look.px(14), box.height()), self._plain(row))
        ink.rule(box)
