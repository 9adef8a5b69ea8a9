"""The interaction graph in print: the same picture as in the window, drawn with ReportLab, readable in grey."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from reportlab.lib.colors import Color, white
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from exports.pdf import sheet
from exports.pdf.glyphs import draw_sign
from exports.pdf.legend import Legend, LegendEntry
from exports.pdf.tags import marked
from exports.pdf.words import say
from regimen_review.picture import Edge, Hull, Mark, Node, Picture
from regimen_review.picture.geometry import Point

TEXT_PX, LEAST_PT = 13.0, 7.2
"""Text of the picture in px, and the least size of text on paper in points."""
_GLYPHS: dict[Mark, float] = {"contraindicated": 20.0, "major": 24.0, "moderate": 12.0, "minor": 13.0, "intended": 13.0}
_WEIGHTS: dict[Mark, float] = {"contraindicated": 1.8, "major": 2.6, "moderate": 1.5, "minor": 1.0, "intended": 1.0}
_HEXAGON = sheet.SHADE


def scale_for(picture: Picture, width: float, height: float) -> float:
    """Points a px with which the picture fits, at most so large that its text is 9 pt."""
    return min(width / picture.width, height / picture.height, 9.0 / TEXT_PX)


def legible(picture: Picture, width: float, height: float) -> bool:
    """Whether the picture fits with text of at least 7.2 pt."""
    return scale_for(picture, width, height) * TEXT_PX >= LEAST_PT - 0.05


def towards(here: Point, there: Point, step: float) -> Point:
    """A point on the way, at most half of it."""
    dx, dy = there[0] - here[0], there[1] - here[1]
    long = math.hypot(dx, dy) or 1.0
    share = min(step, long / 2) / long
    return here[0] + dx * share, here[1] + dy * share


def as_cubic(start: Point, bend: Point, end: Point) -> tuple[Point, Point]:
    """The control points of the cubic curve that is the quadratic one: two thirds of the way to its control point."""
    return (
        (start[0] + (bend[0] - start[0]) * 2 / 3, start[1] + (bend[1] - start[1]) * 2 / 3),
        (end[0] + (bend[0] - end[0]) * 2 / 3, end[1] + (bend[1] - end[1]) * 2 / 3),
    )


def _dash(canvas: Canvas, mark: Mark) -> None:
    if mark == "moderate":
        canvas.setDash(6, 4)
    elif mark == "minor":
        canvas.setDash(1.5, 3)
    else:
        canvas.setDash()


def line_colour(mark: Mark) -> Color:
    """The colour of an edge; Caution takes its dark outline, for yellow is no line."""
    return sheet.CAUTION_EDGE if mark == "moderate" else sheet.SEVERITY[mark]


class Figure(Flowable):  # type: ignore[misc]
    """One drawing of one picture, scaled to ``width`` points."""

    def __init__(self, picture: Picture, width: float, height: float) -> None:
        super().__init__()
        self.picture = picture
        self.scale = scale_for(picture, width, height)
        self.room = width

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """The picture's size on paper, in the middle of the room."""
        return self.room, self.picture.height * self.scale

    def draw(self) -> None:
        """Hulls below, then edges, nodes, and the glyphs on top; y of the picture grows downwards."""
        canvas, picture = self.canv, self.picture
        with marked(canvas, "Figure", alt=described(picture)):
            canvas.saveState()
            canvas.translate((self.room - picture.width * self.scale) / 2, picture.height * self.scale)
            canvas.scale(self.scale, -self.scale)
            for hull in picture.hulls:
                self._hull(hull)
            for edge in picture.edges:
                self._edge(edge)
            for node in picture.nodes:
                self._node(node)
            for edge in picture.edges:
                self._glyph(edge)
            canvas.restoreState()

    def _upright(self, x: float, y: float, draw: Callable[[], None]) -> None:
        """Draw at a point of the picture with y growing upwards again."""
        self.canv.saveState()
        self.canv.translate(x, y)
        self.canv.scale(1, -1)
        draw()
        self.canv.restoreState()

    def _hull(self, hull: Hull) -> None:
        canvas, colour = self.canv, sheet.SEVERITY[hull.mark]
        path, points = canvas.beginPath(), hull.outline
        for n, corner in enumerate(points):
            start, end = towards(corner, points[n - 1], 21), towards(corner, points[(n + 1) % len(points)], 21)
            (path.lineTo if n else path.moveTo)(*start)
            first, second = as_cubic(start, corner, end)
            path.curveTo(*first, *second, *end)
        path.close()
        canvas.saveState()
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.setStrokeColor(Color(colour.red, colour.green, colour.blue, alpha=0.3))
        canvas.setLineWidth(0.8)
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        top, foot = min(y for _, y in points), max(y for _, y in points)
        x = left - (foot - top)
        while x < right:
            canvas.line(x, foot, x + foot - top, top)
            x += 9
        canvas.restoreState()
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(1.2)
        canvas.setDash()
        canvas.drawPath(path, stroke=1, fill=0)

    def _edge(self, edge: Edge) -> None:
        canvas = self.canv
        canvas.setStrokeColor(line_colour(edge.mark))
        canvas.setLineWidth(_WEIGHTS[edge.mark])
        _dash(canvas, edge.mark)
        shifts: tuple[Point, ...] = ((0.0, 0.0),)
        if edge.mark == "contraindicated":
            dx, dy = edge.end[0] - edge.start[0], edge.end[1] - edge.start[1]
            long = math.hypot(dx, dy) or 1.0
            shifts = ((-dy / long * 2.1, dx / long * 2.1), (dy / long * 2.1, -dx / long * 2.1))
        for x, y in shifts:
            self._way(edge, x, y)
        canvas.setDash()

    def _way(self, edge: Edge, x: float, y: float) -> None:
        """The edge's line or curve, moved by (x, y)."""
        start, end = (edge.start[0] + x, edge.start[1] + y), (edge.end[0] + x, edge.end[1] + y)
        if edge.bend is None:
            self.canv.line(*start, *end)
            return
        first, second = as_cubic(start, (edge.bend[0] + x, edge.bend[1] + y), end)
        self.canv.bezier(*start, *first, *second, *end)

    def _glyph(self, edge: Edge) -> None:
        side, canvas = _GLYPHS[edge.mark], self.canv
        x, y = edge.glyph
        canvas.setFillColor(white)
        canvas.circle(x, y, side / 2 + 0.5, stroke=0, fill=1)
        number = edge.number if edge.mark in ("major", "contraindicated") else None
        self._upright(
            x, y, lambda: draw_sign(canvas, edge.mark, -side / 2, -side / 2 + (1 if edge.mark == "major" else 0), side, mark=number)
        )

    def _node(self, node: Node) -> None:
        canvas, box = self.canv, node.box
        canvas.setStrokeColor(sheet.TEXT if node.strong else sheet.TEXT2)
        canvas.setLineWidth(1.8 if node.strong else 1.1)
        canvas.setFillColor(_HEXAGON if node.kind == "condition" else white)
        canvas.setDash(3, 2.4) if node.open else canvas.setDash()
        left, top = box.x - box.width / 2, box.y - box.height / 2
        if node.kind == "drug":
            canvas.roundRect(left, top, box.width, box.height, min(box.height / 2, 14), stroke=1, fill=1)
        else:
            _hexagon(canvas, left, top, box.width, box.height)
        canvas.setDash()
        self._upright(box.x, box.y, lambda: self._lines(node))
        if node.count:
            self._count(node)

    def _lines(self, node: Node) -> None:
        canvas, font = self.canv, sheet.BOLD if node.strong else sheet.MEDIUM
        canvas.setFillColor(sheet.TEXT)
        for n, line in enumerate(node.lines):
            size = TEXT_PX
            while size > 9 and stringWidth(line, font, size) > node.box.width - 8:
                size -= 0.5
            canvas.setFont(font, size)
            canvas.drawCentredString(0, (len(node.lines) / 2 - n) * 16 - 12.4, line)

    def _count(self, node: Node) -> None:
        canvas = self.canv
        x, y = node.box.x + node.box.width / 2 - 4, node.box.y - node.box.height / 2 - 2
        canvas.setStrokeColor(sheet.SEVERITY["major"])
        canvas.setLineWidth(1.2)
        canvas.setFillColor(white)
        canvas.roundRect(x - 9, y - 8, 18, 16, 8, stroke=1, fill=1)

        def number() -> None:
            canvas.setFillColor(sheet.TEXT)
            canvas.setFont(sheet.BOLD, 11)
            canvas.drawCentredString(0, -4, str(node.count))

        self._upright(x, y, number)


