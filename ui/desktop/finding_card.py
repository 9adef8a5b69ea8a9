"""The right pane's text: one finding with all that is needed to decide on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from regimen_review.findings import Because, Finding
from regimen_review.knowledge import Evidence
from ui.desktop.desk import Desk
from ui.desktop.flow import FlowLayout
from ui.desktop.glyphs import Glyph, HighAlert, mark_of
from ui.desktop.kinds import ABOUT, WORDS, AboutSign
from ui.desktop.labels import escape, label, strong
from ui.desktop.look import Look
from ui.desktop.words import BASIS, GRADE, SIGNAL, TIER, drug, iso, missing_name, number, tall, tr
from ui.desktop.worklist_model import numbers


class CardHead(QFrame):
    """Glyph, signal word, place in the list; the headline below, never cut."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("cardHead")
        self._desk = desk
        self._glyph = Glyph(look, "major", 20)
        self._word, self._place = label("", look, "strong"), label("", look, "second", name="faded")
        self._sign = AboutSign(look)
        self._headline = label("", look, "view", wrap=True)
        keys = label(tr("J K"), look, "second", name="faded")
        keys.setToolTip(tr("J K next, previous"))
        box = QVBoxLayout(self)
        box.setContentsMargins(look.px(14), look.px(8), look.px(14), look.px(8))
        box.setSpacing(look.px(4))
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        for widget in (self._glyph, self._word, self._sign):
            row.addWidget(widget)
        self._place.setWordWrap(True)
        row.addWidget(self._place, 1)
        row.addWidget(keys)
        self._keys = keys
        box.addLayout(row)
        box.addWidget(self._headline)

    def show_finding(self, finding: Finding, part: Finding | None) -> None:
        """Head of a finding, or of one of its parts."""
        shown = part or finding
        self._glyph.set_mark(mark_of(shown))
        self._word.setText(tr(SIGNAL[mark_of(shown)]))
        review = self._desk.review
        self._sign.set_kind(shown.kind)
        place = [tr(WORDS[ABOUT[shown.kind]]), tr(TIER.get(finding.tier, finding.tier))]
        if review and finding.id in numbers(review):
            place.append(tr("{n} of {all}").format(n=numbers(review)[finding.id], all=len(review.in_tier("act"))))
        if part is not None:
            place.append(tr("part {n} of {all}").format(n=finding.members.index(part) + 1, all=len(finding.members)))
        elif finding.members:
            place.append(tr("{n} parts").format(n=len(finding.members)))
        self._place.setText(" · ".join(place))
        self._headline.setText(tall(shown.headline, review))
        self.setAccessibleName(f"{self._word.text()}, {place[0]}: {shown.headline}")

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the hint for keys out where there is little room."""
        self._keys.setVisible(not narrow)


class CardBody(QWidget):
    """The labelled parts of a finding: labels beside the values, or above them in a narrow pane."""

    def __init__(self, look: Look, desk: Desk, finding: Finding, *, narrow: bool) -> None:
        super().__init__()
        self.setObjectName("cardBody")
        self._look, self._desk, self._narrow = look, desk, narrow
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(look.px(14), look.px(10), look.px(14), look.px(12))
        self._grid.setHorizontalSpacing(look.px(12))
        self._grid.setVerticalSpacing(look.px(4 if narrow else 10))
        self._grid.setColumnStretch(1, 1)
        self._row = 0
        self._build(finding)
        self._grid.setRowStretch(self._row, 1)

    def minimumSizeHint(self) -> QSize:
        """None of its own: the scroll area sets the height that the broken lines need."""
        return QSize(0, 0)

    # --- laying out --------------------------------------------------------------------------------------------

    def _field(self, name: str, widgets: Sequence[QWidget]) -> None:
        if not widgets:
            return
        look = self._look
        head = label(name, look, "head-strong", name="faded", wrap=not self._narrow)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(2))
        for widget in widgets:
            column.addWidget(widget)
        if self._narrow:
            self._grid.addWidget(head, self._row, 0, 1, 2)
            self._grid.addWidget(holder, self._row + 1, 0, 1, 2)
            self._row += 2
            return
        head.setFixedWidth(look.px(84))
        self._grid.addWidget(head, self._row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(holder, self._row, 1)
        self._row += 1

    def _text(self, text: str, *, faded: bool = False) -> QLabel:
        made = label(tall(text, self._desk.review), self._look, "body", name="faded" if faded else "", wrap=True)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return made

    def _rich(self, text: str) -> QLabel:
        made = label("", self._look, "body", wrap=True)
        made.setTextFormat(Qt.TextFormat.RichText)
        made.setText(text)
        made.setOpenExternalLinks(True)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        return made

    def _faded(self, text: str) -> str:
        return f'<span style="color:{self._look.tokens.text2}">{escape(text)}</span>'

    # --- the parts ---------------------------------------------------------------------------------------------

    def _build(self, finding: Finding) -> None:
        self._field(tr("Drugs"), [self._drugs(finding)])
        self._field(tr("What may happen"), self._consequence(finding))
        self._field(tr("Why in this patient"), self._reasons(finding))
        self._field(tr("What to do, in order"), [self._steps(finding.management)] if finding.management else [])
        self._field(tr("Sum"), self._sum(finding))
        self._field(tr("Mechanism"), [self._text(finding.mechanism)] if finding.mechanism else [])
        self._field(tr("How it was inferred"), self._inference(finding))
        self._field(tr("How sure"), self._certainty(finding))
        self._field(tr("Sources"), self._sources(finding))

    def _drugs(self, finding: Finding) -> QWidget:
        look, review = self._look, self._desk.review
        holder = QWidget()
        flow = FlowLayout(holder, look.px(5), look.px(3))
        holders = {s: m for m in (review.regimen.medications if review else ()) for s in m.substances}
        for i, substance in enumerate(finding.drugs):
            flow.addWidget(label(("· " if i else "") + drug(substance, review), look, "body"))
            if review and substance in review.high_alert:
                badge = HighAlert(look) if self._narrow else label(tr("HIGH ALERT"), look, "small-strong", name="alert")
                badge.setAccessibleName(tr("high-alert medication"))
                flow.addWidget(badge)
            inside = holders.get(substance)
            if inside is not None and len(inside.substances) > 1:
                whole = " + ".join(drug(s, review) for s in inside.substances)
                flow.addWidget(label(tr("(in {name})").format(name=whole), look, "body", name="faded"))
        if finding.protects:
            flow.addWidget(label(tr("protects {what}").format(what=finding.protects), look, "body", name="faded"))
        return holder

    def _consequence(self, finding: Finding) -> list[QWidget]:
        often = finding.frequency if finding.frequency and finding.frequency != "unknown" else tr("unknown")
        onset = tr("Onset: {when}.").format(when=tr(finding.onset)) + " " if finding.onset else ""
        rest = onset + tr("How often: {often}.").format(often=often)
        first = escape(tall(finding.consequence, self._desk.review))
        if first and not first.endswith((".", "?", "!")):
            first += "."
        return [self._rich(f"{first} {self._faded(rest)}")]

    def _fact(self, because: Because) -> QWidget:
        look = self._look
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look.px(8))
        line.addWidget(self._text(self._desk.fact(because.fact)), 1)
        if because.when:
            day = label(iso(because.when), look, "body", name="faded")
            line.addWidget(day, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _reasons(self, finding: Finding) -> list[QWidget]:
        made: list[QWidget] = [self._fact(because) for because in finding.because]
        for factor in finding.factors:
            if factor.holds:
                made.append(self._text(f"{factor.says}: {factor.effect}" if factor.effect else factor.says))
        if finding.questions:
            made.append(
                self._gap(tr("not told: {what}").format(what=", ".join(missing_name(q, self._desk.review) for q in finding.questions)))
            )
        return made or [self._text(tr("The drugs alone; nothing in the patient's record changes it."), faded=True)]

    def _gap(self, text: str) -> QWidget:
        made = label(text, self._look, "head", name="gapLine", wrap=True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return made

    def _steps(self, steps: Sequence[str]) -> QWidget:
        look = self._look
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.px(10))
        grid.setVerticalSpacing(look.px(2))
        grid.setColumnStretch(1, 1)
        for i, step in enumerate(steps):
            grid.addWidget(label(str(i + 1), look, "strong"), i, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._text(step), i, 1)
        return holder

    def _sum(self, finding: Finding) -> list[QWidget]:
        if not finding.contributions:
            return []
        total = finding.score if finding.score is not None else sum(c.points for c in finding.contributions)
        review = self._desk.review
        parts = [
            f"{escape(drug(c.what, review))} {strong(number(c.points))}" + (f" {self._faded(c.why)}" if c.why else "")
            for c in finding.contributions
        ]
        return [self._rich(f"{strong(number(total))} = " + " + ".join(parts))]

    def _inference(self, finding: Finding) -> list[QWidget]:
        return [self._rich(f"{escape(step.says)} {self._faded(step.source)}") for step in finding.steps]

    def _certainty(self, finding: Finding) -> list[QWidget]:
        signed = {
            "draft": tr("Rule, draft: no professional has signed it."),
            "reviewed": tr("Rule signed by a professional."),
            "retired": tr("Rule retired."),
        }[finding.rule_status]
        basis = "" if finding.basis == "rule" else " " + tr(BASIS[finding.basis]) + "."
        made: list[QWidget] = [self._rich(f"{strong(tr(GRADE[finding.evidence]))}.{escape(basis)} {escape(signed)}")]
        open_factors = [f for f in finding.factors if f.holds is None]
        if open_factors:
            made.append(self._text(tr("Could change with: {what}").format(what="; ".join(f.says for f in open_factors)), faded=True))
        if finding.disagreement:
            made.append(self._text(tr("Others say: {what}").format(what="; ".join(finding.disagreement)), faded=True))
        return made

    def _source(self, source: Evidence) -> QWidget:
        accent = self._look.tokens.accent
        title = escape(source.title)
        if source.url:
            title = f'<a style="color:{accent}" href="{escape(source.url)}">{title}</a>'
        tail = ", ".join(part for part in (source.section, source.date) if part)
        says = tr("supports") if source.says == "supports" else tr("refutes")
        return self._rich(f"{title} {escape(tail)} {self._faded(says)}")

    def _sources(self, finding: Finding) -> list[QWidget]:
        made = [self._source(source) for source in finding.sources]
        if finding.rule_id:
            updated = f", {iso(finding.rule_updated)}" if finding.rule_updated else ""
            words = tr("{rule}, version {version}").format(rule=finding.rule_id, version=finding.rule_version) + updated
            made.append(label(words, self._look, "second", name="faded", wrap=True))
        return made


class CardScroll(QScrollArea):
    """Scrolls a body that is exactly as high as its broken lines need at the width there is."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit(self) -> None:
        """Give the body its height."""
        body = self.widget()
        layout = body.layout() if body is not None else None
        if body is not None and layout is not None:
            body.setMinimumHeight(layout.totalHeightForWidth(self.viewport().width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break anew."""
        self.fit()
        super().resizeEvent(event)


class FindingCard(QFrame):
    """Head and scrolling body; built anew for the selected finding."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("card")
        self._look, self._desk = look, desk
        self._head = CardHead(look, desk)
        self._scroll = CardScroll()
        self._scroll.setAccessibleName(tr("The selected finding"))
        self._shown: tuple[object, ...] = ()
        self.narrow = False
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._head)
        box.addWidget(self._scroll, 1)

    def show_finding(self, finding: Finding, part: Finding | None) -> None:
        """Show a finding, or the selected part of it."""
        now = (finding, part, self.narrow, self._desk.review, self._desk.units)
        if len(self._shown) == len(now) and all(a is b for a, b in zip(now, self._shown, strict=True)):
            return
        self._shown = now
        self._head.show_finding(finding, part)
        self._head.set_narrow(narrow=self.narrow)
        before = self._scroll.takeWidget()
        if before is not None:
            before.deleteLater()  # not at once: this may run while Qt walks all widgets for a new style sheet
        self._scroll.setWidget(CardBody(self._look, self._desk, part or finding, narrow=self.narrow))
        self._scroll.fit()
