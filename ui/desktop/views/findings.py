"""The findings view: filters, the worklist, and at its foot what is folded, quiet and not checked."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from regimen_review.wording import unchecked
from ui.desktop.desk import Desk
from ui.desktop.flow import FlowLayout
from ui.desktop.glyphs import Glyph
from ui.desktop.labels import button, escape, label, strong
from ui.desktop.look import Look
from ui.desktop.sentences import said
from ui.desktop.tokens import MARKS
from ui.desktop.words import SIGNAL, TIER, counted, drug, tr
from ui.desktop.worklist import Worklist
from ui.desktop.worklist_model import Filters


def shortened(text: str, most: int = 60) -> str:
    """A long list of names cut to its beginning; the whole stands in the list that opens."""
    return text if len(text) <= most else text[:most].rsplit(",", 1)[0].rstrip() + " …"


class FindingsView(QFrame):
    """Chips above, list in the middle, two lines of scope below: nothing is hidden without a count."""

    title = "Findings"
    key = "F"

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("view")
        self._look, self._desk = look, desk
        self.list = Worklist(look, desk)
        self._compact = False
        self._chips: dict[str, QPushButton] = {}
        self._hidden = button("", look, self.clear_filters, kind="link", role="second")
        self._filter = QLineEdit()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._chip_row())
        box.addWidget(self.list, 1)
        box.addWidget(self._folded_row())
        box.addWidget(self._unchecked_row())
        desk.changed.connect(self.reload)
        self.reload()

    # --- building ----------------------------------------------------------------------------------------------

    def _chip_row(self) -> QWidget:
        look = self._look
        frame = self._chip_frame = QFrame()
        frame.setObjectName("chips")
        row = QHBoxLayout(frame)
        row.setContentsMargins(look.px(12), look.px(4), look.px(12), look.px(4))
        row.setSpacing(look.px(8))
        chips = QWidget()
        flow = FlowLayout(chips, look.px(8), look.px(4))
        flow.addWidget(label(tr("Show"), look, "second", name="faded"))
        for name, act in (
            ("tier", self._ask_tier),
            ("severity", self._ask_severity),
            ("drug", self._ask_drug),
            ("undecided", self._flip_undecided),
        ):
            self._chips[name] = button("", look, act, kind="chip", role="second", checkable=True)
            flow.addWidget(self._chips[name])
        self._filter.setFont(look.font("second"))
        self._filter.setPlaceholderText(tr("filter"))
        self._filter.setAccessibleName(tr("Filter findings by words"))
        self._filter.textChanged.connect(lambda text: self.set_filters(replace(self.list.rows.filters, text=text)))
        self._filter.setMaximumWidth(look.px(130))
        self._filter.hide()
        flow.addWidget(self._filter)
        row.addWidget(chips, 1)
        row.addWidget(self._hidden)
        return frame

    def _folded_row(self) -> QWidget:
        look = self._look
        self._foot = QFrame()
        self._foot.setObjectName("foot")
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(look.px(8), look.px(2), look.px(12), look.px(2))
        row.setSpacing(look.px(4))
        self._notes = button("", look, lambda: self._show_section("note"), kind="link", role="second")
        self._quiet = button("", look, lambda: self._show_section("quiet"), kind="link", role="second")
        row.addWidget(self._notes)
        row.addWidget(self._quiet)
        row.addStretch(1)
        return self._foot

    def _unchecked_row(self) -> QWidget:
        look = self._look
        self._scope = QFrame()
        self._scope.setObjectName("dashedFoot")
        row = QHBoxLayout(self._scope)
        row.setContentsMargins(look.px(12), look.px(4), look.px(12), look.px(5))
        row.setSpacing(look.px(8))
        glyph = Glyph(look, "not-checked", 14)
        row.addWidget(glyph)
        row.setAlignment(glyph, Qt.AlignmentFlag.AlignTop)
        self._unchecked = label("", look, "second", wrap=True)
        self._unchecked.setTextFormat(Qt.TextFormat.RichText)
        self._unchecked.linkActivated.connect(lambda _: self._show_section("unchecked"))
        row.addWidget(self._unchecked, 1)
        return self._scope

    def set_compact(self, *, compact: bool) -> None:
        """Where there is little room: no chips, and the foot in one line with a count."""
        self._compact = compact
        self._chip_frame.setVisible(not compact or self._filtering())
        self.reload()

    # --- showing -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Words of chips and foot."""
        review, rows = self._desk.review, self.list.rows
        filters = rows.filters
        undecided = len(self._desk.session.to_decide()) - self._desk.session.decided()
        words = {
            "tier": tr(TIER[filters.tier]) if filters.tier else tr("All tiers"),
            "severity": tr(SIGNAL[filters.severity]) if filters.severity else tr("Any severity"),  # type: ignore[index]
            "drug": drug(filters.drug, review) if filters.drug else tr("Any drug"),
            "undecided": tr("Undecided {n}").format(n=undecided),
        }
        lit = {"tier": True, "severity": bool(filters.severity), "drug": bool(filters.drug), "undecided": filters.undecided}
        for name, chip in self._chips.items():
            chip.setText(words[name])
            chip.setChecked(lit[name])
        self._hidden.setText(tr("hidden by filters: {n}").format(n=rows.hidden))
        self._hidden.setEnabled(rows.hidden > 0)
        self._reload_foot()

    def _reload_foot(self) -> None:
        review = self._desk.review
        notes = len(review.in_tier("note")) if review else 0
        quiet = len(review.quiet) if review else 0
        shown = self.list.rows.open_sections
        self._notes.setText(tr("Notes {n}").format(n=notes) + ("" if "note" in shown else " " + tr("folded")))
        self._notes.setVisible(notes > 0)
        whole = counted(quiet, "Quiet: {n} pair looked at and left out", "Quiet: {n} pairs looked at and left out")
        self._quiet.setText(whole if self._fits(whole) else tr("Quiet: {n}").format(n=quiet))
        self._quiet.setToolTip(whole)
        self._quiet.setAccessibleName(whole)
        self._quiet.setVisible(quiet > 0)
        self._foot.setVisible(notes + quiet > 0)
        if self._compact:
            self._chip_frame.setVisible(self._filtering())
        self._scope.setVisible(review is not None)
        self._unchecked.setText(self._unchecked_words())

    def _fits(self, words: str) -> bool:
        """Whether the foot holds these words beside the notes; a button would cut them at both ends."""
        look, pad = self._look, 4 * self._look.px(12)
        notes = self._notes.sizeHint().width() if self._notes.text() and not self._notes.isHidden() else 0
        return notes + QFontMetrics(look.font("second")).horizontalAdvance(words) + pad <= self.width()

    def _unchecked_words(self) -> str:
        review = self._desk.review
        if review is None or not unchecked(review):
            return tr("Everything that the base knows of these medications was checked.")
        if self._compact:
            accent, many = self._look.tokens.accent, len(unchecked(review))
            words = counted(many, "{n} thing", "{n} things")
            return f'{strong(tr("Not checked:"))} <a style="color:{accent}" href="all">{words}</a>'
        first: list[str] = []
        room = 2 * self.width() / (5.7 * self._look.scale) - 50
        for entry in unchecked(review):
            words = f"{said(shortened(entry.what))} ({said(entry.why)})"
            if first and sum(map(len, first)) + len(words) > room:
                break
            first.append(words)
        rest = len(unchecked(review)) - len(first)
        words = " · ".join(escape(f) for f in first)
        accent = self._look.tokens.accent
        more = f' · <a style="color:{accent}" href="all">{tr("and {n} more").format(n=rest)}</a>' if rest > 0 else ""
        return f"{strong(tr('Not checked:'))} {words}{more}"

    def _show_section(self, section: str) -> None:
        self.list.rows.toggle_section(section)
        self._reload_foot()
        rows = self.list.rows
        at = next((i for i, r in enumerate(rows.rows) if r.kind == "head" and r.section == section), -1)
        if at >= 0 and section in rows.open_sections:
            self.list.scrollTo(rows.index(at), Worklist.ScrollHint.PositionAtTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many unchecked things by name, and as many words of the quiet pairs, as there is room for."""
        super().resizeEvent(event)
        self._reload_foot()

    # --- filtering ---------------------------------------------------------------------------------------------

    def set_filters(self, filters: Filters) -> None:
        """Show only what passes; the count of the hidden stands at the right."""
        self.list.rows.filters = filters
        self.list.reload()
        self.reload()

    def _filtering(self) -> bool:
        return self.list.rows.hidden > 0 or not self._filter.isHidden()

    def clear_filters(self) -> None:
        """Show everything again."""
        self._filter.clear()
        self._filter.hide()
        self.set_filters(Filters())

    def end_filter(self) -> None:
        """Put an empty filter line away."""
        if not self._filter.text():
            self._filter.hide()
            self.reload()

    def start_filter(self) -> None:
        """Put the keyboard into the filter line."""
        self._filter.show()
        self._chip_frame.show()
        self._filter.setFocus()

    def _menu(self, name: str, choices: list[tuple[str, str]]) -> None:
        menu = QMenu(self)
        menu.setFont(self._look.font("body"))
        for value, words in choices:
            action = QAction(words, menu)
            action.triggered.connect(lambda _=False, chosen=value: self.set_filters(replace(self.list.rows.filters, **{name: chosen})))
            menu.addAction(action)
        chip = self._chips[name]
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))
        self.reload()

    def _ask_tier(self) -> None:
        self._menu("tier", [("", tr("All tiers")), *((k, tr(v)) for k, v in TIER.items())])

    def _ask_severity(self) -> None:
        marks = [m for m in MARKS if m != "not-checked"]
        self._menu("severity", [("", tr("Any severity")), *((m, tr(SIGNAL[m])) for m in marks)])

    def _ask_drug(self) -> None:
        review = self._desk.review
        named = sorted({s for f in review.findings for s in f.drugs}) if review else []
        self._menu("drug", [("", tr("Any drug")), *((s, drug(s, review)) for s in named)])

    def _flip_undecided(self) -> None:
        filters = self.list.rows.filters
        self.set_filters(replace(filters, undecided=not filters.undecided))
