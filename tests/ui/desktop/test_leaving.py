"""What leaves the window: the clipboard, pictures, prints and exports."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.ui.desktop.reading import Make, press
from ui.desktop.printing import decided, render
from ui.desktop.views.graph import GraphView, graph_png, graph_svg
from ui.desktop.window import Doors


def test_copying_gives_the_finding_as_text_with_rule_and_source(make_window: Make) -> None:
    window = make_window()
    window.copy_finding()
    words = QGuiApplication.clipboard().text()
    assert words.startswith("Warning: Two opioids and gabapentin")
    assert "1. Keep one opioid or none" in words
    assert "opioid-gabapentinoid-lung, version 3" in words


def test_the_graph_leaves_as_svg_and_png(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    window.show_view("graph")
    graph = window.frame.views.view("graph")
    assert isinstance(graph, GraphView)
    qtbot.waitUntil(lambda: bool(graph.list.picture.nodes), timeout=8000)
    svg = graph_svg(graph.list.picture, window.look)
    assert b"<svg" in svg
    assert b"warfarin" in svg
    image = graph_png(graph.list.picture, window.look)
    assert image.width() == round(graph.list.picture.width * 2)


def test_the_print_preview_without_a_print_is_a_sentence(make_window: Make) -> None:
    window = make_window()
    window.print_preview()
    assert "no print" in window.frame.banner.words


def test_the_print_preview_shows_pages_and_saves_them(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    def two_pages(review: object, state: object, settings: object, kind: str) -> bytes:
        canvas = Canvas("unused", invariant=1)
        for _ in range(2):
            canvas.drawString(72, 700, "page")
            canvas.showPage()
        return bytes(canvas.getpdfdata())

    window = make_window(doors=Doors(render_pdf=two_pages))
    window.print_preview()
    page = window.frame.page
    assert page is not None
    qtbot.waitUntil(page._save.isEnabled, timeout=8000)  # type: ignore[attr-defined]
    assert page._words.text() == "2 pages"  # type: ignore[attr-defined]
    page.save_to(tmp_path / "out.pdf")  # type: ignore[attr-defined]
    qtbot.waitUntil((tmp_path / "out.pdf").exists)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("ending", ["xlsx", "csv", "md", "json", "ics", "svg"])
def test_a_review_is_exported_by_the_ending_of_the_file(make_window: Make, qtbot: QtBot, tmp_path: Path, ending: str) -> None:
    window = make_window()
    press(qtbot, window, "a")
    path = tmp_path / f"review.{ending}"
    window.export_to(path)
    qtbot.waitUntil(lambda: "Saved" in window.frame.banner.words, timeout=15000)
    assert path.stat().st_size > 100


def test_an_ending_without_an_export_is_said(make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    window.export_to(tmp_path / "review.docx")
    assert "docx" in window.frame.banner.words


@pytest.mark.parametrize("kind", ["conference", "full", "patient", "ward"])
def test_each_document_is_made_with_the_decisions_of_the_session(make_window: Make, qtbot: QtBot, kind: str) -> None:
    window = make_window()
    press(qtbot, window, "r")
    review = window.desk.review
    assert review is not None
    assert render(review, window.desk.session.state, window.desk.settings, kind).startswith(b"%PDF")
    assert decided(window.desk.session.state)["opioid-gabapentinoid-lung"].word == "reject"
