"""A table that is opened shows what its columns are read as; what a person sets is read, remembered and can be forgotten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from regimen_review import readers
from regimen_review.patient import MedicationList
from regimen_review.readers.columns import ColumnMapping
from ui.desktop.columns_page import ColumnsPage
from ui.desktop.window import MainWindow
from ui.opened_table import OpenedTable, opened
from ui.remembered import Memory
from ui.settings import Settings

Make = Callable[..., MainWindow]
TABLE = "Brand,Drug,Dose,How\nCoumadin,warfarin,5 mg,daily\nZestril,lisinopril,10 mg,daily\n"


class Tables:
    """Opens tables as the program does, without a base."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def open_table(self, path: Path) -> OpenedTable | None:
        columns = self.memory.kept.columns
        return opened(readers.sheets_in_file(path, columns), columns.__contains__, path)

    def paste_table(self, text: str) -> OpenedTable | None:
        columns = self.memory.kept.columns
        return opened(readers.sheets_in_text(text, "the pasted text", columns), columns.__contains__)

    def list_of(self, table: OpenedTable) -> MedicationList:
        return readers.read_sheet(table.sheet)

    def remember_columns(self, mapping: ColumnMapping) -> None:
        self.memory.remember_columns(mapping)

    def forget_columns(self, key: str) -> bool:
        return self.memory.forget_columns(key)


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "remembered.json")


@pytest.fixture
def window(make_window: Make, memory: Memory) -> MainWindow:
    made = make_window(text="")
    made.desk.tables = Tables(memory)
    return made


def page_of(window: MainWindow, qtbot: QtBot) -> ColumnsPage:
    qtbot.waitUntil(lambda: isinstance(window.frame.page, ColumnsPage), timeout=5000)
    assert isinstance(window.frame.page, ColumnsPage)
    return window.frame.page


def words(page: ColumnsPage) -> str:
    return "\n".join(found.text() for found in page.findChildren(QLabel))


def set_to(page: ColumnsPage, column: int, meaning: str) -> None:
    chooser = page.choosers[column]
    chooser.setCurrentIndex(chooser.findData(meaning))
    chooser.activated.emit(chooser.currentIndex())


def names(window: MainWindow) -> list[str]:
    return [s.name for s in window.desk.session.state.listing.statements]


def test_a_pasted_table_shows_each_heading_with_its_first_cells_and_what_it_is_read_as(window: MainWindow, qtbot: QtBot) -> None:
    window.desk.open_text(TABLE)
    page = page_of(window, qtbot)
    shown = words(page)
    for piece in ("Brand", "Coumadin · Zestril", "Drug", "warfarin · lisinopril", "2 rows."):
        assert piece in shown
    assert [c.currentData() for c in page.choosers.values()] == ["ignore", "name", "dose", "ignore"]
    assert window.desk.session.state.empty, "nothing is reviewed before the columns were seen"


def test_a_column_set_right_by_keyboard_is_read_and_remembered(window: MainWindow, memory: Memory, qtbot: QtBot) -> None:
    window.desk.open_text(TABLE)
    page = page_of(window, qtbot)
    chooser = page.choosers[3]
    chooser.setFocus()
    for _ in range(chooser.findData("frequency") - chooser.findData("ignore")):
        qtbot.keyClick(chooser, Qt.Key.Key_Down)
    assert chooser.currentData() == "frequency"
    assert "warfarin, 5 mg, daily" in words(page)
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.desk.session.state.empty)
    assert names(window) == ["warfarin", "lisinopril"]
    assert all(s.dosage.frequency for s in window.desk.session.state.listing.statements)
    assert memory.kept.columns == {"brand|drug|dose|how": ("ignore", "name", "dose", "frequency")}
    assert window.frame.page is None


def test_only_one_column_names_the_medicine_where_a_row_is_one(window: MainWindow, qtbot: QtBot) -> None:
    window.desk.open_text(TABLE)
    page = page_of(window, qtbot)
    set_to(page, 0, "name")
    assert [c.currentData() for c in page.choosers.values()] == ["name", "ignore", "dose", "ignore"]
    assert "Coumadin, 5 mg" in words(page)


