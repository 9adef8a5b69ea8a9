"""The week of a regimen as a picture: a clock face for each taking time, and what is taken then, on which days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import time
from math import cos, pi, sin

from reportlab.lib.colors import white
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Spacer, TableStyle

from exports.pdf import sheet
from exports.pdf.conference import begin
from exports.pdf.sheet import Paper, safe
from exports.pdf.tags import Grid, Rows, Text, heading
from exports.pdf.words import say, told
from regimen_review import wording
from regimen_review.findings import Review
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
    named = ", ".join(say(WEEKDAYS[d - 1]) for d in sorted(intake.days))
    return f" – <b>{told('only on {days}', days=named)}</b>"


NOTES = (
    "with food", "first thing, before breakfast", "in the morning", "at noon", "in the evening", "at bedtime", "{a} h before lying down",
    "at least {a} h before or {b} h after food",
)  # fmt: skip
"""How the rules of one medicine are said, with places for hours."""
ASSUMED = (
    "how often is not written; taken as once a day.", "how often is not written; taken as once a week, as is usual for it.",
    "name not recognised; placed as written, no rule of timing was looked up.", "how often it is taken is not written.", "Waking and meal times were not told; usual ones were taken.",
)  # fmt: skip
"""What had to be assumed, and why something has no place."""
_HOURS = re.compile(r"\d+(?:\.\d+)?(?= h\b)")


def _note(note: str, label: str) -> str:
    """A rule of this medicine without its name, which stands before it anyway."""
    own = note.removeprefix(f"{label} ")
    hours = dict(zip("ab", _HOURS.findall(own), strict=False))
    places = iter("{" + name + "}" for name in hours)
    pattern = _HOURS.sub(lambda _: next(places), own) if len(_HOURS.findall(own)) == len(hours) else own
    return say(pattern, **hours) if pattern in NOTES else own


def _taken(intake: Intake, review: Review) -> str:
    entry = next((m for m in review.regimen.medications if m.id == intake.medication), None)
    dosage = entry.statement.dosage if entry else None
    words = wording.dose(dosage, say) if dosage and intake.dose == wording.dose(dosage) else intake.dose
    dose = f", {safe(words)}" if words else ""
    notes = f" ({safe('; '.join(_note(n, intake.label) for n in intake.notes))})" if intake.notes else ""
    name = wording.medication(entry, review.tall_man) if entry and entry.substances else intake.label
    return f"<b>{safe(name)}</b>{dose}{_days(intake)}{notes}"


def _row(at: TakingTime, review: Review, big: ParagraphStyle) -> list[object]:
    name = f"<b>{at.at:%H:%M}</b><br/>{told(at.name)}"
    return [[Text(name, big)], ClockFace(at.at), [Text(_taken(i, review), big) for i in at.intakes]]


def _grouped(sentences: Sequence[str]) -> Iterator[str]:
    """``folic acid: how often is not written.`` said once for all drugs of which it is said."""
    whose: dict[str, list[str]] = {}
    for sentence in sentences:
        drug, colon, says = sentence.partition(": ")
        whose.setdefault(says if colon else sentence, []).extend([drug] if colon else [])
    for says, drugs in whose.items():
        yield f"{', '.join(drugs)}: {say(says)}" if drugs else say(says)


TABLE_HEADS = ("Time", "Medications")


def week_table(plan: Timetable | Clash | None, review: Review, paper: Paper) -> Iterator[Flowable]:
    """The taking times for those who decide: one row a time, then what was assumed, what has no place, or which rules clash."""
    if plan is None:
        return
    times = plan.times if isinstance(plan, Timetable) else ()
    if isinstance(plan, Timetable) and not (times or plan.not_placed):
        return
    yield from begin(say("Timetable"), say("as few taking times as the rules allow"), paper.inner)
    if isinstance(plan, Clash):
        yield Text(f"<b>{told('These rules cannot be kept together:')}</b> {safe(' '.join(r.says for r in plan.rules))}", sheet.SMALL)
    if times:
        rows: list[list[Flowable]] = [[Text(told(t), sheet.COLUMN) for t in TABLE_HEADS]]
        rows += [
            [Text(f"<b>{t.at:%H:%M}</b> {told(t.name)}", sheet.SMALL), Text("; ".join(_taken(i, review) for i in t.intakes), sheet.SMALL)]
            for t in times
        ]
        table = Grid(rows, colWidths=[paper.inner * 0.2, paper.inner * 0.8], repeatRows=1)
        table.setStyle(sheet.LINES)
        yield table
    for label, sentences in ((say("Assumed:"), plan.assumed), (say("Not in this timetable:"), plan.not_placed)):
        if sentences:
            yield Text(f"<b>{safe(label)}</b> {safe(' '.join(_grouped(sentences)))}", sheet.SMALL)
    yield Spacer(1, 8)


def week_picture(plan: Timetable | Clash, review: Review, paper: Paper, big: ParagraphStyle, title: ParagraphStyle) -> Iterator[Flowable]:
    """The taking times from top to bottom; what had to be assumed and what has no place is said below."""
    yield CondPageBreak(220)
    yield Spacer(1, 8)
    yield heading(told("Your day"), title)
    if isinstance(plan, Clash):
        yield Text(told("We could not make one timetable that keeps every rule. Please ask us before you change a time."), big)
    elif plan.times:
        table = Rows([_row(t, review, big) for t in plan.times], colWidths=[paper.inner * 0.27, 52, paper.inner * 0.73 - 52])
        table.setStyle(_STYLE)
        yield table
    if plan.assumed:
        yield Spacer(1, 6)
        yield Text(f"<b>{told('Please check with us:')}</b> {safe(' '.join(_grouped(plan.assumed)))}", big)
    if plan.not_placed:
        yield Spacer(1, 6)
        yield Text(f"<b>{told('Not in this timetable:')}</b> {safe(' '.join(_grouped(plan.not_placed)))}", big)
