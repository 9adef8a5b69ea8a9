"""The table of all commands of the main window, in the order in which help shows them."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from ui.decisions import Verdict
from ui.desktop.commands import Command


# The names of these calls say all there is; the window's own methods carry the docstrings.
# ruff: noqa: D102
class Acts(Protocol):
    """What the window can do; the table only names it."""

    def open_file(self) -> None: ...
    def paste_list(self) -> None: ...
    def show_columns(self) -> None: ...
    def add_medication(self) -> None: ...
    def show_example(self) -> None: ...
    def save_as(self) -> None: ...
    def undo(self) -> None: ...
    def redo(self) -> None: ...
    def copy_finding(self) -> None: ...
    def print_preview(self) -> None: ...
    def export(self) -> None: ...
    def show_palette(self) -> None: ...
    def show_view(self, view_id: str) -> None: ...
    def next_pane(self, by: int) -> None: ...
    def to_medications(self) -> None: ...
    def to_finding(self) -> None: ...
    def step(self, by: int) -> None: ...
    def fold(self, *, opened: bool) -> None: ...
    def decide(self, verdict: Verdict) -> None: ...
    def decide_and_go_on(self, verdict: Verdict) -> None: ...
    def carry_out(self) -> None: ...
    def note(self) -> None: ...
    def filter(self) -> None: ...
    def edit_patient(self) -> None: ...
    def edit_medication(self) -> None: ...
    def show_page(self, page: str) -> None: ...
    def zoom(self, by: int) -> None: ...
    def flip_theme(self) -> None: ...
    def lock(self) -> None: ...
    def back(self) -> None: ...
    def close(self) -> bool: ...


def _list_commands(acts: Acts) -> list[Command]:
    return [
        Command("open", "Open", acts.open_file, ("Ctrl+O",), area="list"),
        Command("paste", "Paste list", acts.paste_list, ("Ctrl+Shift+V",), area="list"),
        Command("columns", "Columns of the table", acts.show_columns, area="list"),
        Command("add", "Add medication", acts.add_medication, ("Ctrl+N",), area="list"),
        Command("example", "Show the example", acts.show_example, area="list"),
        Command("patient", "Edit the patient", acts.edit_patient, ("Ctrl+E",), area="list"),
        Command("medication", "Edit the medication", acts.edit_medication, ("F2",), area="list"),
        Command("save", "Save the review as", acts.save_as, ("Ctrl+S",), area="list"),
        Command("undo", "Undo", acts.undo, ("Ctrl+Z",), area="list"),
        Command("redo", "Redo", acts.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), area="list"),
    ]


def _finding_commands(acts: Acts) -> list[Command]:
    verdicts: tuple[tuple[str, str, Verdict, str], ...] = (
        ("A", "Accept", "accept", "Accept and go on"),
        ("M", "Modify", "modify", "Modify and go on"),
        ("R", "Reject", "reject", "Reject and go on"),
        ("D", "Defer", "defer", "Defer and go on"),
    )
    return [
        Command("next", "Next finding", lambda: acts.step(1), ("J",), single=True, area="findings"),
        Command("previous", "Previous finding", lambda: acts.step(-1), ("K",), single=True, area="findings"),
        Command("unfold", "Open the parts", lambda: acts.fold(opened=True), ("Right",), single=True, area="findings"),
        Command("fold", "Fold the parts", lambda: acts.fold(opened=False), ("Left",), single=True, area="findings"),
        *(
            Command(verdict, words, partial(acts.decide, verdict), (key,), single=True, area="findings")
            for key, words, verdict, _ in verdicts
        ),
        *(
            Command(
                f"{verdict}-next",
                onward,
                partial(acts.decide_and_go_on, verdict),
                (f"Shift+{key}",),
                single=True,
                area="findings",
            )
            for key, _, verdict, onward in verdicts
        ),
        Command("carry-out", "Carry the decision out", acts.carry_out, ("C",), single=True, area="findings"),
        Command("note", "Write a note", acts.note, ("N",), single=True, area="findings"),
        Command("filter", "Filter the findings", acts.filter, ("/",), single=True, area="findings"),
        Command("copy", "Copy finding", acts.copy_finding, ("Ctrl+C",), area="findings"),
        Command("print", "Print preview", acts.print_preview, ("Ctrl+P",), area="findings"),
        Command("export", "Export the review", acts.export, ("Ctrl+Shift+E",), area="findings"),
    ]


def _window_commands(acts: Acts, views: tuple[tuple[str, str], ...]) -> list[Command]:
    return [
        *(Command(f"view-{i}", title, partial(acts.show_view, i), area="views") for i, title in views),
        Command("pane", "Next pane", lambda: acts.next_pane(1), ("F6",), area="window"),
        Command("pane-back", "Previous pane", lambda: acts.next_pane(-1), ("Shift+F6",), area="window"),
        Command("medications", "Go to the medications", acts.to_medications, ("Alt+L",), area="window"),
        Command("finding", "Go to the finding", acts.to_finding, ("Alt+I",), area="window"),
        Command("palette", "Find a command, drug or finding", acts.show_palette, ("Ctrl+K",), area="window"),
        Command("larger", "Larger text", lambda: acts.zoom(1), ("Ctrl++", "Ctrl+="), area="window"),
        Command("smaller", "Smaller text", lambda: acts.zoom(-1), ("Ctrl+-",), area="window"),
        Command("usual", "Usual text size", lambda: acts.zoom(0), ("Ctrl+0",), area="window"),
        Command("theme", "Light or dark", acts.flip_theme, ("Ctrl+Shift+D",), area="window"),
        Command("follow-up", "Promised actions", lambda: acts.show_page("follow-up"), area="window"),
        Command("base", "What the newer base changed", lambda: acts.show_page("base"), area="window"),
        Command("settings", "Settings", lambda: acts.show_page("settings"), ("Ctrl+,",), area="window"),
        Command("about", "About, sources and limits", lambda: acts.show_page("about"), ("F1",), area="window"),
        Command("events", "Unsafe events and their priority", lambda: acts.show_page("events"), ("Shift+F1",), area="window"),
        Command("keys", "All keys", lambda: acts.show_page("keys"), ("?",), single=True, area="window"),
        Command("lock", "Lock the window", acts.lock, ("Ctrl+Shift+L",), area="window"),
        Command("quit", "Close the window", acts.close, ("Ctrl+Q",), area="window"),
    ]


def command_table(acts: Acts, views: tuple[tuple[str, str], ...]) -> dict[str, Command]:
    """All commands by id; ``views`` are the ids and titles of the views there are."""
    commands = [*_list_commands(acts), *_finding_commands(acts), *_window_commands(acts, views)]
    return {command.id: command for command in commands}