def test_without_a_column_of_medicines_nothing_can_be_read(window: MainWindow, memory: Memory, qtbot: QtBot) -> None:
    window.desk.open_text(TABLE)
    page = page_of(window, qtbot)
    set_to(page, 1, "note")
    assert not page.read.isEnabled()
    assert "say which one does" in words(page)
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.desk.session.state.empty
    assert not memory.kept.columns


def test_a_remembered_heading_is_read_at_once_and_says_so(window: MainWindow, memory: Memory, qtbot: QtBot) -> None:
    memory.remember_columns(ColumnMapping(("Brand", "Drug", "Dose", "How"), ("name", "ignore", "dose", "frequency")))
    window.desk.open_text(TABLE)
    qtbot.waitUntil(lambda: not window.desk.session.state.empty)
    assert names(window) == ["Coumadin", "Zestril"]
    assert "as you set them earlier" in window.frame.banner.words


def test_what_was_remembered_can_be_forgotten_on_the_page(window: MainWindow, memory: Memory, qtbot: QtBot) -> None:
    memory.remember_columns(ColumnMapping(("Brand", "Drug", "Dose", "How"), ("name", "ignore", "dose", "frequency")))
    window.desk.open_text(TABLE)
    qtbot.waitUntil(lambda: not window.desk.session.state.empty)
    window.show_columns()
    page = page_of(window, qtbot)
    assert page.again.isVisible()
    page.again.click()
    assert not memory.kept.columns
    assert [c.currentData() for c in page.choosers.values()] == ["ignore", "name", "dose", "ignore"]
    assert not page.again.isVisible()


def test_one_row_a_person_reads_every_column_of_medicines(window: MainWindow, qtbot: QtBot) -> None:
    window.desk.open_text("id,first drug,drug,other\n1,warfarin,amlodipine,x\n2,lisinopril,,y\n")
    page = page_of(window, qtbot)
    page.rows.setCurrentIndex(page.rows.findData("person"))
    page.rows.activated.emit(1)
    set_to(page, 1, "name")
    assert [c.currentData() for c in page.choosers.values()] == ["patient", "name", "name", "ignore"]
    page.read.click()
    qtbot.waitUntil(lambda: not window.desk.session.state.empty)
    assert names(window) == ["warfarin", "amlodipine", "lisinopril"]


def test_a_workbook_of_several_sheets_lets_choose(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for title, drug in (("Old", "warfarin"), ("Current", "lisinopril")):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, ["Drug", "Dose"])
            sheet.write_row(1, 0, [drug, "5 mg"])
    window.desk.open_path(path)
    page = page_of(window, qtbot)
    assert [page.sheets.itemText(i) for i in range(page.sheets.count())] == ["Old", "Current"]
    page.sheets.setCurrentIndex(1)
    page.sheets.activated.emit(1)
    assert "lisinopril" in words(page)
    page.read.click()
    qtbot.waitUntil(lambda: not window.desk.session.state.empty)
    assert names(window) == ["lisinopril"]


def test_what_was_set_survives_another_text_size(window: MainWindow, qtbot: QtBot) -> None:
    window.desk.open_text(TABLE)
    set_to(page_of(window, qtbot), 0, "name")
    window.change_settings(Settings(text_size=200))
    page = page_of(window, qtbot)
    assert page.choosers[0].currentData() == "name"
    assert page.width() <= window.width()
    QApplication.processEvents()


def test_a_note_is_read_without_asking_for_columns(window: MainWindow, qtbot: QtBot) -> None:
    window.show_columns()
    assert "did not come from a table" in window.frame.banner.words
    window.desk.open_text("Medications:\n- warfarin 5 mg daily")
    qtbot.waitUntil(lambda: not window.desk.session.state.empty)
    assert window.frame.page is None
