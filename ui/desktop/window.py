"""The main window: commands meet the panes here. One window, no pop-ups but the system's file dialogs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QWidget

from regimen_review.findings import Review
from ui.decisions import Verdict
from ui.desktop.command_table import command_table
from ui.desktop.commands import bind, typing
from ui.desktop.desk import Desk
from ui.desktop.frame import Frame
from ui.desktop.lock import IdleClock, LockCover
from ui.desktop.look import TEXT_SIZES, look_for, qt_palette
from ui.desktop.pages import make_page
from ui.desktop.sentences import said
from ui.desktop.stylesheet import style_sheet
from ui.desktop.tasks import sentence_of
from ui.desktop.views.catalogue import VIEWS
from ui.desktop.views.findings import FindingsView
from ui.desktop.words import medication_name, tr
from ui.session import SessionState
from ui.settings import Settings

if TYPE_CHECKING:
    from ui.desktop.palette import CommandPalette, Entry
    from ui.unsafe_events import UnsafeEvent


@dataclass(frozen=True)
class Doors:
    """What the window is given from outside: the print, the example, where settings go, the language."""

    render_pdf: Callable[[Review, SessionState, Settings, str], bytes] | None = None
    example: Callable[[], str] | None = None
    keep_settings: Callable[[Settings], object] = lambda _: None
    set_language: Callable[[str], object] = lambda _: None
    licence: str = ""


class MainWindow(QMainWindow):
    """Holds the frame; another look or language makes the frame anew over the same desk."""

    def __init__(self, desk: Desk, doors: Doors) -> None:
        super().__init__()
        self.desk, self._doors = desk, doors
        self.setWindowTitle("Regimen Review")
        self.setAcceptDrops(True)
        self._pages: dict[str, QWidget] = {}
        self._told_of = ("", "")
        self.commands = command_table(self, tuple((k.id, k.title) for k in VIEWS))
        self._idle = IdleClock(self, self.lock)
        self._build()
        for command in self.commands.values():
            bind(command, self)
        desk.said.connect(self._say)
        desk.wants.connect(self._wanted)
        desk.changed.connect(self._list_came)
        desk.opened.connect(self._remember)

    def _say(self, words: str) -> None:
        """A sentence for the person; the banner is another one after the frame was built anew."""
        self.frame.banner.say(said(words))

    def _build(self) -> None:
        settings = self.desk.settings
        self.look = look_for(settings.theme, settings.text_size)
        self._let_go()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(qt_palette(self.look))
            app.setFont(self.look.font("body"))
        self.setStyleSheet(style_sheet(self.look))
        self.frame = Frame(self.look, self.desk, self.commands)
        self.frame.resize(self.size())
        self.setCentralWidget(self.frame)
        self._palette: CommandPalette | None = None
        self.cover = LockCover(self.look, self.frame)
        self.frame.toolbar.finder.pressed.connect(self.show_palette)
        self._idle.set_minutes(settings.lock_minutes)

    def _let_go(self) -> None:
        """Take the old frame and pages out before the look changes, so that Qt does not dress what is about to go."""
        old = self.takeCentralWidget()
        for widget in (old, *self._pages.values()):
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._pages.clear()

    def change_settings(self, settings: Settings) -> None:
        """Keep new settings and build the frame anew where they change how it looks."""
        before, self.desk.settings = self.desk.settings, settings
        self._doors.keep_settings(settings)
        if before.language != settings.language:
            self._doors.set_language(settings.language)
        self._idle.set_minutes(settings.lock_minutes)
        if before.units != settings.units:
            self.desk.set_units(settings.units)
        if (before.theme, before.text_size, before.language) != (settings.theme, settings.text_size, settings.language):
            view, page = self.frame.views.current_id, self._page_name()
            self._build()
            self.frame.views.show_view(view)
            if page:
                self.show_page(page)
        if before.language != settings.language != "en":
            from ui.desktop.about import BASE_LANGUAGE

            self._say(tr(BASE_LANGUAGE))

    def _page_name(self) -> str:
        return next((name for name, widget in self._pages.items() if widget is self.frame.page), "")

    # --- list --------------------------------------------------------------------------------------------------

    def open_file(self) -> None:
        """Choose a file and open it."""
        path, _ = QFileDialog.getOpenFileName(
            self,
            tr("Open a list or a review"),
            "",
            tr("Lists and reviews (*.txt *.csv *.xlsx *.json *.xml *.hl7 *.pdf *.regimen);;All files (*)"),
        )
        if path:
            self.desk.open_path(Path(path))

    def _remember(self, path: str) -> None:
        """Keep the file's name for the palette, where the person switched that on."""
        settings = self.desk.settings
        if settings.remember_files:
            recent = (path, *(p for p in settings.recent if p != path))[:8]
            self.desk.settings = replace(settings, recent=recent)
            self._doors.keep_settings(self.desk.settings)

    def paste_list(self) -> None:
        """Show the page on which a list is pasted."""
        self.show_page("paste")

    def show_columns(self) -> None:
        """Show what each column of the table that was opened is read as."""
        if self.desk.table is None:
            self._say(tr("This list did not come from a table."))
        else:
            self.show_page("columns")

    def show_example(self) -> None:
        """Open the guided example."""
        if self._doors.example is not None:
            self.desk.open_text(self._doors.example())

    def add_medication(self) -> None:
        """Ask for a new entry under the list."""
        if self.desk.session.state.empty:
            self.paste_list()
            return
        self.frame.to_medications()
        self.frame.medications.ask_new()

    def save_as(self) -> None:
        """Give the review a file; it is kept up to date from then on."""
        path, _ = QFileDialog.getSaveFileName(self, tr("Save the review"), "review.regimen", tr("Review (*.regimen)"))
        if path:
            target = Path(path)
            self.desk.save_as(target if target.suffix else target.with_suffix(".regimen"))

    def _list_came(self) -> None:
        """A list that was read takes the place of the page on which it was pasted."""
        if self._page_name() == "paste" and not self.desk.session.state.empty:
            self.back()
        focus = QApplication.focusWidget()
        self._tell_of_base()
        view = self._findings()
        if view and self.desk.review is not None and (focus is None or self.frame.toolbar.isAncestorOf(focus)):
            view.list.setFocus()

    def _tell_of_base(self) -> None:
        """Say once that a review was made with another base, and what that changed."""
        state = self.desk.session.state
        told = (state.base_changed_from, state.knowledge) if state.base_changed_from else ("", "")
        if told == self._told_of or self.desk.review is None:
            return
        self._told_of = told
        if state.base_changed_from:
            words = tr("This review was made with base {old}; the base is now {new}. Findings that came or went: {n}.")
            shown = words.format(old=state.base_changed_from, new=state.knowledge, n=len(state.changed))
            self.frame.banner.say(shown, tr("Show them"), lambda: self.show_page("base"))

    def undo(self) -> None:
        """Take the last edit back."""
        self.desk.session.undo()

    def redo(self) -> None:
        """Make the last undone edit again."""
        self.desk.session.redo()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file or a text may be dropped."""
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.desk.open_path(Path(files[0]))
        elif event.mimeData().hasText():
            self.desk.open_text(event.mimeData().text())

    # --- findings ----------------------------------------------------------------------------------------------

    def step(self, by: int) -> None:
        """Next or previous finding."""
        self.desk.step_finding(by)

    def _findings(self) -> FindingsView | None:
        view = self.frame.views.view("findings")
        return view if isinstance(view, FindingsView) else None

    def fold(self, *, opened: bool) -> None:
        """Open or fold the parts of the selected finding."""
        view, finding = self._findings(), self.desk.finding
        if view and finding:
            row = next((r for r in view.list.rows.rows if r.kind == "finding" and r.finding is finding), None)
            if row and view.list.rows.set_open(row, opened=opened):
                view.list.show_selection()

    def decide(self, verdict: Verdict) -> None:
        """Decide on the selected finding."""
        if self.desk.finding is not None and self.desk.medication is None:
            self.frame.open_finding()
            self.frame.right.bar.decide(verdict)

    def decide_and_go_on(self, verdict: Verdict) -> None:
        """Decide on the selected finding and go to the next."""
        self.decide(verdict)
        self.step(1)

    def carry_out(self) -> None:
        """Do on the list what was decided on the selected finding."""
        if self.desk.finding is not None and self.desk.medication is None:
            self.frame.open_finding()
            self.frame.right.bar.offer.carry_out()

    def note(self) -> None:
        """Write a note on the selected finding."""
        self.frame.open_finding()
        self.frame.right.bar.write_note()

    def filter(self) -> None:
        """Filter the findings by words."""
        self.show_view("findings")
        view = self._findings()
        if view:
            view.start_filter()

    def copy_finding(self) -> None:
        """Put the selected finding on the clipboard as text."""
        review, finding = self.desk.review, self.desk.finding
        if review and finding:
            from ui.desktop.finding_text import finding_text

            QGuiApplication.clipboard().setText(finding_text(finding, review, self.desk.session.decision(finding.id)))

    def print_preview(self) -> None:
        """Show the pages as they will be printed."""
        if self.desk.review is None:
            return
        if self._doors.render_pdf is None:
            self.frame.banner.say(tr("This installation has no print; copy the findings as text instead."))
            return
        self.show_page("print")

    def export(self) -> None:
        """Save the review in another format, by the ending of the file."""
        from ui.desktop.printing import FORMATS

        if self.desk.review is None:
            return
        filters = ";;".join(f"{tr(words)} (*.{ending})" for ending, words in FORMATS)
        path, chosen = QFileDialog.getSaveFileName(self, tr("Export the review"), "review.xlsx", filters)
        if path:
            target = Path(path)
            ending = chosen.rpartition("*.")[2].rstrip(")") or "xlsx"
            self.export_to(target if target.suffix else target.with_suffix(f".{ending}"))

    def export_to(self, path: Path) -> None:
        """Write an export off the interface thread."""
        from ui.desktop.printing import FORMATS, ending_of, export
        from ui.session_file import write_whole

        review, state, ending = self.desk.review, self.desk.session.state, ending_of(path.name)
        if review is None:
            return
        settings = self.desk.settings
        if ending not in dict(FORMATS):
            self._say(tr("There is no export to “{ending}” files.").format(ending=ending))
            return
        self.desk.tasks.start(
            lambda _: write_whole(path, export(review, state, ending, settings)),
            lambda _: self._say(tr("Saved {name}").format(name=path.name)),
            lambda error: self._say(sentence_of(error)),
        )

    # --- moving ------------------------------------------------------------------------------------------------

    def show_view(self, view_id: str) -> None:
        """Bring a view to the front."""
        self.frame.show_body()
        self.frame.views.show_view(view_id)

    def to_medications(self) -> None:
        """Give the medications the keyboard."""
        self.frame.show_body()
        self.frame.to_medications()

    def to_finding(self) -> None:
        """Give the finding the keyboard."""
        self.frame.show_body()
        self.frame.to_finding()

    def next_pane(self, by: int) -> None:
        """Give the next pane the keyboard."""
        panes = self.frame.panes()
        focus = QApplication.focusWidget()
        here = next((i for i, pane in enumerate(panes) if focus is pane or (focus and pane.isAncestorOf(focus))), -1)
        if panes:
            panes[(here + by) % len(panes)].setFocus()

    def edit_patient(self) -> None:
        """Open the patient."""
        if not self.desk.session.state.empty:
            self.frame.show_body()
            self.frame.open_finding()
            self.frame.right.show_patient()

    def edit_medication(self) -> None:
        """Open the selected medication."""
        if self.desk.medication is not None:
            self.frame.open_finding()
            self.frame.right.show_medication()

    def back(self) -> None:
        """Escape: from a page to the panes, from a form to the finding, then to the list of findings."""
        self.frame.show_body()
        if self.desk.review is not None:
            self.frame.right.show_finding()
            view = self._findings()
            if view:
                view.end_filter()
            if view and self.frame.views.current_id == "findings":
                view.list.setFocus()

    def _wanted(self, what: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "patient": self.edit_patient,
            "medication": self.edit_medication,
            "finding": self.back,
            "list": self.back,
            "body": self.back,
            "timetable": partial(self.show_view, "timetable"),
        }
        acts.get(what, lambda: self.show_page(what))()

    # --- pages -------------------------------------------------------------------------------------------------

    def show_page(self, page: str) -> None:
        """Show a page that takes the whole width."""
        if page == "events":
            self.show_events()
            return
        made = self._pages.get(page)
        if made is None or page not in ("paste", "settings"):
            made = make_page(page, self, self._doors)
            self._pages[page] = made
        self.frame.show_page(made)
        begin = getattr(made, "begin", None)
        if begin is not None:
            begin()

    def show_events(self) -> None:
        """Show the catalogue of unsafe events; the base is read off the interface thread."""
        ask = self.desk.events
        if ask is None:
            self._say(tr("The base is not open."))
            return
        self.desk.tasks.start(lambda _: ask(), self._show_events, lambda error: self._say(sentence_of(error)))

    def _show_events(self, events: tuple[UnsafeEvent, ...]) -> None:
        from ui.desktop.events_page import event_sections
        from ui.desktop.text_page import TextPage

        self._pages["events"] = TextPage(self.look, tr("Unsafe events and their priority"), event_sections(events), self.back)
        self.frame.show_page(self._pages["events"])

    @property
    def palette_panel(self) -> CommandPalette:
        """The palette, made when it is first wanted."""
        if self._palette is None:
            from ui.desktop.palette import CommandPalette

            self._palette = CommandPalette(self.look, self.frame, self._entries)
        return self._palette

    def show_palette(self) -> None:
        """Open the palette."""
        self.palette_panel.open()

    def _entries(self) -> list[Entry]:
        from ui.desktop.palette import Entry

        made = [
            Entry(tr(c.words).replace("&", ""), tr("view") if c.area == "views" else tr("command"), c.act, c.shown_key)
            for c in self.commands.values()
            if c.id != "palette"
        ]
        review, desk = self.desk.review, self.desk
        made += [Entry(Path(p).name, tr("recent file"), partial(desk.open_path, Path(p))) for p in desk.settings.recent]
        if review:
            made += [Entry(f.headline, tr("finding"), lambda i=f.id: desk.select_finding(i)) for f in review.findings]  # type: ignore[misc]
            made += [
                Entry(medication_name(m, review), tr("medication"), lambda i=m.id: desk.select_medication(i))  # type: ignore[misc]
                for m in review.regimen.medications
            ]
        return made

    # --- look --------------------------------------------------------------------------------------------------

    def zoom(self, by: int) -> None:
        """Larger or smaller text; 0 goes back to the usual size."""
        now = self.desk.settings.text_size
        sizes = [s for s in TEXT_SIZES if (s > now if by > 0 else s < now)]
        wanted = 100 if by == 0 else (sizes[0] if by > 0 else sizes[-1]) if sizes else now
        self.change_settings(replace(self.desk.settings, text_size=wanted))

    def flip_theme(self) -> None:
        """From light to dark and back."""
        theme = self.desk.settings.theme
        self.change_settings(replace(self.desk.settings, theme="light" if theme == "dark" else "dark"))

    def lock(self) -> None:
        """Cover the window."""
        self.cover.cover()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plain letters act where no text field has the keyboard; digits settle the name that is asked about."""
        if event.key() == Qt.Key.Key_Escape:
            self.back()
            return
        text = event.text()
        if typing() or self.frame.page is not None:
            super().keyPressEvent(event)
            return
        take = getattr(self.frame.views.view(self.frame.views.current_id), "take_key", None)
        if take is not None and take(event):
            return
        if not text:
            super().keyPressEvent(event)
            return
        capital = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and text.isalpha()
        wanted = f"Shift+{text.upper()}" if capital else text.upper()
        if text.isdigit() and text != "0" and self.frame.medications.choose_by_key(int(text)):
            return
        command = next((c for c in self.commands.values() if c.single and wanted in c.keys), None)
        if command is None:
            super().keyPressEvent(event)
            return
        command.act()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write what is to be written."""
        self.desk.close()
        super().closeEvent(event)