def _hexagon(canvas: Canvas, left: float, top: float, width: float, height: float, *, nose: float = 9.0) -> None:
    path = canvas.beginPath()
    right, foot, middle = left + width, top + height, top + height / 2
    path.moveTo(left + nose, top)
    for point in ((right - nose, top), (right, middle), (right - nose, foot), (left + nose, foot), (left, middle)):
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=1, fill=1)


def described(picture: Picture) -> str:
    """The picture in words, for those who cannot see it: what joins what, gravest first."""
    names = {n.id: " ".join(n.lines) for n in picture.nodes}
    word = {"contraindicated": "Danger", "major": "Warning", "moderate": "Caution", "minor": "Note", "intended": "Intended"}
    joined = "; ".join(say("{word}: {one} with {other}", word=say(word[e.mark]), one=names[e.a], other=names[e.b]) for e in picture.edges)
    return f"{say('Interaction graph of {n} drugs and conditions.', n=len(picture.nodes))} {joined}."


def _line_sample(mark: Mark) -> Callable[[Canvas, float, float], None]:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.saveState()
        canvas.setStrokeColor(line_colour(mark))
        canvas.setLineWidth(_WEIGHTS[mark] * 0.75)
        if mark == "moderate":
            canvas.setDash(3.6, 2.4)
        if mark == "contraindicated":
            canvas.line(x, y - 1.4, x + 30, y - 1.4)
            canvas.line(x, y + 1.4, x + 30, y + 1.4)
        else:
            canvas.line(x, y, x + 30, y)
        canvas.setDash()
        draw_sign(canvas, mark, x + 10, y - 5, 10, mark="n" if mark == "major" else None)
        canvas.restoreState()

    return draw


