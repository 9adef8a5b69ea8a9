"""The patient in two lines under the toolbar: who, conditions, values with dates, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy

from regimen_review.findings import Review
from regimen_review.patient import Observation, Patient
from ui.desktop.desk import Desk
from ui.desktop.ink import Ink, text_width
from ui.desktop.look import Look
from ui.desktop.words import counted, iso, tr, value_name, value_words, who

Kind = Literal["plain", "strong", "faded", "gap"]
_NO_VALUES = frozenset(
    {"weight", "height", "pregnancy", "allergies", "age", "sex", "conditions", "dose", "alcohol", "tobacco", "name", "breastfeeding"}
)


@dataclass(frozen=True)
class Piece:
    """A few words of the strip. Words of one ``group`` are never parted."""

    words: str
    kind: Kind = "plain"
    group: int = 0


def missing_of_patient(patient: Patient, review: Review | None) -> tuple[str, ...]:
    """What nobody recorded of the person: weight, pregnancy potential, allergies, conditions."""
    age = patient.age(review.as_of if review else None)
    gaps = []
    if patient.sex is None:
        gaps.append(tr("sex not recorded"))
    if age is None:
        gaps.append(tr("age not recorded"))
    if patient.weight_kg is None:
        gaps.append(tr("weight not recorded"))
    if patient.sex == "female" and patient.pregnancy is None and (age is None or 12 <= age <= 55):
        gaps.append(tr("pregnancy not asked"))
    if not patient.allergies_known and not patient.allergies:
        gaps.append(tr("allergies not asked"))
    if not patient.conditions_known and not patient.conditions:
        gaps.append(tr("conditions not recorded"))
    return tuple(gaps)


def missing_values(review: Review | None) -> tuple[str, ...]:
    """The laboratory values that findings or checks asked for in vain, most wanted first."""
    if review is None:
        return ()
    wanted: dict[str, int] = {}
    for finding in review.findings:
        for part in (finding, *finding.members):
            for question in part.questions:
                wanted[question] = wanted.get(question, 0) + 1
    for entry in review.not_checked:
        if entry.missing:
            wanted[entry.missing] = wanted.get(entry.missing, 0) + max(1, entry.decides)
    known = {o.measure for o in review.patient.observations}
    values = [
        name
        for name in sorted(wanted, key=lambda n: (-wanted[n], n))
        if name.split(" ")[0] not in _NO_VALUES and name not in known and not name.endswith("genotype") and " of " not in name
    ]
    return tuple(values)


def off_range(observation: Observation) -> str:
    """An arrow in words of the field: ``↓`` under, ``↑`` over its range, nothing inside or unknown."""
    if observation.value is None:
        return ""
    if observation.low is not None and observation.value < observation.low:
        return " ↓"
    return " ↑" if observation.high is not None and observation.value > observation.high else ""


def _person(patient: Patient, review: Review | None) -> list[Piece]:
    born = tr("born {day}").format(day=patient.birth_date.strftime("%Y-%m")) if patient.birth_date else ""
    pieces = [Piece(who(patient, review.as_of if review else None), "strong", 1)]
    if born:
        pieces.append(Piece(born, "faded", 1))
    if patient.weight_kg is not None:
        pieces.append(Piece(f"{patient.weight_kg:g} kg", "plain", 2))
    return pieces


def _values(patient: Patient, review: Review | None, most: int) -> list[Piece]:
    observations = sorted(patient.observations, key=lambda o: (off_range(o) == "", -(o.when.toordinal() if o.when else 0)))
    pieces = []
    for i, observation in enumerate(observations[:most], 10):
        name, value = value_words(observation)
        pieces += [Piece(name, "plain", i), Piece(value + off_range(observation), "strong", i)]
    days = {o.when for o in observations if o.when}
    if len(days) == 1:
        day = next(iter(days))
        words = tr("all {day}").format(day=iso(day))
        if review and review.as_of and review.as_of > day:
            words += ", " + counted((review.as_of - day).days, "{n} day old", "{n} days old")
        pieces.append(Piece(words, "faded", 9))
    return pieces


class PatientStrip(QFrame):
    """Two lines, or one where there is little room. A click or Enter opens the patient for editing."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._look, self._desk = look, desk
        self._compact = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip(tr("Patient: click or press Enter to edit"))
        self.setFixedHeight(look.px(54))
        desk.changed.connect(self.reload)
        self.reload()

    def set_compact(self, *, compact: bool) -> None:
        """One line with counts instead of two."""
        self._compact = compact
        self.setFixedHeight(self._look.px(30 if compact else 54))
        self.reload()

    def reload(self) -> None:
        """Put the words together."""
        patient, review = self._desk.session.patient, self._desk.review
        gaps, values = missing_of_patient(patient, review), missing_values(review)
        self.setVisible(not self._desk.session.state.empty)
        as_of = review.as_of if review else self._desk.session.state.listing.as_of
        self._who = _person(patient, review)
        self._when = [Piece(tr("Review at"), "faded", 1), Piece(iso(as_of) or tr("no date"), "strong", 1)]
        if gaps:
            self._who.append(Piece(gaps[0], "gap", 3))
        self._when += [Piece(g, "gap", 4 + i) for i, g in enumerate(gaps[1:2])]
        active = [c.text for c in patient.conditions if c.active]
        self._conditions = [Piece(text, "plain", 10 + i) for i, text in enumerate(active)]
        allergy = [Piece(tr("allergy: {what}").format(what=a.text), "strong", 50 + i) for i, a in enumerate(patient.allergies)]
        self._conditions = allergy + (self._conditions or [Piece(tr("none recorded"), "faded", 10)])
        shown = replace(patient, observations=tuple(map(self._desk.in_units, patient.observations)))
        self._values = _values(shown, review, 12) or [Piece(tr("none recorded"), "faded", 9)]
        self._values_gap = tr("no {values} on record").format(values=", ".join(value_name(v) for v in values[:5])) if values else ""
        rest = gaps[2:]
        if rest:
            self._conditions.append(Piece(", ".join(rest), "gap", 90))
        missing = len(gaps) + len(values)
        self._line = [
            *self._who[:1],
            Piece(counted(len(active), "{n} condition", "{n} conditions"), "plain", 20),
            Piece(counted(len(patient.observations), "{n} value", "{n} values"), "plain", 21),
        ]
        if missing:
            self._line.append(Piece(tr("{n} missing").format(n=missing), "gap", 22))
        self.setAccessibleName(self._spoken())
        self.update()

    def _spoken(self) -> str:
        lines = (self._who, self._when, self._conditions, self._values)
        words = ", ".join(piece.words for line in lines for piece in line)
        return tr("Patient: {words}").format(words=words) + (f", {self._values_gap}" if self._values_gap else "")

    # --- painting ----------------------------------------------------------------------------------------------

    def _role(self, piece: Piece) -> tuple[Literal["second", "head-strong"], str]:
        return ("head-strong" if piece.kind == "strong" else "second"), ("text2" if piece.kind == "faded" else "text")

    def _width(self, piece: Piece) -> float:
        role, _ = self._role(piece)
        return text_width(self._look, piece.words, role) + (self._look.px(12) if piece.kind == "gap" else 0)

    def _chip(self, ink: Ink, box: QRectF, words: str) -> None:
        look, painter = self._look, ink.painter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(look.colour("gap_text"), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(look.colour("gap_ground"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), look.px(4), look.px(4))
        painter.restore()
        ink.line(box.adjusted(look.px(6), 0, 0, 0), words, "second", "gap_text", elide=True)

    def _piece(self, ink: Ink, piece: Piece, x: float, box: QRectF) -> float:
        """Draw one piece at ``x``; returns the x after it."""
        width = self._width(piece)
        if piece.kind == "gap":
            high = self._look.px(18)
            self._chip(ink, QRectF(x, box.center().y() - high / 2, width, high), piece.words)
        else:
            ink.line(QRectF(x, box.top(), width, box.height()), piece.words, *self._role(piece))
        return x + width

    def _draw(self, ink: Ink, pieces: list[Piece], box: QRectF, tail: str = "") -> None:
        """Set pieces from the left; those that do not fit are counted, the tail (a gap) always shows."""
        look = self._look
        room = box.right() - (text_width(look, tail, "second") + look.px(24) if tail else 0)
        units = [list(held) for _, held in groupby(pieces, key=lambda p: p.group)]
        x = box.left()
        for i, unit in enumerate(units):
            step = 0 if i == 0 else look.px(14)
            width = sum(map(self._width, unit)) + look.px(4) * (len(unit) - 1)
            more = tr("and {n} more").format(n=len(units) - i)
            after = look.px(14) + text_width(look, more, "second") if i < len(units) - 1 else 0
            if i and x + step + width + after > room:
                x = ink.line(QRectF(x + look.px(14), box.top(), room - x, box.height()), more, "second", "text2")
                break
            x += step
            for place, piece in enumerate(unit):
                x = self._piece(ink, piece, x + (look.px(4) if place else 0), box)
        if tail:
            high = look.px(18)
            wide = text_width(look, tail, "second") + look.px(12)
            self._chip(ink, QRectF(min(x + look.px(12), box.right() - wide), box.center().y() - high / 2, wide, high), tail)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        super().paintEvent(event)
        look = self._look
        painter = QPainter(self)
        ink = Ink(painter, look)
        line, edge = look.px(22), look.px(12)
        if self._compact:
            self._draw(ink, self._line, QRectF(edge, 0, self.width() - 2 * edge, self.height() - 1))
        else:
            split = look.px(360 if self.width() >= look.px(1400) else 330)
            top = look.px(5)
            self._draw(ink, self._who, QRectF(edge, top, split - edge - look.px(8), line))
            self._draw(ink, self._when, QRectF(edge, top + line, split - edge - look.px(8), line))
            for i, (name, pieces, tail) in enumerate(
                ((tr("Conditions"), self._conditions, ""), (tr("Laboratory"), self._values, self._values_gap))
            ):
                y = top + i * line
                ink.line(QRectF(split, y, look.px(80), line), name, "second", "text2")
                left = split + look.px(76)
                self._draw(ink, pieces, QRectF(left, y, self.width() - edge - left, line), tail)
        if self.hasFocus():
            ink.focus(QRectF(self.rect()).adjusted(0, 0, 0, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Open the patient."""
        self._desk.wants.emit("patient")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the patient."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._desk.wants.emit("patient")
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(self._look.px(600), self.height())
