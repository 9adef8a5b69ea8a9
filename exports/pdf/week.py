"""The week of a regimen as a picture: a clock face for each taking time, and what is taken then, on which days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from math import cos, pi, sin

from reportlab.lib.colors import white
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Spacer, TableStyle

from exports.pdf import sheet
from exports.pdf.sheet import Paper, safe
from exports.pdf.tags import Rows, Text, heading
from regimen_review.plans.timetable import EVERY_DAY, Clash, Intake, TakingTime, Timetable
from regimen_review.wording import WEEKDAYS

_STYLE = TableStyle(
    [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LINEBELOW", (0, 0), (-1, -1), 0.6, sheet.RULE), ("TOPPADDING", (0, 0), (-1, -1), 6),
     ("BOTTOMPADDING", (0, 0), (-1, -1), 7), ("LEFTPADDING", (0, 0), (-1, -1), 4)]
)  # fmt: skip


class ClockFace(Flowable):  # type: ignore[misc]
    """A clock that shows a time; dark from evening to morning. Decoration: the time stands beside it in figures."""

    def __init__(self, at: time, size: float = 40) -> None:
        super().__init__()
        self.at, self.size = at, size

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """A square."""
        return self.size, self.size

    def draw(self) -> None:
        """Draw it."""
        canvas, half = self.canv, self.size / 2
        night = self.at.hour >= 20 or self.at.hour < 6
        canvas.setLineWidth(1.4)
        canvas.setStrokeColor(sheet.TEXT)
        canvas.setFillColor(sheet.TEXT if night else white)
        canvas.circle(half, half, half - 1, stroke=1, fill=1)
        canvas.setStrokeColor(white if night else sheet.TEXT)
        for hour in range(12):
            angle = hour * pi / 6
            inner = half * (0.72 if hour % 3 == 0 else 0.8)
            canvas.line(
                half + inner * sin(angle), half + inner * cos(angle), half + half * 0.88 * sin(angle), half + half * 0.88 * cos(angle)
            )
        canvas.setLineCap(1)
        for turn, long, weight in (((self.at.hour % 12 + self.at.minute / 60) / 12, 0.46, 2.6), (self.at.minute / 60, 0.68, 1.8)):
            canvas.setLineWidth(weight)
            canvas.line(half, half, half + half * long * sin(turn * 2 * pi), half + half * long * cos(turn * 2 * pi))


def _days(intake: Intake) -> str:
    """Which days, where it is not every day."""
    if set(intake.days) == set(EVERY_DAY):
        return ""
    return " – <b>only on " + ", ".join(WEEKDAYS[d - 1] for d in sorted(intake.days)) + "</b>"


def _taken(intake: Intake) -> str:
    dose = f", {safe(intake.dose)}" if intake.dose else ""
    notes = f". {safe('; '.join(intake.notes))}" if intake.notes else ""
    return f"<b>{safe(intake.label)}</b>{dose}{_days(intake)}{notes}"


def _row(at: TakingTime, big: ParagraphStyle) -> list[object]:
    name = f"<b>{at.at:%H:%M}</b><br/>{safe(at.name)}"
    return [[Text(name, big)], ClockFace(at.at), [Text(_taken(i), big) for i in at.intakes]]


def _grouped(sentences: Sequence[str]) -> Iterator[str]:
    """``folic acid: how often is not written.`` said once for all drugs of which it is said."""
    whose: dict[str, list[str]] = {}
    for sentence in sentences:
        drug, colon, says = sentence.partition(": ")
        whose.setdefault(says if colon else sentence, []).extend([drug] if colon else [])
    for says, drugs in whose.items():
        yield f"{', '.join(drugs)}: {says}" if drugs else says


def week_picture(plan: Timetable | Clash, paper: Paper, big: ParagraphStyle, title: ParagraphStyle) -> Iterator[Flowable]:
    """The taking times from top to bottom; what had to be assumed and what has no place is said below."""
    yield CondPageBreak(220)
    yield heading("Your day", title)
    if isinstance(plan, Clash):
        yield Text("We could not make one timetable that keeps every rule. Please ask us before you change a time.", big)
    elif plan.times:
        table = Rows([_row(t, big) for t in plan.times], colWidths=[paper.inner * 0.27, 52, paper.inner * 0.73 - 52])
        table.setStyle(_STYLE)
        yield table
    if plan.assumed:
        yield Spacer(1, 6)
        yield Text(f"<b>Please check with us:</b> {safe(' '.join(_grouped(plan.assumed)))}", big)
    if plan.not_placed:
        yield Spacer(1, 6)
        yield Text(f"<b>Not in this timetable:</b> {safe(' '.join(_grouped(plan.not_placed)))}", big)
