"""The print preview inside the window: the pages as they will be printed, to be saved or sent to a printer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from regimen_review.errors import UserError
from regimen_review.findings import Review
from regimen_review.progress import Progress
from ui.desktop.desk import Desk
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.printing import KINDS, page_images
from ui.desktop.words import counted, tr
from ui.session import SessionState
from ui.session_file import write_whole
from ui.settings import Settings

Render = Callable[[Review, SessionState, Settings, str], bytes]
Page = tuple[int, int, bytes]
_PREVIEW, _PRINTER = 1.45, 4.0


class PrintPage(QFrame):
    """Made when it is asked for; the pages are drawn on another thread."""

    def __init__(self, look: Look, desk: Desk, render: Render, close: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._look, self._desk, self._render = look, desk, render
        self._content = b""
        self._kind = KINDS[0][0]
        self._kinds: dict[str, QPushButton] = {}
        self._words = label(tr("Preparing the pages …"), look, "body", name="faded")
        self._question = QLineEdit(desk.session.state.question)
        self._save = button(tr("Save as PDF"), look, self._save_pdf)
        self._print = button(tr("Print"), look, self._send)
        self._column = QVBoxLayout()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._head(close))
        box.addWidget(self._kind_row())
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(tr("Print preview"))
        body = QWidget()
        body.setObjectName("frame")
        body.setLayout(self._column)
        self._column.setContentsMargins(look.px(16), look.px(16), look.px(16), look.px(16))
        self._column.setSpacing(look.px(16))
        scroll.setWidget(body)
        box.addWidget(scroll, 1)
        self.setFocusProxy(self._save)
        self.prepare()

    def _head(self, close: Callable[[], object]) -> QWidget:
        look = self._look
        head = QFrame()
        head.setObjectName("cardHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(look.px(24), look.px(8), look.px(24), look.px(8))
        row.setSpacing(look.px(8))
        row.addWidget(label(tr("Print preview"), look, "view"))
        row.addWidget(self._words)
        self._question.setFont(look.font("body"))
        self._question.setPlaceholderText(tr("Question to the conference (stands on page 1)"))
        self._question.setAccessibleName(self._question.placeholderText())
        self._question.editingFinished.connect(self._keep_question)
        row.addWidget(self._question, 1)
        self._save.setProperty("first", True)
        for made in (self._save, self._print):
            made.setEnabled(False)
            row.addWidget(made)
        row.addWidget(button(tr("Back") + "  Esc", look, close, kind="link", role="second"))
        return head

    def _kind_row(self) -> QWidget:
        look = self._look
        frame = QFrame()
        frame.setObjectName("chips")
        row = QHBoxLayout(frame)
        row.setContentsMargins(look.px(24), look.px(4), look.px(24), look.px(4))
        row.setSpacing(look.px(8))
        for kind, words in KINDS:
            self._kinds[kind] = button(tr(words), look, partial(self.set_kind, kind), kind="chip", role="second", checkable=True)
            self._kinds[kind].setChecked(kind == self._kind)
            row.addWidget(self._kinds[kind])
        row.addStretch(1)
        return frame

    def set_kind(self, kind: str) -> None:
        """Show another document."""
        self._kind = kind
        for name, chip in self._kinds.items():
            chip.setChecked(name == kind)
        self._save.setEnabled(False)
        self._print.setEnabled(False)
        self._words.setText(tr("Preparing the pages …"))
        self.prepare()

    def prepare(self) -> None:
        """Render and rasterise."""
        review, state, settings, render = self._desk.review, self._desk.session.state, self._desk.settings, self._render
        if review is None:
            return
        scale, kind = _PREVIEW * self._look.scale**0.5, self._kind

        def work(report: Progress) -> tuple[bytes, list[Page]]:
            content = render(review, state, settings, kind)
            return content, page_images(content, scale, report)

        def show(made: tuple[bytes, list[Page]]) -> None:
            if kind == self._kind:
                self._show(made)

        self._desk.tasks.start(work, show, self._failed)

    def _failed(self, error: Exception) -> None:
        words = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
        self._words.setText(tr("The pages could not be made. {why}").format(why=words))

    def _show(self, made: tuple[bytes, list[Page]]) -> None:
        self._content, pages = made
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for number, (width, height, pixels) in enumerate(pages, 1):
            image = QImage(pixels, width, height, QImage.Format.Format_RGBX8888).copy()
            sheet = QLabel()
            sheet.setPixmap(QPixmap.fromImage(image))
            sheet.setAccessibleName(tr("Page {n} of {all}").format(n=number, all=len(pages)))
            sheet.setStyleSheet(f"border: 1px solid {self._look.tokens.control};")
            self._column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        self._words.setText(counted(len(pages), "{n} page", "{n} pages"))
        for ready in (self._save, self._print):
            ready.setEnabled(True)

    def _keep_question(self) -> None:
        if self._question.text().strip() != self._desk.session.state.question:
            self._desk.session.set_question(self._question.text().strip())
            self.prepare()

    def _save_pdf(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Save as PDF"), "review.pdf", "PDF (*.pdf)")
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Write the PDF."""
        content = self._content

        def done(_: object) -> None:
            self._words.setText(tr("Saved {name}").format(name=path.name))

        self._desk.tasks.start(lambda _: write_whole(path, content), done, self._failed)

    def _send(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec() != QPrintDialog.DialogCode.Accepted:
            return
        content = self._content
        self._desk.tasks.start(
            lambda report: page_images(content, _PRINTER, report), lambda pages: _print_pages(printer, pages), self._failed
        )


def _print_pages(printer: object, pages: list[Page]) -> None:
    """Draw the pages on a printer, each filling its sheet."""
    from PySide6.QtPrintSupport import QPrinter

    assert isinstance(printer, QPrinter)
    printer.setFullPage(True)
    painter = QPainter(printer)
    for number, (width, height, pixels) in enumerate(pages):
        if number:
            printer.newPage()
        image = QImage(pixels, width, height, QImage.Format.Format_RGBX8888)
        painter.drawImage(QRectF(printer.pageLayout().fullRectPixels(printer.resolution())), image)
    painter.end()