def _node_sample(kind: str) -> Callable[[Canvas, float, float], None]:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.saveState()
        canvas.setStrokeColor(sheet.TEXT2)
        canvas.setLineWidth(0.8)
        canvas.setFillColor(_HEXAGON if kind == "condition" else white)
        if kind == "open":
            canvas.setDash(2, 1.6)
        if kind == "condition":
            _hexagon(canvas, x, y - 4.5, 24, 9, nose=5)
        else:
            canvas.roundRect(x, y - 4.5, 24, 9, 4.5, stroke=1, fill=1)
        canvas.restoreState()

    return draw


def _hull_sample(canvas: Canvas, x: float, y: float) -> None:
    canvas.saveState()
    canvas.setStrokeColor(sheet.SEVERITY["major"])
    canvas.setLineWidth(0.8)
    path = canvas.beginPath()
    path.roundRect(x, y - 4.5, 24, 9, 3)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setLineWidth(0.5)
    for step in range(-8, 26, 4):
        canvas.line(x + step, y - 4.5, x + step + 9, y + 4.5)
    canvas.restoreState()


SHOWN: tuple[tuple[Mark, str], ...] = (
    ("contraindicated", "Danger"), ("major", "Warning, n its place on page 1"), ("moderate", "Caution"), ("minor", "Note"), ("intended", "Intended"),
)  # fmt: skip


def figure_legend(picture: Picture, width: float) -> Legend:
    """Only what the picture shows, and how many edges of the other kinds there are."""
    drawn = {e.mark for e in picture.edges}
    entries = [LegendEntry(mark, say(words), _line_sample(mark), 31) for mark, words in SHOWN if mark in drawn]
    kinds = {n.kind for n in picture.nodes}
    entries += [LegendEntry("drug", say("medication"), _node_sample("drug"), 25)] if "drug" in kinds else []
    entries += [LegendEntry("condition", say("condition, value"), _node_sample("condition"), 25)] if "condition" in kinds else []
    entries += (
        [LegendEntry("open", say("not settled, kind not told"), _node_sample("open"), 25)] if any(n.open for n in picture.nodes) else []
    )
    if picture.hulls:
        entries.append(LegendEntry("hull", say("one finding of several drugs"), _hull_sample, 25))
    return Legend(tuple(entries), width)


def not_drawn(picture: Picture) -> Iterator[str]:
    """Sentences about what the picture leaves out, with counts."""
    drawn = {e.mark for e in picture.edges}
    words = {"contraindicated": "Danger", "major": "Warning", "moderate": "Caution", "minor": "Note", "intended": "Intended"}
    hidden = [f"{count} {say(words[mark])}" for mark, count in picture.counts.items() if mark not in drawn and count]
    hidden += [
        f"{count} {say(words[mark])} ({say('too many to read')})" for mark, count in picture.left_out.items() if count and mark in drawn
    ]
    if hidden:
        yield say("Edges not drawn: {what}.", what=", ".join(hidden))
    if picture.tray:
        yield say("Without a drawn edge: {what}.", what="; ".join(f"{t.name} ({say(t.why)})" for t in picture.tray))
